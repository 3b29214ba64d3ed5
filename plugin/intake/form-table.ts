/** A table of a letter as labels and values: labels in a column, or in the first row. */
import { tidy } from './form.js';
import type { FormKeys } from './form-keys.js';
import type { Token } from './form-lines.js';

/** Tokens of a table; cells may hold lines. */
export function* tableTokens(
  rows: readonly (readonly string[])[],
  where: string,
  keys: FormKeys,
): Generator<Token> {
  const [titles = []] = rows;
  if (rows.length > 1 && isTitles(titles, rows[1] ?? [], keys)) {
    for (const [index, row] of rows.slice(1).entries())
      for (const [column, value] of row.entries())
        yield {
          kind: 'pair',
          label: tidy(titles[column] ?? ''),
          value,
          where: `${where}, таблица, строка ${index + 2}`,
        };
    return;
  }
  for (const [index, row] of rows.entries())
    yield* rowTokens(row, `${where}, таблица, строка ${index + 1}`, keys);
}

/** Labels beside each other, and hardly any in the row below: then they stand above their values. */
function isTitles(titles: readonly string[], below: readonly string[], keys: FormKeys): boolean {
  const known = (cell: string): boolean => keys.fieldOf(tidy(cell)) !== null;
  const filled = titles.filter((title) => tidy(title) !== '');
  const count = filled.filter(known).length;
  // In a row of label, value, label, value half of the cells are known. A value may be one: «телефон» is a way to be reached.
  return count >= 2 && count * 2 > filled.length && below.filter(known).length * 2 < count;
}

function* rowTokens(row: readonly string[], where: string, keys: FormKeys): Generator<Token> {
  const [only] = row;
  if (row.length === 1 && only !== undefined) {
    for (const text of only.split('\n')) yield { kind: 'line', text, where };
    return;
  }
  for (let at = 0; at < row.length; at += 1) {
    const label = tidy(row[at] ?? '');
    if (keys.fieldOf(label) === null && row.length !== 2) continue;
    yield { kind: 'pair', label, value: row[at + 1] ?? '', where };
    at += 1;
  }
}
