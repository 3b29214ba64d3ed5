/** How alike two questions are: enough to ask a person whether they are one, never enough to take them for one. */
import { wordingOf } from '../edition/identity.js';

interface Said {
  readonly question: string;
  /** Text, may be empty: then the questions decide. */
  readonly answer: string;
}

const trigrams = (text: string): ReadonlySet<string> => {
  const padded = ` ${wordingOf(text).slice(0, 4000)} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, at) => padded.slice(at, at + 3)));
};

/** Dice's coefficient of letter triples. */
const shared = (one: string, other: string): number => {
  const [left, right] = [trigrams(one), trigrams(other)];
  const both = [...left].filter((each) => right.has(each)).length;
  return left.size + right.size === 0 ? 0 : (2 * both) / (left.size + right.size);
};

/** From here on a person is asked. Tried on a year of editions: typos and new wordings lie above, other questions below. */
export const ENOUGH = 0.55;

/** Titles alike; or somewhat alike with an answer that says nearly the same. 0 to 1. */
export const likeness = (one: Said, other: Said): number => {
  const titles = shared(one.question, other.question);
  if (titles >= ENOUGH || one.answer === '' || other.answer === '') return titles;
  const answers = shared(one.answer, other.answer);
  return answers > 0.6 && titles > 0.15 ? 0.4 * titles + 0.6 * answers : titles;
};
