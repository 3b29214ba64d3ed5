/** Closed tickets that a new one may be an answer to: whose they are, and how they were closed. Pure. */
import type { OtherTicket, Surroundings, TicketFacts } from '../types.js';

const DAY_MS = 24 * 3600 * 1000;

/** The citizen's term ran out and Zammad closed the ticket. */
export const isClosedUnanswered = (
  { state, attributes }: Pick<TicketFacts, 'state' | 'attributes'>,
  { vocabulary: { states, attributes: names, reasons } }: Surroundings,
): boolean =>
  state === states.closed &&
  (attributes[names.reason] === reasons.asked || attributes[names.reason] === reasons.noAnswer);

/** A subject without the prefixes of answering; Zammad has taken the number out of it. */
const subjectOf = (title: string | undefined): string =>
  (title ?? '')
    .replace(/^\s*((re|fwd?|на|отв)(\[\d+\])?:\s*)+/i, '')
    .trim()
    .toLowerCase();

/** The closed ticket this new one answers: the same citizen's, under the same subject, closed at most so many days before. Needs `earlier`. */
export const answeredBy = (
  facts: TicketFacts,
  lateWithinDays: number,
  context: Surroundings,
): OtherTicket | undefined =>
  facts.earlier.find(
    (old) =>
      isClosedUnanswered(old, context) &&
      old.closedAt !== null &&
      old.closedAt <= facts.createdAt &&
      facts.createdAt.getTime() - old.closedAt.getTime() <= lateWithinDays * DAY_MS &&
      subjectOf(old.title) === subjectOf(facts.title),
  );
