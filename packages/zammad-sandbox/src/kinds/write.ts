/**
 * Creating, changing and deleting rows of a kind: names become ids, unknown keys fall silently, rules are enforced.
 */
import { isBlank, listOf, plain } from '../behaviour/columns.js';
import { columnRequired, unprocessable } from '../http/answer.js';
import type { Row, World } from '../world.js';
import { insistValues } from './attribute-values.js';
import { customColumns } from './attributes.js';
import { MASK, type Columns, type Kind, type Saving } from './kind.js';
import { accessIn, referencesIn } from './references.js';

/** Kinds whose `group_ids` is a map of access levels, with the relation that complains about unknown groups. */
const ACCESS: Readonly<Record<string, string>> = { roles: 'roles_groups', users: 'groups_users' };

/** What of the body is a column of the kind; a secret sent back as asterisks keeps its stored value. */
const writable = (world: World, kind: Kind, body: Columns): Columns => {
  const known = { ...kind.columns(world.flavour), ...customColumns(world, kind.object) };
  const columns: Columns = {};
  for (const key of Object.keys(known)) if (key in body) columns[key] = body[key];
  for (const secret of kind.secrets ?? [])
    if (columns[secret] === MASK) Reflect.deleteProperty(columns, secret);
  const relation = ACCESS[kind.path];
  return {
    ...columns,
    ...referencesIn(world, kind.references ?? [], body),
    ...(relation === undefined ? {} : accessIn(world, relation, body)),
  };
};

const insist = (kind: Kind, columns: Columns): void => {
  for (const { column, message } of kind.required ?? []) {
    if (!isBlank(columns[column])) continue;
    throw message === undefined ? columnRequired(column, kind.path) : unprocessable(message);
  }
};

const insistUnique = (world: World, kind: Kind, columns: Columns, own: number | null): void => {
  const column = kind.unique;
  if (column === undefined || !(column in columns)) return;
  const fold = (value: unknown): string => plain(value).toLowerCase();
  const twin = world
    .table(kind.path)
    .find((row) => row.id !== own && fold(row[column]) === fold(columns[column]));
  const label = `${column.charAt(0).toUpperCase()}${column.slice(1)}`;
  if (twin) throw unprocessable(kind.taken ?? `${label} has already been taken`);
};

export const same = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * Makes a row of the kind from a body.
 * @throws Refusal 422 for what the kind does not allow
 */
export const createRow = (world: World, kind: Kind, actor: Row, body: Columns): Row => {
  const saving: Saving = { world, before: null, body, actor };
  const defaults = { ...kind.columns(world.flavour), ...customColumns(world, kind.object) };
  const given = { ...defaults, ...writable(world, kind, body) };
  const columns = kind.prepare?.(given, saving) ?? given;
  insist(kind, columns);
  if (kind.object) insistValues(world, kind.object, columns);
  insistUnique(world, kind, columns, null);
  const now = world.clock.now().toISOString();
  const row = world.table(kind.path).insert({
    ...columns,
    ...kind.runtime,
    updated_by_id: actor.id,
    created_by_id: actor.id,
    created_at: now,
    updated_at: now,
  });
  kind.saved?.(row, saving);
  return row;
};

/** Columns of `columns` that differ from the row, as [from, to]. */
export const changesOf = (row: Row, columns: Columns): Record<string, [unknown, unknown]> =>
  Object.fromEntries(
    Object.entries(columns)
      .filter(([key, value]) => !same(row[key], value))
      .map(([key, value]) => [key, [row[key], value]]),
  );

/**
 * Changes a row by the keys given; nothing changed means nothing touched, not even `updated_at`.
 * @throws Refusal 422 for what the kind does not allow
 */
export const updateRow = (world: World, kind: Kind, actor: Row, row: Row, body: Columns): void => {
  const saving: Saving = { world, before: { ...row }, body, actor };
  const given = writable(world, kind, body);
  const columns = kind.prepare?.(given, saving) ?? given;
  insist(kind, { ...row, ...columns });
  if (kind.object) insistValues(world, kind.object, columns);
  insistUnique(world, kind, columns, row.id);
  const changed = Object.keys(changesOf(row, columns)).length > 0;
  if (changed) {
    world
      .table(kind.path)
      .patch(row, { ...columns, updated_by_id: actor.id, updated_at: world.clock.now().toISOString() });
  }
  kind.saved?.(row, saving);
};

/** @throws Refusal 422 while others refer to the row */
export const deleteRow = (world: World, kind: Kind, row: Row): void => {
  kind.guard?.(world, row);
  world.table(kind.path).delete(row.id);
};

/** A guard refusing while any row of the tables holds the id in the column. */
export const guardedBy =
  (...uses: readonly (readonly [table: string, column: string])[]) =>
  (world: World, row: Row): void => {
    const used = uses.some(([table, column]) =>
      world
        .table(table)
        .find((other) =>
          other.id !== row.id || table !== 'users' ? listOf(other[column]).includes(row.id) : false,
        ),
    );
    if (used) throw unprocessable("Can't delete, object has references.");
  };
