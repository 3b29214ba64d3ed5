/** HTML seen as a form: tables and definition lists give labels with their values, everything else gives lines. */
import { Parser } from 'htmlparser2';
import type { FormKeys } from './form-keys.js';
import type { Token } from './form-lines.js';
import { tableTokens } from './form-table.js';
import { bareText } from './letter-html.js';

/** As in the reading of letters: beyond it, looking up open tags would cost more than linear time. */
const MAX_DEPTH = 400;
const CHUNK = 8_192;

const BREAKING = new Set(
  'address article blockquote body br center div fieldset footer form h1 h2 h3 h4 h5 h6 header hr legend li main ol option p pre section table tbody ul'.split(
    ' ',
  ),
);
/** A line of their own, without the empty line that a paragraph has around it. */
const TIGHT = new Set(['br', 'div', 'li', 'option']);
/** Not shown, or struck out. */
const SILENT = new Set('script style title noscript template head s strike del'.split(' '));
const HIDDEN = /display\s{0,5}:\s{0,5}none/iu;
/** Inline tags that a form puts around a label; behind one, a value may follow without a space. */
const LABELLING = new Set(['b', 'strong', 'label', 'span', 'em', 'th']);

/** Tokens of a document, in its order; a table's come where it ends. */
export function htmlTokens(html: string, where: string, keys: FormKeys): Token[] {
  const reader = new HtmlReader(where, keys);
  const parser = new Parser({
    onopentag: (name, attributes) => {
      reader.opened(name, isHidden(attributes));
      if (name === 'input' && /^(?:checkbox|radio)$/iu.test(attributes['type'] ?? ''))
        reader.text('checked' in attributes ? ' [x] ' : ' [ ] ');
    },
    onclosetag: (name) => {
      reader.closed(name);
    },
    ontext: (text) => {
      reader.text(text);
    },
  });
  for (let at = 0; at < html.length; at += CHUNK) {
    parser.write(html.slice(at, at + CHUNK));
    if (reader.deepest > MAX_DEPTH)
      return bareText(html)
        .split('\n')
        .map((text) => ({ kind: 'line', text, where }));
  }
  parser.end();
  return reader.done();
}

/** What mail programs do not show: templates of a robot, a summary for the list of letters. */
function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return 'hidden' in attributes || HIDDEN.test((attributes['style'] ?? '').slice(0, 1_000));
}

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

class HtmlReader {
  deepest = 0;
  private readonly tokens: Token[] = [];
  private readonly where: string;
  private readonly keys: FormKeys;
  private readonly boxes: Box[] = [{ tag: '', parts: [], at: 0 }];
  private readonly grids: Grid[] = [];
  private depth = 0;
  /** Depth of the outermost tag that is not shown. */
  private hiddenAt = Infinity;
  private mute = 0;
  private pre = 0;
  private lines = 0;
  private term: string | null = null;

  constructor(where: string, keys: FormKeys) {
    this.where = where;
    this.keys = keys;
  }

  opened(name: string, hidden: boolean): void {
    this.depth += 1;
    if (hidden) this.hiddenAt = Math.min(this.hiddenAt, this.depth);
    this.deepest = Math.max(this.deepest, this.depth);
    if (SILENT.has(name)) this.mute += 1;
    if (name === 'pre' || name === 'textarea') this.pre += 1;
    if (BREAKING.has(name)) this.breakLine(name);
    if (name === 'table') {
      this.spill();
      this.grids.push({ rows: [], depth: this.boxes.length });
    } else if (name === 'tr') {
      this.grids.at(-1)?.rows.push([]);
    } else if (name === 'td' || name === 'th' || name === 'dt' || name === 'dd') {
      this.boxes.push({ tag: name, parts: [], at: this.lines });
    }
  }

  closed(name: string): void {
    this.depth -= 1;
    if (this.depth < this.hiddenAt) this.hiddenAt = Infinity;
    if (SILENT.has(name)) this.mute -= 1;
    if (name === 'pre' || name === 'textarea') this.pre -= 1;
    if (name === 'td' || name === 'th') this.cell();
    else if (name === 'dt') this.term = this.take(name);
    else if (name === 'dd') this.definition(this.take(name));
    else if (name === 'table') this.table();
    else if (LABELLING.has(name)) this.labelEnds();
    // A void tag is closed where it is opened.
    if (BREAKING.has(name) && name !== 'br') this.breakLine(name);
    if (name === 'dl') this.term = null;
  }

  text(text: string): void {
    if (this.mute > 0 || this.depth >= this.hiddenAt) return;
    const said = this.pre > 0 ? text : text.replace(/\s+/gu, ' ');
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
      this.write(grid.rows.flat().join('\n'));
      return;
    }
    for (const token of tableTokens(grid.rows, this.where, this.keys)) this.tokens.push(token);
  }

  /** A table of one column beside a label is that label's value. */
  private isValue({ rows }: Grid): boolean {
    const around = this.grids.at(-1)?.rows.at(-1);
    const label = around?.at(-1);
    return (
      label !== undefined &&
      label.length <= 160 &&
      rows.every((row) => row.length === 1) &&
      this.keys.fieldOf(label) !== null
    );
  }

  /** `<b>СНИЛС</b>112…`: nothing but the tag sets them off. */
  private labelEnds(): void {
    const parts = this.boxes.at(-1)?.parts ?? [];
    const from = parts.lastIndexOf('\n') + 1;
    const line = parts.length - from > 6 ? '' : parts.slice(from).join('');
    if (line.length <= 120 && line.trim() !== '' && this.keys.fieldOf(line) !== null) this.write('\t');
  }
}

function newRow(grid: Grid): string[] {
  const row: string[] = [];
  grid.rows.push(row);
  return row;
}
