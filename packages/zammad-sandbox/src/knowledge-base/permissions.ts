/** Which role reads and which writes a knowledge base or a category of it. */
import { hasPermission } from '../behaviour/access.js';
import { recordOf } from '../behaviour/columns.js';
import { notFound, ok, unprocessable } from '../http/answer.js';
import type { Call } from '../http/call.js';
import type { Row } from '../world.js';
import { CATEGORIES, PERMISSIONS, inheritedPermissions, isOverruled } from './assets.js';

const rolesWith = (call: Call, permission: string): Row[] =>
  call.world
    .table('roles')
    .filter((role) => role['active'] !== false)
    .filter((role) => hasPermission(call.world, { id: 0, active: true, role_ids: [role.id] }, permission));

const named = (rows: readonly Row[]) => rows.map(({ id, name }) => ({ id, name }));

/** The permissions of a base or a category, with the roles that may be given one. */
export const permissions = (call: Call, holder: string, row: Row) => {
  const editors = rolesWith(call, 'knowledge_base.editor');
  const readers = rolesWith(call, 'knowledge_base.reader').filter((role) => !editors.includes(role));
  const own = call.world
    .table(PERMISSIONS)
    .filter((entry) => entry['holder'] === holder && entry['holder_id'] === row.id)
    .map(({ id, access, role_id }) => ({ id, access, role_id }));
  const inherited = (holder === 'category' ? inheritedPermissions(call.world, row) : []).map(
    ({ id, access, role_id }) => ({ id, access, role_id }),
  );
  // What holds here: a role's own word, or else the one from above.
  const effective = [
    ...own,
    ...inherited.filter(({ role_id }) => own.every((entry) => entry.role_id !== role_id)),
  ];
  return ok({
    roles_reader: named(readers),
    roles_editor: named(editors),
    permissions: effective,
    inherited,
  });
};

/** Below, own words that from now on say nothing are gone. */
const tidyBelow = (call: Call, parentId: number): void => {
  const { world } = call;
  const table = world.table(PERMISSIONS);
  for (const child of world.table(CATEGORIES).where('parent_id', parentId)) {
    const inherited = inheritedPermissions(world, child);
    for (const own of table.filter((row) => row['holder'] === 'category' && row['holder_id'] === child.id))
      if (isOverruled(own, inherited)) table.delete(own.id);
    tidyBelow(call, child.id);
  }
};

/** A role that is withheld above stays so, without a word. */
export const permit = (call: Call, holder: string, row: Row) => {
  const { world } = call;
  const table = world.table(PERMISSIONS);
  const kept = new Map<number, { role_id: number; access: unknown }>();
  const wanted = recordOf(recordOf(call.body['permissions_dialog'])['permissions']);
  for (const [roleId, access] of Object.entries(wanted)) {
    if (!world.table('roles').get(Number(roleId))) throw notFound('Role', roleId);
    const given = { role_id: Number(roleId), access };
    const above = holder === 'category' ? inheritedPermissions(world, row) : [];
    if (
      above.some((entry) => entry['role_id'] === given.role_id && entry['access'] === 'editor') &&
      access !== 'editor'
    )
      throw unprocessable(
        'Invalid permissions. This role has editor access to parent category. Limiting access is not effective.',
      );
    kept.set(given.role_id, given);
  }
  const own = table.filter((old) => old['holder'] === holder && old['holder_id'] === row.id);
  for (const entry of own) {
    const given = kept.get(Number(entry['role_id']));
    if (given) table.patch(entry, given);
    else table.delete(entry.id);
    kept.delete(Number(entry['role_id']));
  }
  const above = holder === 'category' ? inheritedPermissions(world, row) : [];
  for (const given of kept.values())
    if (!isOverruled(given, above)) table.insert({ holder, holder_id: row.id, ...given });
  if (holder === 'category') tidyBelow(call, row.id);
  return permissions(call, holder, row);
};
