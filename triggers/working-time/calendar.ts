/** Which days are worked at a place: the federal production calendars, the place's own holidays, its time zone. */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { ProductionCalendar } from '../../config/schema/production-calendar.js';
import { TermFault, YearNotCovered } from './faults.js';
import { dayAt, layOut } from './year-of-days.js';
import type { Day, YearOfDays } from './year-of-days.js';

/** Where days are counted. A region of the configuration is one as it stands. */
export interface Place {
  readonly id: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly holidays: readonly { readonly date: string }[];
}

/** Terms of the federal desks: ГРП counts by Moscow time and without regional holidays. */
export const FEDERAL: Place = { id: 'federal', timeZone: 'Europe/Moscow', holidays: [] };

export interface Calendar {
  /** `bashkortostan-2024-2027-1f0c22ab`: place, years, and a hash of all that answers depend on. Stored on tickets. */
  readonly version: string;
  /** IANA name. */
  readonly zone: string;
  covers(year: number): boolean;
  /** True while the year rests on article 112 of the Labour Code alone. Throws `YearNotCovered`. */
  provisional(year: number): boolean;
  /** `date`: `2025-10-31`. Throws `YearNotCovered`, and `RangeError` for what is not a date. */
  isWorkingDay(date: string): boolean;
  /** An hour shorter, before a holiday. Arguments and errors as `isWorkingDay`. */
  isShortDay(date: string): boolean;
  /** The place's day at a moment (epoch milliseconds). Throws `YearNotCovered`. */
  dayOf(moment: number): Day;
  /** Throws `YearNotCovered`. */
  yearOfDays(year: number): YearOfDays;
}

const versionOf = (calendars: readonly ProductionCalendar[], place: Place): string => {
  const years = calendars.map(({ year, status, off, work, short }) => ({
    year,
    status,
    off: off.toSorted(),
    work: work.toSorted(),
    short: short.toSorted(),
  }));
  const holidays = place.holidays.map(({ date }) => date).toSorted();
  const hash = createHash('sha256')
    .update(JSON.stringify([years, place.timeZone, holidays]))
    .digest('hex');
  const span = [...new Set([calendars.at(0)?.year, calendars.at(-1)?.year])].join('-');
  return [place.id, span, hash.slice(0, 8)].join('-');
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
 * The calendar of a place (`FEDERAL`, or a region) from the production calendars there are, in any order.
 * Throws `TermFault` for an unknown time zone and for two calendars of one year.
 */
export const calendarFor = (calendars: readonly ProductionCalendar[], place: Place): Calendar => {
  assertZone(place.timeZone);
  const sorted = calendars.toSorted((one, other) => one.year - other.year);
  const byYear = new Map(sorted.map((calendar) => [calendar.year, calendar]));
  const twice = sorted.find((calendar) => byYear.get(calendar.year) !== calendar);
  if (twice !== undefined)
    throw new TermFault(`Два производственных календаря на ${twice.year} год: оставьте один файл`);

  const holidays = new Set(place.holidays.map(({ date }) => date));
  const laidOut = new Map<number, YearOfDays>();
  const calendarOf = (year: number): ProductionCalendar => {
    const found = byYear.get(year);
    if (found === undefined) throw new YearNotCovered(year);
    return found;
  };
  const yearOfDays = (year: number): YearOfDays => {
    const known = laidOut.get(year) ?? layOut(calendarOf(year), place.timeZone, holidays);
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
    if (found === undefined) throw new YearNotCovered(year);
    return found;
  };
  const dayOn = (text: string): Day | undefined => {
    const date = Temporal.PlainDate.from(text);
    return yearOfDays(date.year).days[date.dayOfYear - 1];
  };

  return {
    version: versionOf(sorted, place),
    zone: place.timeZone,
    covers: (year) => byYear.has(year),
    provisional: (year) => calendarOf(year).status === 'provisional',
    isWorkingDay: (date) => dayOn(date)?.working ?? false,
    isShortDay: (date) => dayOn(date)?.short ?? false,
    dayOf,
    yearOfDays,
  };
};
