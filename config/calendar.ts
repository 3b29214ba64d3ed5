/** The production calendar as arithmetic, and its translation into the form Zammad's calendars have. */
import { Temporal } from 'temporal-polyfill';
import type { Wanted } from './schema/helpdesk.js';
import type { ProductionCalendar } from './schema/production-calendar.js';
import type { Region } from './schema/region.js';

const daysOf = (year: number): string[] => {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return Array.from({ length: first.daysInYear }, (_, index) => first.add({ days: index }).toString());
};

const dayOfWeek = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek;

/** Saturday or Sunday. `date` is `YYYY-MM-DD`. */
export const isWeekend = (date: string): boolean => dayOfWeek(date) > 5;

const isWorkingInYear = (calendar: ProductionCalendar, date: string): boolean =>
  calendar.work.includes(date) || (!isWeekend(date) && !calendar.off.includes(date));

/** How many working days the year has by its own lists. */
export const workingDaysOfYear = (calendar: ProductionCalendar): number =>
  daysOf(calendar.year).filter((date) => isWorkingInYear(calendar, date)).length;

/** Asked about a year whose production calendar nobody entered. Guessing Monday to Friday would shift legal terms. */
export class UnknownCalendarYear extends Error {
  readonly year: number;

  constructor(year: number) {
    super(`Нет производственного календаря на ${year} год: добавьте config/calendars/${year}.yaml`);
    this.name = 'UnknownCalendarYear';
    this.year = year;
  }
}

export type Calendars = ReadonlyMap<number, ProductionCalendar>;

/**
 * Whether `date` (`YYYY-MM-DD`) is worked: by the federal calendar, less the region's own holidays.
 * Throws UnknownCalendarYear.
 */
export const isWorkingDay = (
  calendars: Calendars,
  date: string,
  regionHolidays: readonly { readonly date: string }[] = [],
): boolean => {
  const year = Number(date.slice(0, 4));
  const calendar = calendars.get(year);
  if (!calendar) throw new UnknownCalendarYear(year);
  return isWorkingInYear(calendar, date) && !regionHolidays.some((holiday) => holiday.date === date);
};

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type BusinessHours = Wanted<'calendars'>['business_hours'];

interface CompiledCalendar {
  /** IANA name. */
  readonly timezone: string;
  /** All seven days, as Zammad wants them. */
  readonly business_hours: BusinessHours;
  /** `YYYY-MM-DD` → what the day is. */
  readonly public_holidays: Readonly<Record<string, { readonly active: true; readonly summary: string }>>;
}

const hoursWithWorkedWeekends = (wanted: BusinessHours, worked: readonly string[]): BusinessHours => {
  const frames =
    weekdays
      .slice(0, 5)
      .map((day) => wanted[day])
      .find((hours) => hours.active)?.timeframes ?? [];
  const opened = new Set(worked.map((date) => weekdays[dayOfWeek(date) - 1]));
  const day = (name: (typeof weekdays)[number]): BusinessHours['mon'] =>
    opened.has(name) && !wanted[name].active ? { active: true, timeframes: frames } : wanted[name];
  return {
    mon: day('mon'),
    tue: day('tue'),
    wed: day('wed'),
    thu: day('thu'),
    fri: day('fri'),
    sat: day('sat'),
    sun: day('sun'),
  };
};

/**
 * Zammad's calendars know weekly hours and holidays, not working Saturdays (T-03). So a weekday of the weekend that is
 * worked on any date of the years gets hours, and each of its other dates becomes a public holiday. Shortened days
 * stay whole: Zammad has one set of hours a weekday, and the terms of the regulation are counted in days.
 */
export const compileCalendar = (
  calendars: Calendars,
  wanted: Pick<Wanted<'calendars'>, 'timezone' | 'business_hours' | 'holidays'>,
  region?: Pick<Region, 'holidays'>,
): CompiledCalendar => {
  const years = [...calendars.values()].sort((a, b) => a.year - b.year);
  const regional = new Map(
    wanted.holidays === 'region' ? (region?.holidays ?? []).map(({ date, name }) => [date, name]) : [],
  );
  const business_hours = hoursWithWorkedWeekends(
    wanted.business_hours,
    years.flatMap(({ work }) => work),
  );

  const holiday = (calendar: ProductionCalendar, date: string): string | null => {
    const weekend = isWeekend(date);
    if (isWorkingInYear(calendar, date)) return regional.get(date) ?? null;
    if (!weekend) return 'Нерабочий день';
    const name = weekdays[dayOfWeek(date) - 1];
    return name && business_hours[name].active && !wanted.business_hours[name].active ? 'Выходной' : null;
  };
  const public_holidays = Object.fromEntries(
    years.flatMap((calendar) =>
      daysOf(calendar.year).flatMap((date) => {
        const summary = holiday(calendar, date);
        return summary === null ? [] : [[date, { active: true as const, summary }] as const];
      }),
    ),
  );
  return { timezone: wanted.timezone, business_hours, public_holidays };
};
