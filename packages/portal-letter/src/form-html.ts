/** HTML seen as a form: tables and definition lists give labels with their values, everything else gives lines. */
import type { FormKeys } from './form-keys.js';
import type { Token } from './form-token.js';
import { tableTokens } from './form-table.js';
import {
  bareText,
  breaksLine,
  CELLS,
  readHtml,
  type Attributes,
  type HtmlView,
  type Stretch,
} from './html-reader.js';

/** A line of their own, without the empty line that a paragraph has around it. */
const TIGHT = new Set(['br', 'div', 'li', 'option']);
/** Rows and their groups end no line: a table comes as a whole. */
const ROWS = new Set(['tr', 'thead', 'tfoot', 'dl']);
/** Inline tags that a form puts around a label; behind one, a value may follow without a space. */
const LABELLING = new Set(['b', 'strong', 'label', 'span', 'em', 'th']);

/** Tokens of a document, in its order; a table's come where it ends. */
export const htmlTokens = (html: string, where: string, keys: FormKeys): Token[] => {
  const reader = new FormReader(where, keys);
  if (readHtml(html, reader)) return reader.done();
  return bareText(html)
    .split('\n')
    .map((text) => ({ kind: 'line', text, where }));
};

/** Text that is gathered: of the page, a cell, or an item of a definition list. */
interface Box {
  readonly tag: string;
  readonly parts: string[];
  readonly at: number;
}

interface Grid {
  readonly rows: string[][];
  /** Boxes open when the table began. */
  readonly depth: number;
}

class FormReader implements HtmlView {
  private readonly tokens: Token[] = [];
  private readonly where: string;
  private readonly keys: FormKeys;
  private readonly boxes: Box[] = [{ tag: '', parts: [], at: 0 }];
  private readonly grids: Grid[] = [];
  private lines = 0;
  private term: string | null = null;

  constructor(where: string, keys: FormKeys) {
    this.where = where;
    this.keys = keys;
  }

  opened(name: string, attributes: Attributes, shown: boolean): void {
    if (shown && name === 'input' && /^(?:checkbox|radio)$/iu.test(attributes['type'] ?? ''))
      this.add('checked' in attributes ? ' [x] ' : ' [ ] ');
    if (breaksLine(name) && !ROWS.has(name)) this.breakLine(name);
    if (name === 'table') {
      this.spill();
      this.grids.push({ rows: [], depth: this.boxes.length });
    } else if (name === 'tr') {
      this.grids.at(-1)?.rows.push([]);
    } else if (CELLS.has(name)) {
      this.boxes.push({ tag: name, parts: [], at: this.lines });
    }
  }

  closed(name: string): void {
    if (name === 'td' || name === 'th') this.cell();
    else if (name === 'dt') this.term = this.take(name);
    else if (name === 'dd') this.definition(this.take(name));
    else if (name === 'table') this.table();
    else if (LABELLING.has(name)) this.labelEnds();
    // A void tag is closed where it is opened.
    if (breaksLine(name) && !ROWS.has(name) && name !== 'br') this.breakLine(name);
    if (name === 'dl') this.term = null;
  }

  text(text: string, _at: Stretch, shown: boolean, asIs: boolean): void {
    if (shown) this.add(asIs ? text : text.replace(/\s+/gu, ' '));
  }

  private add(said: string): void {
    if (said !== ' ' || this.boxes.at(-1)?.parts.at(-1)?.endsWith('\n') !== true) this.write(said);
  }

  done(): Token[] {
    while (this.grids.length > 0) this.table();
    for (const box of this.boxes.splice(1)) this.boxes[0]?.parts.push('\n', ...box.parts);
    this.spill();
    return this.tokens;
  }

  private write(text: string): void {
    this.boxes.at(-1)?.parts.push(text);
  }

  private breakLine(name: string): void {
    const last = this.boxes.at(-1)?.parts.at(-1);
    if (name === 'br' || !TIGHT.has(name) || last?.endsWith('\n') !== true) this.write('\n');
  }

  /** Text of the page before a table, or around one inside a cell, comes as lines before what the table says. */
  private spill(): void {
    const box = this.boxes.at(-1);
    if (box === undefined) return;
    for (const text of box.parts.join('').split('\n')) {
      this.lines += 1;
      this.tokens.push({ kind: 'line', text, where: `${this.where}, строка ${this.lines}` });
    }
    box.parts.length = 0;
  }

  private cell(): void {
    const box = this.boxes.at(-1);
    const grid = this.grids.at(-1);
    if (box === undefined || (box.tag !== 'td' && box.tag !== 'th')) return;
    const said = this.take(box.tag) ?? '';
    if (grid === undefined) this.write(`\n${said}\n`);
    else (grid.rows.at(-1) ?? newRow(grid)).push(said);
  }

  private take(tag: string): string | null {
    const box = this.boxes.at(-1);
    if (this.boxes.length < 2 || box?.tag !== tag) return null;
    this.boxes.pop();
    return box.parts.join('');
  }

  private definition(said: string | null): void {
    if (said === null || this.term === null) return;
    this.spill();
    this.lines += 1;
    this.tokens.push({
      kind: 'pair',
      label: this.term,
      value: said,
      where: `${this.where}, список, строка ${this.lines}`,
    });
  }

  private table(): void {
    const grid = this.grids.pop();
    if (grid === undefined) return;
    while (this.boxes.length > grid.depth) this.boxes.pop();
    if (this.isValue(grid)) {
      this.write(grid.rows.map((row) => row.join(' ')).join('\n'));
      return;
    }
    for (const token of tableTokens(grid.rows, this.where, this.keys)) this.tokens.push(token);
  }

  /** A table of one column beside a label is that label's value. */
  private isValue({ rows }: Grid): boolean {
    const around = this.grids.at(-1)?.rows.at(-1);
    const label = around?.at(-1);
    const field = label === undefined || label.length > 160 ? null : this.keys.fieldOf(label);
    // A table that a citizen put into the text is text.
    return field === 'summary' || (field !== null && rows.every((row) => row.length === 1));
  }

  /** `<b>СНИЛС</b>112…`: nothing but the tag sets them off. */
  private labelEnds(): void {
    const parts = this.boxes.at(-1)?.parts ?? [];
    const from = parts.lastIndexOf('\n') + 1;
    const line = parts.length - from > 6 ? '' : parts.slice(from).join('');
    if (line.length <= 120 && line.trim() !== '' && this.keys.fieldOf(line) !== null) this.write('\t');
  }
}

const newRow = (grid: Grid): string[] => {
  const row: string[] = [];
  grid.rows.push(row);
  return row;
};
