/** Free text of staff as it may be kept and shown: a citizen's name or number typed there by mistake goes nowhere. Pure. */
import { isGivenName, maySurname } from './given-names.js';
import { mask } from './mask.js';

const plainOf = (word: string): string => word.toLowerCase().replaceAll('ё', 'е');

/** A name, a patronymic, or with a capital what may be a surname. */
export const mayName = (word: string): boolean =>
  isGivenName(plainOf(word)) || (/^\p{Lu}/u.test(word) && maySurname(plainOf(word)));

/** `text` with numbers, addresses and what may be somebody's name taken out. */
export const withoutPersons = (text: string): string =>
  mask(text)
    .replace(/\p{L}+/gu, (word) => (mayName(word) ? '…' : word))
    .replace(/…(?:[\s.]+…|[\s.]+\p{Lu}(?=[\s.,]|$)\.?)+/gu, '…');
