/** A name stays as it was written; here is only told whether it can be one. */
import type { ReadValue } from './written-date.js';

const WORD = /^[\p{Lu}\p{Ll}][\p{L}'’`.-]{0,60}$/u;
const SMALL = new Set([
  'оглы',
  'кызы',
  'улы',
  'гызы',
  'заде',
  'де',
  'ди',
  'ван',
  'фон',
  'ибн',
  'бин',
  'аль',
  'эль',
  'оол',
  'уулу',
]);
const MAX_WORDS = 7;

/** Words of letters, all of them with capitals or none, two and more; else as written, and a fault. */
export function readName(written: string): ReadValue {
  const value = written.replace(/^["«]+|["»,;]+$/gu, '').trim();
  const words = value.split(' ');
  const fault = (why: string): ReadValue => ({ value, fault: `ФИО: ${why}` });
  if (words.length > MAX_WORDS || !words.every((word) => WORD.test(word))) return fault('не похоже на имя');
  const telling = words.filter((word) => !SMALL.has(word.toLowerCase()));
  const capitals = telling.filter((word) => /^\p{Lu}/u.test(word)).length;
  if (capitals > 0 && capitals < telling.length) return fault('не похоже на имя');
  if (words.some((word) => /\p{Script=Cyrillic}/u.test(word) && /\p{Script=Latin}/u.test(word)))
    return fault('русские и латинские буквы в одном слове');
  return words.length === 1 && !/\p{L}\.\p{L}/u.test(value)
    ? fault('указано не полностью')
    : { value, fault: null };
}

/** Two spellings of one name: case, ё and dots make no difference. */
export function sameName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/\p{L}+/gu) ?? []
  ).join(' ');
}
