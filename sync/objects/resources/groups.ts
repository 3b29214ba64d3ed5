/** Groups: the desks. «A::B» is a tree, and the parent must exist first. */
import { asText, toJson } from '../canonical.js';
import { requireId } from './condition.js';
import type { Reference } from './reference.js';
import { desiredObjects, plain, storedNote, translated, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'note', 'active', 'follow_up_possible', 'follow_up_assignment', 'assignment_timeout'];

/** Before the name of an attribute the installation added to groups. */
const OWN = 'attributes.';

/** Texts that Zammad itself keeps of a group. */
const native = new Set([
  'name',
  'name_last',
  'note',
  'follow_up_possible',
  'created_at',
  'updated_at',
  'created_by',
  'updated_by',
  'summary_generation',
  'email_address',
  'signature',
]);

export const groups: Resource = {
  kind: 'groups',
  title: 'группа',
  level: 3,
  permission: 'admin.group',
  uniqueName: true,
  removal: 'deactivate',
  pointsTo: ['email_addresses', 'signatures'],
  desired: (file) =>
    desiredObjects('groups', file.groups, (group) => ({
      name: group.name,
      note: wantedNote(group),
      active: group.active,
      follow_up_possible: group.follow_up_possible,
      follow_up_assignment: group.follow_up_assignment,
      assignment_timeout: group.assignment_timeout,
      email_address: group.email_address,
      signature: group.signature,
      ...Object.fromEntries(
        Object.entries(group.attributes ?? {}).map(([name, value]) => [OWN + name, value]),
      ),
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    note: storedNote(row),
    active: row['active'] === true,
    follow_up_possible: asText(row['follow_up_possible']),
    follow_up_assignment: row['follow_up_assignment'] === true,
    assignment_timeout: toJson(row['assignment_timeout']),
    email_address: row['email_address_id']
      ? catalogue.name('email_addresses', row['email_address_id'])
      : null,
    signature: row['signature_id'] ? catalogue.name('signatures', row['signature_id']) : null,
    ...Object.fromEntries(
      Object.entries(row)
        .filter(([column, value]) => !native.has(column) && typeof value === 'string')
        .map(([column, value]) => [OWN + column, asText(value)]),
    ),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'email_address', 'email_address_id', (name) =>
      name === null ? null : Number(requireId(catalogue, 'email_addresses', asText(name))),
    ),
    ...translated(fields, 'signature', 'signature_id', (name) =>
      name === null ? null : Number(requireId(catalogue, 'signatures', asText(name))),
    ),
    ...Object.fromEntries(
      Object.entries(fields).flatMap(([field, value]) =>
        field.startsWith(OWN) ? [[field.slice(OWN.length), value]] : [],
      ),
    ),
  }),
  references: (fields) => {
    const parent = asText(fields['name']).split('::').slice(0, -1).join('::');
    const found: Reference[] = parent === '' ? [] : [{ kind: 'groups', name: parent, where: 'родитель' }];
    if (fields['email_address']) {
      found.push({ kind: 'email_addresses', name: asText(fields['email_address']), where: 'email_address' });
    }
    if (fields['signature']) {
      found.push({ kind: 'signatures', name: asText(fields['signature']), where: 'signature' });
    }
    return found;
  },
  entries: (fields) => {
    const attributes = Object.entries(fields).flatMap(([field, value]) =>
      field.startsWith(OWN) ? [[field.slice(OWN.length), value] as const] : [],
    );
    const rest = Object.fromEntries(Object.entries(fields).filter(([field]) => !field.startsWith(OWN)));
    return [{ ...rest, ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }) }];
  },
};
