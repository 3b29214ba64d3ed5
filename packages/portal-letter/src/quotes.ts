/** Which lines of a letter its sender wrote: quotes, forwards and signatures told apart, in plain text and HTML alike. */
import {
  fieldBlock,
  forwarderIn,
  isForwardEnd,
  isForwardMark,
  type FieldBlock,
  type Forwarder,
  type Occasion,
} from './forwarded.js';
import { signatureStart, isPhoneMark } from './signatures.js';

/**
 * Which lines of a letter its sender wrote. The same rules serve plain text and HTML: both come as lines, and each line knows
 * whether its layout (`>`, a blockquote) marks it as quoted.
 */
export interface Line {
  /** Without the marks of a quote; at most `MAX_LINE` characters, enough for every pattern. */
  readonly text: string;
  /** How many quotes it stands in: marks `>`, blockquotes. */
  readonly depth: number;
  /** False: laid out like a quote, and one only below the words that announce it (a plain blockquote). */
  readonly sure: boolean;
}

export interface Kept {
  /** Indices of the lines that stay, ascending. */
  readonly lines: readonly number[];
  /** The innermost forwarded sender, where a header block or an introduction names one. */
  readonly forwarded: Forwarder | null;
}

/** What a letter's headers say of the lines in it. */
export interface Envelope {
  readonly occasion: Occasion;
  /** Addresses whose words are not the sender's: our own, and the one the letter was sent to. Lower case. */
  readonly ours: readonly string[];
}

/** No line that announces a quote is longer; also what keeps every pattern here bounded. */
export const MAX_LINE = 400;

const DATE =
  /\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\s{1,3}\p{L}{3,9}\.?,?\s{1,3}\d{4}|\d{4}-\d{2}-\d{2}|\p{L}{3,9}\.?\s{1,3}\d{1,2},\s{1,3}\d{4}/u;
/** A day, bare or behind a weekday; a form's «Дата обращения: …» has a colon in between. */
const BEGINS_WITH_DATE = new RegExp(`^(?:on\\s)?(?:\\p{L}{2,12}\\.?,?\\s{1,3})?(?:${DATE.source})`, 'iu');
const TIME = /\d{1,2}:\d{2}/u;
const ADDRESS = /[^\s<>"'();:,[\]]{1,64}@[^\s<>"'();:,[\]]{1,190}/u;
const WROTE = /(?<!\p{L})(?:пишет|(?:на)?писал(?:а|\(а\)|и)?|wrote)(?!\p{L})/iu;
const FIELD = /^\s*\p{L}[^:]{0,60}:\s*\S/u;
const DIVIDER =
  /^\s*-{2,20}\s*(?:original message|исходное сообщение|исходящее сообщение|оригинальное сообщение)\s*-{0,20}\s*$/iu;

/**
 * The lines that stay once quotes, signatures and forwards of our own mail are gone. Where nothing would be left of a letter that
 * answers none, everything stays: a form is never lost to a pattern. An answer without words of its own says nothing.
 */
export const keptLines = (lines: readonly Line[], { occasion, ours }: Envelope): Kept => {
  const isOurs = (from: Forwarder | null): boolean => from !== null && ours.includes(from.address);
  const marks = forwardMarks(lines, occasion, isOurs);
  const bounds = [0, ...marks.map((mark) => mark.start), lines.length];
  const kept: number[] = [];
  let forwarded: Forwarder | null = null;
  for (let index = 0; index + 1 < bounds.length; index += 1) {
    const mark = index === 0 ? null : (marks[index - 1] ?? null);
    if (mark !== null && isOurs(mark.from)) continue;
    forwarded = mark?.from ?? forwarded;
    const from = mark?.end ?? 0;
    const end = bounds[index + 1] ?? lines.length;
    for (const own of ownLines(lines, {
      from,
      end,
      forwarded: mark !== null,
      last: end === lines.length,
      occasion,
    }))
      kept.push(own);
  }
  const some = kept.some((index) => filled(lines[index]));
  return {
    lines: some || occasion === 'reply' || marks.some(({ from }) => isOurs(from)) ? kept : [...lines.keys()],
    forwarded,
  };
};

interface ForwardMark {
  /** First line of the announcement, and the first after it. */
  readonly start: number;
  readonly end: number;
  readonly from: Forwarder | null;
}

/**
 * Each forwarded message begins with a mark, or with a header block where the subject or an empty space above says so. What an
 * answer quotes is not forwarded, whatever it holds.
 */
const forwardMarks = (
  lines: readonly Line[],
  occasion: Occasion,
  isOurs: (from: Forwarder | null) => boolean,
): ForwardMark[] => {
  const marks: ForwardMark[] = [];
  let above = false;
  let answer = false;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || !filled(line) || (answer && line.depth > 0)) continue;
    const mark = forwardAt(lines, index, occasion, above);
    // What stands below the headers of our own mail is no forward but what is answered.
    answer ||= occasion === 'reply' && mark !== null && isOurs(mark.from);
    if (mark !== null) {
      marks.push(mark);
      index = mark.end - 1;
    } else {
      answer ||= occasion !== 'forward' && attributionLength(lines, index) > 0;
    }
    above = true;
  }
  return marks;
};

const forwardAt = (
  lines: readonly Line[],
  index: number,
  occasion: Occasion,
  above: boolean,
): ForwardMark | null => {
  const text = lines[index]?.text ?? '';
  const forward = occasion === 'forward';
  if (isForwardMark(text) || (forward && DIVIDER.test(text))) {
    return { start: index, ...introduced(lines, index + 1) };
  }
  const block = forward || !above ? headerAt(lines, index, occasion) : null;
  return block && { start: index, end: block.end, from: block.from };
};

/** Behind a mark: a header block, or one line of «03.03.2026, 10:15, "Имя" <a@b>:». */
const introduced = (lines: readonly Line[], start: number): { end: number; from: Forwarder | null } => {
  let index = start;
  while (index < lines.length && !filled(lines[index])) index += 1;
  const block = fieldBlock(lines, index);
  if (block.keys.size > 0) return { end: block.end, from: block.from };
  const length = attributionLength(lines, index);
  if (length === 0) return { end: start, from: null };
  return { end: index + length, from: forwarderIn(joined(lines, index, length)) };
};

/**
 * Outlook's block. The forms of many sites begin with «От: … Дата: … Тема: …» too: where nothing says that the letter answers or
 * forwards another, the block must be complete, name an address, and not go on as a form.
 */
const headerAt = (lines: readonly Line[], index: number, occasion: Occasion): FieldBlock | null => {
  const block = fieldBlock(lines, index);
  const { keys, from, sent, end } = block;
  if (!keys.has('from') || !keys.has('date')) return null;
  const full = keys.has('to') && keys.has('subject');
  if (occasion === 'letter')
    return full && from !== null && !FIELD.test(lines[end]?.text ?? '') ? block : null;
  return (full && (sent || from !== null)) || (sent && (keys.has('to') || keys.has('subject')))
    ? block
    : null;
};

interface Stretch {
  readonly from: number;
  readonly end: number;
  readonly forwarded: boolean;
  /** False: a forwarded message follows, so that nothing is lost when this one says nothing. */
  readonly last: boolean;
  readonly occasion: Occasion;
}

/** Lines of one message that its sender wrote. */
const ownLines = (lines: readonly Line[], { from, end, forwarded, last, occasion }: Stretch): number[] => {
  const whole = range(from, forwarded ? forwardEnd(lines, from, end) : end);
  const depths = whole.flatMap((index) => (filled(lines[index]) ? [lines[index]?.depth ?? 0] : []));
  const marked = whole.every((index) => !filled(lines[index]) || lines[index]?.sure === true);
  const base = forwarded
    ? (depths[0] ?? 0)
    : occasion === 'reply' && marked
      ? 0
      : depths.reduce((least, depth) => Math.min(least, depth), depths[0] ?? 0);
  const own = withoutQuotes(lines, whole, base, occasion);
  const answer = occasion === 'reply';
  const unsigned = withoutSignature(lines, own, (last || forwarded) && !answer);
  return !last || answer || unsigned.some((index) => filled(lines[index])) ? unsigned : whole;
};

const forwardEnd = (lines: readonly Line[], from: number, to: number): number => {
  for (let index = from; index < to; index += 1) if (isForwardEnd(lines[index]?.text ?? '')) return index;
  return to;
};

/** `base`: the depth at which this message itself is written. */
const withoutQuotes = (
  lines: readonly Line[],
  indices: readonly number[],
  base: number,
  occasion: Occasion,
): number[] => {
  const own: number[] = [];
  const end = (indices.at(-1) ?? -1) + 1;
  let announced = false;
  let written = false;
  for (let position = 0; position < indices.length; position += 1) {
    const index = indices[position] ?? 0;
    const line = lines[index];
    if (!line) continue;
    const length = Math.min(attributionLength(lines, index), end - index);
    const marked = length > 0 && quotedBelow(lines, index + length, end, base);
    const unmarked = length > 0 && !marked && occasion !== 'letter';
    if (unmarked || DIVIDER.test(line.text) || headerAt(lines, index, occasion) !== null) {
      if (written || (occasion === 'reply' && !unmarked)) return withoutRule(lines, own);
    }
    if (marked || unmarked) {
      announced = true;
      position += length - 1;
      continue;
    }
    const quoted = line.depth > base && (line.sure || announced || occasion === 'reply');
    if (quoted && !(isAsked(line.text) && answered(lines, index, end, base))) continue;
    own.push(index);
    written ||= filled(line);
  }
  return own;
};

/** Outlook draws a line above what it quotes. */
const withoutRule = (lines: readonly Line[], own: readonly number[]): number[] => {
  const last = own.findLastIndex((index) => filled(lines[index]));
  return /^\s*_{5,100}\s*$/u.test(lines[own[last] ?? -1]?.text ?? '') ? own.slice(0, last) : [...own];
};

const quotedBelow = (lines: readonly Line[], from: number, to: number, base: number): boolean => {
  for (let index = from; index < to; index += 1) {
    const line = lines[index];
    if (line && filled(line)) return line.depth > base;
  }
  return false;
};

/** «> СНИЛС:» above an answer is the answer's label. */
const isAsked = (text: string): boolean =>
  text.length <= 60 && /[:?]\s*$/u.test(text) && !attributionIn(text);

const answered = (lines: readonly Line[], index: number, end: number, base: number): boolean => {
  const below = lines[index + 1];
  return index + 1 < end && below !== undefined && below.depth <= base && filled(below);
};

const withoutSignature = (lines: readonly Line[], own: readonly number[], belowText: boolean): number[] => {
  const texts = own.map((index) => lines[index]?.text ?? '');
  const start = signatureStart(texts, belowText);
  return own.slice(0, start).filter((_, position) => !isPhoneMark(texts, position, start));
};

/** How many lines announce a quote here, none to three of them: mailers wrap a long name. */
const attributionLength = (lines: readonly Line[], index: number): number => {
  const first = lines[index]?.text.trim() ?? '';
  if (!DATE.test(first)) return 0;
  for (let length = 1; length <= 3 && index + length <= lines.length; length += 1) {
    const line = lines[index + length - 1];
    if (!filled(line) || (length > 1 && /:\s/u.test(line?.text.trim() ?? ''))) return 0;
    const text = joined(lines, index, length);
    if (text.length > MAX_LINE) return 0;
    if (text.endsWith(':')) return attributionIn(text) ? length : 0;
  }
  return 0;
};

/**
 * A day, a time and a sender with a colon at the end: Gmail, Яндекс, Mail.ru; or a day, a time and «пишет:»: Thunderbird, phones.
 * Prose («12.02.2026 я уже писала:») has no time, or goes on where a mailer would end.
 */
const attributionIn = (text: string): boolean => {
  const line = text.trim();
  if (!line.endsWith(':') || !DATE.test(line) || !TIME.test(line)) return false;
  if (WROTE.test(line)) return true;
  return BEGINS_WITH_DATE.test(line) && (ADDRESS.test(line) || /\sот\s|["«]/u.test(line));
};

const joined = (lines: readonly Line[], index: number, length: number): string =>
  lines
    .slice(index, index + length)
    .map((line) => line.text.trim())
    .join(' ');

const filled = (line: Line | undefined): boolean => line !== undefined && line.text.trim() !== '';

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
