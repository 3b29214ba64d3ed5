/** What a changed calendar does to a term that is already running: it may end later, never earlier. */
import type { Temporal } from 'temporal-polyfill';
import type { Calendar } from './calendar.js';
import { deadline } from './deadline.js';
import type { Deadline, Term } from './deadline.js';
import { momentOf } from './wall-clock.js';

export interface OpenTerm extends Term {
  /** When the term runs out as it was last promised. */
  readonly dueAt: Date | Temporal.Instant;
}

export interface Recount {
  /** `same`: nothing changes. `later`: the term moves on. `kept`: the calendar says earlier, what was promised stands. */
  readonly outcome: 'same' | 'later' | 'kept';
  /** When the term runs out from now on. */
  readonly instant: Date;
  /** The count by the new calendar; its version goes on the ticket whatever the outcome. */
  readonly recounted: Deadline;
}

/**
 * Counts an open term anew. Throws as `deadline`; `UnknownCalendarYear` means that the promised date stands and somebody
 * must be told.
 */
export const recompute = ({ dueAt, ...term }: OpenTerm, calendar: Calendar): Recount => {
  const recounted = deadline({ ...term, calendar });
  const promised = momentOf(dueAt);
  const now = recounted.instant.getTime();
  if (now > promised) return { outcome: 'later', instant: recounted.instant, recounted };
  return { outcome: now === promised ? 'same' : 'kept', instant: new Date(promised), recounted };
};
