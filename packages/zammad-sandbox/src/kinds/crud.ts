/** The routes that every kind has, made from its description: list, search, show, create, update, delete. */
import { isTruthy, listOf, plain, recordOf } from '../behaviour/columns.js';
import { created, notAuthorized, notFound, ok, type Answer } from '../http/answer.js';
import { asked, idInPath, may, parameter, textParameter, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import type { Row } from '../world.js';
import { collect, type Assets } from './assets.js';
import type { Kind } from './kind.js';
import { paged, sorted } from './listing.js';
import { expand, present } from './present.js';
import { createRow, deleteRow, updateRow } from './write.js';

export type Kinds = ReadonlyMap<string, Kind>;

const found = (call: Call, kind: Kind): Row => {
  const row = call.world.table(kind.path).get(idInPath(call));
  if (!row) throw notFound(kind.model, call.params['id']);
  return row;
};

const assetsOf = (call: Call, kinds: Kinds, kind: Kind, rows: readonly Row[]): Assets => {
  const assets: Assets = {};
  for (const row of rows) collect(call.world, kinds, assets, kind.path, row);
  return assets;
};

/** One record in the form asked for: plain, `expand`ed, or `full` with assets. */
export const showOne = (call: Call, kinds: Kinds, kind: Kind, row: Row): unknown => {
  if (asked(call, 'expand')) return expand(call.world, kind, row);
  if (asked(call, 'full')) return { id: row.id, assets: assetsOf(call, kinds, kind, [row]) };
  return present(call.world, kind, row);
};

/** A page of records in the form asked for; `total` is the count over all pages. */
export const showMany = (
  call: Call,
  kinds: Kinds,
  kind: Kind,
  rows: readonly Row[],
  total: number,
): unknown => {
  if (asked(call, 'expand')) return rows.map((row) => expand(call.world, kind, row));
  if (!asked(call, 'full')) return rows.map((row) => present(call.world, kind, row));
  const assets = assetsOf(call, kinds, kind, rows);
  return { record_ids: rows.map((row) => row.id), assets, total_count: total };
};

/** A plain record cut to what the asking person is shown. @throws Refusal 403 for nothing */
const narrowed = (call: Call, kind: Kind, row: Row, shown: unknown): unknown => {
  const keys = kind.open?.(call.world, call.actor, row) ?? 'all';
  if (keys === 'all') return shown;
  return Object.fromEntries(Object.entries(recordOf(shown)).filter(([key]) => keys.includes(key)));
};

const isOpen = (call: Call, kind: Kind, row: Row): boolean =>
  kind.open === undefined || kind.open(call.world, call.actor, row) !== null;

const list =
  (kinds: Kinds, kind: Kind) =>
  (call: Call): Answer => {
    const all = kind.switchedOffFor === undefined || may(call, [kind.switchedOffFor]);
    const rows = call.world
      .table(kind.path)
      .filter(kind.listed ?? (() => true))
      .filter((row) => all || isTruthy(row['active']))
      .filter((row) => isOpen(call, kind, row));
    const page = paged(call, sorted(call, rows), kind.page ?? [500, 1000]);
    const shown = showMany(call, kinds, kind, page, rows.length);
    if (!Array.isArray(shown)) return ok(shown);
    return ok(page.map((row, index) => narrowed(call, kind, row, shown[index])));
  };

/** The generic search: `query` in the name, `ids`, or only the count. */
const search =
  (kinds: Kinds, kind: Kind) =>
  (call: Call): Answer => {
    const query = textParameter(call, 'query').replaceAll('*', '').toLowerCase();
    const ids = listOf(parameter(call, 'ids')).map(Number);
    const rows = call.world
      .table(kind.path)
      .filter((row) => ids.length === 0 || ids.includes(row.id))
      .filter((row) => plain(row['name']).toLowerCase().includes(query));
    if (isTruthy(parameter(call, 'only_total_count'))) return ok({ total_count: rows.length });
    return ok(
      showMany(
        call,
        kinds,
        kind,
        paged(call, sorted(call, rows, 'updated_at,id', 'desc'), [500, 1000]),
        rows.length,
      ),
    );
  };

/** Routes of one kind. Paths of its own (`/users/me`) must be registered before these. */
export const crudRoutes = (kinds: Kinds, kind: Kind): Route[] => {
  const path = `/${kind.path}`;
  const { read } = kind;
  const routes = [
    route('GET', path, read, list(kinds, kind)),
    ...(kind.searchable === true
      ? (['GET', 'POST'] as const).map((method) => route(method, `${path}/search`, read, search(kinds, kind)))
      : []),
    route('GET', `${path}/:id`, read, (call) => {
      const row = found(call, kind);
      if (!isOpen(call, kind, row)) throw notAuthorized();
      return ok(narrowed(call, kind, row, showOne(call, kinds, kind, row)));
    }),
    route('PUT', `${path}/:id`, kind.mayChange ? [] : kind.write, (call) => {
      const row = found(call, kind);
      if (kind.mayChange?.(call.world, call.actor, row) === false) throw notAuthorized();
      updateRow(call.world, kind, call.actor, row, call.body);
      return ok(showOne(call, kinds, kind, row));
    }),
  ];
  if (!kind.without?.includes('create')) {
    routes.push(
      route('POST', path, kind.write, (call) => {
        const { world, actor, body } = call;
        const row = createRow(world, kind, actor, body);
        const answer = created(showOne(call, kinds, kind, row));
        kind.answered?.(row, { world, before: null, body });
        return answer;
      }),
    );
  }
  if (!kind.without?.includes('delete')) {
    routes.push(
      route('DELETE', `${path}/:id`, kind.write, (call) => {
        deleteRow(call.world, kind, found(call, kind));
        return ok({});
      }),
    );
  }
  return routes;
};
