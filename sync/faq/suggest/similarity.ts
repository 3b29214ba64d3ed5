/**
 * Which answers a request is likely about: character trigrams, weighed by how rare they are, of the question and, with a smaller
 * weight, of the answer's text; and the groups of synonyms both speak of. Kept as postings, so that a request costs what
 * its trigrams cost and not the whole base. Pure; everything stays in memory.
 */
import type { Synonyms } from './synonyms.js';
import { isTelling, trigramsOf, wordsOf } from './words.js';

/** A text to be found: an answer's question and what it says. */
export interface Findable {
  readonly question: string;
  readonly answer: string;
}

export interface Likely {
  /** Place among what was indexed. */
  readonly at: number;
  /** 0: nothing in common; 1: the same. */
  readonly score: number;
}

/** The likeliest first, at most `limit`. A text of several parts is as like as its likest part. */
export type Similarity = (parts: readonly string[], limit: number) => Likely[];

/** Chosen on the labelled set of `test/faq/likeness`. */
const QUESTION = 0.6;
const ANSWER = 0.4;
/** A group of synonyms weighs as much as a word of ten letters. */
const SYNONYM = 8;
/** Of a longer letter the beginning is read. */
const LONGEST = 12_000;

const featuresOf = (text: string, synonyms: Synonyms): Set<string> => {
  const words = wordsOf(text.slice(0, LONGEST));
  const found = trigramsOf(words.filter(isTelling));
  for (const group of synonyms(words)) found.add(group);
  return found;
};

/** Feature → the texts that have it, all in one array. */
interface Postings {
  readonly starts: Uint32Array;
  readonly texts: Uint32Array;
  /** Weight of all features of each text. */
  readonly mass: Float64Array;
}

interface Vocabulary {
  readonly ids: ReadonlyMap<string, number>;
  readonly weights: Float64Array;
}

const vocabularyOf = (texts: readonly { readonly all: ReadonlySet<string> }[]): Vocabulary => {
  const ids = new Map<string, number>();
  const counts: number[] = [];
  for (const { all } of texts)
    for (const feature of all) {
      const id = ids.get(feature) ?? ids.size;
      ids.set(feature, id);
      counts[id] = (counts[id] ?? 0) + 1;
    }
  const weights = new Float64Array(ids.size);
  for (const [feature, id] of ids) {
    const rarity = Math.log(1 + (texts.length + 0.5) / ((counts[id] ?? 0) + 0.5));
    weights[id] = rarity * rarity * (feature.startsWith('=') ? SYNONYM : 1);
  }
  return { ids, weights };
};

const postingsOf = (texts: readonly ReadonlySet<string>[], { ids, weights }: Vocabulary): Postings => {
  const starts = new Uint32Array(ids.size + 1);
  const mass = new Float64Array(texts.length);
  for (const text of texts)
    for (const feature of text) {
      const id = ids.get(feature) ?? 0;
      starts[id + 1] = (starts[id + 1] ?? 0) + 1;
    }
  for (let id = 0; id < ids.size; id += 1) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const next = starts.slice();
  const places = new Uint32Array(starts[ids.size] ?? 0);
  for (const [at, text] of texts.entries())
    for (const feature of text) {
      const id = ids.get(feature) ?? 0;
      places[next[id] ?? 0] = at;
      next[id] = (next[id] ?? 0) + 1;
      mass[at] = (mass[at] ?? 0) + (weights[id] ?? 0);
    }
  return { starts, texts: places, mass };
};

/** For each text the weight of what it shares with the request. */
const sharedWith = (
  features: readonly number[],
  { starts, texts, mass }: Postings,
  weights: Float64Array,
): Float64Array => {
  const shared = new Float64Array(mass.length);
  for (const id of features) {
    const weight = weights[id] ?? 0;
    const end = starts[id + 1] ?? 0;
    for (let place = starts[id] ?? 0; place < end; place += 1) {
      const at = texts[place] ?? 0;
      shared[at] = (shared[at] ?? 0) + weight;
    }
  }
  return shared;
};

/** A request's features that some text has, and the weight of all it has: what nobody knows counts as the rarest. */
const weighed = (
  features: ReadonlySet<string>,
  { ids, weights }: Vocabulary,
  texts: number,
): { readonly known: readonly number[]; readonly mass: number } => {
  const unknown = Math.log(1 + (texts + 0.5) / 0.5) ** 2;
  const known: number[] = [];
  let mass = 0;
  for (const feature of features) {
    const id = ids.get(feature);
    if (id !== undefined) known.push(id);
    mass += id === undefined ? unknown : (weights[id] ?? 0);
  }
  return { known, mass };
};

/** Builds the index once; each request then is a matter of a millisecond. */
export const similarityOf = (findables: readonly Findable[], synonyms: Synonyms): Similarity => {
  const texts = findables.map(({ question, answer }) => {
    const asked = featuresOf(question, synonyms);
    const told = featuresOf(answer, synonyms);
    return { asked, told, all: new Set([...asked, ...told]) };
  });
  const vocabulary = vocabularyOf(texts);
  const { weights } = vocabulary;
  const questions = postingsOf(
    texts.map(({ asked }) => asked),
    vocabulary,
  );
  const answers = postingsOf(
    texts.map(({ told }) => told),
    vocabulary,
  );
  return (parts, limit) => {
    const best = new Float64Array(texts.length);
    for (const part of parts) {
      const { known, mass } = weighed(featuresOf(part, synonyms), vocabulary, texts.length);
      if (known.length === 0) continue;
      const asked = sharedWith(known, questions, weights);
      const told = sharedWith(known, answers, weights);
      for (let at = 0; at < best.length; at += 1) {
        const inQuestion = asked[at] ?? 0;
        const inAnswer = told[at] ?? 0;
        if (inQuestion === 0 && inAnswer === 0) continue;
        // Jaccard for the question, which is as short as a request; the cosine for an answer, which may be long.
        const jaccard = inQuestion / ((questions.mass[at] ?? 0) + mass - inQuestion);
        const cosine = inAnswer === 0 ? 0 : inAnswer / Math.sqrt((answers.mass[at] ?? 0) * mass);
        best[at] = Math.max(best[at] ?? 0, QUESTION * jaccard + ANSWER * cosine);
      }
    }
    return [...best]
      .map((score, at) => ({ at, score }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.at - other.at)
      .slice(0, limit);
  };
};
