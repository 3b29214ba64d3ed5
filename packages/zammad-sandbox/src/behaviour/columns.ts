/**
 * Reading the untyped columns of a row: Zammad stores ids now as numbers, now as text, and flags as either.
 */
import type { Row, World } from '../world.js';

/** A value as text, the way a database compares it; null and undefined become ''. */
export const plain = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** A record, or an empty one when the column holds anything else. */
export const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

/** A list as it is, nothing as an empty list, anything else as a list of one. */
export const listOf = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value.map((item: unknown) => item);
  return value === null || value === undefined ? [] : [value];
};

/** Nothing a person typed: null, blank text, an empty list or record. False and 0 are values. */
export const isBlank = (value: unknown): boolean => {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
};

/** True for true, 1 and the spellings of true that forms and conditions use. */
export const isTruthy = (value: unknown): boolean =>
  value === true || value === 1 || ['true', 't', '1', 'yes'].includes(plain(value).toLowerCase());

/** An id, or null where the column is empty or not a number. */
export const idOf = (value: unknown): number | null => {
  if (isBlank(value)) return null;
  const id = Number(plain(value));
  return Number.isInteger(id) ? id : null;
};

/** A point of time in milliseconds since 1970 (UTC); a date without a time is its midnight in UTC. */
export const momentOf = (value: unknown): number | null => {
  if (value instanceof Date) return value.getTime();
  if (isBlank(value)) return null;
  const moment = Date.parse(plain(value));
  return Number.isNaN(moment) ? null : moment;
};

/** The row of `table` that `id` names, if there is one. */
export const referred = (world: World, table: string, id: unknown): Row | undefined => {
  const known = idOf(id);
  return known === null ? undefined : world.table(table).get(known);
};

/** The value of a setting (`settings` rows: `name`, `state_current.value`), or undefined when it is not seeded. */
export const setting = (world: World, name: string): unknown => {
  const row = world.table('settings').where('name', name)[0];
  return row ? recordOf(row['state_current'])['value'] : undefined;
};

/** The articles of a ticket, oldest first. */
export const articlesOf = (world: World, ticketId: number): readonly Row[] =>
  world.table('ticket_articles').where('ticket_id', ticketId);

/** The name of the type of the state that a ticket is in: `new`, `open`, `pending action`, `closed`, … */
export const stateTypeOf = (world: World, stateId: unknown): string =>
  plain(
    referred(world, 'ticket_state_types', referred(world, 'ticket_states', stateId)?.['state_type_id'])?.[
      'name'
    ],
  );

/** The attribute of tickets with that name, made by whom it may be. */
export const ticketAttribute = (world: World, name: string): Row | undefined =>
  world
    .table('object_manager_attributes')
    .where('name', name)
    .find((attribute) => attribute['object'] === 'Ticket');

/** The id of the row with that name, null when there is none. */
export const idNamed = (world: World, table: string, name: string): number | null =>
  world.table(table).where('name', name)[0]?.id ?? null;
