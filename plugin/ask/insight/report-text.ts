/** A report as a file for Excel and as lines for a terminal. Pure. */
import { csvOf } from './csv.js';
import type { Period, ReportRow } from './report.js';

/** What a report says of a row, in its order: every form of it has the same. */
export const reportColumns: readonly (readonly [
  title: string,
  value: (row: ReportRow) => string | number | null,
])[] = [
  ['Пункт', ({ clause }) => clause],
  ['Обязательство', ({ title }) => title],
  ['Регион', ({ region }) => region ?? 'не указан'],
  ['Наступило', ({ due }) => due],
  ['Исполнено', ({ met }) => met],
  ['С опозданием', ({ late }) => late],
  ['Требовало внимания', ({ flagged }) => flagged],
  ['Минут до действия (медиана)', ({ medianMinutesToAct }) => rounded(medianMinutesToAct)],
  ['Рабочих дней (медиана)', ({ medianWorkingDays }) => rounded(medianWorkingDays)],
];

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;

/** For Excel. */
export const reportCsv = (rows: readonly ReportRow[]): string =>
  csvOf([
    reportColumns.map(([title]) => title),
    ...rows.map((row) => reportColumns.map(([, value]) => value(row))),
  ]);

const plain = (value: string | number | null): string => (value === null ? '–' : String(value));

export const reportText = (rows: readonly ReportRow[], { from, to }: Period): string =>
  [
    `Решения с ${from} по ${to} включительно, по времени региона.`,
    ...(rows.length === 0 ? ['За период записей нет.'] : []),
    ...rows.flatMap((row) => [
      `${row.clause} ${row.title} – ${row.region ?? 'регион не указан'}`,
      `  ${reportColumns
        .slice(3)
        .map(([title, value]) => `${title.toLowerCase()}: ${plain(value(row))}`)
        .join('; ')}`,
    ]),
  ].join('\n');
