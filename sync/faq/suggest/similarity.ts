/**
 * Which answers a request is likely about: what a part of it shares with an answer's question, text, in character
 * trigrams (typing errors), stems (forms of a word) and groups of synonyms (everyday words), all weighed by how rare they are.
 * The whole request chooses the candidates by postings, its parts then decide among those, so that a request costs what its own
 * features cost and not the whole base. Pure; everything stays in memory.
 */
import { featuresOf, rarityIn, type Features } from './features.js';
import type { Synonyms } from './synonyms.js';

/** A text to be found: an answer's question and what it says. */
export interface Findable {
  readonly question: string;
  readonly answer: string;
}

export interface Likely {
  /** Place among what was indexed. */
  readonly at: number;
  /** 0: nothing in common; about 1: enough to be shown, in a letter of some sentences. */
  readonly score: number;
  /** 0 to 1: how much of the whole request and of the answer is common to both; tells in a request of a few words. */
  readonly closeness: number;
}

/** The likeliest first, at most `limit`. A request of several parts is as like as its likest part. */
export type Similarity = (parts: readonly string[], limit: number) => Likely[];

/** So many answers are looked at closely. */
const CANDIDATES = 60;

/**
 * Fitted on the requests of `test/faq/likeness` that are for use while writing, first by a softmax over all answers and «none of
 * them», then by small steps; requests held out were not looked at. In such units that about 1 is worth showing.
 */
const WEIGHTS = {
  stems: 0.254,
  question: 0.98,
  answer: 0.456,
  meant: 0.58,
  explained: 0.311,
  meaning: 0.116,
  words: 0.043,
} as const;
/** In closeness a question counts so much, its answer the rest; a thing meant weighs as much as a word of ten letters. */
const ASKED = 0.6;
const MEANING = 8;
/** What two texts have in common counts in units of what a rare thing weighs: a small base knows fewer rare things. */
const RARE = 3;

type Weigh = (feature: string) => number;

const massOf = (features: ReadonlySet<string>, weigh: Weigh): number => {
  let mass = 0;
  for (const feature of features) mass += weigh(feature);
  return mass;
};

const sharedBy = (one: ReadonlySet<string>, other: ReadonlySet<string>, weigh: Weigh): number => {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let mass = 0;
  for (const feature of few) if (many.has(feature)) mass += weigh(feature);
  return mass;
};

/** An answer made ready: its features and what they weigh. */
interface Indexed {
  readonly question: Features;
  readonly answer: Features;
  readonly all: Features;
  readonly mass: {
    readonly stems: number;
    readonly question: number;
    readonly answer: number;
    readonly meanings: number;
  };
}

const square =
  (weigh: Weigh): Weigh =>
  (feature) =>
    weigh(feature) ** 2;

const union = (one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...one, ...other]);

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Feature → places of the answers that have it. */
const postingsOf = (
  texts: readonly Indexed[],
  kind: 'stems' | 'trigrams' | 'meanings',
): ReadonlyMap<string, readonly number[]> => {
  const postings = new Map<string, number[]>();
  for (const [at, { all }] of texts.entries())
    for (const feature of all[kind]) {
      const found = postings.get(feature);
      if (found === undefined) postings.set(feature, [at]);
      else found.push(at);
    }
  return postings;
};

/** Builds the index once; each request then is a matter of a few milliseconds at most. */
export const similarityOf = (findables: readonly Findable[], synonyms: Synonyms): Similarity => {
  const read = findables.map(({ question, answer }) => {
    const asked = featuresOf(question, synonyms);
    const told = featuresOf(answer, synonyms);
    return { asked, told };
  });
  const rarity = {
    stems: rarityIn(read.map(({ asked, told }) => union(asked.stems, told.stems))),
    trigrams: square(rarityIn(read.map(({ asked, told }) => union(asked.trigrams, told.trigrams)))),
    meanings: rarityIn(read.map(({ asked, told }) => union(asked.meanings, told.meanings))),
  };
  const texts = read.map(({ asked, told }): Indexed => ({
    question: asked,
    answer: told,
    all: {
      stems: union(asked.stems, told.stems),
      trigrams: union(asked.trigrams, told.trigrams),
      meanings: union(asked.meanings, told.meanings),
    },
    mass: {
      stems: massOf(asked.stems, rarity.stems) + massOf(told.stems, rarity.stems),
      question: massOf(asked.trigrams, rarity.trigrams),
      answer: massOf(told.trigrams, rarity.trigrams),
      meanings: massOf(asked.meanings, rarity.meanings),
    },
  }));
  const rare = Math.log(1 + texts.length);
  const kinds = ['stems', 'meanings', 'trigrams'] as const;
  const postings = {
    stems: postingsOf(texts, 'stems'),
    trigrams: postingsOf(texts, 'trigrams'),
    meanings: postingsOf(texts, 'meanings'),
  };

  const candidatesFor = (whole: Features, most: number): number[] => {
    if (texts.length <= most) return [...texts.keys()];
    const shared = new Float64Array(texts.length);
    for (const kind of kinds)
      for (const feature of whole[kind]) {
        const weight = rarity[kind](feature);
        for (const at of postings[kind].get(feature) ?? []) shared[at] = (shared[at] ?? 0) + weight;
      }
    return [...shared.keys()]
      .filter((at) => (shared[at] ?? 0) > 0)
      .sort((one, other) => (shared[other] ?? 0) - (shared[one] ?? 0) || one - other)
      .slice(0, most);
  };

  const closenessTo = (own: Features): ((text: Indexed) => number) => {
    const heavy: Weigh = (group) => MEANING * rarity.meanings(group) ** 2;
    const weigh = ({ trigrams, meanings }: Features): number =>
      massOf(trigrams, rarity.trigrams) + massOf(meanings, heavy);
    const common = ({ trigrams, meanings }: Features): number =>
      sharedBy(own.trigrams, trigrams, rarity.trigrams) + sharedBy(own.meanings, meanings, heavy);
    const mass = weigh(own);
    return ({ question, answer }) => {
      const asked = common(question);
      return (
        ASKED * ratio(asked, weigh(question) + mass - asked) +
        (1 - ASKED) * ratio(common(answer), Math.sqrt(weigh(answer) * mass))
      );
    };
  };

  const scorerOf = (part: string): ((text: Indexed) => number) => {
    const own = featuresOf(part, synonyms);
    const stems = massOf(own.stems, rarity.stems);
    const trigrams = massOf(own.trigrams, rarity.trigrams);
    const meanings = massOf(own.meanings, rarity.meanings);
    return ({ question, answer, all, mass }) => {
      const words = sharedBy(own.stems, all.stems, rarity.stems);
      const inQuestion = sharedBy(own.trigrams, question.trigrams, rarity.trigrams);
      const inAnswer = sharedBy(own.trigrams, answer.trigrams, rarity.trigrams);
      const meant = sharedBy(own.meanings, question.meanings, rarity.meanings);
      const explained = sharedBy(own.meanings, all.meanings, rarity.meanings);
      return (
        WEIGHTS.stems * ratio(words, Math.sqrt(stems * mass.stems)) +
        // Jaccard for the question, which is as short as a sentence; the cosine for an answer, which may be long.
        WEIGHTS.question * ratio(inQuestion, mass.question + trigrams - inQuestion) +
        WEIGHTS.answer * ratio(inAnswer, Math.sqrt(mass.answer * trigrams)) +
        WEIGHTS.meant * (meant / (mass.meanings + rare / 2)) +
        WEIGHTS.explained * ratio(explained, meanings) +
        WEIGHTS.meaning * Math.log1p((RARE * meant) / rare) +
        WEIGHTS.words * Math.log1p((RARE * words) / rare)
      );
    };
  };

  return (parts, limit) => {
    const [whole] = parts;
    if (whole === undefined) return [];
    const own = featuresOf(whole, synonyms);
    const candidates = candidatesFor(own, Math.max(CANDIDATES, limit));
    const scorers = parts.map(scorerOf);
    const closeness = closenessTo(own);
    return candidates
      .flatMap((at): Likely[] => {
        const text = texts[at];
        if (text === undefined) return [];
        return [{ at, score: Math.max(...scorers.map((score) => score(text))), closeness: closeness(text) }];
      })
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.at - other.at)
      .slice(0, limit);
  };
};
