/** The production calendars against a list written by hand from the decrees, and their compiled form against both. */
import path from 'node:path';
import { compileCalendar, isWorkingDay, UnknownCalendarYear } from '../../config/calendar.js';
import { loadConfig } from '../../config/load.js';

const { calendars, helpdesk, regions } = await loadConfig(path.join(process.cwd(), 'config'));

/** Rest as newspapers print it: spans with their weekends; beside them every Saturday and Sunday but the worked ones. */
const rest: Record<
  number,
  { spans: [string, string][]; worked: string[]; months: number[]; short: string[] }
> = {
  2024: {
    spans: [
      ['01-01', '01-08'],
      ['02-23', '02-25'],
      ['03-08', '03-10'],
      ['04-28', '05-01'],
      ['05-09', '05-12'],
      ['06-12', '06-12'],
      ['11-03', '11-04'],
      ['12-29', '12-31'],
    ],
    worked: ['04-27', '11-02', '12-28'],
    months: [17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21],
    short: ['02-22', '03-07', '05-08', '06-11', '11-02'],
  },
  2025: {
    spans: [
      ['01-01', '01-08'],
      ['02-22', '02-23'],
      ['03-08', '03-09'],
      ['05-01', '05-04'],
      ['05-08', '05-11'],
      ['06-12', '06-15'],
      ['11-02', '11-04'],
      ['12-31', '12-31'],
    ],
    worked: ['11-01'],
    months: [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22],
    short: ['03-07', '04-30', '06-11', '11-01'],
  },
  2026: {
    spans: [
      ['01-01', '01-11'],
      ['02-21', '02-23'],
      ['03-07', '03-09'],
      ['05-01', '05-03'],
      ['05-09', '05-11'],
      ['06-12', '06-14'],
      ['11-04', '11-04'],
      ['12-31', '12-31'],
    ],
    worked: [],
    months: [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22],
    short: ['04-30', '05-08', '06-11', '11-03'],
  },
  // The Labour Code only; the decree will move two days of January.
  2027: {
    spans: [
      ['01-01', '01-10'],
      ['02-23', '02-23'],
      ['03-06', '03-08'],
      ['05-01', '05-03'],
      ['05-08', '05-10'],
      ['06-12', '06-14'],
      ['11-04', '11-04'],
    ],
    worked: [],
    months: [15, 19, 22, 22, 19, 21, 22, 22, 22, 21, 21, 23],
    short: ['02-22', '04-30', '06-11', '11-03', '12-31'],
  },
};

const days = (year: number): string[] => {
  const all: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000)
    all.push(new Date(at).toISOString().slice(0, 10));
  return all;
};
const byHand = (date: string): boolean => {
  const { spans, worked } = rest[Number(date.slice(0, 4))]!;
  const day = date.slice(5);
  if (worked.includes(day)) return true;
  if (spans.some(([from, to]) => day >= from && day <= to)) return false;
  return ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
};

/** How Zammad reads what it is given: hours of the weekday, unless the date is a holiday. */
const openInZammad = (compiled: ReturnType<typeof compileCalendar>, date: string): boolean => {
  const weekday = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[
    new Date(`${date}T00:00:00Z`).getUTCDay()
  ]!;
  return compiled.business_hours[weekday].active && compiled.public_holidays[date] === undefined;
};

it.each([2024, 2025, 2026, 2027])('%i: every day is what the list by hand says', (year) => {
  expect(days(year).filter((date) => isWorkingDay(calendars, date))).toEqual(days(year).filter(byHand));
  const months = Array.from({ length: 12 }, (_, month) =>
    days(year).filter((date) => Number(date.slice(5, 7)) === month + 1 && isWorkingDay(calendars, date)),
  );
  expect(months.map((month) => month.length)).toEqual(rest[year]!.months);
  expect(calendars.get(year)!.short.map((date) => date.slice(5))).toEqual(rest[year]!.short);
});

it('has the totals as published, and says which year is still provisional', () => {
  expect([...calendars.values()].map(({ year, status, workingDays }) => [year, status, workingDays])).toEqual(
    [
      [2024, 'decree', 248],
      [2025, 'decree', 247],
      [2026, 'decree', 247],
      [2027, 'provisional', 249],
    ],
  );
});

it('refuses a year that nobody entered', () => {
  expect(() => isWorkingDay(calendars, '2028-01-10')).toThrow(UnknownCalendarYear);
  expect(() => isWorkingDay(calendars, '2028-01-10')).toThrow('config/calendars/2028.yaml');
});

describe('compiled for Zammad (T-03)', () => {
  const federal = helpdesk.calendars.wanted.find(({ name }) => name === 'Рабочие дни: федеральный')!;
  const regional = helpdesk.calendars.wanted.find(({ forEachRegion }) => forEachRegion)!;
  const bashkortostan = regions.get('bashkortostan')!;
  const all = [2024, 2025, 2026, 2027].flatMap(days);

  it('is open exactly on federal working days, transferred Saturdays too', () => {
    const compiled = compileCalendar(calendars, federal);
    expect(all.filter((date) => openInZammad(compiled, date))).toEqual(all.filter(byHand));
    expect(openInZammad(compiled, '2025-11-01')).toBe(true);
    expect(compiled.business_hours.sun.active).toBe(false);
    expect(compiled.public_holidays['2026-01-09']).toEqual({ active: true, summary: 'Нерабочий день' });
  });

  it("closes on a region's own holidays as well, in that region only", () => {
    const own = new Set(bashkortostan.holidays.map(({ date }) => date));
    const compiled = compileCalendar(calendars, regional, bashkortostan);
    expect(all.filter((date) => openInZammad(compiled, date))).toEqual(
      all.filter((date) => byHand(date) && !own.has(date)),
    );
    expect(compiled.public_holidays['2026-10-12']?.summary).toBe('День Республики (перенос)');
    expect(openInZammad(compileCalendar(calendars, regional), '2026-10-12')).toBe(true);
    expect(isWorkingDay(calendars, '2026-10-12', bashkortostan.holidays)).toBe(false);
  });

  it('needs no Saturday hours in years without a working Saturday', () => {
    const compiled = compileCalendar(new Map([[2026, calendars.get(2026)!]]), federal);
    expect(compiled.business_hours.sat.active).toBe(false);
    expect(Object.keys(compiled.public_holidays)).toHaveLength(14);
  });
});
