/** A claim of a citizen, seen from the request it grew from: which linked ticket it is, and when its term ends. */
import { said } from '../../ticket/fields.js';
import type { Calendar } from '../../working-time/calendar.js';
import { workingTerm } from '../../working-time/working-term.js';
import type { Surroundings, TicketFacts } from '../../types.js';

type Linked = TicketFacts['linked'][number];

/** What makes a ticket a claim. */
interface Claims {
  readonly group: string;
  readonly kind: string;
}

/** Claims linked to the ticket, newest first. What is merely related is a claim only while ГРП has it. */
export const claimsOf = (
  { linked }: TicketFacts,
  { group, kind }: Claims,
  { vocabulary: { attributes } }: Surroundings,
): Linked[] =>
  linked
    .filter(
      (other) =>
        (other.relation !== 'parent' && other.group === group) ||
        (other.relation === 'child' && said(other, attributes.kind) === kind),
    )
    .toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime());

/** The claim the ticket now speaks of: still open, or closed before anybody noted its number. */
export const currentClaim = (facts: TicketFacts, claims: Claims, context: Surroundings): Linked | undefined =>
  claimsOf(facts, claims, context).find(
    ({ closed, number }) => !closed || said(facts, context.vocabulary.attributes.claimNumber) !== number,
  );

interface ClaimTerm {
  /** The last day of the term, ISO: the value of `claim_due`. */
  readonly day: string;
  /** Its end. */
  readonly ends: Date;
}

/** `workingDays` from the registration of a claim; null: the calendars end before. */
export const claimTerm = (registered: Date, workingDays: number, calendar: Calendar): ClaimTerm | null => {
  const term = workingTerm(registered, workingDays, calendar);
  const day = term?.countedDays.at(-1);
  return term === null || day === undefined ? null : { day, ends: term.instant };
};

/** `2026-12-02` as operators write it: `02.12.2026`. */
export const dotted = (day: string): string => day.split('-').toReversed().join('.');
