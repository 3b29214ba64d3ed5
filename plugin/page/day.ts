/** The days a morning speaks of, by a desk's calendar. Where the calendar of a year is not entered, every day counts. Pure. */
import { Temporal } from 'temporal-polyfill';
import { UnknownCalendarYear } from '../../config/calendar.js';
import { workingMinutesBetween } from '../../triggers/working-time/between.js';
import type { Calendar } from '../../triggers/working-time/calendar.js';
import { lengthWords } from './words.js';

/** When desks open (config/helpdesk/calendars.yaml). */
const OPENS = 9;
/** No row of days off is longer. */
const LONGEST_REST = 30;

const localOf = (at: Date, { zone }: Calendar): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);

const instant = (at: Temporal.ZonedDateTime): Date => new Date(at.epochMilliseconds);

/** Null: nobody entered the calendar of that year. */
const isWorked = (date: Temporal.PlainDate, calendar: Calendar): boolean | null => {
  try {
    return calendar.isWorkingDay(date.toString());
  } catch (error) {
    if (error instanceof UnknownCalendarYear) return null;
    throw error;
  }
};

/** What came before it came before the desk opened today; on a day off and before the opening: now. */
export const openingOf = (now: Date, calendar: Calendar): Date => {
  const local = localOf(now, calendar);
  const opens = local.startOfDay().add({ hours: OPENS });
  const isOff = isWorked(local.toPlainDate(), calendar) === false;
  return isOff || opens.epochMilliseconds > now.getTime() ? now : instant(opens);
};

/** The first moment of the local day `days` later. */
export const dayBegins = (now: Date, calendar: Calendar, days = 0): Date =>
  instant(localOf(now, calendar).startOfDay().add({ days }));

/** The first moment of the last working day before today. */
export const lastWorkedBegins = (now: Date, calendar: Calendar): Date => {
  const today = localOf(now, calendar).startOfDay();
  const back = Array.from({ length: LONGEST_REST }, (_, index) => today.subtract({ days: index + 1 }));
  return instant(
    back.find((day) => isWorked(day.toPlainDate(), calendar) !== false) ?? today.subtract({ days: 1 }),
  );
};

/** The next day that is worked, where today is off; null: today is worked, or nobody knows. */
export const nextWorked = (now: Date, calendar: Calendar): string | null => {
  const today = localOf(now, calendar).toPlainDate();
  if (isWorked(today, calendar) !== false) return null;
  const ahead = Array.from({ length: LONGEST_REST }, (_, index) => today.add({ days: index + 1 }));
  return ahead.find((day) => isWorked(day, calendar) === true)?.toString() ?? null;
};

/** `5 ч 30 мин` of office hours from `since` to `now`; where the calendar is missing, that it is. */
export const workedWords = (since: Date, now: Date, calendar: Calendar): string => {
  try {
    return lengthWords(workingMinutesBetween(since, now, calendar) * 60_000, 'hours');
  } catch (error) {
    if (error instanceof UnknownCalendarYear) return `не посчитано: ${error.message}`;
    throw error;
  }
};

/** `27.11.2026, 24:00`: a term that ends with a day ends on that day. */
export const termWords = (end: Date, calendar: Calendar): string => {
  const local = localOf(new Date(end.getTime() - 1), calendar);
  const two = (value: number): string => String(value).padStart(2, '0');
  const isWhole = localOf(end, calendar).startOfDay().epochMilliseconds === end.getTime();
  const at = isWhole ? local : localOf(end, calendar);
  const time = isWhole ? '24:00' : `${two(at.hour)}:${two(at.minute)}`;
  return `${two(at.day)}.${two(at.month)}.${at.year}, ${time}`;
};

/** The hours of today so far, and the same of the same weekday of `weeks` weeks before, today's first. */
export const sameHours = (
  now: Date,
  calendar: Calendar,
  weeks: number,
): { readonly from: Date; readonly to: Date }[] => {
  const local = localOf(now, calendar);
  return Array.from({ length: weeks + 1 }, (_, back) => ({
    from: instant(local.startOfDay().subtract({ weeks: back })),
    to: instant(local.subtract({ weeks: back })),
  }));
};
