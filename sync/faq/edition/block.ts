/** A document as a row of blocks, whatever program wrote it: what is needed to tell a section, a question and an answer apart. */
import type { InlinePicture } from './raw.js';

/** A cell of a table; cells that a merged one covers are the same object, so that what spans rows is known. */
export interface GridCell {
  readonly text: string;
  /** As it stands in an answer. */
  readonly html: string;
}

export interface GridRow {
  readonly cells: readonly (GridCell | null)[];
  readonly where: string;
}

export interface Block {
  readonly kind: 'text' | 'item' | 'table' | 'other';
  /** White space collapsed. */
  readonly text: string;
  /** As it stands in an answer; of an item what stands inside `li`. */
  readonly html: string;
  /** Outline level, 1 the outermost; null: no heading. */
  readonly level: number | null;
  /** How all of its text looks beside plain text: equal for blocks that look equal, empty for plain ones. */
  readonly look: string;
  /** Of an item: its depth, 0 the outermost, and whether it is numbered. */
  readonly item: { readonly list: string; readonly depth: number; readonly ordered: boolean } | null;
  /** What the format itself says it is. */
  readonly role: 'title' | 'contents' | 'section' | 'question' | null;
  readonly rows: readonly GridRow[];
}

export const blockOf = (given: Partial<Block> & Pick<Block, 'text' | 'html'>): Block => ({
  kind: 'text',
  level: null,
  look: '',
  item: null,
  role: null,
  rows: [],
  ...given,
});

/** A document that was taken apart. */
export interface Taken {
  readonly blocks: readonly Block[];
  readonly pictures: readonly InlinePicture[];
  /** What is in the file and was not taken over, each once. */
  readonly left: readonly string[];
}

export const isBlank = ({ kind, text, html }: Block): boolean =>
  kind !== 'table' && text === '' && !html.includes('<img');

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const collapsed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A table as HTML, its merged cells as spans. */
export const tableHtml = (rows: readonly GridRow[]): string => {
  const seen = new Set<GridCell>();
  const lines = rows.map(({ cells }, row) => {
    const parts = cells.map((cell, column) => {
      if (cell === null) return '<td></td>';
      if (seen.has(cell)) return '';
      seen.add(cell);
      const until = cells.findIndex((other, at) => at > column && other !== cell);
      const width = (until < 0 ? cells.length : until) - column;
      const below = rows.findIndex((other, at) => at > row && other.cells[column] !== cell);
      const height = (below < 0 ? rows.length : below) - row;
      const spans = `${width > 1 ? ` colspan="${width}"` : ''}${height > 1 ? ` rowspan="${height}"` : ''}`;
      return `<td${spans}>${cell.html}</td>`;
    });
    return `<tr>${parts.join('')}</tr>`;
  });
  return `<table>${lines.join('')}</table>`;
};

/** Items in a row become one list, deeper ones lists within. */
const listHtml = (items: readonly Block[]): string => {
  const open: string[] = [];
  let html = '';
  for (const { item, html: inner } of items) {
    const depth = (item?.depth ?? 0) + 1;
    const tag = item?.ordered === true ? 'ol' : 'ul';
    while (open.length > depth) html += `</li></${open.pop() ?? 'ul'}>`;
    if (open.length === depth) html += '</li>';
    while (open.length < depth) {
      open.push(tag);
      html += open.length < depth ? `<${tag}><li>` : `<${tag}>`;
    }
    html += `<li>${inner}`;
  }
  while (open.length > 0) html += `</li></${open.pop() ?? 'ul'}>`;
  return html;
};

/** Blocks as the HTML of an answer. */
export const htmlOf = (blocks: readonly Block[]): string => {
  const parts: string[] = [];
  let items: Block[] = [];
  const flush = (): void => {
    if (items.length > 0) parts.push(listHtml(items));
    items = [];
  };
  for (const block of blocks) {
    const first = items[0]?.item;
    const sameList = first == null || first.list === block.item?.list || (block.item?.depth ?? 0) > 0;
    if (block.kind !== 'item' || !sameList) flush();
    if (block.kind === 'item') items.push(block);
    else parts.push(block.kind === 'table' ? tableHtml(block.rows) : block.html);
  }
  flush();
  return parts.join('\n');
};
