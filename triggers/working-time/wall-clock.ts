/** Times of day as people write them, and the moments they are on a given day at a given place. */
import { Temporal } from 'temporal-polyfill';
import { TermFault } from './term-fault.js';
import type { Day } from './year-of-days.js';

/** Reads a wall-clock `HH:MM`. Throws `TermFault` for anything else. */
export const timeOfDay = (text: string): Temporal.PlainTime => {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text))
    throw new TermFault(`Время «${text}» не понято: ожидалось ЧЧ:ММ, например 18:00`);
  return Temporal.PlainTime.from(text);
};

/** A time of day on a day in an IANA zone; a time that a change of zone skips is moved on by the length of the gap. */
export const timeOn = (day: Day, time: Temporal.PlainTime, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.PlainDate.from(day.date).toZonedDateTime({ timeZone, plainTime: time });

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** `timeOn` of a whole minute as epoch milliseconds, for many days at once: where a day has 24 hours its zone need not be asked. */
export const instantOn = (day: Day, time: Temporal.PlainTime, timeZone: string): number =>
  day.ends - day.starts === DAY_MS
    ? day.starts + (time.hour * 60 + time.minute) * MINUTE_MS
    : timeOn(day, time, timeZone).epochMilliseconds;

/** When an office that shuts at `close` does so on a day: an hour earlier before a holiday (article 95, Labour Code). */
export const closingOn = (day: Day, close: Temporal.PlainTime, timeZone: string): Temporal.ZonedDateTime =>
  timeOn(day, close, timeZone).subtract({ hours: day.short ? 1 : 0 });

/** A moment as epoch milliseconds. Throws `TermFault` for an invalid date. */
export const momentOf = (from: Date | Temporal.Instant): number => {
  const moment = from instanceof Date ? from.getTime() : from.epochMilliseconds;
  if (Number.isNaN(moment)) throw new TermFault('Указанный момент не является датой');
  return moment;
};

/**
 * Reads a moment as a person types it: ISO 8601 with an offset or Z, or without one, then by the wall clock of `zone`
 * (a date alone is its first moment). Throws `TermFault`.
 */
export const readMoment = (text: string, zone: string): Temporal.Instant => {
  try {
    // Told by its shape: a local time with an offset behind it would be read as if the offset were not there.
    return /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(text)
      ? Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
      : Temporal.Instant.from(text);
  } catch (error) {
    throw new TermFault(
      `Момент «${text}» не понят: ожидался ISO 8601, например 2025-10-30T14:00:00+03:00 или 2025-10-30T14:00`,
      { cause: error },
    );
  }
};
