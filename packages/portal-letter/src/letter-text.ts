/** A body of a letter → the text its sender wrote: decoded, unfolded, quotes and signatures cut. */
import { decodeText } from './charset.js';
import { bareText } from './html-reader.js';
import { cutHtml, htmlLines, type HtmlLines } from './letter-html.js';
import type { Forwarder } from './forwarded.js';
import type { Leaf } from './letter-parts.js';
import { keptLines, MAX_LINE, type Envelope, type Line } from './quotes.js';

/** Longest stretch that is read: a form fills a few kilobytes, so what is longer holds no more of it. */
const MAX_TEXT_BYTES = 1_000_000;
/** Ten thousand fields are read; more lines than these are a flood. */
const MAX_LINES = 50_000;

export interface Body {
  readonly kind: 'text' | 'html';
  readonly text: string;
  /** Of kind html only. */
  readonly html: HtmlLines | null;
  readonly faults: readonly string[];
}

/** A leaf of text, decoded. HTML that is nested too deep becomes text. */
export const bodyOf = (leaf: Leaf, kind: 'text' | 'html'): Body => {
  const { text, faults } = textOf(leaf, kind);
  if (kind === 'text') return { kind, text, html: null, faults };
  const html = htmlLines(text);
  if (html !== null) return { kind, text, html, faults };
  const fault = 'Слишком глубокая вложенность HTML, прочитан только текст: сверьте данные с исходным письмом';
  return { kind: 'text', text: bareText(text), html: null, faults: [...faults, fault] };
};

/** Text of a part, at most `MAX_TEXT_BYTES` of it. */
export const textOf = (
  leaf: Leaf,
  kind: string,
): { readonly text: string; readonly faults: readonly string[] } => {
  const faults: string[] = [];
  const bytes = start(leaf.bytes);
  if (bytes.length < leaf.bytes.length) faults.push('Текст длиннее 1 МБ, прочитано только начало');
  const decoded = decodeText(bytes, leaf.charset ?? inner(bytes, kind));
  if (decoded.fault !== null) faults.push(decoded.fault);
  const text = leaf.flowed && kind === 'text' ? unfold(decoded.text, leaf.delSp) : decoded.text;
  const end = lineLimit(text);
  if (end < text.length) faults.push(`Строк больше ${MAX_LINES}, прочитано только начало`);
  return { text: text.slice(0, end), faults };
};

/** A body without quotes and signatures. */
export interface Cut {
  readonly text: string;
  readonly forwarded: Forwarder | null;
}

/** What the sender wrote of a body. */
export const cutBody = (body: Body, envelope: Envelope): Cut => {
  if (body.html !== null) {
    const kept = keptLines(body.html.lines, envelope);
    return { text: cutHtml(body.text, body.html, kept.lines), forwarded: kept.forwarded };
  }
  const rows = body.text.split(/\r\n|\r|\n/u).map(unquoted);
  const kept = keptLines(rows, envelope);
  const text = kept.lines.map((index) => rows[index]?.whole ?? '').join('\n');
  return { text, forwarded: kept.forwarded };
};

interface Row extends Line {
  readonly whole: string;
}

/** «СП> »: The Bat! puts the initials of whom it quotes before the mark. */
const INITIALS = /^\s{0,2}\p{Lu}{1,4}(?=>)/u;

/** Marks `>` off, however they are spaced. */
const unquoted = (raw: string): Row => {
  let depth = 0;
  let at = 0;
  const initials = INITIALS.exec(raw.slice(0, 8))?.[0].length ?? 0;
  for (let index = initials; index < raw.length; index += 1) {
    if (raw[index] === '>') {
      depth += 1;
      at = index + 1;
    } else if (raw[index] !== ' ' || index > at + 1) break;
  }
  const whole = depth === 0 ? raw : raw.slice(raw[at] === ' ' ? at + 1 : at);
  return { whole, depth, sure: true, text: whole.length > MAX_LINE ? `${whole.slice(0, MAX_LINE)}…` : whole };
};

const start = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length <= MAX_TEXT_BYTES) return bytes;
  let end = MAX_TEXT_BYTES;
  while (end > MAX_TEXT_BYTES - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
};

/** Where the line after the last allowed one begins. */
const lineLimit = (text: string): number => {
  let at = 0;
  for (let lines = 0; lines < MAX_LINES; lines += 1) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at;
};

/** The charset a document names itself: an XML prolog, a `meta` of HTML. */
const inner = (bytes: Uint8Array, kind: string): string | null => {
  if (kind !== 'xml' && kind !== 'html') return null;
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024));
  return /(?:encoding|charset)\s{0,5}=\s{0,5}["']?([\w.:-]{2,40})/iu.exec(head)?.[1] ?? null;
};

/** Lines that `format=flowed` wrapped, whole again (RFC 3676). */
const unfold = (text: string, delSp: boolean): string => {
  const pieces: string[] = [];
  let open = false;
  let depth = 0;
  for (const raw of text.split(/\r?\n/u)) {
    const row = unquoted(raw);
    const line = row.depth === 0 && raw.startsWith(' ') ? raw.slice(1) : row.whole;
    const mark = '>'.repeat(row.depth);
    if (open && row.depth === depth) pieces.push(line);
    else pieces.push(pieces.length === 0 ? '' : '\n', mark, mark === '' ? '' : ' ', line);
    open = line.endsWith(' ') && line !== '-- ';
    depth = row.depth;
    if (open && delSp) pieces.push(pieces.pop()?.slice(0, -1) ?? '');
  }
  return pieces.join('');
};
