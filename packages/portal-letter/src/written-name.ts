/** A name stays as it was written; here is only told whether it can be one. */
import { tidy } from './form.js';
import type { ReadValue } from './read-value.js';

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
/** «И.», «И.О.», «И» */
const INITIALS = /^(?:\p{Lu}\.?|(?:\p{Lu}\.-?){1,3})$/u;
const PATRONYMIC = /(?:вич|вна|ична|инична|оглы|кызы|гызы|улы)$/iu;
/** A patronymic in any case but the nominative: «Львовича», «Маратовне». Nothing else ends so. */
const DECLINED = /(?:(?:ов|ев|ь)ич(?:а|у|ем|е)|(?:овн|евн|ичн)(?:ы|е|у|ой))$/iu;

/** Words of letters, all of them with capitals or none, two and more; else as written, and a fault. */
export const readName = (written: string): ReadValue => {
  const value = written.replace(/^["«]+|["»,;]+$/gu, '').trim();
  const words = value.split(' ');
  const fault = (why: string): ReadValue => ({ value, fault: `ФИО: ${why}` });
  if (words.length > MAX_WORDS || !words.every((word) => WORD.test(word))) return fault('не похоже на имя');
  const telling = words.filter((word) => !SMALL.has(word.toLowerCase()));
  const capitals = telling.filter((word) => /^\p{Lu}/u.test(word)).length;
  if (capitals > 0 && capitals < telling.length) return fault('не похоже на имя');
  if (words.some((word) => /\p{Script=Cyrillic}/u.test(word) && /\p{Script=Latin}/u.test(word)))
    return fault('русские и латинские буквы в одном слове');
  if (words.length === 1 || words.some((word) => INITIALS.test(word) || /\p{Lu}\.\p{L}/u.test(word)))
    return fault('указано не полностью');
  return DECLINED.test(words.at(-1) ?? '') ? fault('стоит не в именительном падеже') : { value, fault: null };
};

/** The end of a name that a mail program wrapped: up to three words, the last of them the patronymic that was not there yet. */
export const isRestOfName = (begun: string, line: string): boolean => {
  if (line.length > 120) return false;
  const words = tidy(line).split(' ');
  return (
    words.length <= 3 &&
    words.every((word) => WORD.test(word)) &&
    PATRONYMIC.test(words.at(-1) ?? '') &&
    !begun.split(/\s/u).some((word) => PATRONYMIC.test(word))
  );
};

/** Two spellings of one name: case, ё and dots make no difference. */
export const sameName = (name: string): string =>
  (
    name
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/\p{L}+/gu) ?? []
  ).join(' ');
