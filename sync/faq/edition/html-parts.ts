/** Parts of HTML that hold several things: tables with merged cells, paragraphs whose lines are questions and answers. */
import render from 'dom-serializer';
import { DomUtils, parseDocument } from 'htmlparser2';
import type { GridCell, GridRow } from './block.js';
import { allBold, named, textOf, type Element, type Nodes, type Page } from './html-look.js';
import { answerLabel, asks, questionLabel } from './wording.js';

export const gridOf = (table: Element, page: Page): GridRow[] => {
  const rows = DomUtils.getElementsByTagName('tr', table.children, true).filter((row) => {
    let at = row.parent;
    while (at !== null && at !== table && !named(at, 'table')) at = at.parent;
    return at === table;
  });
  const hanging = new Map<number, { cell: GridCell; rows: number }>();
  return rows.slice(0, 20_000).map((row, number) => {
    const cells: (GridCell | null)[] = [];
    const fill = (): void => {
      for (let held = hanging.get(cells.length); held !== undefined; held = hanging.get(cells.length)) {
        if (held.rows <= 1) hanging.delete(cells.length);
        else hanging.set(cells.length, { ...held, rows: held.rows - 1 });
        cells.push(held.cell);
      }
    };
    for (const node of row.children) {
      if (!named(node, 'td', 'th')) continue;
      fill();
      const cell = { text: textOf(node), html: render(node.children).trim() };
      const width = Math.min(Math.max(Number(node.attribs['colspan'] ?? 1) || 1, 1), 200);
      const height = Math.min(Math.max(Number(node.attribs['rowspan'] ?? 1) || 1, 1), rows.length);
      for (let count = 0; count < width; count += 1) {
        if (height > 1) hanging.set(cells.length, { cell, rows: height - 1 });
        cells.push(cell);
      }
    }
    fill();
    return { cells, where: `${page.where}, строка таблицы ${number + 1}` };
  });
};

/** Lines of a paragraph, where breaks part questions from their answers: each question a line, what follows it another. */
export const linesOf = (nodes: Nodes, page: Page): Nodes[] | null => {
  const lines: Nodes[] = [[]];
  for (const child of nodes) {
    if (named(child, 'br')) lines.push([]);
    else lines.at(-1)?.push(child);
  }
  const told = lines.filter((line) => textOf(line) !== '');
  if (told.length < 2) return null;
  const label = (line: Nodes): boolean =>
    answerLabel(textOf(line)) !== null || questionLabel(textOf(line)) !== null;
  if (told.some(label)) return told;
  const asked = (line: Nodes): boolean => allBold(line, page) && asks(textOf(line));
  if (
    !told.some((line, index) => asked(line) && told[index + 1] !== undefined && !asked(told[index + 1] ?? []))
  )
    return null;
  const parted: Nodes[] = [];
  for (const [index, line] of told.entries()) {
    const before = told[index - 1];
    if (asked(line) || before === undefined || asked(before)) parted.push([...line]);
    else parted.at(-1)?.push(...breakBefore(line));
  }
  return parted;
};
const breakBefore = (line: Nodes): Nodes => [...parseDocument('<br>').children, ...line];
