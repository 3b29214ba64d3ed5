/**
 * HTML seen as lines, each with the stretches of source its text came from. What is cut is cut out of the source: every tag stays,
 * so that tables and lists of what remains are still whole.
 */
import { Parser } from 'htmlparser2';
import { MAX_LINE, type Line } from './quotes.js';

/** No mail program nests so deep; beyond it, looking up open tags would cost more than linear time. */
const MAX_DEPTH = 400;
/** Small enough that a flood of open tags is noticed before it costs anything. */
const CHUNK = 8_192;

const BREAKING = new Set(
  'address article blockquote body br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const SILENT = new Set(['script', 'style', 'title', 'noscript', 'template']);
const QUOTE_CLASS = /(?:^|\s)(?:gmail_quote|yahoo_quoted|protonmail_quote|mailru-blockquote)(?:\s|$)/iu;

interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface HtmlLine extends Line {
  readonly stretches: readonly Stretch[];
}

export interface HtmlLines {
  readonly lines: readonly HtmlLine[];
  readonly silent: readonly Stretch[];
  /** A table with two cells in a row, or a definition list: data that plain text would have lost. */
  readonly tabular: boolean;
  /** How much a person sees of it, in characters. */
  readonly visible: number;
}

/** Null: nested too deep to be read as HTML. */
export function htmlLines(html: string): HtmlLines | null {
  const reader = new LineReader();
  const parser: Parser = new Parser({
    onopentag: (name, attributes) => {
      reader.open(name, attributes);
    },
    onclosetag: (name) => {
      reader.close(name);
    },
    ontext: (text) => {
      reader.text(text, { start: parser.startIndex, end: parser.endIndex + 1 });
    },
  });
  for (let at = 0; at < html.length; at += CHUNK) {
    parser.write(html.slice(at, at + CHUNK));
    if (reader.deepest > MAX_DEPTH) return null;
  }
  parser.end();
  return reader.done();
}

/** The source without the text of the lines that are not kept, and without scripts and styles. */
export function cutHtml(html: string, { lines, silent }: HtmlLines, kept: readonly number[]): string {
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
}

/** What is left where tags cannot be trusted: the text between them, a tag a line. */
export function bareText(html: string): string {
  const pieces: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    if (open > at) pieces.push(html.slice(at, open));
    const close = html.indexOf('>', open);
    at = close < 0 ? html.length : close + 1;
  }
  pieces.push(html.slice(at));
  return pieces.join('\n');
}

class LineReader {
  deepest = 0;
  private readonly lines: HtmlLine[] = [];
  private readonly silent: Stretch[] = [];
  /** For each open tag, what it adds: a quote, a sure one, silence, kept layout. */
  private readonly openTags: {
    readonly quote: boolean;
    readonly sure: boolean;
    readonly mute: boolean;
    readonly pre: boolean;
  }[] = [];
  private quotes = 0;
  private sureQuotes = 0;
  private mute = 0;
  private pre = 0;
  private cells = 0;
  private tabular = false;
  private visible = 0;
  private words: string[] = [];
  private length = 0;
  private stretches: Stretch[] = [];

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (BREAKING.has(name)) this.flush();
    if (name === 'tr') this.cells = 0;
    if (name === 'td' || name === 'th') this.cells += 1;
    if (this.cells > 1 || name === 'dd') this.tabular = true;
    const marked = QUOTE_CLASS.test((attributes['class'] ?? '').slice(0, MAX_LINE));
    const quote = name === 'blockquote' || marked;
    const entry = {
      quote,
      sure: quote && (marked || attributes['type']?.toLowerCase() === 'cite'),
      mute: SILENT.has(name),
      pre: name === 'pre',
    };
    this.openTags.push(entry);
    this.deepest = Math.max(this.deepest, this.openTags.length);
    this.count(entry, 1);
  }

  close(name: string): void {
    if (BREAKING.has(name)) this.flush();
    const entry = this.openTags.pop();
    if (entry) this.count(entry, -1);
  }

  text(text: string, stretch: Stretch): void {
    if (this.mute > 0) {
      this.silent.push(stretch);
      return;
    }
    if (this.pre === 0 || !text.includes('\n')) {
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

  private count(entry: { quote: boolean; sure: boolean; mute: boolean; pre: boolean }, step: 1 | -1): void {
    if (entry.quote) this.quotes += step;
    if (entry.sure) this.sureQuotes += step;
    if (entry.mute) this.mute += step;
    if (entry.pre) this.pre += step;
  }
}
