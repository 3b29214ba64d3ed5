/** What of a text can be found again in another one: trigrams of its letters, stems of its words, the things they mean. Pure. */
import snowball from 'snowball-stemmers';
import type { Synonyms } from './synonyms.js';
import { isTelling, trigramsOf, wordsOf } from './words.js';

export interface Features {
  readonly stems: ReadonlySet<string>;
  readonly trigrams: ReadonlySet<string>;
  /** Groups of synonyms the text speaks of. */
  readonly meanings: ReadonlySet<string>;
}

/** Of a longer text the beginning is read. */
const LONGEST = 12_000;
/** Numbers of requests, telephones, papers: they tell a person, not a matter. */
const isNumber = (word: string): boolean => /^\d{5,}$/.test(word);

const { stem } = snowball.newStemmer('russian');

/** Features of a text, once: neither how often a word stands there nor in which order matters. */
export const featuresOf = (text: string, synonyms: Synonyms): Features => {
  const words = wordsOf(text.slice(0, LONGEST));
  const telling = words.filter((word) => isTelling(word) && !isNumber(word));
  return {
    stems: new Set(telling.map(stem)),
    trigrams: trigramsOf(telling),
    meanings: new Set(synonyms(words).flatMap((groups) => [...groups])),
  };
};

/** How rare a feature is among texts: the logarithm of the share that has it; one that none has is the rarest. */
export const rarityIn = (texts: readonly ReadonlySet<string>[]): ((feature: string) => number) => {
  const counts = new Map<string, number>();
  for (const text of texts) for (const feature of text) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const weights = new Map(
    [...counts].map(([feature, count]) => [feature, Math.log(1 + (texts.length + 0.5) / (count + 0.5))]),
  );
  const unknown = Math.log(1 + (texts.length + 0.5) / 0.5);
  return (feature) => weights.get(feature) ?? unknown;
};
