/** Deadlines as the field would check them by hand: A-05 and its alternatives, zones, New Years, and what is refused. */
import { Temporal } from 'temporal-polyfill';
import { UnknownCalendarYear } from '../../../config/calendar.js';
import { calendarFor } from '../../../triggers/working-time/calendar.js';
import { deadline, MAX_WORKING_DAYS } from '../../../triggers/working-time/deadline.js';
import type { Deadline, Term } from '../../../triggers/working-time/deadline.js';
import { describeDeadline } from '../../../triggers/working-time/describe-deadline.js';
import { TermFault } from '../../../triggers/working-time/term-fault.js';
import { readMoment } from '../../../triggers/working-time/wall-clock.js';
import { federalPlace } from '../../../triggers/working-time/place.js';
import type { Place } from '../../../triggers/working-time/place.js';
import { byYear, FEDERAL, plainYear, shippedCalendars } from './places.js';

const decreed = shippedCalendars().filter(({ status }) => status === 'decree');
const newYear2027 = ['2027-01-01', '2027-01-04', '2027-01-05', '2027-01-06', '2027-01-07', '2027-01-08'];
const calendars = [...decreed.filter(({ year }) => year < 2027), plainYear(2027, newYear2027, 'provisional')];
const shipped = byYear(...calendars);

const term = (from: string, workingDays: number, place: Place, rest: Partial<Term> = {}): Deadline =>
  deadline({
    from: new Date(from),
    workingDays,
    calendar: calendarFor(shipped, place),
    ...rest,
  });

/** Two neighbours on the map; only one keeps a regional holiday, on a Monday. */
const bashkortostan: Place = {
  id: 'bashkortostan',
  timeZone: 'Asia/Yekaterinburg',
  holidays: [{ date: '2025-03-31' }, { date: '2025-06-06' }, { date: '2025-11-01' }],
};
const tatarstan: Place = { id: 'tatarstan', timeZone: 'Europe/Moscow', holidays: [] };

describe('a term ends at 24:00 of its last working day (A-05)', () => {
  test.each<[string, string, number, Place, string, string[]]>([
    [
      'a working Saturday counts, a transferred Monday does not',
      '2025-10-30T11:20:00+03:00',
      3,
      FEDERAL,
      '2025-11-06T00:00:00+03:00',
      ['2025-10-31', '2025-11-01', '2025-11-05'],
    ],
    [
      'Friday evening',
      '2025-09-12T20:45:00+03:00',
      3,
      FEDERAL,
      '2025-09-18T00:00:00+03:00',
      ['2025-09-15', '2025-09-16', '2025-09-17'],
    ],
    [
      'sent on a Sunday: Monday is day 1',
      '2025-09-14T20:45:00+03:00',
      1,
      FEDERAL,
      '2025-09-16T00:00:00+03:00',
      ['2025-09-15'],
    ],
    [
      'sent on a working Saturday: it is day 0',
      '2025-11-01T10:00:00+03:00',
      1,
      FEDERAL,
      '2025-11-06T00:00:00+03:00',
      ['2025-11-05'],
    ],
    [
      'seven days of a claim over the May holidays',
      '2025-04-28T10:00:00+03:00',
      7,
      FEDERAL,
      '2025-05-14T00:00:00+03:00',
      ['2025-04-29', '2025-04-30', '2025-05-05', '2025-05-06', '2025-05-07', '2025-05-12', '2025-05-13'],
    ],
    [
      'New Year 2025/26: 31 December and 9 January are off by transfer',
      '2025-12-29T15:00:00+03:00',
      3,
      FEDERAL,
      '2026-01-14T00:00:00+03:00',
      ['2025-12-30', '2026-01-12', '2026-01-13'],
    ],
    [
      '23:59 in Kamchatka is still that day',
      '2025-09-15T23:59:59.999+12:00',
      3,
      federalPlace('Asia/Kamchatka'),
      '2025-09-19T00:00:00+12:00',
      ['2025-09-16', '2025-09-17', '2025-09-18'],
    ],
    [
      '00:00 in Kamchatka is the next',
      '2025-09-16T00:00:00+12:00',
      3,
      federalPlace('Asia/Kamchatka'),
      '2025-09-20T00:00:00+12:00',
      ['2025-09-17', '2025-09-18', '2025-09-19'],
    ],
    [
      'the same moment in Kaliningrad, ten hours behind, is the day before',
      '2025-09-16T00:00:00+12:00',
      3,
      federalPlace('Europe/Kaliningrad'),
      '2025-09-19T00:00:00+02:00',
      ['2025-09-16', '2025-09-17', '2025-09-18'],
    ],
    [
      'a regional holiday is not counted where it is one',
      '2025-03-28T10:00:00+05:00',
      1,
      bashkortostan,
      '2025-04-02T00:00:00+05:00',
      ['2025-04-01'],
    ],
    [
      'and is where it is not',
      '2025-03-28T10:00:00+03:00',
      1,
      tatarstan,
      '2025-04-01T00:00:00+03:00',
      ['2025-03-31'],
    ],
    [
      'a regional holiday wins over a working Saturday',
      '2025-10-30T11:20:00+05:00',
      2,
      bashkortostan,
      '2025-11-06T00:00:00+05:00',
      ['2025-10-31', '2025-11-05'],
    ],
  ])('%s', (_, from, days, place, dueAt, countedDays) => {
    const found = term(from, days, place);
    expect(found).toMatchObject({ dueAt, countedDays, provisional: false });
    expect(found.instant.toISOString()).toBe(new Date(dueAt).toISOString());
    expect(term(from, days, place, { from: Temporal.Instant.from(from) })).toEqual(found);
  });
});

test('New Year 2026/27 is provisional as soon as a day of 2027 is weighed, and not before', () => {
  expect(term('2026-12-29T15:00:00+03:00', 1, FEDERAL)).toMatchObject({
    countedDays: ['2026-12-30'],
    dueAt: '2026-12-31T00:00:00+03:00',
    provisional: false,
  });
  expect(term('2026-12-29T15:00:00+03:00', 2, FEDERAL)).toMatchObject({
    countedDays: ['2026-12-30', '2027-01-11'],
    dueAt: '2027-01-12T00:00:00+03:00',
    provisional: true,
  });
  const decree2028 = calendarFor(byYear(...calendars, plainYear(2028)), FEDERAL);
  const sent = { from: new Date('2027-12-31T15:00:00+03:00'), workingDays: 1, calendar: decree2028 };
  expect(deadline(sent)).toMatchObject({ countedDays: ['2028-01-03'], provisional: false });
  expect(deadline({ ...sent, from: new Date('2027-12-30T15:00:00+03:00'), workingDays: 2 })).toMatchObject({
    countedDays: ['2027-12-31', '2028-01-03'],
    provisional: true,
  });
});

test.each<[string, Partial<Term>, string]>([
  ['2025-10-30T11:20:30+03:00', { mode: 'end-of-day' }, '2025-11-06T00:00:00+03:00'],
  ['2025-10-30T11:20:30+03:00', { mode: 'same-time' }, '2025-11-05T11:20:30+03:00'],
  ['2025-10-30T08:20:30Z', { mode: 'office-close' }, '2025-11-05T18:00:00+03:00'],
  ['2025-10-30T11:20:30+03:00', { mode: 'office-close', officeClose: '17:15' }, '2025-11-05T17:15:00+03:00'],
  // Day 3 is 1 November, a working Saturday and an hour shorter.
  ['2025-10-29T11:20:30+03:00', { mode: 'office-close', officeClose: '17:15' }, '2025-11-01T16:15:00+03:00'],
  ['2025-10-29T23:59:59+03:00', { mode: 'same-time' }, '2025-11-01T23:59:59+03:00'],
])('sent %s, counted as %j: due %s', (from, mode, dueAt) => {
  const found = term(from, 3, FEDERAL, mode);
  expect(found.dueAt).toBe(dueAt);
  expect(found.instant.getTime()).toBe(Date.parse(dueAt));
});

describe('a change of zone by law (T-10)', () => {
  const law = (year: number, zone: string) =>
    calendarFor(byYear(plainYear(year), plainYear(year + 1)), federalPlace(zone));
  test.each<[string, string, number, string, Partial<Term>, string]>([
    // Volgograd went from +04 to +03 at 02:00 on Sunday 27.12.2020; Almaty from +06 to +05 on Friday 01.03.2024.
    ['Volgograd', '2020-12-25T23:30:00+04:00', 1, 'Europe/Volgograd', {}, '2020-12-29T00:00:00+03:00'],
    [
      'Volgograd',
      '2020-12-25T10:00:00+04:00',
      1,
      'Europe/Volgograd',
      { mode: 'same-time' },
      '2020-12-28T10:00:00+03:00',
    ],
    ['the long day', '2020-12-27T23:30:00+03:00', 1, 'Europe/Volgograd', {}, '2020-12-29T00:00:00+03:00'],
    [
      'the last hour of a year with a long day',
      '2020-12-31T23:30:00+03:00',
      1,
      'Europe/Volgograd',
      {},
      '2021-01-02T00:00:00+03:00',
    ],
    ['Almaty', '2024-02-28T23:30:00+06:00', 1, 'Asia/Almaty', {}, '2024-03-01T00:00:00+05:00'],
    // Magadan went from +10 to +11 on Sunday 24.04.2016.
    ['Magadan', '2016-04-22T23:30:00+10:00', 1, 'Asia/Magadan', {}, '2016-04-26T00:00:00+11:00'],
    [
      'midnight after a short day',
      '2016-04-25T00:00:00+11:00',
      1,
      'Asia/Magadan',
      {},
      '2016-04-27T00:00:00+11:00',
    ],
  ])('%s: %s + %i', (_, from, workingDays, zone, mode, dueAt) => {
    const calendar = law(Number(from.slice(0, 4)), zone);
    expect(deadline({ from: new Date(from), workingDays, calendar, ...mode }).dueAt).toBe(dueAt);
  });
});

describe('refused, with what to do', () => {
  const faultOf = (asked: () => unknown): unknown => {
    try {
      return asked();
    } catch (error) {
      return error;
    }
  };
  const to2026 = calendarFor(byYear(...calendars.filter(({ year }) => year < 2027)), FEDERAL);
  const gap = calendarFor(byYear(plainYear(2024), plainYear(2026)), FEDERAL);
  test.each<[string, string, number, typeof gap, number]>([
    ['a count into a year without a file', '2026-12-29T10:00:00+03:00', 2, to2026, 2027],
    ['sent before the first year', '2023-12-29T10:00:00+03:00', 3, to2026, 2023],
    ['the year is the place’s, not that of UTC', '2026-12-31T21:00:00Z', 1, to2026, 2027],
    ['a gap between years', '2024-12-31T10:00:00+03:00', 1, gap, 2025],
    ['the end of time', '+275760-09-12T00:00:00Z', 1, to2026, 275760],
    ['its beginning', '-271821-04-21T00:00:00Z', 1, to2026, -271821],
    ['a term that never ends', '2025-01-15T10:00:00+03:00', MAX_WORKING_DAYS, to2026, 2027],
  ])('%s', (_, from, workingDays, calendar, year) => {
    const asked = (): Deadline => deadline({ from: new Date(from), workingDays, calendar });
    expect(faultOf(asked)).toBeInstanceOf(UnknownCalendarYear);
    expect(faultOf(asked)).toMatchObject({ year });
    expect(asked).toThrow(`config/calendars/${year}.yaml`);
  });

  test.each([0, -1, 1.5, NaN, Infinity, MAX_WORKING_DAYS + 1])('%d working days', (workingDays) => {
    expect(() => term('2025-10-30T11:20:00+03:00', workingDays, FEDERAL)).toThrow('целое число от 1 до 1000');
  });

  test.each<[string, () => unknown, string]>([
    ['no date', () => term('вчера', 1, FEDERAL), 'не является датой'],
    [
      'an hour past 24',
      () => term('2025-10-30', 1, FEDERAL, { mode: 'office-close', officeClose: '25:00' }),
      'ЧЧ:ММ',
    ],
    ['no such zone', () => calendarFor(shipped, federalPlace('Europe/Kitezh')), 'Europe/Kitezh'],
    ['no moment', () => readMoment('30.10.2025', 'Europe/Moscow'), '30.10.2025'],
    ['an offset that would be lost', () => readMoment('20251030T1400', 'Europe/Moscow'), 'ISO 8601'],
    ['no such day', () => readMoment('2025-02-29', 'Europe/Moscow'), '2025-02-29'],
  ])('%s', (_, asked, message) => {
    expect(faultOf(asked)).toBeInstanceOf(TermFault);
    expect(asked).toThrow(message);
  });
});

test.each([
  ['2025-10-30T14:00:00+03:00', '2025-10-30T11:00:00Z'],
  ['2025-10-30T11:00:00Z', '2025-10-30T11:00:00Z'],
  ['2025-10-30T14:00', '2025-10-30T02:00:00Z'],
  ['2025-10-30', '2025-10-29T12:00:00Z'],
])('a person in Kamchatka types %s', (typed, moment) => {
  expect(readMoment(typed, 'Asia/Kamchatka').toString()).toBe(moment);
});

test.each<[string, boolean, boolean, Place]>([
  ['2025-10-31', true, false, FEDERAL],
  ['2025-11-01', true, true, FEDERAL],
  ['2025-11-01', false, false, bashkortostan],
  ['2025-11-02', false, false, FEDERAL],
  ['2025-11-03', false, false, FEDERAL],
  ['2025-03-07', true, true, bashkortostan],
  ['2025-06-06', true, false, tatarstan],
  ['2025-06-06', false, false, bashkortostan],
])('%s: worked %s, shortened %s (%#)', (date, working, short, place) => {
  const calendar = calendarFor(shipped, place);
  expect([calendar.isWorkingDay(date), calendar.isShortDay(date)]).toEqual([working, short]);
  expect(() => calendar.isWorkingDay('2023-12-29')).toThrow(UnknownCalendarYear);
});

test('a head of support can check the count by hand', () => {
  const calendar = calendarFor(shipped, FEDERAL);
  const told = (from: string, workingDays: number, rest: Partial<Term> = {}): string[] =>
    describeDeadline(deadline({ from: new Date(from), workingDays, calendar, ...rest }), calendar).split(
      '\n',
    );
  expect(told('2025-10-30T11:20:00+03:00', 3)).toEqual([
    'Срок: до 24:00 05.11.2025, время Europe/Moscow (UTC+03:00)',
    'Рабочие дни: 1 – 31.10.2025 (пт); 2 – 01.11.2025 (сб, рабочая, сокращённый); 3 – 05.11.2025 (ср)',
    `Календарь: ${calendar.version}`,
  ]);
  const [until, , , warning] = told('2026-12-29T11:20:00+03:00', 2, { mode: 'same-time' });
  expect(until).toBe('Срок: до 11:20 11.01.2027, время Europe/Moscow (UTC+03:00)');
  expect(warning).toMatch(/^Предварительно/);
});
