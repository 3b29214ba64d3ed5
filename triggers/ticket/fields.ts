/** What stands in a ticket's fields: empty text, blanks, and a field nobody filled in are all the same nothing. */
import type { TicketFacts } from '../types.js';

export type Value = string | number | boolean | null;

/** A value as it counts; null: nothing. */
export const known = (value: Value | undefined): Value =>
  value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value;

/** What a field holds now. */
export const present = (facts: TicketFacts, field: string): Value => {
  if (field === 'group' || field === 'state' || field === 'owner') return known(facts[field]);
  return known(facts.attributes[field]);
};

export const isBlank = (facts: TicketFacts, field: string): boolean => present(facts, field) === null;

/** A ticket attribute as text; null: nothing. */
export const said = ({ attributes }: Pick<TicketFacts, 'attributes'>, attribute: string): string | null => {
  const value = known(attributes[attribute]);
  return value === null ? null : String(value);
};
