/**
 * What each operator of a condition says about the value of a column, in the three values of SQL: an empty column makes
 * most comparisons neither true nor false (null), which is why `contains not` does not match an empty field.
 */
import { Temporal } from 'temporal-polyfill';
import { isBlank, isTruthy, listOf, momentOf, plain } from './columns.js';
import type { Leaf } from './condition-tree.js';

export type Truth = boolean | null;

/** The time a condition is judged at, and the zone in which `today` is meant. */
type Moment = { readonly now: Date; readonly zone: () => string };

const same = (column: unknown, wanted: unknown): boolean =>
  typeof column === 'boolean' ? column === isTruthy(wanted) : plain(column) === plain(wanted);

const within = (column: unknown, wanted: readonly unknown[]): boolean =>
  listOf(column).some((item) => wanted.some((value) => same(item, value)));

const isEmpty = (column: unknown): boolean => column === null || column === undefined;

/** `is` and `is not`: '' among the values means "or empty", null alone means "empty". */
export const isAmong = (column: unknown, value: unknown): Truth => {
  if (value === null || value === undefined) return isEmpty(column);
  const wanted = listOf(value);
  if (isEmpty(column)) return wanted.includes('') ? true : null;
  return within(column, wanted);
};

export const isNotAmong = (column: unknown, value: unknown): Truth => {
  if (value === null || value === undefined) return !isEmpty(column);
  const wanted = listOf(value);
  if (isEmpty(column)) return !wanted.includes('');
  return !within(column, wanted);
};

const not = (truth: Truth): Truth => (truth === null ? null : !truth);

/** SQL's ILIKE over a text that may itself hold the wildcards % and _. */
const like = (column: unknown, pattern: string): Truth => {
  if (isEmpty(column)) return null;
  const source = pattern
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll('%', '[^]*')
    .replaceAll('_', '[^]');
  return new RegExp(`^${source}$`, 'iu').test(plain(column));
};

/** A pattern as the database takes it; null for one that it refuses. */
export const patternOf = (text: string): RegExp | null => {
  for (const flags of ['iu', 'i'])
    try {
      return new RegExp(text, flags);
    } catch {
      // Letters may be escaped in vain there, which is refused with `u`.
    }
  return null;
};

const regex = (column: unknown, patterns: unknown): Truth =>
  isEmpty(column)
    ? null
    : listOf(patterns).some((pattern) => patternOf(plain(pattern))?.test(plain(column)) === true);

/** The values of `contains all` and its kin: a list, or a text with commas. */
const itemsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? listOf(value).map(plain) : plain(value).split(',')).map((item) => item.trim());

const hasAll = (column: unknown, value: unknown): boolean =>
  itemsOf(value).every((item) => listOf(column).map(plain).includes(item));

const hasOne = (column: unknown, value: unknown): boolean =>
  itemsOf(value).some((item) => listOf(column).map(plain).includes(item));

const shifted = (now: Date, leaf: Leaf, sign: 1 | -1): number => {
  const amount = Math.trunc(Number.parseFloat(plain(leaf.value)) || 0) * sign;
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('UTC')
    .add({ [`${leaf.range}s`]: amount }).epochMilliseconds;
};

const between = (column: unknown, from: number, to: number): Truth => {
  const moment = momentOf(column);
  return moment === null ? null : moment >= from && moment <= to;
};

const ALWAYS = Infinity;

const today = (column: unknown, { now, zone }: Moment): Truth => {
  const start = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone()).startOfDay();
  return between(column, start.epochMilliseconds, start.add({ days: 1 }).epochMilliseconds - 1);
};

const absolute = (column: unknown, leaf: Leaf, side: 'before' | 'after'): Truth => {
  const limit = momentOf(leaf.value);
  if (limit === null) return null;
  return side === 'before' ? between(column, -ALWAYS, limit) : between(column, limit, ALWAYS);
};

const compared = (operator: string, column: unknown, wanted: unknown): Truth => {
  if (isBlank(column)) return null;
  const [left, right] = [Number(plain(column)), Number(plain(wanted))];
  if (operator.endsWith('equal to') && left === right) return true;
  return operator.startsWith('is less') ? left < right : left > right;
};

/**
 * The truth of one operator over one column value. Operators about the event or the clock of a calendar
 * (`has changed`, working time, tags, `has reached`) are answered by their caller.
 * @throws RangeError for an operator that says nothing about a column.
 */
export const judge = (leaf: Leaf, column: unknown, moment: Moment): Truth => {
  const now = moment.now.getTime();
  switch (leaf.operator) {
    case 'is':
    case 'is any of':
      return isAmong(column, leaf.value);
    case 'is not':
    case 'is none of':
      return isNotAmong(column, leaf.value);
    case 'contains':
      return like(column, `%${plain(leaf.value)}%`);
    case 'contains not':
      return not(like(column, `%${plain(leaf.value)}%`));
    case 'contains all':
      return hasAll(column, leaf.value);
    case 'contains one':
      return hasOne(column, leaf.value);
    case 'contains all not':
      return !hasAll(column, leaf.value);
    case 'contains one not':
      return !hasOne(column, leaf.value);
    case 'starts with':
    case 'starts with one of':
      return listOf(leaf.value).some((value) => like(column, `${plain(value)}%`) === true);
    case 'ends with':
    case 'ends with one of':
      return listOf(leaf.value).some((value) => like(column, `%${plain(value)}`) === true);
    case 'matches regex':
      return regex(column, leaf.value);
    case 'does not match regex':
      return not(regex(column, leaf.value));
    case 'is less than':
    case 'is less than or equal to':
    case 'is greater than':
    case 'is greater than or equal to':
      return compared(leaf.operator, column, leaf.value);
    case 'is set':
      return !isBlank(column);
    case 'not set':
      return isBlank(column);
    case 'today':
      return today(column, moment);
    case 'before (absolute)':
      return absolute(column, leaf, 'before');
    case 'after (absolute)':
      return absolute(column, leaf, 'after');
    case 'before (relative)':
      return between(column, -ALWAYS, shifted(moment.now, leaf, -1));
    case 'after (relative)':
      return between(column, shifted(moment.now, leaf, 1), ALWAYS);
    case 'till (relative)':
      return between(column, -ALWAYS, shifted(moment.now, leaf, 1));
    case 'from (relative)':
      return between(column, shifted(moment.now, leaf, -1), ALWAYS);
    case 'within last (relative)':
      return between(column, shifted(moment.now, leaf, -1), now);
    case 'within next (relative)':
      return between(column, now, shifted(moment.now, leaf, 1));
    default:
      throw new RangeError(`Invalid operator '${leaf.operator}' for '${leaf.name}'`);
  }
};
