/** When a term of n working days runs out: the reading of A-05 and its alternatives. */
import { Temporal } from 'temporal-polyfill';
import type { Calendar } from './calendar.js';
import { TermFault } from './term-fault.js';
import { closingOn, momentOf, timeOfDay, timeOn } from './wall-clock.js';
import type { Day } from './year-of-days.js';

/**
 * `end-of-day`: 24:00 of the last day counted, that is 00:00 of the next calendar day. `same-time`: the wall-clock
 * time of sending, on that day. `office-close`: when the office shuts on that day, an hour earlier on a shortened one.
 */
export const TERM_ENDS = ['end-of-day', 'same-time', 'office-close'] as const;
export type TermEnd = (typeof TERM_ENDS)[number];

export interface Term {
  /** The moment of sending; its day at the calendar's place is day 0. */
  readonly from: Date | Temporal.Instant;
  /** 1 … `MAX_WORKING_DAYS`. */
  readonly workingDays: number;
  /** Default `end-of-day`. */
  readonly mode?: TermEnd;
  /** Wall-clock `HH:MM`, read in mode `office-close` only; default 18:00. */
  readonly officeClose?: string;
}

export interface Deadline {
  /** ISO 8601 with the place's offset: `2025-11-06T00:00:00+03:00`. */
  readonly dueAt: string;
  /** The same moment. */
  readonly instant: Date;
  /** The working days counted, in order: `['2025-10-31', '2025-11-01', '2025-11-05']`. */
  readonly countedDays: readonly string[];
  /** Version of the calendar counted by. */
  readonly calendar: string;
  /** The count ran through a year whose decree is not entered yet: the date may still move. */
  readonly provisional: boolean;
}

/** About four years. No term of the regulation is longer than seven days; more is a slip of the hand. */
export const MAX_WORKING_DAYS = 1000;

const expiryWithin = (last: Day, term: Term, moment: number, zone: string): Temporal.ZonedDateTime => {
  if (term.mode === 'office-close') return closingOn(last, timeOfDay(term.officeClose ?? '18:00'), zone);
  const sent = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  return timeOn(last, sent.toPlainTime(), zone);
};

/**
 * When a term runs out by a calendar. Day 0 is the day of sending at the calendar's place, working or not; the first
 * working day after it is day 1 (A-05; clauses 3.7.2, 4.7.2 with n = 3, 3.11.2, 4.3.2 with n = 7).
 * Throws `UnknownCalendarYear` when the count or its start leaves the years there are calendars for, `TermFault` for a
 * number of days out of range, an invalid date or closing time.
 */
export const deadline = (request: Term & { readonly calendar: Calendar }): Deadline => {
  const { workingDays, calendar } = request;
  if (!Number.isInteger(workingDays) || workingDays < 1 || workingDays > MAX_WORKING_DAYS)
    throw new TermFault(`Число рабочих дней не понято: нужно целое число от 1 до ${MAX_WORKING_DAYS}`);
  const moment = momentOf(request.from);
  const sent = calendar.dayOf(moment);
  let year = calendar.yearOfDays(sent.year);
  let provisional = year.provisional && sent !== year.days.at(-1);
  const counted = year.working.slice(sent.workedBy, sent.workedBy + workingDays);
  for (let next = sent.year + 1; counted.length < workingDays; next += 1) {
    year = calendar.yearOfDays(next);
    provisional ||= year.provisional;
    counted.push(...year.working.slice(0, workingDays - counted.length));
  }
  const last = counted.at(-1) ?? sent;
  const found = { countedDays: counted.map(({ date }) => date), calendar: calendar.version, provisional };
  if ((request.mode ?? 'end-of-day') === 'end-of-day')
    return { dueAt: last.endsAt, instant: new Date(last.ends), ...found };
  const due = expiryWithin(last, request, moment, calendar.zone);
  return {
    dueAt: due.toString({ timeZoneName: 'never' }),
    instant: new Date(due.epochMilliseconds),
    ...found,
  };
};
