/** CSV as a form: titles above their values, or a title and its value on each line. */
import { parse } from 'csv-parse/sync';
import { tidy, type FormBuilder } from './form.js';
import type { FormKeys } from './form-keys.js';
import { currentColumn, currentRows } from './form-table.js';

const DELIMITERS = [';', ',', '\t', '|'] as const;
/** An export of a whole day is no request. */
const MAX_ROWS = 2_000;
const MAX_COLUMNS = 500;

/** Puts what a CSV text says into `builder`. Never throws: a text that is no table is a fault. */
export const readCsv = (text: string, where: string, builder: FormBuilder): void => {
  // One kind of line end: a quote before another kind would count as a letter of the value.
  const source = text.replace(/\r\n?/gu, '\n').replace(/^\ufeff?(?:sep=.\n)?/u, '');
  const rows = rowsOf(source, builder.keys);
  if (rows === null || rows.length === 0) {
    builder.say('CSV не читается: откройте файл сами, портал должен исправить его', where);
    return;
  }
  if (rows.length === MAX_ROWS) builder.say(`Строк больше ${MAX_ROWS - 1}, прочитаны первые`, where);
  const { keys } = builder;
  if (rows.length > 2 && isTitles(rows[0] ?? [], rows[1] ?? [], keys))
    builder.say('В таблице несколько строк с данными: обращений может быть несколько, разделите их', where);
  const [titles = []] = rows;
  const now = currentColumn(titles);
  if (now !== null) {
    for (const [index, row] of rows.slice(1).entries()) {
      const field = keys.fieldOfColumn(row[0] ?? '', Number.NaN);
      if (field !== null)
        add(builder, { field, label: row[0] ?? '', value: row[now] ?? '' }, `${where}, строка ${index + 2}`);
    }
    return;
  }
  if (rows.length > 1 && isTitles(titles, rows[1] ?? [], keys)) {
    columns(builder, titles, currentRows(rows.slice(1)), where, 2);
  } else if (keys.hasNumberedColumns) {
    columns(builder, null, rows, where, 1);
  } else {
    const before = builder.entries.length;
    for (const [index, row] of rows.entries()) {
      const field = keys.fieldOfColumn(row[0] ?? '', Number.NaN);
      if (field !== null)
        add(
          builder,
          { field, label: row[0] ?? '', value: row.slice(1).filter(Boolean).join(', ') },
          `${where}, строка ${index + 1}`,
        );
    }
    if (builder.entries.length === before)
      builder.say('В CSV нет знакомых столбцов: опишите их в config/regions, intake.mapping.csv', where);
  }
};

/** Two known titles make a line of titles, however many others stand beside them. */
const isTitles = (titles: readonly string[], below: readonly string[], keys: FormKeys): boolean => {
  const known = (cell: string): boolean => keys.fieldOfColumn(cell, Number.NaN) !== null;
  const count = titles.filter(known).length;
  return count >= 2 && below.filter(known).length * 2 < count;
};

const columns = (
  builder: FormBuilder,
  titles: readonly string[] | null,
  rows: readonly (readonly string[])[],
  where: string,
  first: number,
): void => {
  for (const [index, row] of rows.entries())
    for (const [column, value] of row.entries()) {
      const title = titles?.[column] ?? null;
      const field = builder.keys.fieldOfColumn(title, column);
      if (field !== null)
        add(
          builder,
          { field, label: title ?? String(column + 1), value },
          `${where}, строка ${index + first}`,
        );
    }
};

type Cell = Omit<Parameters<FormBuilder['add']>[0], 'where'>;

const add = (builder: FormBuilder, { field, label, value }: Cell, where: string): void => {
  builder.tabular = true;
  builder.add({ field, label, value: plain(value), where });
};

/** Excel's ways of saying that a number is a text: `="112"`, `'112`. */
const plain = (value: string): string =>
  tidyCell(value)
    .replace(/^="(.*)"$/su, '$1')
    .replace(/^'/u, '');

const tidyCell = (value: string): string => value.split('\n').map(tidy).join('\n');

/** Rows by the delimiter under which the first line has the most known titles. */
const rowsOf = (source: string, keys: FormKeys): string[][] | null => {
  const end = source.indexOf('\n');
  const line = source.slice(0, Math.min(end < 0 ? source.length : end, 10_000));
  const [best = ';'] = DELIMITERS.map((delimiter) => ({
    delimiter,
    known: line
      .split(delimiter)
      .filter((title) => keys.fieldOfColumn(title.replaceAll('"', ''), Number.NaN) !== null).length,
    cells: line.split(delimiter).length,
  }))
    .sort((one, other) => other.known - one.known || other.cells - one.cells)
    .map(({ delimiter }) => delimiter);
  try {
    const rows: unknown = parse(source, {
      delimiter: best,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: MAX_ROWS,
    });
    return isRows(rows) ? rows.map((row) => row.slice(0, MAX_COLUMNS)) : null;
  } catch {
    return null;
  }
};

const isRows = (rows: unknown): rows is string[][] =>
  Array.isArray(rows) &&
  rows.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === 'string'));
