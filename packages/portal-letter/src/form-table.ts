/** A table of a letter as labels and values: labels in a column, or in the first row. */
import { tidy } from './form.js';
import { MAX_LABEL, type FormKeys } from './form-keys.js';
import { labelled } from './form-label.js';
import type { Token } from './form-token.js';

/** Rows and lines that tell what a table is. */
const MAX_LOOKED_AT = 200;
/** No form has so many columns. */
const MAX_WIDTH = 12;

/** Tokens of a table; cells may hold lines. */
export const tableTokens = function* (
  rows: readonly (readonly string[])[],
  where: string,
  keys: FormKeys,
): Generator<Token> {
  const filled = withoutSpacers(rows);
  const [titles = []] = filled;
  const now = currentColumn(titles);
  if (now !== null) {
    for (const [index, row] of filled.slice(1).entries())
      yield* rowTokens([row[0] ?? '', row[now] ?? ''], `${where}, таблица, строка ${index + 2}`, keys);
    return;
  }
  if (filled.length > 1 && isTitles(titles, filled[1] ?? [], keys)) {
    for (const [index, row] of currentRows(filled.slice(1)).entries())
      for (const [column, value] of row.entries())
        yield {
          kind: 'pair',
          label: tidy(titles[column] ?? ''),
          value,
          where: `${where}, таблица, строка ${index + 2}`,
        };
    return;
  }
  for (const [index, row] of filled.entries())
    yield* rowTokens(row, `${where}, таблица, строка ${index + 1}`, keys);
};

/** «Было» and «Стало» of data that changed: only what is true now is taken. */
const BEFORE =
  /^(?:было|был[аи]?|стар\p{L}{2,3}|прежн\p{L}{2,3}|предыдущ\p{L}{2,3}|до(?: изменени\p{L})?|old|before|previous)(?: \p{L}{4,12}){0,2}$/iu;
const NOW =
  /^(?:стало|стал[аи]?|нов\p{L}{2,3}|текущ\p{L}{2,3}|актуальн\p{L}{2,3}|после(?: изменени\p{L})?|new|after|current)(?: \p{L}{4,12}){0,2}$/iu;

/** The column of what is true now, in a table that shows what was true before as well; null: it shows no such thing. */
export const currentColumn = (titles: readonly string[]): number | null => {
  const cells = titles
    .slice(0, MAX_WIDTH)
    .map((title) => tidy(title.slice(0, MAX_LABEL)).replace(/[:.]$/u, ''));
  const now = cells.findIndex((cell) => NOW.test(cell));
  return now > 0 && cells.some((cell) => BEFORE.test(cell)) ? now : null;
};

/** The same where each state is a row, named in its first cell. */
export const currentRows = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const named = (row: readonly string[], as: RegExp): boolean =>
    as.test(tidy((row[0] ?? '').slice(0, MAX_LABEL)));
  return rows.some((row) => named(row, BEFORE)) && rows.some((row) => named(row, NOW))
    ? rows.filter((row) => named(row, NOW))
    : rows;
};

/** Columns in which no row says anything, between labels and values: spaces, or a colon. */
const withoutSpacers = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const wide = rows.filter((row) => row.length > 2);
  const width = Math.max(0, ...wide.slice(0, MAX_LOOKED_AT).map((row) => row.length));
  if (wide.length < 2 || width > MAX_WIDTH) return rows;
  const spacers = new Set(
    Array.from({ length: width }, (_, column) => column).filter((column) =>
      wide.every((row) => /^[:：—–-]?$/u.test(tidy(row[column] ?? ''))),
    ),
  );
  return spacers.size === 0
    ? rows
    : rows.map((row) => (row.length > 2 ? row.filter((_, column) => !spacers.has(column)) : row));
};

/** Labels beside each other, and hardly any in the row below: then they stand above their values. */
const isTitles = (titles: readonly string[], below: readonly string[], keys: FormKeys): boolean => {
  const known = (cell: string): boolean => keys.fieldOf(tidy(cell)) !== null;
  const filled = titles.filter((title) => tidy(title) !== '');
  const count = filled.filter(known).length;
  // In a row of label, value, label, value half of the cells are known. A value may be one: «телефон» is a way to be reached.
  return count >= 2 && count * 2 > filled.length && below.filter(known).length * 2 < count;
};

/** Cells that hold whole lines, `ФИО: Лебедева` and more, beside each other: columns of a page, not of a table. */
const isLayout = (row: readonly string[], keys: FormKeys): boolean =>
  !row.some((cell) => keys.fieldOf(tidy(cell.slice(0, MAX_LABEL))) !== null) &&
  row.some((cell) =>
    cell
      .split('\n', MAX_LOOKED_AT)
      .some((line) => line.length <= MAX_LABEL && labelled(line, keys)?.setOff === true),
  );

const rowTokens = function* (row: readonly string[], where: string, keys: FormKeys): Generator<Token> {
  const [only] = row;
  if (row.length === 1 && only !== undefined) {
    for (const text of only.split('\n')) yield { kind: 'line', text, where };
    return;
  }
  if (isLayout(row, keys)) {
    for (const cell of row) for (const text of cell.split('\n')) yield { kind: 'line', text, where };
    return;
  }
  for (let at = 0; at < row.length; at += 1) {
    const label = tidy(row[at] ?? '');
    if (keys.fieldOf(label) === null && row.length !== 2) continue;
    yield { kind: 'pair', label, value: row[at + 1] ?? '', where };
    at += 1;
  }
};
