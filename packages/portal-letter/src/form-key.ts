/** When two spellings of a form's field are the same: case, ё, dots, dashes, spaces, widths and hints in brackets make no difference. */

/** Latin letters that a hurried hand types for Cyrillic ones. Believed only inside a word that has Cyrillic letters too. */
const LOOKALIKE: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
};

const cyrillic = (word: string): string =>
  /[a-z]/u.test(word) && /[а-я]/u.test(word)
    ? word.replace(/[a-z]/gu, (letter) => LOOKALIKE[letter] ?? letter)
    : word;

/** Soft hyphens, joiners, marks of the direction of writing, variants of a sign: pasted along, never seen. */
export const INVISIBLE =
  /[^\P{Cc}\s]|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\ufe0e\ufe0f]/gu;

/** Spaces, also those that do not break and those without width. */
const tidied = (text: string): string => text.replaceAll('№', ' номер ').normalize('NFKC').toLowerCase();

/** Words of a label in their comparable form. Linear in its length. */
const wordsOf = (text: string): string[] => {
  const bare = tidied(text)
    .replaceAll('ё', 'е')
    .replace(INVISIBLE, '')
    .replace(/\([^()]*\)/gu, ' ');
  return (bare.match(/[\p{L}\p{N}]+/gu) ?? []).map(cyrillic);
};

const NO_FILLERS: ReadonlySet<string> = new Set();

/**
 * The comparable form of a label: `Ф. И. О. (при наличии)*` and `фио` give the same. `fillers` are words, in that form, that change
 * nothing («ваш», «заявителя»); a label of such words alone keeps them. Empty: no letter and no digit.
 */
export const formKey = (text: string, fillers: ReadonlySet<string> = NO_FILLERS): string => {
  const words = wordsOf(text);
  const telling = fillers.size === 0 ? words : words.filter((word) => !fillers.has(word));
  return (telling.length > 0 ? telling : words).join('');
};

/** The comparable form of a path in JSON or XML: `/name` stands at the root, `applicant/name` anywhere. */
export const formPath = (text: string, fillers: ReadonlySet<string> = NO_FILLERS): string =>
  text
    .split('/')
    .map((step) => formKey(step, fillers))
    .join('/');
