/** From how a ticket should stand to actions: only what differs is wanted, so what is so already comes to rest. */
import type { Action, TicketFacts } from '../types.js';

type Value = string | number | boolean | null;

/** Fields of an action `set`. */
export type Fields = Readonly<Record<string, Value>>;

/** Zammad keeps waiting times to the minute. */
const minuteOf = (value: unknown): number | null =>
  typeof value === 'string' ? Math.floor(Date.parse(value) / 60_000) : null;

const plain = (value: unknown): unknown => (value === '' || value === undefined ? null : value);

/** Whether `found`, as Zammad returns it, is `wanted`. Empty text is nothing. */
export const isSame = (field: string, found: unknown, wanted: Value): boolean =>
  field === 'pending_time' ? minuteOf(found) === minuteOf(wanted) : plain(found) === plain(wanted);

/** Whether the ticket is so already, in spite of how Zammad writes it. */
export const isSo = (facts: TicketFacts, field: string, wanted: Value): boolean => {
  if (field === 'group' || field === 'state' || field === 'owner') return facts[field] === wanted;
  const found =
    field === 'pending_time' ? (facts.pendingUntil?.toISOString() ?? null) : facts.attributes[field];
  return isSame(field, found, wanted);
};

/** The part of `fields` the ticket does not have yet. */
export const differing = (facts: TicketFacts, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([field, value]) => !isSo(facts, field, value)));

interface Wanted {
  readonly fields?: Fields;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** The actions that bring a ticket there; none when it is there. */
export const actionsTo = (
  facts: TicketFacts,
  { fields = {}, add = [], remove = [] }: Wanted,
): readonly Action[] => {
  const set = differing(facts, fields);
  const adds = add.filter((tag) => !facts.tags.includes(tag));
  const removes = remove.filter((tag) => facts.tags.includes(tag));
  return [
    ...(Object.keys(set).length > 0 ? [{ do: 'set' as const, fields: set }] : []),
    ...(adds.length + removes.length > 0 ? [{ do: 'tag' as const, add: adds, remove: removes }] : []),
  ];
};
