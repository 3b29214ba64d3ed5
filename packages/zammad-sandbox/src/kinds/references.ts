/**
 * Names for ids on writing: `group: "Users"` becomes `group_id: 1`. A name nobody bears is refused in Zammad's words.
 */
import { idOf, isRecord, listOf, plain } from '../behaviour/columns.js';
import { inspect, unprocessable } from '../http/answer.js';
import type { Row, World } from '../world.js';
import type { Columns, Kind, Reference } from './kind.js';

/** The column by which a row of the table is named: users by login or e-mail, everything else by name. */
export const nameOf = (table: string, row: Row | undefined): unknown => {
  if (!row) return null;
  if (table === 'users') return row['login'];
  return row['name'] ?? row['email'] ?? row['id'];
};

const named = (world: World, table: string, name: unknown): Row | undefined =>
  world
    .table(table)
    .find((row) =>
      table === 'users' ? row['login'] === name || row['email'] === name : row['name'] === name,
    );

const idNamed = (world: World, reference: Reference, name: unknown): number => {
  const row = named(world, reference.table, name);
  if (!row) throw unprocessable(`No lookup value found for '${reference.as}': ${inspect(name)}`);
  return row.id;
};

const checkedId = (world: World, reference: Reference, value: unknown): number | null => {
  const id = idOf(value);
  if (id === null) return null;
  if (!world.table(reference.table).get(id)) {
    throw unprocessable(
      reference.many === true
        ? `No value found for '${reference.as}' with id ${inspect(value)}`
        : `Invalid value for param '${reference.key}': ${inspect(value)}`,
    );
  }
  return id;
};

/** Permissions come back by id, whatever order they were given in. */
const inOrder = (key: string, ids: number[]): number[] =>
  key === 'permission_ids' ? ids.toSorted((a, b) => a - b) : ids;

const filled = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/** The reference columns a body sets, by id or by name. @throws Refusal 422 for a name or id that is not there */
export const referencesIn = (world: World, references: readonly Reference[], body: Columns): Columns => {
  const columns: Columns = {};
  for (const reference of references) {
    if (reference.judgedLater === true && !world.table(reference.table).get(Number(body[reference.key]))) {
      if (reference.key in body && idOf(body[reference.key]) !== null) continue;
    }
    const { key, as, many } = reference;
    if (key in body) {
      columns[key] = many
        ? listOf(body[key]).map((id) => checkedId(world, reference, id))
        : checkedId(world, reference, body[key]);
    }
    if (as in body && (many ? Array.isArray(body[as]) : filled(body[as]) && !isRecord(body[as]))) {
      columns[key] = many
        ? inOrder(
            key,
            listOf(body[as]).map((name) => idNamed(world, reference, name)),
          )
        : idNamed(world, reference, body[as]);
    }
  }
  return columns;
};

/** The database's own complaint, which Zammad hands on. */
const noSuchGroup = (relation: string): string =>
  `PG::ForeignKeyViolation: ERROR:  insert or update on table "${relation}" violates foreign key constraint ` +
  '"fk_rails_ccd9830e29"\nDETAIL:  Key (group_id)=(0) is not present in table "groups".\n';

/**
 * Group access of a user or a role as `{"<group id>": levels}`, from `group_ids` or `groups` by name. Levels come back in
 * another order than they were sent, as from a real helpdesk.
 */
export const accessIn = (world: World, relation: string, body: Columns): Columns => {
  const byName = isRecord(body['groups']) ? Object.entries(body['groups']) : null;
  const byId = isRecord(body['group_ids']) ? Object.entries(body['group_ids']) : null;
  const entries =
    byName?.map(([name, levels]) => [named(world, 'groups', name)?.id, levels] as const) ?? byId;
  if (!entries) return {};
  const access: Columns = {};
  for (const [id, levels] of entries) {
    if (idOf(id) === null || !world.table('groups').get(Number(id)))
      throw unprocessable(noSuchGroup(relation), false);
    access[plain(id)] = listOf(levels).map(plain).reverse();
  }
  return { group_ids: access };
};

/** Every reference of a kind, with author and editor. */
export const referencesOf = (kind: Kind): readonly Reference[] => [
  ...(kind.references ?? []),
  { key: 'created_by_id', as: 'created_by', table: 'users' },
  { key: 'updated_by_id', as: 'updated_by', table: 'users' },
];
