/** A report as a file for Excel and as lines for a terminal. Pure. */
import type { Period, ReportRow } from './report.js';

const columns: readonly (readonly [title: string, value: (row: ReportRow) => string | number | null])[] = [
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

/** Russian Excel splits at semicolons and reads a comma as the decimal sign; a formula in a cell would be run. */
const cell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace('.', ',');
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** RFC 4180 with semicolons, UTF-8 with a byte order mark, lines ended by CR LF. */
export const reportCsv = (rows: readonly ReportRow[]): string =>
  `\ufeff${[columns.map(([title]) => title), ...rows.map((row) => columns.map(([, value]) => value(row)))]
    .map((line) => line.map(cell).join(';'))
    .join('\r\n')}`;

const plain = (value: string | number | null): string => (value === null ? '–' : String(value));

export const reportText = (rows: readonly ReportRow[], { from, to }: Period): string =>
  [
    `Решения с ${from} по ${to} включительно, по времени региона.`,
    ...(rows.length === 0 ? ['За период записей нет.'] : []),
    ...rows.flatMap((row) => [
      `${row.clause} ${row.title} – ${row.region ?? 'регион не указан'}`,
      `  ${columns
        .slice(3)
        .map(([title, value]) => `${title.toLowerCase()}: ${plain(value(row))}`)
        .join('; ')}`,
    ]),
  ].join('\n');
