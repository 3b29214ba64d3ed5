/** Which days are worked at a place: the federal production calendars, the place's own holidays, its time zone. */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { UnknownCalendarYear } from '../../config/calendar.js';
import type { Calendars } from '../../config/calendar.js';
import type { Place } from './place.js';
import { TermFault } from './term-fault.js';
import { dayAt, layOut } from './year-of-days.js';
import type { Day, YearOfDays } from './year-of-days.js';

export interface Calendar {
  /** `bashkortostan-2024-2027-1f0c22ab`: place, years, and a hash of all that answers depend on. Stored on tickets. */
  readonly version: string;
  /** IANA name. */
  readonly zone: string;
  covers(year: number): boolean;
  /** True while the year rests on article 112 of the Labour Code alone. Throws `UnknownCalendarYear`. */
  provisional(year: number): boolean;
  /** `date`: `2025-10-31`. Throws `UnknownCalendarYear`, and `RangeError` for what is not a date. */
  isWorkingDay(date: string): boolean;
  /** An hour shorter, before a holiday. Arguments and errors as `isWorkingDay`. */
  isShortDay(date: string): boolean;
  /** The place's day at a moment (epoch milliseconds). Throws `UnknownCalendarYear`. */
  dayOf(moment: number): Day;
  /** Throws `UnknownCalendarYear`. */
  yearOfDays(year: number): YearOfDays;
}

const versionOf = (calendars: Calendars, place: Place): string => {
  const years = [...calendars.values()]
    .map(({ year, status, off, work, short }) => ({
      year,
      status,
      off: off.toSorted(),
      work: work.toSorted(),
      short: short.toSorted(),
    }))
    .toSorted((one, other) => one.year - other.year);
  const holidays = place.holidays.map(({ date }) => date).toSorted();
  const hash = createHash('sha256')
    .update(JSON.stringify([years, place.timeZone, holidays]))
    .digest('hex');
  const span = new Set([years.at(0)?.year, years.at(-1)?.year]);
  return [place.id, ...span, hash.slice(0, 8)].join('-');
};

/** The calendar year at a moment in the zone; epoch milliseconds, refused beyond what time zones are defined for. */
const localYear = (moment: number, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone).year;

const assertZone = (timeZone: string): void => {
  try {
    localYear(0, timeZone);
  } catch (error) {
    throw new TermFault(
      `Неизвестный часовой пояс «${timeZone}»: укажите пояс IANA, например Europe/Moscow или Asia/Yekaterinburg`,
      { cause: error },
    );
  }
};

/**
 * The calendar of a place (`federalPlace`, or a region) from the production calendars of the configuration.
 * Years are laid out when first asked for, about 10 ms each: keep a calendar for as long as its configuration.
 * Throws `TermFault` for an unknown time zone.
 */
export const calendarFor = (calendars: Calendars, place: Place): Calendar => {
  assertZone(place.timeZone);
  const laidOut = new Map<number, YearOfDays>();
  const yearOfDays = (year: number): YearOfDays => {
    const known = laidOut.get(year) ?? layOut(calendars, year, place);
    laidOut.set(year, known);
    return known;
  };
  const dayOf = (moment: number): Day => {
    // Most moments have the same year in UTC and here; only the others are worth a look at the time zone.
    const near = laidOut.get(new Date(moment).getUTCFullYear());
    const day = near && dayAt(near, moment);
    if (day !== undefined) return day;
    const year = localYear(moment, place.timeZone);
    const found = dayAt(yearOfDays(year), moment);
    if (found === undefined) throw new UnknownCalendarYear(year);
    return found;
  };
  const dayOn = (text: string): Day | undefined => {
    const date = Temporal.PlainDate.from(text);
    return yearOfDays(date.year).days[date.dayOfYear - 1];
  };

  return {
    version: versionOf(calendars, place),
    zone: place.timeZone,
    covers: (year) => calendars.has(year),
    provisional: (year) => yearOfDays(year).provisional,
    isWorkingDay: (date) => dayOn(date)?.working ?? false,
    isShortDay: (date) => dayOn(date)?.short ?? false,
    dayOf,
    yearOfDays,
  };
};
