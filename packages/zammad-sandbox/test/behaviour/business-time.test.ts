import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addBusinessMinutes,
  businessMinutesBetween,
  isWorkingTime,
} from '../../src/behaviour/business-time.js';
import type { Row } from '../../src/world.js';
import { officeHours } from './small-world.js';

const calendar = (columns: Record<string, unknown> = {}): Row => ({
  id: 1,
  timezone: 'Europe/Moscow',
  business_hours: officeHours(),
  public_holidays: {},
  ...columns,
});

const frames = (...timeframes: [string, string][]): Record<string, unknown> =>
  Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, { active: true, timeframes }]),
  );

const off = (...dates: string[]): Record<string, unknown> =>
  Object.fromEntries(dates.map((date) => [date, { active: true, summary: 'выходной' }]));

/** Saturdays have hours, and every Saturday but the transferred one is a holiday: how a working Saturday is entered. */
const withWorkingSaturday = calendar({
  business_hours: officeHours('09:00', '18:00', 6),
  public_holidays: off('2025-10-25', '2025-11-03', '2025-11-04', '2025-11-08'),
});

test.each([
  ['within a day', calendar(), '2026-03-02T09:00:00Z', 60, '2026-03-02T10:00:00Z'],
  ['from the evening on', calendar(), '2026-03-02T16:00:00Z', 60, '2026-03-03T07:00:00Z'],
  [
    'a span that fills the day is over next morning',
    calendar(),
    '2026-03-02T06:00:00Z',
    540,
    '2026-03-03T06:00:00Z',
  ],
  ['over a weekend', calendar(), '2026-03-06T14:00:00Z', 120, '2026-03-09T07:00:00Z'],
  [
    'over the New Year',
    calendar({
      public_holidays: off('2025-12-31', ...Array.from({ length: 9 }, (_, day) => `2026-01-0${day + 1}`)),
    }),
    '2025-12-30T14:30:00Z',
    60,
    '2026-01-12T06:30:00Z',
  ],
  [
    'a holiday that was removed counts',
    calendar({ public_holidays: { '2026-03-03': { active: true, removed: true } } }),
    '2026-03-02T15:00:00Z',
    60,
    '2026-03-03T07:00:00Z',
  ],
  [
    'a holiday switched off counts',
    calendar({ public_holidays: { '2026-03-03': { active: false } } }),
    '2026-03-02T15:00:00Z',
    60,
    '2026-03-03T07:00:00Z',
  ],
  [
    'a working Saturday (1 November 2025)',
    withWorkingSaturday,
    '2025-10-31T15:00:00Z',
    480,
    '2025-11-01T14:00:00Z',
  ],
  [
    '… and the day off it was moved to',
    withWorkingSaturday,
    '2025-11-01T15:00:00Z',
    480,
    '2025-11-05T14:00:00Z',
  ],
  [
    'with lunch',
    calendar({ business_hours: frames(['14:00', '18:00'], ['09:00', '13:00']) }),
    '2026-03-02T09:30:00Z',
    60,
    '2026-03-02T11:30:00Z',
  ],
  [
    'round the clock: 23:59 is midnight',
    calendar({ business_hours: frames(['00:00', '23:59']) }),
    '2026-03-02T09:00:00Z',
    14_400,
    '2026-03-12T09:00:00Z',
  ],
  [
    'the night the clocks go forward lacks an hour',
    calendar({ timezone: 'Europe/Berlin', business_hours: frames(['00:00', '23:59']) }),
    '2026-03-28T23:00:00Z',
    1_380,
    '2026-03-29T22:00:00Z',
  ],
  [
    'a frame across the skipped hour',
    calendar({ timezone: 'Europe/Berlin', business_hours: frames(['01:00', '04:00']) }),
    '2026-03-28T23:00:00Z',
    119,
    '2026-03-29T01:59:00Z',
  ],
  [
    'a frame across the repeated hour',
    calendar({ timezone: 'Europe/Berlin', business_hours: frames(['01:00', '04:00']) }),
    '2026-10-24T22:00:00Z',
    239,
    '2026-10-25T02:59:00Z',
  ],
  [
    'east of Moscow',
    calendar({ timezone: 'Asia/Kamchatka' }),
    '2026-03-01T21:30:00Z',
    30,
    '2026-03-01T22:00:00Z',
  ],
])('%s', (_, row, from, minutes, expected) => {
  const due = addBusinessMinutes(row, new Date(from), minutes);
  expect(due.toISOString()).toBe(new Date(expected).toISOString());
  expect(businessMinutesBetween(row, new Date(from), due)).toBe(minutes);
});

test.each([
  ['2026-03-02T05:59:59Z', false],
  ['2026-03-02T06:00:00Z', true],
  ['2026-03-02T14:59:59Z', true],
  ['2026-03-02T15:00:00Z', false],
  ['2026-03-07T09:00:00Z', false],
])('working time at %s: %s', (moment, expected) => {
  expect(isWorkingTime(calendar(), new Date(moment))).toBe(expected);
});

test('a pause does not count', () => {
  const pause = [Date.parse('2026-03-02T10:00:00Z'), Date.parse('2026-03-03T08:00:00Z')] as const;
  const due = addBusinessMinutes(calendar(), new Date('2026-03-02T09:00:00Z'), 120, [pause]);
  expect(due.toISOString()).toBe('2026-03-03T09:00:00.000Z');
});

test('a calendar without any hours is refused', () => {
  const idle = calendar({ business_hours: officeHours('09:00', '18:00', 0) });
  expect(() => addBusinessMinutes(idle, new Date(), 1)).toThrow('No configured hours');
});

const worksAt = (row: Row, moment: number): boolean => {
  const local = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(String(row['timezone']));
  const holidays = row['public_holidays'] as Record<string, unknown>;
  if (local.toPlainDate().toString() in holidays) return false;
  const hours = row['business_hours'] as Record<string, { active: boolean; timeframes: [string, string][] }>;
  const day = hours[['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][local.dayOfWeek - 1]!]!;
  const clock = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  return day.active && day.timeframes.some(([from, to]) => clock >= from && (clock < to || to === '23:59'));
};

/** No edge within an hour that a change of the clocks skips or repeats: there the wall clock alone does not say when. */
const clockTime = fc
  .record({ hour: fc.integer({ min: 0, max: 23 }), quarter: fc.constantFrom('00', '15', '30', '45') })
  .map(
    ({ hour, quarter }) => `${String(hour).padStart(2, '0')}:${hour === 1 || hour === 2 ? '00' : quarter}`,
  );

const anyCalendar = fc
  .record({
    timezone: fc.constantFrom('Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC'),
    days: fc.array(
      fc.record({
        active: fc.boolean(),
        timeframes: fc.array(
          fc.tuple(clockTime, fc.oneof(clockTime, fc.constant('23:59'))).filter(([from, to]) => from < to),
          { minLength: 1, maxLength: 3 },
        ),
      }),
      { minLength: 6, maxLength: 6 },
    ),
    holidays: fc.subarray([
      '2026-03-27',
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
      '2026-10-24',
      '2026-10-25',
      '2026-11-01',
    ]),
  })
  .map(({ timezone, days, holidays }) =>
    calendar({
      timezone,
      public_holidays: off(...holidays),
      business_hours: {
        ...Object.fromEntries(
          ['mon', 'tue', 'wed', 'thu', 'sat', 'sun'].map((name, index) => [name, days[index]]),
        ),
        fri: { active: true, timeframes: [['10:00', '12:00']] },
      },
    }),
  );

/** Around both changes of the clocks, where a mistake would hide. */
const start = fc.tuple(
  fc.constantFrom(
    '2026-03-07T00:00:00Z',
    '2026-03-27T00:00:00Z',
    '2026-10-23T00:00:00Z',
    '2026-10-31T00:00:00Z',
  ),
  fc.integer({ min: 0, max: 4 * 1440 }),
);

test('agrees with counting minute by minute, in any calendar and over any change of the clocks', () => {
  fc.assert(
    fc.property(anyCalendar, start, fc.integer({ min: 1, max: 900 }), (row, [day, offset], minutes) => {
      const from = Date.parse(day) + offset * 60_000;
      let moment = from;
      for (let left = minutes; left > 0; moment += 60_000) if (worksAt(row, moment)) left -= 1;
      while (!worksAt(row, moment)) moment += 60_000;
      const due = addBusinessMinutes(row, new Date(from), minutes);
      expect(due.toISOString()).toBe(new Date(moment).toISOString());
      expect(businessMinutesBetween(row, new Date(from), due)).toBe(minutes);
    }),
    { numRuns: 60 },
  );
});
