/** Terms in working days a second: ours, beside a loop over luxon's days that asks the same production calendar. */
import { DateTime } from 'luxon';
import { loadConfig } from '../config/load.js';
import { calendarFor } from '../triggers/working-time/calendar.js';
import { deadline } from '../triggers/working-time/deadline.js';
import { ratesOf } from './rate.js';
import type { Table } from './table.js';

const TERMS = [1, 3, 7];
const STEP_MS = 7 * 3600 * 1000 + 13 * 60 * 1000;

/** Moments over two years, in and out of holidays, at all hours. */
const momentsOf = (): Date[] => {
  const moments: Date[] = [];
  const end = Date.parse('2026-11-30T00:00:00Z');
  for (let at = Date.parse('2024-12-01T00:00:00Z'); at < end; at += STEP_MS) moments.push(new Date(at));
  return moments;
};

/** The end of the last day counted, in epoch milliseconds. Exact results are compared before anything is timed. */
export const workingDays = async (): Promise<Table> => {
  const { calendars, regions } = await loadConfig('config');
  const [region] = regions.values();
  if (region === undefined) throw new Error('the configuration has no region');
  const calendar = calendarFor(calendars, region);
  const working = new Set(
    [...calendars.keys()].flatMap((year) => calendar.yearOfDays(year).working.map(({ date }) => date)),
  );
  const byLuxon = (from: Date, days: number): number => {
    let day = DateTime.fromJSDate(from, { zone: calendar.zone }).startOf('day');
    for (let left = days; left > 0;) {
      day = day.plus({ days: 1 });
      if (working.has(day.toISODate() ?? '')) left -= 1;
    }
    return day.plus({ days: 1 }).toMillis();
  };
  const ours = (from: Date, days: number): number =>
    deadline({ from, workingDays: days, calendar }).instant.getTime();
  const asked = momentsOf().flatMap((from) => TERMS.map((days) => ({ from, days })));
  for (const { from, days } of asked)
    if (ours(from, days) !== byLuxon(from, days))
      throw new Error(`${days} working days from ${from.toISOString()}: the counts differ`);
  const every = (sum: (from: Date, days: number) => number) => (): number => {
    for (const { from, days } of asked) sum(from, days);
    return asked.length;
  };
  return {
    title: `Working days: terms of ${TERMS.join(', ')} days, ${calendar.zone}`,
    unit: 'terms/s',
    rows: await ratesOf({
      'Reglament, with the days counted and the calendar version': every(ours),
      'luxon, day by day': every(byLuxon),
    }),
    notes: [`${asked.length} terms compared to the millisecond before the clock started: all equal`],
  };
};
