/** Roles. Permission names differ between versions, so they are looked up in what the helpdesk itself offers. */
import { asSet, asText, isRecord } from '../canonical.js';
import type { Json } from '../types.js';
import { requireId } from './condition.js';
import type { Reference } from './reference.js';
import { desiredObjects, plain, storedNote, translated, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'default_at_signup', 'active', 'note'];

const access = (given: unknown, nameOf: (key: string) => string): Json =>
  isRecord(given)
    ? Object.fromEntries(Object.entries(given).map(([key, levels]) => [nameOf(key), asSet(levels)]))
    : {};

export const roles: Resource = {
  kind: 'roles',
  title: 'роль',
  level: 4,
  permission: 'admin.role',
  uniqueName: true,
  removal: 'deactivate',
  pointsTo: ['permissions', 'groups'],
  desired: (file) =>
    desiredObjects('roles', file.roles, (role) => ({
      name: role.name,
      permissions: asSet(role.permissions),
      groups: access(role.groups, (name) => name),
      default_at_signup: role.default_at_signup,
      active: role.active,
      note: wantedNote(role),
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    permissions: asSet(row['permission_ids'] ?? [])
      .map((id) => catalogue.name('permissions', id))
      .sort(),
    groups: access(row['group_ids'], (id) => catalogue.name('groups', id)),
    default_at_signup: row['default_at_signup'] === true,
    active: row['active'] === true,
    note: storedNote(row),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'permissions', 'permission_ids', (names) =>
      asSet(names).map((name) => Number(requireId(catalogue, 'permissions', name))),
    ),
    ...translated(fields, 'groups', 'group_ids', (given) =>
      access(given, (name) => requireId(catalogue, 'groups', name)),
    ),
  }),
  references: (fields) => [
    ...asSet(fields['permissions']).map((name): Reference => ({
      kind: 'permissions',
      name,
      where: 'permissions',
    })),
    ...Object.keys(isRecord(fields['groups']) ? fields['groups'] : {}).map((name): Reference => ({
      kind: 'groups',
      name,
      where: 'groups',
    })),
  ],
  entries: (fields) => [{ ...fields }],
};
