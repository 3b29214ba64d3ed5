/** Names of people in running text, and whether one of them is the sender's. */

const WORD = "\\p{Lu}[\\p{Ll}'’-]{1,30}(?:-\\p{Lu}\\p{Ll}{1,30})?";
const PATRONYMIC = '\\p{Lu}\\p{Ll}{2,30}(?:[ое]вич|ьич|ич|[ое]вн|ичн|инич)(?:а|у|ем|ом|е|ы|ой)?';
/** Surname, name and patronymic, in any case of the noun; «Рашид кызы» closes a name as well. */
const FULL = new RegExp(
  `(?<!\\p{L})(${WORD})\\s{1,3}(${WORD})\\s{1,3}(${PATRONYMIC}|${WORD}\\s{1,2}(?:оглы|кызы|улы|гызы))(?!\\p{L})`,
  'gu',
);

export interface FoundName {
  readonly at: number;
  readonly end: number;
  /** As written, single spaces. */
  readonly name: string;
}

/** Every full name of a text. */
export const namesIn = (text: string): FoundName[] =>
  [...text.matchAll(FULL)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    name: match[0].replace(/\s+/gu, ' '),
  }));

/** A full name at the beginning of a value, behind «ФИО» or nothing, with more behind it; null: there is none. */
export const nameThatBegins = (value: string): string | null => {
  const text = value.slice(0, 200);
  const [first] = namesIn(text);
  if (first === undefined || !/^(?:ф\.?\s?и\.?\s?о\.?)?[\s:–—-]{0,4}$/iu.test(text.slice(0, first.at)))
    return null;
  return /^\s{0,2}[,;.(]/u.test(text.slice(first.end)) ? first.name : null;
};

/** Whether a display name is a person's: two words and more, all with capitals. */
export const isPerson = (name: string | null): name is string => {
  const words = wordsOf(name ?? '');
  return (
    words.length >= 2 &&
    words.length <= 4 &&
    /^(?:["«]?\p{Lu}[\p{L}.'’-]*["»]?\s*)+$/u.test((name ?? '').trim())
  );
};

/** Two of a sender's names in a full name: the same person, whatever the case of the noun. Initials count beside a surname. */
export const isSamePerson = (sender: string, full: string): boolean => {
  const theirs = wordsOf(full);
  const own = wordsOf(sender);
  const whole = own.filter((word) => word.length > 1);
  const same = whole.filter((word) => theirs.some((each) => each.length > 1 && stem(each) === stem(word)));
  const initials = own.filter((word) => word.length === 1 && theirs.some((each) => each.startsWith(word)));
  return same.length >= 2 || (same.length === 1 && whole.length === 1 && initials.length >= 1);
};

const wordsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .slice(0, 200)
    .match(/\p{L}+/gu) ?? [];

const stem = (word: string): string =>
  word.length < 4 ? word : word.replace(/(?:ой|ей|ою|ого|ому|ым|ом|ем|[аяыиуюейь])$/u, '');
