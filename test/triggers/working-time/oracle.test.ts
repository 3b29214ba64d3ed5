/**
 * Every day of every year shipped, in every zone of the country and for every region shipped, n = 1 … 10, against a count
 * that walks the calendar's file day by day and knows neither Temporal nor a table.
 */
import type { ProductionCalendar } from '../../../config/schema/production-calendar.js';
import { UnknownCalendarYear } from '../../../config/calendar.js';
import { calendarFor } from '../../../triggers/working-time/calendar.js';
import type { Calendar } from '../../../triggers/working-time/calendar.js';
import { deadline } from '../../../triggers/working-time/deadline.js';
import { federalPlace } from '../../../triggers/working-time/place.js';
import type { Place } from '../../../triggers/working-time/place.js';
import { byYear, FEDERAL, OFFSETS, shippedCalendars, shippedRegions } from './places.js';

const files = shippedCalendars();

const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const fileOf = (date: string): ProductionCalendar | undefined =>
  files.find(({ year }) => date.startsWith(String(year)));

const worked = (date: string, holidays: readonly string[]): boolean => {
  const file = fileOf(date);
  if (file === undefined || holidays.includes(date) || file.off.includes(date)) return false;
  if (file.work.includes(date)) return true;
  return ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
};

/** `counted → first date no longer within the term`, or the year whose file is missing. */
const byHand = (sent: string, n: number, holidays: readonly string[]): string => {
  const counted: string[] = [];
  let date = sent;
  while (counted.length < n) {
    date = dayAfter(date);
    if (fileOf(date) === undefined) return `нет ${date.slice(0, 4)}`;
    if (worked(date, holidays)) counted.push(date);
  }
  return `${counted.join(',')} → ${dayAfter(date)}`;
};

const computed = (sent: string, workingDays: number, calendar: Calendar, offset: string): string => {
  try {
    const { dueAt, countedDays, instant } = deadline({ from: new Date(sent), workingDays, calendar });
    const [date, clock] = dueAt.split('T');
    if (clock !== `00:00:00${offset}` || Date.parse(dueAt) !== instant.getTime()) return `в ${dueAt}`;
    return `${countedDays.join(',')} → ${date}`;
  } catch (error) {
    if (error instanceof UnknownCalendarYear) return `нет ${error.year}`;
    throw error;
  }
};

const daysOf = (year: number): string[] => {
  const days: string[] = [];
  for (let date = `${year}-01-01`; date.startsWith(String(year)); date = dayAfter(date)) days.push(date);
  return days;
};
const everyDay = files.flatMap(({ year }) => daysOf(year));

const TERMS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const CLOCKS = ['00:00:00.000', '12:30:15.000', '23:59:59.999'];

/** What `byHand` says of every day and term; counted once for all zones that keep the same holidays. */
const allByHand = (holidays: readonly string[]): [string, number, string][] =>
  everyDay.flatMap((date) =>
    TERMS.map((n): [string, number, string] => [date, n, byHand(date, n, holidays)]),
  );
const federalByHand = allByHand([]);

const places: Place[] = [FEDERAL, ...Object.keys(OFFSETS).map(federalPlace), ...shippedRegions()];

test('the years of the sample are there', () => {
  expect(files.map(({ year }) => year)).toEqual(expect.arrayContaining([2024, 2025, 2026, 2027]));
  expect(new Set(shippedRegions().map(({ timeZone }) => timeZone)).size).toBeGreaterThanOrEqual(3);
  expect(shippedRegions().some(({ holidays }) => holidays.length > 0)).toBe(true);
});

test.each(files.map((file): [number, ProductionCalendar] => [file.year, file]))(
  '%i adds up to its published total, and its shortened days are worked',
  (year, file) => {
    const calendar = calendarFor(byYear(...files), FEDERAL);
    expect(daysOf(year).filter((date) => calendar.isWorkingDay(date))).toHaveLength(file.workingDays);
    expect(daysOf(year).filter((date) => calendar.isShortDay(date))).toEqual(file.short.toSorted());
    expect(calendar.provisional(year)).toBe(file.status === 'provisional');
  },
);

test.each(places.map((place): [string, string, Place] => [place.id, place.timeZone, place]))(
  '%s in %s: as counted by hand',
  (_, zone, place) => {
    const calendar = calendarFor(byYear(...files), place);
    const holidays = place.holidays.map(({ date }) => date);
    const offset = OFFSETS[zone]!;
    const differences: string[] = [];
    for (const date of everyDay)
      if (calendar.isWorkingDay(date) !== worked(date, holidays)) differences.push(date);
    for (const [date, n, expected] of holidays.length === 0 ? federalByHand : allByHand(holidays))
      for (const clock of CLOCKS) {
        const sent = `${date}T${clock}${offset}`;
        const found = computed(sent, n, calendar, offset);
        if (found !== expected) differences.push(`${sent} + ${n}: ${found}, по счёту ${expected}`);
      }
    expect(differences).toEqual([]);
  },
);
