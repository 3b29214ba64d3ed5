/**
 * What people call one thing: «садик» and «детский сад», «прописка» and «регистрация по месту жительства». Letters do not
 * show that, so groups of such words are configuration. A group found in a text is one more sign of it. Pure.
 */
import { stemOf, wordsOf } from './words.js';

/** Names of the groups a text speaks of. */
export type Synonyms = (words: readonly string[]) => ReadonlySet<string>;

interface Phrase {
  readonly stems: readonly string[];
  readonly group: string;
}

/** An ending is at most so long. */
const ENDING = 4;
/** Shorter words are matched whole. */
const WHOLE = 3;

const fits = (word: string | undefined, stem: string): boolean =>
  word !== undefined &&
  (stem.length < WHOLE ? word === stem : word.startsWith(stem) && word.length - stem.length <= ENDING);

/** By the first letters that all words with the stem begin with. */
const keyOf = (word: string): string => word.slice(0, 2);

/** @param groups each a list of words and phrases that mean the same; endings are left to us */
export const synonymsOf = (groups: readonly (readonly string[])[]): Synonyms => {
  const phrases = new Map<string, Phrase[]>();
  for (const [at, group] of groups.entries())
    for (const said of group) {
      const stems = wordsOf(said).map(stemOf);
      const [first] = stems;
      if (first === undefined) continue;
      const key = keyOf(first);
      phrases.set(key, [...(phrases.get(key) ?? []), { stems, group: `=${at}` }]);
    }
  return (words) => {
    const found = new Set<string>();
    for (const [at, word] of words.entries())
      for (const { stems, group } of phrases.get(keyOf(word)) ?? [])
        if (stems.every((stem, next) => fits(words[at + next], stem))) found.add(group);
    return found;
  };
};
