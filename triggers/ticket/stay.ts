/** Where a ticket stands on the map, and since when: told by its history, not by when somebody looked. */
import type { RuleContext, TicketFacts } from '../types.js';
import { actsOf, isBehind } from './past.js';

/** Name of the place (null: nowhere the map knows, or ended), and since when; null: history was not read, or is behind the ticket. */
export const stayOf = (
  facts: TicketFacts,
  { process }: Pick<RuleContext, 'process'>,
  hasHistory: boolean,
): { readonly place: string | null; readonly since: Date | null } => {
  const place = facts.closed ? null : (process.placeOf(facts)?.name ?? null);
  if (facts.closed && facts.closedAt !== null) return { place, since: facts.closedAt };
  if (!hasHistory || isBehind(facts)) return { place, since: null };
  const came = actsOf(facts).findLast(({ before }) => (process.placeOf(before)?.name ?? null) !== place);
  return { place, since: came?.at ?? facts.createdAt };
};
