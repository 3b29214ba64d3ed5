/**
 * Which answers a request is likely about. A word of a request is found in an answer by its stem or by a group of words it belongs
 * to; found and not found, words weigh as much as they are rare among the answers. The whole request chooses the candidates by
 * postings, its sentences then decide among those, so that a request costs what its own words cost and not the whole base. Pure;
 * everything stays in memory.
 */
import { rarityIn } from './features.js';
import { isMeant, textOf, type Text, type Told } from './told.js';
import { isGroup, isWide, type Synonyms } from './synonyms.js';

/** A text to be found: an answer's question and what it says. */
export interface Findable {
  readonly question: string;
  readonly answer: string;
  /** Stems that citizens wrote who were answered so before. */
  readonly learned?: ReadonlyMap<string, number> | undefined;
}

export interface Likely {
  /** Place among what was indexed. */
  readonly at: number;
  /** 0: nothing in common; 1: enough to be shown. */
  readonly score: number;
}

/** The likeliest first, at most `limit`. A request of several parts is as like as its likest part. */
export type Similarity = (parts: readonly string[], limit: number) => Likely[];

/** So many answers are looked at closely. */
const CANDIDATES = 60;

/**
 * Fitted by a softmax over all answers and «none of them» on the requests of `test/faq/likeness` that are for use while writing;
 * requests held out were not looked at. `part`: the sentence that fits best, `whole`: the whole request.
 */
const WEIGHTS = {
  part: { question: 0.7, words: 0.5, letters: 1.48 },
  whole: { question: 0.74, told: 1.33, questionLetters: 0.97, letters: 0.9, strange: 1.1, unknown: 0.22 },
} as const;
/** A word found by a group that is wider than synonyms is found so far. */
const WIDE = 0.8;
/** What is in common counts in units of what a rare thing weighs: a small base knows fewer rare things. */
const RARE = 3;
/** What is worth showing among `n` answers: the more there are, the nearer the nearest is that has nothing to do with a request. */
const enoughAmong = (n: number): number => 0.34 * Math.log(1 + Math.max(n, FEW));
/** A base of fewer answers is measured as one of so many. */
const FEW = 20;
/** A word that no answer and no group knows is of the story rather than of the question. */
const STORY = 0.6;

type Weigh = (key: string) => number;

const sum = <T>(all: Iterable<T>, weigh: (one: T) => number): number => {
  let mass = 0;
  for (const one of all) mass += weigh(one);
  return mass;
};

const sharedBy = (one: ReadonlySet<string>, other: ReadonlySet<string>, weigh: Weigh): number => {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  return sum(few, (key) => (many.has(key) ? weigh(key) : 0));
};

const union = (one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...one, ...other]);

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** 0 to 1: how surely a word is found among `keys`. */
const foundIn = (keys: ReadonlySet<string>, { keys: own }: Told): number => {
  let found = 0;
  for (const key of own) if (keys.has(key)) found = Math.max(found, isWide(key) ? WIDE : 1);
  return found;
};

/** Key → places of the texts that have it. */
const postingsOf = (texts: readonly ReadonlySet<string>[]): ReadonlyMap<string, readonly number[]> => {
  const postings = new Map<string, number[]>();
  for (const [at, keys] of texts.entries())
    for (const key of keys) {
      const found = postings.get(key);
      if (found === undefined) postings.set(key, [at]);
      else found.push(at);
    }
  return postings;
};

/** Builds the index once; each request then is a matter of a few milliseconds at most. */
export const similarityOf = (findables: readonly Findable[], synonyms: Synonyms): Similarity => {
  const read = findables.map(({ question, answer, learned }) => {
    const asked = textOf(question, synonyms);
    const told = textOf(answer, synonyms);
    return {
      asked,
      told,
      /** By these it is asked for. */
      askedBy: union(asked.keys, new Set(learned?.keys())),
      keys: union(union(asked.keys, told.keys), new Set(learned?.keys())),
      trigrams: union(asked.trigrams, told.trigrams),
    };
  });
  const postings = postingsOf(read.map(({ keys }) => keys));
  const letterPostings = postingsOf(read.map(({ trigrams }) => trigrams));
  const rarity = rarityIn(read.map(({ keys }) => keys));
  const letterRarity = rarityIn(read.map(({ trigrams }) => trigrams));
  const letters: Weigh = (trigram) => letterRarity(trigram) ** 2;
  const unknown = rarity('');
  /** As rare as the commonest thing it may mean. */
  const weigh = (word: Told): number => {
    const known = word.keys.filter((key) => postings.has(key));
    if (known.length > 0) return Math.min(...known.map(rarity));
    return isMeant(word) ? unknown : unknown * STORY;
  };
  /** Half of what a rare thing weighs: a single word in common is not the whole of a question. */
  const rare = Math.log(1 + read.length);
  const half = rare / 2;
  const texts = read.map(({ asked, told, askedBy, keys }) => {
    const weights = asked.told.map(weigh);
    return {
      asked,
      told,
      askedBy,
      keys,
      weights,
      mass: sum(weights, (one) => one),
      letters: { question: sum(asked.trigrams, letters), answer: sum(told.trigrams, letters) },
    };
  });
  type Indexed = (typeof texts)[number];
  const enough = enoughAmong(read.length);

  const candidatesFor = (whole: Text): number[] => {
    if (texts.length <= CANDIDATES) return [...texts.keys()];
    const shared = new Float64Array(texts.length);
    const count = (keys: ReadonlySet<string>, places: typeof postings, weight: Weigh): void => {
      for (const key of keys) {
        const found = places.get(key);
        if (found === undefined) continue;
        const one = weight(key);
        for (const at of found) shared[at] = (shared[at] ?? 0) + one;
      }
    };
    count(whole.keys, postings, rarity);
    // Letters cost most and choose no others where words do; a request of typing errors has no words.
    if (shared.reduce((so, mass) => so + (mass > 0 ? 1 : 0), 0) < CANDIDATES)
      count(whole.trigrams, letterPostings, letterRarity);
    const last = shared.toSorted().at(-CANDIDATES) ?? 0;
    const found: number[] = [];
    const even: number[] = [];
    for (const [at, mass] of shared.entries()) {
      if (mass > last) found.push(at);
      else if (mass === last && mass > 0) even.push(at);
    }
    return [...found, ...even.slice(0, CANDIDATES - found.length)];
  };

  /** A part of a request made ready: how much of a question it says, and how much of it a text says. */
  const partOf = (source: string) => {
    const text = textOf(source, synonyms);
    const weights = text.told.map(weigh);
    const mass = sum(weights, (one) => one);
    const lettersMass = sum(text.trigrams, letters);
    const within = (keys: ReadonlySet<string>): number =>
      sum(text.told.entries(), ([at, word]) => foundIn(keys, word) * (weights[at] ?? 0));
    const unknownMass = sum(text.told.entries(), ([at, { keys }]) =>
      keys.some((key) => isGroup(key) || postings.has(key)) ? 0 : (weights[at] ?? 0),
    );
    return {
      text,
      question: ({ asked, weights: own, mass: whole }: Indexed): number =>
        ratio(
          sum(asked.told.entries(), ([at, word]) => foundIn(text.keys, word) * (own[at] ?? 0)),
          whole + half,
        ),
      words: (keys: ReadonlySet<string>): number => Math.log1p((RARE * within(keys)) / rare),
      toldBy: (keys: ReadonlySet<string>): number => ratio(within(keys), mass + half),
      /** How much neither an answer nor a group knows. */
      unknown: ratio(unknownMass, mass + half),
      /** Jaccard, for a question is as short as a request. */
      questionLetters: ({ asked, letters: own }: Indexed): number => {
        const both = sharedBy(text.trigrams, asked.trigrams, letters);
        return ratio(both, own.question + lettersMass - both);
      },
      /** The cosine, for an answer may be long. */
      answerLetters: ({ told, letters: own }: Indexed): number =>
        ratio(sharedBy(text.trigrams, told.trigrams, letters), Math.sqrt(own.answer * lettersMass)),
      /** How much is of a matter that this answer does not speak of. */
      strange: (keys: ReadonlySet<string>): number =>
        ratio(
          sum(text.told.entries(), ([at, word]) =>
            isMeant(word) && foundIn(keys, word) === 0 ? (weights[at] ?? 0) : 0,
          ),
          mass + half,
        ),
    };
  };

  return (sources, limit) => {
    const parts = sources.map(partOf);
    const [whole] = parts;
    if (whole === undefined) return [];
    const scoreOf = (text: Indexed): number => {
      const { part, whole: all } = WEIGHTS;
      const best = Math.max(
        ...parts.map(
          (one) =>
            part.question * one.question(text) +
            part.words * one.words(text.askedBy) +
            part.letters * one.answerLetters(text),
        ),
      );
      return (
        best +
        all.question * whole.question(text) +
        all.told * whole.toldBy(text.keys) +
        all.questionLetters * whole.questionLetters(text) +
        all.letters * whole.answerLetters(text) -
        all.strange * whole.strange(text.keys) -
        all.unknown * whole.unknown
      );
    };
    return candidatesFor(whole.text)
      .flatMap((at): Likely[] => {
        const text = texts[at];
        return text === undefined ? [] : [{ at, score: scoreOf(text) / enough }];
      })
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.at - other.at)
      .slice(0, limit);
  };
};
