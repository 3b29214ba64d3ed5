/** A text as it is compared: its telling words, each with what it may mean. Pure. */
import snowball from 'snowball-stemmers';
import type { Synonyms } from './synonyms.js';
import { isTelling, trigramsOf, wordsOf } from './words.js';

/** A word: what it can be known by elsewhere, its own stem first, then the groups of words it belongs to. */
export interface Told {
  readonly stem: string;
  readonly keys: readonly string[];
}

export interface Text {
  /** Each stem once, in the order of the text. */
  readonly told: readonly Told[];
  readonly keys: ReadonlySet<string>;
  readonly trigrams: ReadonlySet<string>;
}

/** Of a longer text the beginning is read. */
const LONGEST = 12_000;
/** Numbers of requests, telephones, papers: they tell a person, not a matter. */
const isNumber = (word: string): boolean => /^\d{5,}$/.test(word);

const { stem } = snowball.newStemmer('russian');

/** Reads a text once: neither how often a word stands there nor in which order matters. */
export const textOf = (source: string, synonyms: Synonyms): Text => {
  const words = wordsOf(source.slice(0, LONGEST));
  const groups = synonyms(words);
  const told = new Map<string, Told>();
  for (const [at, word] of words.entries()) {
    const meant = groups[at] ?? new Set<string>();
    // «не» tells nothing, «не приходит» does.
    if (meant.size === 0 && (!isTelling(word) || isNumber(word))) continue;
    const own = stem(word);
    if (!told.has(own)) told.set(own, { stem: own, keys: [own, ...meant] });
  }
  const all = [...told.values()];
  return {
    told: all,
    keys: new Set(all.flatMap(({ keys }) => keys)),
    trigrams: trigramsOf(words.filter((word) => isTelling(word) && !isNumber(word))),
  };
};

/** Whether a word belongs to a group: then it is of some matter, and not just of a story. */
export const isMeant = ({ keys }: Told): boolean => keys.length > 1;
