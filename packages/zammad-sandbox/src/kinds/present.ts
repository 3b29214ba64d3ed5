/**
 * Rows as the API shows them: columns, computed lists, masked secrets, and names beside ids when expanded.
 */
import { isBlank, listOf, plain, recordOf, referred } from '../behaviour/columns.js';
import type { Row, World } from '../world.js';
import { MASK, type Columns, type Kind, type Reference } from './kind.js';
import { nameOf, referencesOf } from './references.js';

const masked = (world: World, kind: Kind, columns: Columns): void => {
  if (world.flavour !== '7') return;
  for (const secret of kind.secrets ?? []) if (!isBlank(columns[secret])) columns[secret] = MASK;
};

/** A row without names: what a plain GET shows. */
export const present = (world: World, kind: Kind, row: Row): Columns => {
  const columns: Columns = { ...row };
  for (const hidden of kind.hidden ?? []) Reflect.deleteProperty(columns, hidden);
  masked(world, kind, columns);
  return Object.assign(columns, kind.derived?.(world, row));
};

const expandOne = (world: World, reference: Reference, shown: Columns): void => {
  const value = shown[reference.key];
  if (reference.many) {
    shown[reference.as] = listOf(value).map((id) =>
      nameOf(reference.table, referred(world, reference.table, id)),
    );
    return;
  }
  const row = referred(world, reference.table, value);
  if (row) shown[reference.as] = nameOf(reference.table, row);
};

/** Group access by name instead of id. */
const accessByName = (world: World, access: unknown): Columns =>
  Object.fromEntries(
    Object.entries(recordOf(access)).map(([id, levels]) => [
      plain(nameOf('groups', referred(world, 'groups', id))),
      levels,
    ]),
  );

/** A row with names beside the ids (`expand=true`). */
export const expand = (world: World, kind: Kind, row: Row): Columns => {
  const shown = present(world, kind, row);
  for (const reference of [...(kind.expanded ?? []), ...referencesOf(kind)])
    expandOne(world, reference, shown);
  if ('group_ids' in shown && !Array.isArray(shown['group_ids'])) {
    shown['groups'] = accessByName(world, shown['group_ids']);
  }
  return Object.assign(shown, kind.alsoExpanded?.(world, row));
};
