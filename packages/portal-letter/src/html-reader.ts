/**
 * HTML as mail programs show it, read once for whoever looks at it: tags in their order, and each text with its place in the source
 * and whether a person sees it. What tags mean for lines, what is silent and how deep is too deep stands here and nowhere else.
 */
import { Parser } from 'htmlparser2';
import { NORMAL, type Look } from './html-look.js';
import { StyleSheet, type Element } from './html-style.js';

/** No mail program nests so deep; beyond it, looking up open tags would cost more than linear time. */
const MAX_DEPTH = 400;
/** Small enough that a flood of open tags is noticed before it costs anything. */
const CHUNK = 8_192;

/** Cells and items: each is a value of its own. */
export const CELLS: ReadonlySet<string> = new Set(['td', 'th', 'dt', 'dd']);
/** What begins a line, and ends one. */
const BREAKING = new Set(
  'address article blockquote body br center div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr legend li main ol option p pre section table tbody thead tfoot tr ul'.split(
    ' ',
  ),
);
/** Not shown, or struck out. */
const SILENT = new Set('script style title noscript template s strike del'.split(' '));
const PRESERVING = new Set(['pre', 'textarea']);

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export type Attributes = Readonly<Record<string, string>>;

/** One way to look at a document. */
export interface HtmlView {
  opened(name: string, attributes: Attributes, shown: boolean): void;
  closed(name: string): void;
  /** `shown`: a person sees it; `asIs`: its line ends and spaces are kept. */
  text(text: string, at: Stretch, shown: boolean, asIs: boolean): void;
}

export const breaksLine = (name: string): boolean => BREAKING.has(name);

/** Tells `view` everything, in order. False: nested too deep, and told only in part. */
export const readHtml = (html: string, view: HtmlView): boolean => {
  const page = new Page(view);
  const parser: Parser = new Parser({
    onopentag: (name, attributes) => {
      page.opened(name, attributes);
    },
    onclosetag: (name) => {
      page.closed(name);
    },
    ontext: (text) => {
      page.text(text, { start: parser.startIndex, end: parser.endIndex + 1 });
    },
  });
  for (let at = 0; at < html.length; at += CHUNK) {
    parser.write(html.slice(at, at + CHUNK));
    if (page.deepest > MAX_DEPTH) return false;
  }
  parser.end();
  return true;
};

interface Open extends Element {
  readonly look: Look;
}

class Page {
  deepest = 0;
  private readonly view: HtmlView;
  private readonly sheet = new StyleSheet();
  private readonly open: Open[] = [];
  private mute = 0;
  private asIs = 0;

  constructor(view: HtmlView) {
    this.view = view;
  }

  opened(name: string, attributes: Attributes): void {
    const around = this.open.at(-1)?.look ?? NORMAL;
    const element = { name, attributes };
    this.open.push({ ...element, look: this.sheet.lookOf(element, this.open, around) });
    this.deepest = Math.max(this.deepest, this.open.length);
    this.count(name, 1);
    this.view.opened(name, attributes, this.isShown());
  }

  closed(name: string): void {
    if (this.open.pop() !== undefined) this.count(name, -1);
    if (name === 'style') this.sheet.end();
    this.view.closed(name);
  }

  text(text: string, at: Stretch): void {
    if (this.open.at(-1)?.name === 'style') this.sheet.add(text);
    this.view.text(text, at, this.isShown(), this.asIs > 0);
  }

  private isShown(): boolean {
    return this.mute === 0 && this.open.at(-1)?.look.hidden !== true;
  }

  private count(name: string, step: 1 | -1): void {
    if (SILENT.has(name)) this.mute += step;
    if (PRESERVING.has(name)) this.asIs += step;
  }
}

/** What is left where tags cannot be trusted: the text between them, a tag a line. */
export const bareText = (html: string): string => {
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
};
