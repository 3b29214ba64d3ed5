/**
 * Bytes → text. A declared charset is believed as long as the text it gives looks like one; portals of the regions declare none, or
 * the wrong one, often enough that UTF-8 is tried first (it proves itself) and the Cyrillic tables are compared by their letters.
 */

/** Of the tables below, what is enough to tell them apart; more would only cost time. */
const SAMPLE_BYTES = 16_384;
/** Below this share of broken characters a UTF-8 text counts as damaged, above it as another charset. */
const DAMAGED_SHARE = 0.1;
/** A declared table gives way only to one that is this much better: short texts of rare letters must not flip. */
const CLEAR_MARGIN = 0.1;

const CYRILLIC = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5'] as const;
const LATIN = /^(windows-125[02-8]|iso-8859-(?!5$)\d{1,2}|us-ascii)$/u;

/** Letters of Russian by how frequent they are. */
const BY_FREQUENCY = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё';
const WEIGHT = new Map(Array.from(BY_FREQUENCY, (letter, rank) => [letter, 1 - rank / BY_FREQUENCY.length]));

import { decodeUtf7, encodedTwice, looksUtf7, takenForLatin } from './charset-slips.js';

export interface Decoded {
  readonly text: string;
  /** Russian, without a value; null: nothing to complain of. */
  readonly fault: string | null;
}

/**
 * Decodes a part. `declared` is the charset of its header or prolog; null: none.
 * Never throws: what cannot be read comes out as U+FFFD, and a fault.
 */
export const decodeText = (bytes: Uint8Array, declared: string | null): Decoded => {
  const decoded = decodedOnce(bytes, declared);
  const { text } = decoded;
  if (/utf-?7$/iu.test(declared ?? '') || looksUtf7(text))
    return {
      text: decodeUtf7(text),
      fault: 'Письмо в кодировке UTF-7: прочитано; портал должен перейти на UTF-8',
    };
  const cyrillic = takenForLatin(text);
  if (cyrillic !== null)
    return {
      text: cyrillic,
      fault: 'Указана не та кодировка, прочитано как windows-1251: сверьте данные с исходным письмом',
    };
  const single = encodedTwice(text);
  if (single === undefined) return decoded;
  return single === null
    ? { text: '', fault: 'Текст закодирован дважды и повреждён, не прочитан: откройте исходное письмо' }
    : { text: single, fault: 'Текст закодирован дважды: прочитан; портал должен исправить кодировку' };
};

const decodedOnce = (bytes: Uint8Array, declared: string | null): Decoded => {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return { text: new TextDecoder(marked).decode(bytes), fault: null };
  const known = declared === null ? null : canonical(declared);
  if (known !== null && known.startsWith('utf-16'))
    return { text: new TextDecoder(known).decode(bytes), fault: null };
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null) return { text: utf8, fault: mismatch(utf8, declared, known) };
  return known !== null && CYRILLIC.some((name) => name === known)
    ? declaredCyrillic(bytes, known)
    : undeclared(bytes, declared, known);
};

/** Raw 8-bit header fields have no place for a charset: UTF-8 when it holds, else the likeliest Cyrillic table. */
export const decodeHeaderBytes = (bytes: Uint8Array): Decoded => {
  const utf8 = strictUtf8(bytes);
  return utf8 === null ? undeclared(bytes, null, null) : { text: utf8, fault: null };
};

const byteOrderMark = (bytes: Uint8Array): string | null => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
};

const strictUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Name of the table by the WHATWG list, or null where the label names none. `cp1251` and `win-1251` are common slips. */
const canonical = (label: string): string | null => {
  const tidy = label
    .trim()
    .toLowerCase()
    .replace(/^(?:cp|win|win-|windows)_?(125\d)$/u, 'windows-$1');
  if (tidy === 'us-ascii' || tidy === 'ascii') return 'us-ascii';
  try {
    return new TextDecoder(tidy).encoding;
  } catch {
    return null;
  }
};

const mismatch = (text: string, declared: string | null, known: string | null): string | null => {
  if (declared === null || known === 'utf-8' || isAscii(text)) return null;
  if (known === 'us-ascii' || known === null) return null;
  return 'Указана не та кодировка: на деле UTF-8. Письмо прочитано; портал должен исправить заголовок';
};

const isAscii = (text: string): boolean => {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
};

const declaredCyrillic = (bytes: Uint8Array, known: string): Decoded => {
  const best = likeliest(bytes);
  const trusted = best.name === known || best.score - score(bytes, known) < CLEAR_MARGIN;
  return {
    text: new TextDecoder(trusted ? known : best.name).decode(bytes),
    fault: trusted
      ? null
      : `Указана не та кодировка, прочитано как ${best.name}: сверьте данные с исходным письмом`,
  };
};

const undeclared = (bytes: Uint8Array, declared: string | null, known: string | null): Decoded => {
  const lossy = new TextDecoder().decode(bytes);
  if (brokenShare(lossy) < DAMAGED_SHARE) {
    return { text: lossy, fault: 'Часть знаков повреждена при пересылке: сверьте данные с исходным письмом' };
  }
  if (known !== null && known !== 'utf-8' && (!LATIN.test(known) || highShare(bytes) < DAMAGED_SHARE)) {
    return { text: new TextDecoder(known === 'us-ascii' ? 'utf-8' : known).decode(bytes), fault: null };
  }
  const { name } = likeliest(bytes);
  const why = declared === null ? 'Кодировка не указана' : 'Указана не та кодировка';
  return {
    text: new TextDecoder(name).decode(bytes),
    fault: `${why}, прочитано как ${name}: сверьте данные с исходным письмом`,
  };
};

/** Broken characters among all that are not ASCII. */
const brokenShare = (text: string): number => {
  let broken = 0;
  let high = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) high += 1;
    if (code === 0xfffd) broken += 1;
  }
  return high === 0 ? 0 : broken / high;
};

/** High bytes among all that are letters. */
const highShare = (bytes: Uint8Array): number => {
  let high = 0;
  let letters = 0;
  for (const byte of bytes) {
    if (byte > 0x7f) high += 1;
    if (byte > 0x40) letters += 1;
  }
  return letters === 0 ? 0 : high / letters;
};

const likeliest = (bytes: Uint8Array): { readonly name: string; readonly score: number } =>
  CYRILLIC.map((name) => ({ name, score: score(bytes, name) })).reduce((best, next) =>
    next.score > best.score ? next : best,
  );

/**
 * Mean weight of what the high bytes become. A capital after a small letter, the mark of windows-1251 read as KOI8-R and the other
 * way round, counts against a table; so does anything that is no Russian letter.
 */
const score = (bytes: Uint8Array, name: string): number => {
  const text = new TextDecoder(name).decode(bytes.subarray(0, SAMPLE_BYTES));
  let sum = 0;
  let high = 0;
  let afterSmall = false;
  for (const sign of text) {
    const small = sign.toLowerCase();
    const weight = WEIGHT.get(small);
    if (sign > '\u007f') {
      high += 1;
      sum += weight === undefined ? (TYPOGRAPHY.has(sign) ? 0.4 : -1) : weight;
      if (weight !== undefined && small !== sign && afterSmall) sum -= 1;
    }
    afterSmall = weight !== undefined && small === sign;
  }
  return high === 0 ? 0 : sum / high;
};

const TYPOGRAPHY = new Set('\u00a0№«»—–…“”„’');
