/** Lists: which rows, in which order, which page of them. */
import { plain } from '../behaviour/columns.js';
import { Refusal, unprocessable } from '../http/answer.js';
import { numberParameter, parameter, textParameter, type Call } from '../http/call.js';
import type { Row } from '../world.js';

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [plain(a), plain(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** @throws Refusal 500, for an internal error is what comes of it */
const insistSortable = (rows: readonly Row[], keys: readonly string[], orders: readonly string[]): void => {
  const [first] = rows;
  const unknown = keys.find((key) => first !== undefined && !(key in first));
  if (unknown !== undefined) throw new Refusal(500, `Found invalid column '${unknown}' for sorting.`, false);
  const odd = orders.find((order) => order !== 'asc' && order !== 'desc');
  if (odd !== undefined)
    throw new Refusal(500, `Found invalid order by value ${odd}. Please use 'asc' or 'desc'.`, false);
};

/** Sorted by `sort_by` and `order_by` (several, by commas), otherwise by id. */
export const sorted = (call: Call, rows: readonly Row[], usual = 'id', usualOrder = 'asc'): Row[] => {
  const keys = (textParameter(call, 'sort_by') || usual).split(',').map((key) => key.trim());
  const orders = (textParameter(call, 'order_by') || usualOrder)
    .split(',')
    .map((order) => order.trim().toLowerCase());
  insistSortable(rows, keys, orders);
  return [...rows].sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const order = compare(a[key], b[key]);
      if (order !== 0) return (orders[index] ?? orders[0]) === 'desc' ? -order : order;
    }
    return a.id - b.id;
  });
};

/** The page asked for with `page` and `per_page` (or `limit`), never larger than `largest`. */
export const paged = (
  call: Call,
  rows: readonly Row[],
  [usual, largest]: readonly [number, number],
): Row[] => {
  if (Number(parameter(call, 'page') ?? 1) < 1)
    throw unprocessable(
      'PG::InvalidRowCountInResultOffsetClause: ERROR:  OFFSET must not be negative\n',
      false,
    );
  if (Number(parameter(call, 'per_page') ?? usual) === 0) return [];
  const size = Math.min(numberParameter(call, 'per_page', numberParameter(call, 'limit', usual)), largest);
  const start = (numberParameter(call, 'page', 1) - 1) * size;
  return rows.slice(start, start + size);
};
