/** Tables drawn with signs, `| ФИО | Лебедева |` between `+-----+`: lines of a text as rows and cells. */
import type { FormKeys } from './form-keys.js';
import type { Token } from './form-token.js';
import { tableTokens } from './form-table.js';

const ROW = /^\s*[|│┃║].*[|│┃║]\s*$/u;
const RULE = /^\s*[+|┌├└╔╠╚│┃║][-=+|:─━═┬┼┴┐┤┘╦╬╩╗╣╝│┃║\s]{2,}$/u;
/** More rows than a form has. */
const MAX_ROWS = 2_000;

/** The same tokens, drawn tables that hold a known label told apart into labels and values. */
export const withGrids = function* (
  tokens: Iterable<Token>,
  where: string,
  keys: FormKeys,
): Generator<Token> {
  let drawn: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'line' && drawn.length < MAX_ROWS && isDrawn(token.text)) {
      drawn.push(token);
      continue;
    }
    yield* gridOf(drawn, where, keys);
    drawn = [];
    yield token;
  }
  yield* gridOf(drawn, where, keys);
};

const isDrawn = (line: string): boolean => ROW.test(line) || RULE.test(line);

const gridOf = function* (drawn: readonly Token[], where: string, keys: FormKeys): Generator<Token> {
  const rows: string[][] = [];
  let fresh = true;
  for (const token of drawn) {
    const line = token.kind === 'line' ? token.text : '';
    if (RULE.test(line)) {
      fresh = true;
      continue;
    }
    const cells = line
      .trim()
      .slice(1, -1)
      .split(/[|│┃║]/u)
      .map((cell) => cell.trim());
    const above = rows.at(-1);
    // A cell of several lines: nothing stands before what goes on.
    if (!fresh && above !== undefined && cells.length === above.length && cells[0] === '')
      for (const [index, cell] of cells.entries())
        above[index] = `${above[index] ?? ''}${cell === '' ? '' : `\n${cell}`}`;
    else rows.push(cells);
    fresh = false;
  }
  if (rows.some((row) => row.length > 1 && row.some((cell) => keys.fieldOf(cell) !== null)))
    yield* tableTokens(rows, where, keys);
  else yield* drawn;
};
