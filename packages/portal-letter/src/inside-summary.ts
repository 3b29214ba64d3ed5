/**
 * Labelled lines below the beginning of a summary: the next fields of the form, or words of the citizen who names somebody's number.
 * Told by what the form has said already, by the words above and by how the text goes on; in doubt it is the summary, and is reported.
 */
import type { FormField } from './settings.js';
import { PERSONAL } from './form.js';
import { behindMark } from './form-marks.js';
import { labelled, looksLabelled } from './form-label.js';
import type { FormKeys } from './form-keys.js';
import type { Token } from './form-token.js';
import { speaksOfAnother } from './owner-words.js';
import { isRestOfName } from './written-name.js';

/** Labelled lines in a row; more are a form. */
const MAX_BLOCK = 12;
/** Fields that only one value can follow: a line of text below one of them is not its own. */
const ONE_LINE: ReadonlySet<FormField> = new Set([...PERSONAL, 'portalRequest']);
/** «… в карточке указан», and the number on the next line. */
const POINTS =
  /(?<!\p{L})(?:указан\p{L}{0,2}|стоит|значится|записан\p{L}{0,2}|числится|привязан\p{L}{0,2}|отображается|показан\p{L}{0,2}|показывает|вместо|внес[её]н\p{L}{0,2}|введ[её]н\p{L}{0,2}|написан\p{L}{0,2}|так(?:ой|ие|ая)|следующ\p{L}{2,3})\s*:?\s*$/iu;
/** Words that belong to a value of digits. */
const OF_A_VALUE =
  /доб\S*|январ\S|феврал\S|марта?|апрел\S|ма[йя]|июн\S|июл\S|август\S?|сентябр\S|октябр\S|ноябр\S|декабр\S|год\S?|рожд\S*|лет|моб\S*|сот\S*|дом\S*|звон\S*|после|номер\S?|тел\S*/giu;

export interface Place {
  readonly tokens: readonly Token[];
  readonly at: number;
  /** Text right above, the summary's own. */
  readonly above: string;
  readonly given: ReadonlySet<FormField>;
  readonly keys: FormKeys;
}

/** How many lines from `at` on belong to the text above; 0: the line there is a field. */
export const linesInside = ({ tokens, at, above, given, keys }: Place): number => {
  const text = lineAt(tokens, at);
  const found = text === null ? null : labelled(text, keys);
  if (found === null || !ONE_LINE.has(found.field)) return 0;
  const known = isGiven(found.field, given);
  const tail = tailFrom(tokens, at, keys);
  const unended = !/[.!?…»)]\s*$/u.test(above);
  if (tail !== null && (known || unended || /^\s*\p{Ll}/u.test(lineAt(tokens, tail) ?? ''))) return tail - at;
  if (isSentence(found.field, found.value)) return 1;
  return speaksOfAnother(lastWords(above)) || (unended && POINTS.test(above)) ? 1 : 0;
};

/** A name is given by its parts, a contact by any. */
const isGiven = (field: FormField, given: ReadonlySet<FormField>): boolean => {
  const group = GROUPS.find((each) => each.includes(field)) ?? [field];
  return group.some((each) => given.has(each));
};

const GROUPS: readonly (readonly FormField[])[] = [
  ['name', 'surname'],
  ['phone', 'email', 'contact'],
];

/** The first line of text right below labelled lines; null: there is none, or the form goes on. */
const tailFrom = (tokens: readonly Token[], at: number, keys: FormKeys): number | null => {
  let last: { readonly field: FormField; value: string } | null = null;
  for (let index = at; index < Math.min(tokens.length, at + MAX_BLOCK); index += 1) {
    const text = lineAt(tokens, index);
    if (text === null) return null;
    if (text.trim() === '') {
      // What a citizen sets apart by empty lines goes on below them as a sentence.
      const below = lineAt(tokens, index + 1);
      return below !== null && isTold(below) && labelled(below, keys) === null && !goesOnAsForm(below, keys)
        ? index
        : null;
    }
    const found = labelled(text, keys);
    if (found !== null) {
      if (!ONE_LINE.has(found.field) && found.field !== 'postal' && found.field !== 'other') return null;
      last = { field: found.field, value: found.value };
    } else if (last !== null && last.value === '') {
      last.value = text;
    } else if (last === null || last.field !== 'name' || !isRestOfName(last.value, text)) {
      return goesOnAsForm(text, keys) ? null : index;
    }
  }
  return null;
};

/** Words enough for a sentence, and its end. */
const isTold = (text: string): boolean =>
  /[.!?]\s*$/u.test(text) && (text.match(/\p{L}{2,}/gu)?.length ?? 0) >= 4;

const goesOnAsForm = (text: string, keys: FormKeys): boolean =>
  keys.isFooter(text) ||
  looksLabelled(text) ||
  behindMark(text) !== null ||
  keys.personOf(text) !== null ||
  !/\p{L}{2}/u.test(text);

/** «8-800-…, сказал писать сюда»: digits, and the sentence they stand in. */
const isSentence = (field: FormField, value: string): boolean => {
  if (/\?\s*$/u.test(value)) return true;
  if (field === 'name' || field === 'email' || field === 'contact') return false;
  return /^[№+(]?\s?\d[^\n]*?\d\)?[.,;]?\s[^\n]*\p{L}{3}/u.test(value.slice(0, 200))
    ? /\p{L}{3}/u.test(value.slice(0, 200).replace(OF_A_VALUE, ''))
    : false;
};

const lastWords = (above: string): string => {
  const sentences = above.split(/[.!?]\s/u);
  return sentences.at(-1) ?? '';
};

const lineAt = (tokens: readonly Token[], at: number): string | null => {
  const token = tokens[at];
  return token?.kind === 'line' ? token.text : null;
};
