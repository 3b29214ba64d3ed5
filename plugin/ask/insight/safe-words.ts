/**
 * Which words of requests may be shown to somebody else. A name cannot be told from another word by its letters alone, so the
 * question is turned round: shown is what the knowledge base says too, or what citizens wrote in lower case, several of them where
 * a surname might end so; and never what anybody wrote with a capital inside a sentence, what is a name or stood beside one or
 * in an address, or what is a number.
 * Pure.
 */
import { isTelling, stemOf, wordsOf } from '../../../sync/faq/suggest/words.js';
import { isGivenName, maySurname } from '../../process/given-names.js';
import { isNumberWord } from './number-words.js';

interface Written {
  readonly text: string;
  /** The citizen's name. */
  readonly citizen: string;
  /** Who wrote it: requests of one citizen have the same. */
  readonly person: string;
}

/** A word of so many citizens is nobody's own, though surnames may end as it does. */
const SEVERAL = 3;
/** After these stands the name of a street or a place. */
const ADDRESS =
  /^(?:ул|улиц\p{L}*|пер|переул\p{L}*|пр|пркт|просп|проспект\p{L}*|бульвар\p{L}*|шоссе|площад\p{L}*|наб|набережн\p{L}*|проезд\p{L}*|г|гор|город\p{L}{0,2}|пос|пгт|посел\p{L}*|с|сел[оаеу]|дер|деревн\p{L}*|станиц\p{L}*|хутор\p{L}*|аул\p{L}{0,2}|мкр|микрорайон\p{L}*|снт)$/u;

interface Word {
  readonly plain: string;
  readonly stem: string;
  readonly isCapital: boolean;
  /** The first of a sentence, where everybody writes a capital. */
  readonly isFirst: boolean;
}

const wordsIn = (text: string): Word[] => {
  const found: Word[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const [plain] = wordsOf(match[0]);
    if (plain === undefined) continue;
    const before = text.slice(0, match.index).replace(/[\s«"'„“(–—-]+$/u, '');
    found.push({
      plain,
      stem: stemOf(plain),
      isCapital: /^\p{Lu}/u.test(match[0]),
      isFirst: before === '' || /[.!?…:;]$/.test(before) || /\n\s*[«"'(]*$/.test(text.slice(0, match.index)),
    });
  }
  return found;
};

interface Reading {
  /** Stems of somebody's name, or of a place in an address. */
  readonly named: Set<string>;
  /** Stems with a capital inside a sentence. */
  readonly capital: Set<string>;
  readonly lower: Set<string>;
}

const readingOf = (text: string): Reading => {
  const words = wordsIn(text);
  const reading: Reading = { named: new Set(), capital: new Set(), lower: new Set() };
  for (const [at, { plain, stem, isCapital, isFirst }] of words.entries()) {
    const beside = [words[at - 1], words[at + 1]].some(
      (other) => other !== undefined && isGivenName(other.plain),
    );
    const [before, earlier] = [words[at - 1]?.plain ?? '', words[at - 2]?.plain ?? ''];
    // «Улица Зорге», «село Ясные Ключи».
    const isPlace =
      isTelling(plain) &&
      (ADDRESS.test(before) || (ADDRESS.test(earlier) && /(?:[ыио]й|[ая]я|[ое]е|[ыи]е)$/.test(before)));
    if (isGivenName(plain) || isPlace || (beside && maySurname(plain))) reading.named.add(stem);
    else if (!isCapital) reading.lower.add(stem);
    else if (!isFirst) reading.capital.add(stem);
  }
  return reading;
};

/** Whether a word may be shown. */
export type IsSafe = (word: string) => boolean;

export interface Words {
  readonly isSafe: IsSafe;
  /** Whether a word is a name or a number: such make no two requests alike. */
  readonly isPersonal: IsSafe;
}

/** @param vocabulary stems of the knowledge base: what it says itself tells of nobody, capital or not, unless it is a name */
export const safeWords = (requests: readonly Written[], vocabulary: ReadonlySet<string>): Words => {
  const names = new Set(requests.flatMap(({ citizen }) => wordsOf(citizen).map(stemOf)));
  const named = new Set<string>();
  const capital = new Set<string>();
  const writers = new Map<string, Set<string>>();
  for (const { text, person } of requests) {
    const reading = readingOf(text);
    for (const stem of reading.named) named.add(stem);
    for (const stem of reading.capital) capital.add(stem);
    for (const stem of reading.lower) writers.set(stem, (writers.get(stem) ?? new Set()).add(person));
  }
  const isPersonal: IsSafe = (word) => {
    const [plain = '', ...more] = wordsOf(word);
    const stem = stemOf(plain);
    if (more.length > 0 || /\d/.test(plain) || isNumberWord(plain) || isGivenName(plain)) return true;
    return names.has(stem) || (named.has(stem) && !vocabulary.has(stem));
  };
  return {
    isPersonal,
    isSafe: (word) => {
      const plain = wordsOf(word)[0] ?? '';
      const stem = stemOf(plain);
      if (isPersonal(word)) return false;
      if (vocabulary.has(stem)) return true;
      if (plain === '' || capital.has(stem)) return false;
      return (writers.get(stem)?.size ?? 0) >= (maySurname(plain) ? SEVERAL : 1) || !isTelling(plain);
    },
  };
};
