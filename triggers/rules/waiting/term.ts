/**
 * How a ticket that waits for the citizen should stand (R-3.7.1.b, R-3.7.2, R-4.7.1.b, R-4.7.2): which of the two states of
 * waiting, until when, by which calendar, what the operator reads as the next step. Says it; who compares is elsewhere.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { ClauseId } from '../../../config/schema/common.js';
import type { Calendar } from '../../working-time/calendar.js';
import type { RuleContext, Surroundings, TicketFacts } from '../../types.js';
import { deadline, MAX_WORKING_DAYS, TERM_ENDS, type Deadline } from '../../working-time/deadline.js';
import { pointOn } from '../../ticket/cited.js';
import { strangersSince } from '../../ticket/evidence.js';
import { heldAt } from '../../ticket/moves.js';
import type { WaitHistory } from './history.js';
import { isWaitingTask } from './words.js';

const MINUTE_MS = 60_000;

/** Parameters of the term, the same for every clause about it. */
export const termParams = z.strictObject({
  workingDays: z.int().min(1).max(MAX_WORKING_DAYS).default(3),
  /** */
  ends: z.enum(TERM_ENDS).default('end-of-day'),
  officeClose: z.string().optional(),
  /** a message sent at most so long before the ticket went into waiting is the request itself. */
  sameActMinutes: z.int().min(0).default(15),
  /** The next step says that the term ends from so many working days before its end; 0: never. */
  warnWorkingDaysBefore: z.int().min(0).default(1),
  /** so many requests on one ticket are marked. */
  repeatedFrom: z.int().min(2).default(3),
  /** A-11: regions whose protocol closes tickets that wait for data before the transfer as well; `all`: every one. */
  termBeforeTransfer: z.array(z.string()).default([]),
  /** */
  graceMinutes: z.int().min(0).default(30),
});
export type TermParams = z.infer<typeof termParams>;

export interface WaitTarget {
  readonly fields: Readonly<Record<string, string | null>>;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** The term, when one runs. */
  readonly term: {
    readonly until: Date;
    /** Whose days are counted. */
    readonly calendar: Calendar;
    readonly untilText: string;
    readonly warnFrom: Date | null;
    /** What the calendar says today; `until` is later when more was promised. */
    readonly found: Deadline;
  } | null;
}

/** Who needs the answer, by what operators said, else by where the ticket has been. */
export const sourceOf = (facts: TicketFacts, context: Surroundings): string => {
  const said = facts.attributes[context.vocabulary.attributes.waitSource];
  if (typeof said === 'string') return said;
  const beenThere =
    context.federalGroups.includes(facts.group) ||
    typeof facts.attributes[context.vocabulary.attributes.holder] === 'string';
  return beenThere ? context.vocabulary.waitSources.onRequest : context.vocabulary.waitSources.beforeTransfer;
};

/** The points of the regulation that a wait rests on, as notes cite them: by whose question it was, and by the path. */
export const pointsOn = (facts: TicketFacts, context: Surroundings): string => {
  const isBefore = sourceOf(facts, context) === context.vocabulary.waitSources.beforeTransfer;
  return pointOn(facts, ['3.7.1, 3.7.2, 3.7.3', isBefore ? '4.2.2' : '4.7.1, 4.7.2, 4.7.3'], context);
};

/** The obligation that the request itself rests on: the one that stands open while nothing of it reached the citizen. */
export const requestClause = (facts: TicketFacts, context: Surroundings): ClauseId => {
  const isBefore = sourceOf(facts, context) === context.vocabulary.waitSources.beforeTransfer;
  return pointOn(facts, ['R-3.7', isBefore ? 'R-4.2.2.a' : 'R-4.7.1.a'], context);
};

/** Whether waiting has a term: always on request of ЕПГУ, before the transfer only where a protocol says so. */
const hasTerm = (
  facts: TicketFacts,
  source: string,
  { termBeforeTransfer: regions }: TermParams,
  context: Surroundings,
): boolean =>
  source !== context.vocabulary.waitSources.beforeTransfer ||
  regions.includes('all') ||
  regions.includes(facts.region ?? '');

/** Zammad keeps whole minutes and cuts the rest off, which would be early. */
const wholeMinute = (moment: Date): Date => new Date(Math.ceil(moment.getTime() / MINUTE_MS) * MINUTE_MS);

/** `24:00 26.11.2026` at midnight, `18:00 26.11.2026` otherwise, by the clock of `zone`. */
const momentText = (moment: Date, zone: string): string => {
  const at = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);
  const midnight = at.hour === 0 && at.minute === 0;
  const day = midnight ? at.subtract({ days: 1 }) : at;
  const two = (number: number): string => String(number).padStart(2, '0');
  const time = midnight ? '24:00' : `${two(at.hour)}:${two(at.minute)}`;
  return `${time} ${two(day.day)}.${two(day.month)}.${day.year} (${zone})`;
};

/** By whose days a question counts: of the desk that had the ticket when it was asked, wherever the ticket has gone since. */
export const calendarOf = (
  facts: TicketFacts,
  { request, since }: Pick<WaitHistory, 'request' | 'since'>,
  context: Surroundings,
): Calendar => {
  const group = String(heldAt(facts, 'group', request > since ? request : since));
  return context.calendars.asking({ group, region: facts.region });
};

const termOf = (facts: TicketFacts, history: WaitHistory, given: TermParams, context: RuleContext) => {
  const calendar = calendarOf(facts, history, context);
  const days = (workingDays: number): Deadline =>
    deadline({
      from: history.request,
      workingDays,
      mode: given.ends,
      ...(given.officeClose === undefined ? {} : { officeClose: given.officeClose }),
      calendar,
    });
  const found = days(given.workingDays);
  const counted = wholeMinute(found.instant);
  const promised = history.promised !== null && history.promised > counted ? history.promised : counted;
  // Nobody may say that there was no answer while somebody's words stand there unanswered.
  const suspended = context.now >= promised && strangersSince(facts, history.request).length > 0;
  const until = suspended
    ? wholeMinute(deadline({ from: context.now, workingDays: 1, mode: given.ends, calendar }).instant)
    : promised;
  const quiet = given.workingDays - given.warnWorkingDaysBefore;
  const warnFrom = quiet > 0 ? days(quiet).instant : history.request;
  return {
    until,
    calendar,
    untilText: momentText(until, calendar.zone),
    warnFrom: given.warnWorkingDaysBefore === 0 ? null : warnFrom,
    found,
  };
};

/** In place of the calendar's version: no calendar counts while a person is asked whose a letter is. */
const SUSPENDED = 'приостановлен';
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** So far that Zammad does not close by itself before a person has said whose the letter is. */
const untilDecided = ({ articles, createdAt }: TicketFacts): Date => {
  const letter = articles.findLast(({ from }) => from === 'stranger');
  return wholeMinute(new Date((letter?.createdAt ?? createdAt).getTime() + YEAR_MS));
};

/** A next step that names a deadline is wrong where none runs. */
const withoutTermsTask = ({ attributes }: TicketFacts, { vocabulary }: Surroundings) =>
  isWaitingTask(attributes[vocabulary.attributes.nextTask], vocabulary)
    ? { [vocabulary.attributes.nextTask]: null }
    : {};

/**
 * How the ticket should stand while it waits. Throws `UnknownCalendarYear` when the term leaves the years there are
 * calendars for: then nothing may be computed.
 */
export const waitTarget = (
  facts: TicketFacts,
  history: WaitHistory,
  given: TermParams,
  context: RuleContext,
): WaitTarget => {
  const source = sourceOf(facts, context);
  const pair = {
    [context.vocabulary.attributes.reason]: context.vocabulary.reasons.asked,
    [context.vocabulary.attributes.waitSource]: source,
  };
  const repeated = history.requests >= given.repeatedFrom ? [context.vocabulary.tags.repeated] : [];
  if (history.undelivered)
    return {
      fields: {
        state: context.vocabulary.states.open,
        ...pair,
        [context.vocabulary.attributes.nextTask]: context.vocabulary.nextTasks.undelivered,
      },
      add: [context.vocabulary.tags.undelivered, ...repeated],
      remove: [],
      term: null,
    };
  if (!hasTerm(facts, source, given, context))
    return {
      fields: {
        state: context.vocabulary.states.open,
        ...pair,
        [context.vocabulary.attributes.calendarVersion]: null,
        ...withoutTermsTask(facts, context),
      },
      add: [],
      remove: [context.vocabulary.tags.undelivered],
      term: null,
    };
  if (facts.attributes[context.vocabulary.attributes.otherSender] === context.vocabulary.otherSenders.waits)
    return {
      fields: {
        state: context.vocabulary.states.termed,
        ...pair,
        pending_time: untilDecided(facts).toISOString(),
        [context.vocabulary.attributes.calendarVersion]: SUSPENDED,
        [context.vocabulary.attributes.nextTask]: context.vocabulary.nextTasks.otherSender,
      },
      add: repeated,
      remove: [],
      term: null,
    };
  const term = termOf(facts, history, given, context);
  const ending = term.warnFrom !== null && context.now >= term.warnFrom;
  return {
    fields: {
      state: context.vocabulary.states.termed,
      ...pair,
      pending_time: term.until.toISOString(),
      [context.vocabulary.attributes.calendarVersion]: term.found.calendar,
      [context.vocabulary.attributes.nextTask]:
        `${ending ? context.vocabulary.nextTasks.endingAt : context.vocabulary.nextTasks.waitingUntil} ${term.untilText}`,
    },
    add: repeated,
    remove: [context.vocabulary.tags.undelivered],
    term,
  };
};
