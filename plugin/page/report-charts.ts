/** What a report draws: weeks of the period, and how its times are spread. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Chart } from '../../templates/page/view-parts.js';
import type { WeekCount } from '../ask/insight/report-sums.js';
import type { Period, Sums } from '../ask/insight/report.js';
import { chartOf, distributionOf, type Column } from './charts.js';

const WEEK_DAYS = 7;
/** More stand too close to be read. */
const WEEKS_SHOWN = 13;

const KINDS = { due: 'Наступило', late: 'С опозданием' } as const;

const week = (date: Temporal.PlainDate): string => {
  const [, month = '', day = ''] = date.toString().split('-');
  return `${day}.${month}`;
};

/** The weeks of the period by their Mondays; of the last that is not over it is said. */
const trendColumns = (
  counts: readonly WeekCount[],
  kind: keyof typeof KINDS,
  { from, to }: Period,
): Column[] => {
  const first = Temporal.PlainDate.from(from);
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  const weeks = Math.floor(
    monday.until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days / WEEK_DAYS,
  );
  return Array.from({ length: weeks + 1 }, (_, at) => {
    const begins = monday.add({ weeks: at });
    const own = counts.filter((one) => one.week === begins.toString());
    const value = own.filter((one) => one.kind === kind).reduce((sum, { times }) => sum + times, 0);
    return { label: week(begins), value: own.length === 0 ? null : value };
  }).slice(-WEEKS_SHOWN);
};

const minutesWords = (from: number | null, to: number | null): string =>
  to === null ? `больше ${from ?? 0}` : from === null ? `до ${to}` : `${from}–${to}`;

const daysWords = (from: number | null, to: number | null): string =>
  to === null ? `больше ${from ?? 0}` : to - (from ?? -1) === 1 ? String(to) : `${(from ?? -1) + 1}–${to}`;

/** Two trends, how quickly the companion acted, how long terms were. `today`: a date. */
export const reportCharts = (
  sums: Sums,
  counts: readonly WeekCount[],
  period: Period,
  today: string,
): Chart[] => {
  const ends = Temporal.PlainDate.from(period.to);
  const isOpen = period.to >= today || ends.dayOfWeek !== WEEK_DAYS;
  const note = isOpen ? 'Последняя неделя неполная.' : '';
  return [
    ...Object.entries(KINDS).map(([kind, name]) =>
      chartOf(`trend-${kind}`, `${name} по неделям`, {
        what: 'Неделя с понедельника',
        unit: 'Раз',
        columns: trendColumns(counts, kind as keyof typeof KINDS, period),
        note,
      }),
    ),
    chartOf('minutes', 'Сколько минут до действия программы', {
      what: 'Минут',
      unit: 'Раз',
      columns: distributionOf(
        sums.acts.map(({ minutes, times }) => ({ value: minutes, times })),
        [1, 5, 15, 60],
        minutesWords,
      ),
    }),
    chartOf('days', 'За сколько рабочих дней кончались сроки', {
      what: 'Рабочих дней',
      unit: 'Сроков',
      columns: distributionOf(
        sums.terms.map(({ days, times }) => ({ value: days, times })),
        [0, 1, 2, 3, 7],
        daysWords,
      ),
    }),
  ];
};
