/** Roles and organizations: where people belong. */
import { idOf, isBlank, isTruthy, listOf, recordOf } from '../../behaviour/columns.js';
import { unprocessable } from '../../http/answer.js';
import type { Row, World } from '../../world.js';
import type { Columns, Kind } from '../kind.js';
import { guardedBy } from '../write.js';

export const ROLES: Kind = {
  path: 'roles',
  searchable: true,
  model: 'Role',
  read: ['admin.role', 'ticket.agent'],
  write: ['admin.role'],
  columns: () => ({
    name: null,
    preferences: {},
    default_at_signup: false,
    active: true,
    note: null,
    permission_ids: [],
    knowledge_base_permission_ids: [],
    group_ids: {},
  }),
  references: [{ key: 'permission_ids', as: 'permissions', table: 'permissions', many: true }],
  alsoExpanded: () => ({ knowledge_base_permissions: [] }),
  required: [{ column: 'name' }],
  unique: 'name',
  prepare: (columns, { world, before }) => {
    keepAnAdmin(world, before, columns);
    insistOneKindOfAccess(columns);
    return columns;
  },
  withoutAuthors: true,
  without: ['delete'],
};

/** Full access stands alone. */
const insistOneKindOfAccess = (columns: Columns): void => {
  const mixed = Object.values(recordOf(columns['group_ids'])).some(
    (levels) => listOf(levels).includes('full') && listOf(levels).length > 1,
  );
  if (mixed) throw unprocessable('Access Role can have full or granular access to group');
};

/** The last active role with `admin` must keep it. */
const keepAnAdmin = (world: World, before: Row | null, columns: Columns): void => {
  const admin = world.table('permissions').find((row) => row['name'] === 'admin')?.id;
  const holds = (row: Columns): boolean =>
    row['active'] !== false &&
    listOf(row['permission_ids'])
      .map(idOf)
      .includes(admin ?? 0);
  if (!before || !holds(before) || holds({ ...before, ...columns })) return;
  const others = world.table('roles').filter((role) => role.id !== before.id && holds(role));
  if (others.length === 0) throw unprocessable('At least one user needs to have admin permissions.');
};

const membersBy =
  (column: string) =>
  (world: World, row: Row): number[] =>
    world
      .table('users')
      .filter((user) => listOf(user[column]).includes(row.id))
      .map((user) => user.id);

const memberIds = membersBy('organization_id');

export const ORGANIZATIONS: Kind = {
  path: 'organizations',
  model: 'Organization',
  read: ['ticket.agent', 'admin.organization'],
  write: ['ticket.agent', 'admin.organization'],
  object: 'Organization',
  columns: () => ({
    name: null,
    shared: true,
    domain: '',
    domain_assignment: false,
    active: true,
    vip: false,
    note: '',
  }),
  expanded: [{ key: 'member_ids', as: 'members', table: 'users', many: true }],
  required: [{ column: 'name' }],
  unique: 'name',
  derived: (world, row) => ({
    member_ids: memberIds(world, row),
    secondary_member_ids: membersBy('organization_ids')(world, row),
  }),
  prepare: (columns, { before }) => {
    const after = { ...before, ...columns };
    if (isTruthy(after['domain_assignment']) && isBlank(after['domain'])) {
      throw unprocessable('Domain required when Domain Based Assignment is enabled');
    }
    return columns;
  },
  guard: guardedBy(
    ['tickets', 'organization_id'],
    ['users', 'organization_id'],
    ['users', 'organization_ids'],
  ),
  assets: (world, row) => [['users', memberIds(world, row)]],
  withoutAuthors: true,
};
