/** How much working time has passed between two moments: for ageing flags, reports, and times of a protocol. */
import type { Temporal } from 'temporal-polyfill';
import type { Calendar } from './calendar.js';
import { TermFault } from './term-fault.js';
import { instantOn, momentOf, timeOfDay } from './wall-clock.js';
import type { Day } from './year-of-days.js';

const HOUR_MS = 3_600_000;

type Moment = Date | Temporal.Instant;

/** An office's day by the wall clock of the place, `HH:MM`. */
export interface OfficeHours {
  readonly opens: string;
  readonly closes: string;
}

/** Working days from one day to another, both included. */
const workingDaysOver = (first: Day, last: Day, calendar: Calendar): Day[] => {
  const days: Day[] = [];
  for (let year = first.year; year <= last.year; year += 1) days.push(...calendar.yearOfDays(year).working);
  return days.filter(({ starts }) => starts >= first.starts && starts <= last.starts);
};

/**
 * Working days after the day of `from` that are over at `to`; 0 when `to` is not later. The counterpart of `deadline` in
 * mode `end-of-day`: it reaches n at the moment a term of n days from `from` runs out, not earlier.
 * Throws `UnknownCalendarYear`, and `TermFault` for an invalid date.
 */
export const workingDaysBetween = (from: Moment, to: Moment, calendar: Calendar): number => {
  const sent = calendar.dayOf(momentOf(from));
  const until = calendar.dayOf(momentOf(to));
  if (until.starts <= sent.starts) return 0;
  let count = until.workedBy - sent.workedBy - (until.working ? 1 : 0);
  for (let year = sent.year; year < until.year; year += 1) count += calendar.yearOfDays(year).working.length;
  return count;
};

/**
 * Minutes of office hours between two moments, whole ones, an hour less on shortened days; 0 when `to` is not later.
 * Throws `UnknownCalendarYear`, and `TermFault` for an invalid date, time of day, or office that shuts before it opens.
 */
export const workingMinutesBetween = (
  from: Moment,
  to: Moment,
  calendar: Calendar,
  hours: OfficeHours = { opens: '09:00', closes: '18:00' },
): number => {
  const [start, end] = [momentOf(from), momentOf(to)];
  const [opens, closes] = [timeOfDay(hours.opens), timeOfDay(hours.closes)];
  if (opens.until(closes).total('hours') <= 1)
    throw new TermFault(
      `Часы работы ${hours.opens}–${hours.closes} не поняты: конец должен быть позже начала больше чем на час`,
    );
  const worked = workingDaysOver(calendar.dayOf(start), calendar.dayOf(end), calendar).map((day) => {
    const open = instantOn(day, opens, calendar.zone);
    const close = instantOn(day, closes, calendar.zone) - (day.short ? HOUR_MS : 0);
    return Math.max(0, Math.min(end, close) - Math.max(start, open));
  });
  return Math.floor(worked.reduce((sum, milliseconds) => sum + milliseconds, 0) / 60_000);
};
