/** Tables that stand otherwise: cards with their names on the left, one column in which questions and answers take turns. */
import type { GridCell, GridRow } from './block.js';
import { columnOf } from './table-header.js';
import { likeQuestion } from './wording.js';

export const filled = ({ cells }: GridRow): GridCell[] => [
  ...new Set(
    cells.filter((cell): cell is GridCell => cell !== null && cell.text.trim() + imagesIn(cell) !== ''),
  ),
];
const imagesIn = ({ html }: GridCell): string => (html.includes('<img') ? 'img' : '');

/** «Вопрос | …», «Ответ | …» below each other, as cards do: turned, so that what stood on the left is a header. */
export const turned = (rows: readonly GridRow[]): readonly GridRow[] | null => {
  const pairs = rows.filter(({ cells }) => new Set(cells).size === 2 && cells.length >= 2);
  const names = pairs.map(({ cells }) => columnOf(cells[0]?.text ?? '')?.column);
  if (pairs.length < 2 || !names.includes('question') || !names.includes('answer')) return null;
  const per = new Set(names).size;
  const cards: GridRow[] = [];
  for (let at = 0; at < pairs.length; at += per) {
    const card = pairs.slice(at, at + per);
    cards.push({ cells: card.map(({ cells }) => cells.at(-1) ?? null), where: card[0]?.where ?? '' });
  }
  return [
    { cells: pairs.slice(0, per).map(({ cells }) => cells[0] ?? null), where: pairs[0]?.where ?? '' },
    ...cards,
  ];
};

/** One column in which questions and answers take turns. */
export const unfolded = (rows: readonly GridRow[]): readonly GridRow[] | null => {
  const single = rows.filter((row) => filled(row).length > 0);
  if (single.length < 2 || single.some(({ cells }) => new Set(cells).size !== 1)) return null;
  const asks = single.map(({ cells }) => likeQuestion(cells[0]?.text ?? ''));
  if (asks[0] !== true || asks.filter(Boolean).length < single.length * 0.3) return null;
  const pairs: GridRow[] = [];
  for (const [index, { cells, where }] of single.entries()) {
    const cell = cells[0] ?? null;
    const before = pairs.at(-1);
    if (asks[index] === true) pairs.push({ cells: [cell, null], where });
    else if (before !== undefined && before.cells[1] === null)
      pairs[pairs.length - 1] = { cells: [before.cells[0] ?? null, cell], where: before.where };
    else if (before !== undefined && cell !== null) {
      const [question = null, answer = null] = before.cells;
      const joint = {
        text: `${answer?.text ?? ''}\n${cell.text}`,
        html: `${answer?.html ?? ''}\n${cell.html}`,
      };
      pairs[pairs.length - 1] = { cells: [question, joint], where: before.where };
    }
  }
  return pairs;
};
