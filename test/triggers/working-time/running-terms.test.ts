/** What happens to terms that run: calendars change under them, working time passes, and laws that hold for every term. */
import fc from 'fast-check';
import type { ProductionCalendar } from '../../../config/schema/production-calendar.js';
import { workingDaysBetween, workingMinutesBetween } from '../../../triggers/working-time/between.js';
import { UnknownCalendarYear } from '../../../config/calendar.js';
import { calendarFor } from '../../../triggers/working-time/calendar.js';
import { deadline } from '../../../triggers/working-time/deadline.js';
import { recompute } from '../../../triggers/working-time/recompute.js';
import { federalPlace } from '../../../triggers/working-time/place.js';
import type { Place } from '../../../triggers/working-time/place.js';
import { byYear, FEDERAL, OFFSETS, plainYear, shippedCalendars } from './places.js';

const calendars = shippedCalendars();
const shipped = byYear(...calendars);
const federal = calendarFor(shipped, FEDERAL);

describe('the version of a calendar', () => {
  const version = (years: readonly ProductionCalendar[], place: Place = FEDERAL): string =>
    calendarFor(byYear(...years), place).version;
  const years = [plainYear(2025, ['2025-01-01', '2025-01-02']), plainYear(2026)];

  test('names the place and the years, and stays while no answer changes', () => {
    expect(version(years)).toMatch(/^federal-2025-2026-[0-9a-f]{8}$/);
    expect(version([plainYear(2026), plainYear(2025, ['2025-01-02', '2025-01-01'])])).toBe(version(years));
    expect(version(years.map((year) => ({ ...year, source: 'переписано' })))).toBe(version(years));
  });

  test('is another one for any change that can move a term', () => {
    const versions = [
      version(years),
      version([plainYear(2025, ['2025-01-01']), plainYear(2026)]),
      version([plainYear(2025, ['2025-01-01', '2025-01-02']), plainYear(2026, [], 'provisional')]),
      version(years, federalPlace('Asia/Omsk')),
      version(years, { ...FEDERAL, holidays: [{ date: '2025-06-06' }] }),
      version(years, { ...FEDERAL, id: 'bashkortostan' }),
    ];
    expect(new Set(versions).size).toBe(versions.length);
  });
});

describe('a calendar that changes moves an open term later only (A-08)', () => {
  const before = calendarFor(byYear(plainYear(2027, ['2027-05-03'], 'provisional')), FEDERAL);
  const term = { from: new Date('2027-04-29T12:00:00+03:00'), workingDays: 3 };
  const open = { ...term, dueAt: deadline({ ...term, calendar: before }).instant };
  test.each<[string, string[], string, string]>([
    ['the decree adds a day off', ['2027-05-03', '2027-05-04'], 'later', '2027-05-07T00:00:00+03:00'],
    ['the decree is as foreseen', ['2027-05-03'], 'same', '2027-05-06T00:00:00+03:00'],
    ['the decree takes a day off away', [], 'kept', '2027-05-06T00:00:00+03:00'],
  ])('%s', (_, off, outcome, dueAt) => {
    const after = calendarFor(byYear(plainYear(2027, off)), FEDERAL);
    const recount = recompute(open, after);
    expect(recount).toMatchObject({ outcome, instant: new Date(dueAt) });
    expect(recount.recounted).toMatchObject({ calendar: after.version, provisional: false });
  });

  test('is told when the year’s file is gone', () => {
    expect(() => recompute(open, calendarFor(byYear(plainYear(2026)), FEDERAL))).toThrow(UnknownCalendarYear);
  });
});

describe('working time between two moments', () => {
  // 2025: Thursday 30.10 and Friday 31.10 are full days, Saturday 01.11 is worked an hour shorter, 02–04.11 are off.
  test.each([
    ['2025-10-30T11:00', '2025-10-30T23:59', 0, 7 * 60],
    ['2025-10-30T11:00', '2025-10-31T08:00', 0, 7 * 60],
    ['2025-10-30T11:00', '2025-11-01T00:00', 1, 16 * 60],
    ['2025-10-30T00:00', '2025-11-05T00:00', 2, 26 * 60],
    ['2025-11-01T17:00', '2025-11-05T09:00:59', 0, 0],
    ['2025-11-01T12:00', '2025-11-05T09:01:59', 0, 5 * 60 + 1],
    ['2024-12-28T16:00', '2025-01-09T10:00', 0, 3 * 60],
    ['2025-10-31T11:00', '2025-10-30T11:00', 0, 0],
  ])('from %s to %s: %i days over, %i minutes', (from, to, days, minutes) => {
    const [start, end] = [new Date(`${from}+03:00`), new Date(`${to}+03:00`)];
    expect(workingDaysBetween(start, end, federal)).toBe(days);
    expect(workingMinutesBetween(start, end, federal)).toBe(minutes);
  });

  test('keeps to the hours given, and refuses an office that shuts before it opens', () => {
    const [start, end] = [new Date('2025-10-30T00:00+03:00'), new Date('2025-11-05T00:00+03:00')];
    const minutes = (opens: string, closes: string): number =>
      workingMinutesBetween(start, end, federal, { opens, closes });
    expect(minutes('08:00', '20:30')).toBe(2 * 750 + 690);
    expect(() => minutes('18:00', '09:00')).toThrow('18:00–09:00');
  });
});

describe('laws of every term', () => {
  const places = Object.keys(OFFSETS).map((zone) => calendarFor(shipped, federalPlace(zone)));
  const first = Math.min(...calendars.map(({ year }) => year));
  const last = Math.max(...calendars.map(({ year }) => year));
  const moment = fc.date({
    min: new Date(`${first}-01-02T00:00:00Z`),
    max: new Date(`${last}-11-01T00:00:00Z`),
    noInvalidDate: true,
  });
  const days = fc.integer({ min: 1, max: 12 });
  const calendar = fc.constantFrom(...places);
  const mode = fc.constantFrom('end-of-day' as const, 'same-time' as const, 'office-close' as const);

  test('later when sent later, later when longer, after the last day counted begins', () => {
    fc.assert(
      fc.property(moment, moment, days, calendar, mode, (one, other, n, calendar, mode) => {
        const [from, later] = one < other ? [one, other] : [other, one];
        const due = deadline({ from, workingDays: n, calendar, mode });
        const dueLater = deadline({ from: later, workingDays: n, calendar, mode });
        const dueLonger = deadline({ from, workingDays: n + 1, calendar, mode });
        // «In the same hour» of a day off is an hour of the day that Friday's terms end on too: there days are compared.
        const isByDay = mode === 'same-time' && !calendar.isWorkingDay(calendar.dayOf(later.getTime()).date);
        if (isByDay) expect((dueLater.countedDays.at(-1) ?? '') >= (due.countedDays.at(-1) ?? '')).toBe(true);
        else expect(dueLater.instant.getTime()).toBeGreaterThanOrEqual(due.instant.getTime());
        expect(dueLonger.instant.getTime()).toBeGreaterThan(due.instant.getTime());
        expect(dueLonger.countedDays.slice(0, n)).toEqual(due.countedDays);
        expect(due.instant.getTime()).toBeGreaterThan(from.getTime());
        expect(due.countedDays.every((date) => calendar.isWorkingDay(date))).toBe(true);
        expect(Date.parse(due.dueAt)).toBe(due.instant.getTime());
      }),
    );
  });

  test('two terms end to end are one of their sum', () => {
    fc.assert(
      fc.property(moment, days, days, calendar, mode, (from, n, m, calendar, mode) => {
        const half = deadline({ from, workingDays: n, calendar, mode: 'same-time' });
        const rest = deadline({ from: half.instant, workingDays: m, calendar, mode });
        const whole = deadline({ from, workingDays: n + m, calendar, mode });
        expect(rest.dueAt).toBe(whole.dueAt);
        expect([...half.countedDays, ...rest.countedDays]).toEqual(whole.countedDays);
      }),
    );
  });

  test('n working days are over at the deadline and not a millisecond before', () => {
    fc.assert(
      fc.property(moment, days, calendar, (from, workingDays, calendar) => {
        const due = deadline({ from, workingDays, calendar }).instant;
        expect(workingDaysBetween(from, due, calendar)).toBe(workingDays);
        expect(workingDaysBetween(from, new Date(due.getTime() - 1), calendar)).toBe(workingDays - 1);
      }),
    );
  });

  test('no change of calendar brings a promised date forward', () => {
    const off = fc
      .uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 })
      .map((places) =>
        places.map((place) => new Date(Date.UTC(2027, 4, 1 + place)).toISOString().slice(0, 10)),
      );
    const may = fc.date({ min: new Date('2027-05-01'), max: new Date('2027-06-01'), noInvalidDate: true });
    fc.assert(
      fc.property(may, days, off, off, (from, workingDays, offBefore, offAfter) => {
        const old = calendarFor(byYear(plainYear(2027, offBefore)), FEDERAL);
        const dueAt = deadline({ from, workingDays, calendar: old }).instant;
        const changed = calendarFor(byYear(plainYear(2027, offAfter)), FEDERAL);
        const recount = recompute({ from, workingDays, dueAt }, changed);
        const counted = recount.recounted.instant.getTime();
        expect(recount.instant.getTime()).toBe(Math.max(dueAt.getTime(), counted));
        expect(recount.outcome).toBe(
          counted > dueAt.getTime() ? 'later' : counted === dueAt.getTime() ? 'same' : 'kept',
        );
      }),
    );
  });
});
