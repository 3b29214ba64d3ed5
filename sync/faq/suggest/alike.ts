/** Which texts of a heap are about one thing: the cosine of what they are made of. Postings keep thousands of texts a matter of seconds. Pure. */
import { featuresOf, rarityIn, type Features } from './features.js';
import type { Synonyms } from './synonyms.js';

/** Places of the texts whose cosine with `text` is at least `least` (0 to 1), nearest first. */
type Alike = (text: string, least: number) => number[];

/** A thing meant weighs as much as a word of ten letters. */
const MEANING = 8;

const keysOf = ({ trigrams, meanings }: Features): ReadonlySet<string> => new Set([...trigrams, ...meanings]);

/** Builds the index of `texts` once. */
export const alikeOf = (texts: readonly string[], synonyms: Synonyms): Alike => {
  const keys = texts.map((text) => keysOf(featuresOf(text, synonyms)));
  const rarity = rarityIn(keys);
  // Synonym groups are called «=n», trigrams have no such sign in them.
  const weigh = (key: string): number => rarity(key) ** 2 * (key.startsWith('=') ? MEANING : 1);
  const massOf = (own: ReadonlySet<string>): number => {
    let mass = 0;
    for (const key of own) mass += weigh(key);
    return mass;
  };
  const masses = keys.map(massOf);
  const postings = new Map<string, number[]>();
  for (const [at, own] of keys.entries())
    for (const key of own) {
      const found = postings.get(key);
      if (found === undefined) postings.set(key, [at]);
      else found.push(at);
    }
  return (text, least) => {
    const own = keysOf(featuresOf(text, synonyms));
    const mass = massOf(own);
    const shared = new Float64Array(texts.length);
    for (const key of own) {
      const weight = weigh(key);
      for (const at of postings.get(key) ?? []) shared[at] = (shared[at] ?? 0) + weight;
    }
    const cosine = (at: number): number => (shared[at] ?? 0) / Math.sqrt((masses[at] ?? 0) * mass || 1);
    return [...texts.keys()]
      .filter((at) => cosine(at) >= least)
      .sort((one, other) => cosine(other) - cosine(one) || one - other);
  };
};
