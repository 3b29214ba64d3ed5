/**
 * Time that counts: the working intervals of a calendar row, and arithmetic in working minutes over them.
 * A day is worked out once a time zone and kept, so that spans of years stay cheap.
 */
import { Temporal } from 'temporal-polyfill';
import type { Row } from '../world.js';
import { isTruthy, listOf, plain, recordOf } from './columns.js';

/** Start and end in milliseconds since 1970 (UTC); the end is not part of it. */
export type Interval = readonly [start: number, end: number];

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A calendar without a single working day in so many days is a mistake, not a long holiday. */
const HORIZON_DAYS = 36_525;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Frames of a weekday in minutes since midnight, in order and without overlaps. */
type Frames = readonly (readonly [from: number, to: number])[];

const minutesOf = (clockTime: unknown): number => {
  const [hours, minutes] = plain(clockTime).split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
};

/** Zammad's form cannot say 24:00, so 23:59 stands for midnight. */
const endOf = (clockTime: unknown): number => {
  const minutes = minutesOf(clockTime);
  return minutes === 1439 ? 1440 : minutes;
};

const framesOf = (day: unknown): Frames => {
  const { active, timeframes } = recordOf(day);
  if (!isTruthy(active)) return [];
  const frames: [number, number][] = [];
  const sorted = listOf(timeframes)
    .map(listOf)
    .map(([from, to]): [number, number] => [minutesOf(from), endOf(to)])
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0]);
  for (const [from, to] of sorted) {
    const last = frames.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else frames.push([from, to]);
  }
  return frames;
};

const holidaysOf = (calendar: Row): Set<string> =>
  new Set(
    Object.entries(recordOf(calendar['public_holidays']))
      .filter(
        ([, holiday]) => isTruthy(recordOf(holiday)['active']) && !isTruthy(recordOf(holiday)['removed']),
      )
      .map(([date]) => date),
  );

const dayStarts = new Map<string, Map<number, number>>();

const dateOfDay = (epochDay: number): string => new Date(epochDay * DAY).toISOString().slice(0, 10);

/**
 * The moment at which the given local minute of a day comes; a minute skipped by a clock change comes after the gap,
 * of a repeated one the first counts.
 */
const localMoment = (zone: string, epochDay: number, minute: number): number => {
  const date = Temporal.PlainDate.from(dateOfDay(epochDay)).add({ days: minute === 1440 ? 1 : 0 });
  const time = new Temporal.PlainTime(minute === 1440 ? 0 : Math.floor(minute / 60), minute % 60);
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
};

const dayStart = (zone: string, epochDay: number): number => {
  const days = dayStarts.get(zone) ?? new Map<number, number>();
  dayStarts.set(zone, days);
  const known = days.get(epochDay);
  if (known !== undefined) return known;
  const start = localMoment(zone, epochDay, 0);
  days.set(epochDay, start);
  return start;
};

const frameMoments = (zone: string, epochDay: number, frames: Frames): Interval[] => {
  const start = dayStart(zone, epochDay);
  if (dayStart(zone, epochDay + 1) - start === DAY) {
    return frames.map(([from, to]) => [start + from * MINUTE, start + to * MINUTE]);
  }
  return frames
    .map(([from, to]): Interval => [localMoment(zone, epochDay, from), localMoment(zone, epochDay, to)])
    .filter(([from, to]) => to > from);
};

/** What is left of an interval once the pauses are cut out of it. */
const without = (interval: Interval, pauses: readonly Interval[]): Interval[] => {
  let left: Interval[] = [interval];
  for (const [from, to] of pauses) {
    left = left.flatMap(([start, end]): Interval[] => {
      if (to <= start || from >= end) return [[start, end]];
      const before: Interval = [start, Math.max(start, from)];
      const after: Interval = [Math.min(end, to), end];
      return [before, after].filter(([a, b]) => b > a);
    });
  }
  return left;
};

const workingIntervals = function* (
  calendar: Row,
  from: number,
  pauses: readonly Interval[],
): Generator<Interval> {
  const zone = plain(calendar['timezone']) || 'UTC';
  const hours = recordOf(calendar['business_hours']);
  const week = WEEKDAYS.map((name) => framesOf(hours[name]));
  if (week.every((frames) => frames.length === 0)) {
    throw new RangeError(`No configured hours found in calendar ${calendar.id}`);
  }
  const holidays = holidaysOf(calendar);
  const local = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate();
  const firstDay = Math.round(Date.parse(local.toString()) / DAY);
  for (let day = firstDay; day < firstDay + HORIZON_DAYS; day += 1) {
    const frames = week[(((day + 4) % 7) + 7) % 7] ?? [];
    if (frames.length === 0 || holidays.has(dateOfDay(day))) continue;
    for (const [start, end] of frameMoments(zone, day, frames)) {
      if (end > from) yield* without([Math.max(start, from), end], pauses);
    }
  }
};

/**
 * The moment at which so many working minutes have passed since `from`. A span that fills its last frame to the end is
 * over when the next one begins, as Zammad reckons it: 9 hours from 09:00 are due at 09:00 of the next working day.
 * Not positive: `from` itself.
 * @param pauses intervals that do not count, whatever the calendar says (states with `ignore_escalation`).
 * @throws RangeError when the calendar has no working time at all.
 */
export const addBusinessMinutes = (
  calendar: Row,
  from: Date,
  minutes: number,
  pauses: readonly Interval[] = [],
): Date => {
  let left = minutes * MINUTE;
  if (left <= 0) return from;
  for (const [start, end] of workingIntervals(calendar, from.getTime(), pauses)) {
    if (end - start > left) return new Date(start + left);
    left -= end - start;
  }
  throw new RangeError(
    `Calendar ${calendar.id} has not ${minutes} working minutes after ${from.toISOString()}`,
  );
};

/** Whole working minutes between two moments, 0 when `b` is not after `a`. `pauses` as in addBusinessMinutes. */
export const businessMinutesBetween = (
  calendar: Row,
  a: Date,
  b: Date,
  pauses: readonly Interval[] = [],
): number => {
  const until = b.getTime();
  let total = 0;
  if (until <= a.getTime()) return 0;
  for (const [start, end] of workingIntervals(calendar, a.getTime(), pauses)) {
    if (start >= until) break;
    total += Math.min(end, until) - start;
  }
  return Math.floor(total / MINUTE);
};

/** Whether a moment lies in working time; the end of a frame does not. */
export const isWorkingTime = (calendar: Row, moment: Date): boolean => {
  const at = moment.getTime();
  for (const [start] of workingIntervals(calendar, at, [])) return start === at;
  return false;
};
