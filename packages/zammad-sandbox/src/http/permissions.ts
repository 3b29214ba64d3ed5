/**
 * Permissions of an actor: what the roles give, cut down to what the token was made with.
 */
import { hasPermission } from '../behaviour/access.js';
import { listOf, plain, referred } from '../behaviour/columns.js';
import type { Row, World } from '../world.js';

/** `admin` covers `admin.group`; the other way round only for a question ending in `.*`. */
const covers = (held: string, wanted: string): boolean =>
  held === wanted ||
  wanted.startsWith(`${held}.`) ||
  (wanted.endsWith('.*') && (held === wanted.slice(0, -2) || held.startsWith(wanted.slice(0, -1))));

/** Names of the permissions a user holds through active roles. */
const permissionNames = (world: World, user: Row): string[] => {
  const names = listOf(user['role_ids'])
    .map((id) => referred(world, 'roles', id))
    .filter((role) => role !== undefined && role['active'] !== false)
    .flatMap((role) => listOf(role?.['permission_ids']))
    .map((id) => plain(referred(world, 'permissions', id)?.['name']));
  return [...new Set(names)];
};

/** Whether the actor holds a permission (`admin.*` means any below it) and the token, if one asks, was made with it. */
export const permittedBy = (
  world: World,
  actor: Row,
  scopes: readonly string[] | null,
  permission: string,
): boolean => {
  const byRole = permission.endsWith('.*')
    ? permissionNames(world, actor).some((held) => covers(held, permission))
    : hasPermission(world, actor, permission);
  return byRole && (scopes === null || scopes.some((held) => covers(held, permission)));
};
