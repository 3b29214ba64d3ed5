/**
 * Who may do what: permissions through roles, and groups through users and roles.
 * Users hold `role_ids` and `group_ids` ({"1":["full"]}), roles `permission_ids` and `group_ids`, as the API shows them.
 */
import type { Row, World } from '../world.js';
import { idOf, isTruthy, listOf, plain, recordOf, referred } from './columns.js';

export type GroupAccess = 'read' | 'create' | 'change' | 'overview' | 'full';

const rolesOf = (world: World, user: Row): Row[] =>
  listOf(user['role_ids'])
    .map((id) => referred(world, 'roles', id))
    .filter((role) => role !== undefined)
    .filter((role) => role['active'] !== false);

const permissionsOf = (world: World, roles: readonly Row[]): string[] =>
  roles
    .flatMap((role) => listOf(role['permission_ids']))
    .map((id) => plain(referred(world, 'permissions', id)?.['name']));

/** Whether an active user has the permission itself or one above it (`ticket` covers `ticket.agent`). */
export const hasPermission = (world: World, user: Row, permission: string): boolean => {
  if (!isTruthy(user['active'])) return false;
  const names = new Set(permissionsOf(world, rolesOf(world, user)));
  const parts = permission.split('.');
  return parts.some((_, index) => names.has(parts.slice(0, index + 1).join('.')));
};

/** Ids of the active groups in which an agent has one of the levels; `full` counts as every level. */
export const groupIdsWith = (world: World, user: Row, levels: readonly GroupAccess[]): number[] => {
  if (!hasPermission(world, user, 'ticket.agent')) return [];
  const wanted = new Set<string>([...levels, 'full']);
  const ids = new Set<number>();
  for (const holder of [user, ...rolesOf(world, user)]) {
    for (const [groupId, granted] of Object.entries(recordOf(holder['group_ids']))) {
      const id = idOf(groupId);
      if (id !== null && listOf(granted).some((level) => wanted.has(plain(level)))) ids.add(id);
    }
  }
  return [...ids]
    .filter((id) => isTruthy(world.table('groups').get(id)?.['active'] ?? false))
    .sort((a, b) => a - b);
};

export const hasGroupAccess = (world: World, user: Row, groupId: unknown, level: GroupAccess): boolean => {
  const id = idOf(groupId);
  return id !== null && groupIdsWith(world, user, [level]).includes(id);
};

/** The agents with full access to a group: those who may own its tickets. Citizens, who are many, cost one look each. */
export const agentsOf = (world: World, groupId: unknown): Row[] => {
  const agentRoles = new Set<unknown>(
    world
      .table('roles')
      .all()
      .filter((role) =>
        permissionsOf(world, [role]).some((name) => name === 'ticket' || name === 'ticket.agent'),
      )
      .map((role) => role.id),
  );
  return world
    .table('users')
    .filter((user) => Array.isArray(user['role_ids']) && user['role_ids'].some((id) => agentRoles.has(id)))
    .filter((user) => hasGroupAccess(world, user, groupId, 'full'));
};

/** Whether a ticket may stay with its owner: nobody (user 1), or an active agent with full access to the group. */
export const mayOwn = (world: World, ownerId: unknown, groupId: unknown): boolean => {
  const id = idOf(ownerId);
  if (id === null || id === 1) return true;
  const owner = world.table('users').get(id);
  return owner !== undefined && hasGroupAccess(world, owner, groupId, 'full');
};

/** Whether a user may read a ticket: an agent of its group, its customer, or a colleague in a shared organization. */
export const mayRead = (world: World, user: Row, ticket: Row): boolean => {
  if (hasGroupAccess(world, user, ticket['group_id'], 'read')) return true;
  if (!hasPermission(world, user, 'ticket.customer')) return false;
  if (idOf(ticket['customer_id']) === user.id) return true;
  const organizationId = idOf(ticket['organization_id']);
  const own = [user['organization_id'], ...listOf(user['organization_ids'])].map(idOf);
  return (
    organizationId !== null &&
    own.includes(organizationId) &&
    isTruthy(world.table('organizations').get(organizationId)?.['shared'])
  );
};
