/** A report as a file for Excel and as lines for a terminal. Pure. */
import { csvOf } from './csv.js';
import type { Period, ReportRow } from './report.js';

/** What regions are called, by id. */
type Names = ReadonlyMap<string, { readonly name: string }>;
type Column = readonly [title: string, value: (row: ReportRow) => string | number | null];

/** By name; one that the configuration no longer has goes by its id. */
const nameOf = (region: string | null, names: Names): string =>
  region === null ? 'не указан' : (names.get(region)?.name ?? region);

const figures: readonly Column[] = [
  ['Наступило', ({ due }) => due],
  ['Исполнено', ({ met }) => met],
  ['С опозданием', ({ late }) => late],
  ['Требовало внимания', ({ flagged }) => flagged],
  ['Минут до действия (медиана)', ({ medianMinutesToAct }) => rounded(medianMinutesToAct)],
  ['Рабочих дней (медиана)', ({ medianWorkingDays }) => rounded(medianWorkingDays)],
];

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;

const columnsOf = (names: Names): readonly Column[] => [
  ['Пункт', ({ clause }) => clause],
  ['Обязательство', ({ title }) => title],
  ['Регион', ({ region }) => nameOf(region, names)],
  ...figures,
];

/** For Excel. */
export const reportCsv = (rows: readonly ReportRow[], names: Names): string => {
  const columns = columnsOf(names);
  return csvOf([
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, value]) => value(row))),
  ]);
};

const plain = (value: string | number | null): string => (value === null ? '–' : String(value));

/** `never`: points of which nothing came about in the period. */
export const reportText = (
  rows: readonly ReportRow[],
  { from, to }: Period,
  names: Names,
  never: readonly string[],
): string =>
  [
    `Решения с ${from} по ${to} включительно, по времени региона.`,
    ...(rows.length === 0 ? ['За период записей нет.'] : []),
    ...rows.flatMap((row) => [
      `${row.clause} ${row.title} – ${row.region === null ? 'регион не указан' : nameOf(row.region, names)}`,
      `  ${figures.map(([title, value]) => `${title.toLowerCase()}: ${plain(value(row))}`).join('; ')}`,
    ]),
    ...(rows.length === 0 || never.length === 0 ? [] : [`Не наступало: п. ${never.join(', ')}`]),
  ].join('\n');
