/** Which texts of a heap are about one thing: the cosine of what they are made of. Postings keep thousands of texts a matter of seconds. Pure. */
import { featuresOf, rarityIn, type Features } from './features.js';
import type { Synonyms } from './synonyms.js';

/** The texts at `at` whose cosine with `text` is `likeness` (0 to 1), at least `least`; nearest first. */
type Alike = (text: string, least: number) => { readonly at: number; readonly likeness: number }[];

/** A thing meant weighs as much as a word of ten letters, a stem as much as one of six. */
const MEANING = 8;
const STEM = 4;

const keysOf = ({ trigrams, meanings, stems }: Features): ReadonlySet<string> =>
  new Set([...trigrams, ...meanings, ...[...stems].map((stem) => `~${stem}`)]);

/** Builds the index of `texts` once. */
export const alikeOf = (texts: readonly string[], synonyms: Synonyms): Alike => {
  const keys = texts.map((text) => keysOf(featuresOf(text, synonyms)));
  const rarity = rarityIn(keys);
  // Synonym groups are called «=n», stems «~word»; trigrams have no such signs in them.
  const worth = (key: string): number => {
    if (key.startsWith('=')) return MEANING;
    return key.startsWith('~') ? STEM : 1;
  };
  const weigh = (key: string): number => rarity(key) ** 2 * worth(key);
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
      .map((at) => ({ at, likeness: cosine(at) }))
      .filter(({ likeness }) => likeness >= least)
      .sort((one, other) => other.likeness - one.likeness || one.at - other.at);
  };
};
