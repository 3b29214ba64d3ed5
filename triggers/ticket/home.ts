/**
 * Whose request it is: the region's group that passed it on, told by history. The field «Регион» is for reading once the request was
 * passed on: whoever edits it does not send a citizen's data to another region.
 */
import type { RuleContext, TicketFacts } from '../types.js';
import { isRegional, movesOf } from './moves.js';

type Parties = Pick<RuleContext, 'regions' | 'federalGroups'>;

/**
 * The group of a region that passed the ticket to the federal side last; null: none has, as far as history tells. A region that was
 * handed another's request has not passed on one of its own, whoever takes it on from there.
 */
const passedOnBy = (facts: TicketFacts, parties: Parties): string | null => {
  const moves = movesOf(facts, 'group');
  return moves.reduce<string | null>((home, { from, to }, index) => {
    if (from === null || !isRegional(from, parties) || !parties.federalGroups.includes(to ?? '')) return home;
    const strayed = home !== null && home !== from && moves.slice(0, index).some((move) => move.to === from);
    return strayed ? home : from;
  }, null);
};

/** Where the ticket goes back to; null: nobody knows. */
export const homeOf = (facts: TicketFacts, parties: Parties): string | null =>
  passedOnBy(facts, parties) ?? parties.regions.get(facts.region ?? '')?.group ?? null;

/** The id of the region of that group; null: nobody knows. */
export const homeRegionIdOf = (facts: TicketFacts, parties: Parties): string | null => {
  const home = homeOf(facts, parties);
  return [...parties.regions].find(([, { group }]) => group === home)?.[0] ?? null;
};

/** The region of that group; null: nobody knows. */
export const homeRegionOf = (facts: TicketFacts, parties: Parties) => {
  const home = homeOf(facts, parties);
  return [...parties.regions.values()].find(({ group }) => group === home) ?? null;
};
