/**
 * One year laid out day by day for one place. Everything slow (time zones, formatting) happens here, once a year and
 * place; a deadline is then two look-ups.
 */
import { Temporal } from 'temporal-polyfill';
import { isWorkingDay, UnknownCalendarYear } from '../../config/calendar.js';
import type { Calendars } from '../../config/calendar.js';
import type { Place } from './place.js';

export interface Day {
  readonly year: number;
  /** `2025-10-31`. */
  readonly date: string;
  readonly working: boolean;
  /** Worked, and an hour shorter. */
  readonly short: boolean;
  /** Working days of this year up to this day, itself included. */
  readonly workedBy: number;
  /** The day's half-open span, epoch milliseconds: its first moment in the zone and the next day's. */
  readonly starts: number;
  readonly ends: number;
  /** `ends` as ISO 8601 with the zone's offset. */
  readonly endsAt: string;
}

export interface YearOfDays {
  readonly provisional: boolean;
  readonly days: readonly Day[];
  readonly working: readonly Day[];
}

const DAY_MS = 86_400_000;

/** Lays out a year as a place lives it. Throws `UnknownCalendarYear`. */
export const layOut = (calendars: Calendars, year: number, { timeZone, holidays }: Place): YearOfDays => {
  const calendar = calendars.get(year);
  if (calendar === undefined) throw new UnknownCalendarYear(year);
  const shortened = new Set(calendar.short);
  const days: Day[] = [];
  const working: Day[] = [];
  let date = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  let start = date.toZonedDateTime(timeZone);
  while (date.year === year) {
    const text = date.toString();
    const works = isWorkingDay(calendars, text, holidays);
    const next = date.add({ days: 1 });
    // Not 24 hours later: a change of zone by law makes a day of 23 or 25 hours (T-10).
    const end = next.toZonedDateTime(timeZone);
    const day: Day = {
      year,
      date: text,
      working: works,
      short: works && shortened.has(text),
      workedBy: working.length + (works ? 1 : 0),
      starts: start.epochMilliseconds,
      ends: end.epochMilliseconds,
      endsAt: end.toString({ timeZoneName: 'never' }),
    };
    days.push(day);
    if (works) working.push(day);
    date = next;
    start = end;
  }
  return { provisional: calendar.status === 'provisional', days, working };
};

/** The day of this year on which a moment (epoch milliseconds) falls; undefined: on none of them. */
export const dayAt = ({ days }: YearOfDays, moment: number): Day | undefined => {
  let place = Math.floor((moment - (days[0]?.starts ?? 0)) / DAY_MS);
  // A longer day, by a change of zone, puts the guess past the year for the last hours of December.
  if (place === days.length) place -= 1;
  for (let day = days[place]; day !== undefined; day = days[place]) {
    if (moment < day.starts) place -= 1;
    else if (moment >= day.ends) place += 1;
    else return day;
  }
  return undefined;
};
