/** When a field of a ticket is already what somebody wants, in spite of how Zammad writes it. Pure. */
import type { TicketFacts } from '../../../triggers/types.js';

export type Value = string | number | boolean | null;

/** Zammad keeps waiting times to the minute. */
const minuteOf = (value: unknown): number | null =>
  typeof value === 'string' ? Math.floor(Date.parse(value) / 60_000) : null;

const plain = (value: unknown): unknown => (value === '' || value === undefined ? null : value);

/** Whether `found`, as Zammad returns it, is `wanted`. Empty text is nothing. */
export const isSame = (field: string, found: unknown, wanted: Value): boolean =>
  field === 'pending_time' ? minuteOf(found) === minuteOf(wanted) : plain(found) === plain(wanted);

/** Whether the ticket is so already. `field` as in an action `set`. */
export const isSo = (facts: TicketFacts, field: string, wanted: Value): boolean => {
  if (field === 'group' || field === 'state' || field === 'owner') return facts[field] === wanted;
  const found =
    field === 'pending_time' ? (facts.pendingUntil?.toISOString() ?? null) : facts.attributes[field];
  return isSame(field, found, wanted);
};
