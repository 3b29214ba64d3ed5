/**
 * Assets: the records that come along with an answer, by model and id, so that a page can show names without asking again.
 * Since 6.5 tickets and people bring no groups, roles, states and priorities: a page has those from `GET /signshow`.
 */
import { idOf, isRecord, listOf } from '../behaviour/columns.js';
import type { Row, World } from '../world.js';
import type { Columns, Kind } from './kind.js';
import { present } from './present.js';

export type Assets = Record<string, Record<string, Columns>>;

/** Adds a record and all that its kind brings along; one already there is not walked again. */
export const collect = (
  world: World,
  kinds: ReadonlyMap<string, Kind>,
  assets: Assets,
  table: string,
  row: Row | undefined,
): void => {
  const kind = kinds.get(table);
  if (!kind || !row) return;
  const records = (assets[kind.model] ??= {});
  if (String(row.id) in records) return;
  records[String(row.id)] = { ...present(world, kind, row), ...kind.belongings?.(world, row) };
  const authors = kind.withoutAuthors ? [] : [row['created_by_id'], row['updated_by_id']];
  for (const [other, ids] of [...(kind.assets?.(world, row) ?? []), ['users', authors] as const]) {
    // An organization without members says so.
    if (other === 'users' && kind.model === 'Organization') assets['User'] ??= {};
    for (const id of ids) {
      const known = idOf(id);
      if (known !== null) collect(world, kinds, assets, other, world.table(other).get(known));
    }
  }
};

const CONDITION_TABLES: Readonly<Record<string, string>> = {
  'ticket.state_id': 'ticket_states',
  'ticket.group_id': 'groups',
  'ticket.priority_id': 'ticket_priorities',
};

/** Tables and ids that a flat condition names, for the assets of whatever carries it. */
export const namedInCondition = (condition: unknown): (readonly [string, readonly unknown[]])[] => {
  if (!isRecord(condition)) return [];
  return Object.entries(condition).flatMap(([attribute, rule]) => {
    const table = CONDITION_TABLES[attribute];
    return table && isRecord(rule) ? [[table, listOf(rule['value'])] as const] : [];
  });
};
