/** Finds the label at the beginning of a line, however it is set off from its value. Linear in the length of the line. */
import type { FormField } from './settings.js';
import { MAX_LABEL, type FormKeys } from './form-keys.js';
import { numberOfRequest } from './written-number.js';

export interface Labelled {
  readonly field: FormField;
  /** Trimmed; empty: the value is not on this line. */
  readonly value: string;
  /** False: a known label alone on its line, with nothing to set it off. */
  readonly setOff: boolean;
}

/** A label may have a hint with a colon in it; more candidates than these are prose. */
const MAX_CANDIDATES = 4;
/** What forms set labels off with. A hyphen needs spaces around it. */
const SEPARATOR = /[:：=＝\t|]|\s[-–—]\s|\.{3,}|…|_{3,}/gu;
const LEAD = /^[\s>*•·▪●◦–—\-#|☐☑✓✔]+|^\s*\(?(?:\d{1,2}[.)]){1,3}\d{0,2}\s*(?=\p{L})/u;
const BEFORE = /[\s:：=|*_…]/u;
const BEHIND = /[\s|*_]/u;
/** Fields whose values are told from their labels by a digit. */
const NUMERIC: ReadonlySet<FormField> = new Set(['snils', 'inn', 'birthDate', 'phone', 'portalRequest']);
const NUMBERED = /^(?:№\s*)?[+\d(][\p{N}\s()+\-–—./]*(?:\p{L}{1,9}\.?[\p{N}\s]*(?:г\.?|года?)?)?[.,;]?$/u;

/** Null: the line does not begin with a known label. */
export const labelled = (line: string, keys: FormKeys): Labelled | null => {
  const text = line.replace(LEAD, '');
  const head = text.slice(0, MAX_LABEL);
  let candidates = 0;
  for (const match of head.matchAll(SEPARATOR)) {
    candidates += 1;
    if (candidates > MAX_CANDIDATES) break;
    const before = head.slice(0, match.index);
    // A dash in a hint, «(последнее — при наличии)», sets nothing off.
    if (before.lastIndexOf('(') > before.lastIndexOf(')')) continue;
    const field = keys.fieldOf(before);
    if (field !== null)
      return { field, value: trimmed(text.slice(match.index + match[0].length)), setOff: true };
  }
  return candidates === 0 ? unseparated(text, keys) : numbered(text, keys);
};

/** «СНИЛС» alone on its line, or with its number right behind it. */
const unseparated = (text: string, keys: FormKeys): Labelled | null => {
  const whole = text.trim();
  if (whole.length > MAX_LABEL || whole === '') return null;
  const field = keys.fieldOf(whole);
  return field === null ? numbered(text, keys) : { field, value: '', setOff: false };
};

const numbered = (text: string, keys: FormKeys): Labelled | null => {
  const at = text.slice(0, MAX_LABEL).search(/[+\p{N}]/u);
  if (at <= 0) return null;
  const field = keys.fieldOf(text.slice(0, at));
  const whole = trimmed(text.slice(at));
  const value = field === 'portalRequest' ? numberOfRequest(whole) : whole;
  // «СНИЛС 112… ИНН 5001…» is a sentence of two numbers.
  const two = field !== 'birthDate' && field !== 'portalRequest' && /\p{L}{3}\D{0,10}\d{4}/u.test(value);
  return field !== null && !two && NUMERIC.has(field) && value.length <= MAX_LABEL && NUMBERED.test(value)
    ? { field, value, setOff: true }
    : null;
};

/** What was taken for a value, and the labelled rest of the line behind it. */
export interface Pieces {
  readonly value: string;
  readonly rest: string | null;
}

/** Words before a colon that can be a label: «…, номер мобильного телефона: …». */
const MAX_WORDS = 5;
const MAX_INNER = 12;

/** `ФИО: Лебедева Мария, СНИЛС: …` is two fields. A value ends where a known label with a colon begins. */
export const splitValue = (value: string, keys: FormKeys): Pieces => {
  let looked = 0;
  for (const match of value.matchAll(/[:：=\t]/gu)) {
    looked += 1;
    if (looked > MAX_INNER) break;
    const from = labelStart(value, match.index, keys);
    if (from !== null)
      return { value: value.slice(0, endOf(value, from, /[\s,;|]/u)), rest: value.slice(from) };
  }
  return { value, rest: null };
};

/** A label with what stands behind it. */
export interface LineField {
  readonly field: FormField;
  readonly label: string;
  readonly value: string;
}

/** Fields on one line; what follows is not looked at. */
const MAX_ON_LINE = 30;

/** `ФИО: …, СНИЛС: …`: every field that another follows, and the last one, which may go on below. A summary takes the rest. */
export const fieldsOnLine = (
  first: LineField,
  keys: FormKeys,
): { readonly whole: readonly LineField[]; readonly last: LineField } => {
  const whole: LineField[] = [];
  let last = first;
  while (whole.length < MAX_ON_LINE && last.field !== 'summary') {
    const { value, rest } = splitValue(last.value, keys);
    const next = rest === null ? null : labelled(rest, keys);
    if (next === null || rest === null) break;
    whole.push({ ...last, value });
    const label = rest.slice(0, Math.max(0, rest.length - next.value.length));
    last = { field: next.field, label, value: next.value };
  }
  return { whole, last };
};

/** Where the longest known label that ends at `end` begins. */
const labelStart = (value: string, end: number, keys: FormKeys): number | null => {
  const least = Math.max(0, end - MAX_LABEL);
  let found: number | null = null;
  let at = end;
  for (let words = 0; words < MAX_WORDS && at > least; words += 1) {
    while (at > least && /[\s,;|]/u.test(value[at - 1] ?? '')) at -= 1;
    while (at > least && !/[\s,;|]/u.test(value[at - 1] ?? '')) at -= 1;
    if (keys.fieldOf(value.slice(at, end)) !== null) found = at;
  }
  return found;
};

/** Values of «СНИЛС/ИНН: 112-233-445 95 / 500100732259»; null: it is no such line, or the values are not as many. */
export const twoValues = (label: string, value: string, keys: FormKeys): [FormField, string][] | null => {
  const fields = keys.twoFieldsOf(label);
  if (fields === null || value.length > MAX_LABEL) return null;
  const [first = '', second = '', third] = value.split(/\s*[/;,]\s*/u);
  return second === '' || third !== undefined
    ? null
    : [
        [fields[0], first],
        [fields[1], second],
      ];
};

/** Trimmed of spaces, of what set it off, and of the marks of bold text. Linear, which a pattern with `+$` is not. */
const trimmed = (value: string): string => {
  let from = 0;
  while (from < value.length && BEFORE.test(value[from] ?? '')) from += 1;
  // «<b>СНИЛС</b> — 112…»: the dash sets off too, where something stands behind it.
  if (/^[–—-]\s+\S/u.test(value.slice(from, from + 10))) from += 2;
  return value.slice(from, Math.max(from, endOf(value, value.length, BEHIND)));
};

const endOf = (value: string, end: number, mark: RegExp): number => {
  let at = end;
  while (at > 0 && mark.test(value[at - 1] ?? '')) at -= 1;
  return at;
};

/** The number before the end of a sentence that another follows; null: the value goes on otherwise. */
export const numberAlone = (value: string): string | null =>
  /^(\p{Nd}[\p{Nd}\s\-‐‑–—]{9,20}\p{Nd})[.,;!]\s{1,3}\p{L}/u.exec(value.slice(0, 60))?.[1] ?? null;

/** `Браузер: Chrome`: set off like a label, known or not. Prose has longer beginnings. */
export const looksLabelled = (line: string): boolean =>
  /^\s*(?:[*•\-–—]\s*)?\p{L}[^:.!?]{0,50}[:：](?:\s|$)/u.test(line.slice(0, MAX_LABEL));
