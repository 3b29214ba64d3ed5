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

/** Spaces, also those that do not break and those without width. */
const tidied = (text: string): string => text.replaceAll('№', ' номер ').normalize('NFKC').toLowerCase();

/** Words of a label in their comparable form. Linear in its length. */
const wordsOf = (text: string): string[] => {
  const bare = tidied(text)
    .replaceAll('ё', 'е')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/gu, '')
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
