/**
 * HTML seen as lines, each with the stretches of source its text came from. What is cut is cut out of the source: every tag stays,
 * so that tables and lists of what remains are still whole.
 */
import { breaksLine, CELLS, readHtml, type Attributes, type HtmlView, type Stretch } from './html-reader.js';
import { MAX_LINE, type Line } from './quotes.js';

const QUOTE_CLASS = /(?:^|\s)(?:gmail_quote|yahoo_quoted|protonmail_quote|mailru-blockquote)(?:\s|$)/iu;

export interface HtmlLine extends Line {
  readonly stretches: readonly Stretch[];
}

export interface HtmlLines {
  readonly lines: readonly HtmlLine[];
  /** What nobody sees: scripts, styles, hidden and struck out text. */
  readonly silent: readonly Stretch[];
  /** A table with two cells in a row, or a definition list: data that plain text would have lost. */
  readonly tabular: boolean;
  /** How much a person sees of it, in characters. */
  readonly visible: number;
}

/** Null: nested too deep to be read as HTML. */
export const htmlLines = (html: string): HtmlLines | null => {
  const reader = new LineReader();
  return readHtml(html, reader) ? reader.done() : null;
};

/** The source without the text of the lines that are not kept, and without what nobody sees. */
export const cutHtml = (html: string, { lines, silent }: HtmlLines, kept: readonly number[]): string => {
  const keep = new Set(kept);
  const cuts = [...silent, ...lines.flatMap((line, index) => (keep.has(index) ? [] : line.stretches))];
  cuts.sort((one, other) => one.start - other.start);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of cuts) {
    pieces.push(html.slice(at, start));
    at = Math.max(at, end);
  }
  pieces.push(html.slice(at));
  return pieces.join('');
};

class LineReader implements HtmlView {
  private readonly lines: HtmlLine[] = [];
  private readonly silent: Stretch[] = [];
  /** For each open tag, what it adds: a quote, a sure one. */
  private readonly openTags: { readonly quote: boolean; readonly sure: boolean }[] = [];
  private quotes = 0;
  private sureQuotes = 0;
  private cells = 0;
  private tabular = false;
  private visible = 0;
  private words: string[] = [];
  private length = 0;
  private stretches: Stretch[] = [];

  opened(name: string, attributes: Attributes): void {
    if (breaksLine(name) || CELLS.has(name)) this.flush();
    if (name === 'tr') this.cells = 0;
    if (name === 'td' || name === 'th') this.cells += 1;
    if (this.cells > 1 || name === 'dd') this.tabular = true;
    const marked = QUOTE_CLASS.test((attributes['class'] ?? '').slice(0, MAX_LINE));
    const quote = name === 'blockquote' || marked;
    const entry = {
      quote,
      sure: quote && (marked || attributes['type']?.toLowerCase() === 'cite'),
    };
    this.openTags.push(entry);
    this.count(entry, 1);
  }

  closed(name: string): void {
    if (breaksLine(name) || CELLS.has(name)) this.flush();
    const entry = this.openTags.pop();
    if (entry) this.count(entry, -1);
  }

  text(text: string, stretch: Stretch, shown: boolean, asIs: boolean): void {
    if (!shown) {
      this.silent.push(stretch);
      return;
    }
    if (!asIs || !text.includes('\n')) {
      this.add(text, stretch);
      return;
    }
    let { start } = stretch;
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) this.flush();
      if (line !== '') this.add(line, { start, end: start + line.length });
      start += line.length + 1;
    }
  }

  done(): HtmlLines {
    this.flush();
    return { lines: this.lines, silent: this.silent, tabular: this.tabular, visible: this.visible };
  }

  private add(text: string, stretch: Stretch): void {
    this.stretches.push(stretch);
    this.visible += text.trim().length;
    if (this.length > MAX_LINE) return;
    this.words.push(text.slice(0, MAX_LINE + 1));
    this.length += text.length;
  }

  private flush(): void {
    if (this.stretches.length === 0) return;
    const text = this.words.join('').replace(/\s+/gu, ' ').trim();
    const long = this.length > MAX_LINE;
    this.lines.push({
      text: long ? `${text.slice(0, MAX_LINE)}…` : text,
      depth: this.quotes,
      sure: this.sureQuotes > 0,
      stretches: this.stretches,
    });
    this.words = [];
    this.length = 0;
    this.stretches = [];
  }

  private count(entry: { quote: boolean; sure: boolean }, step: 1 | -1): void {
    if (entry.quote) this.quotes += step;
    if (entry.sure) this.sureQuotes += step;
  }
}
