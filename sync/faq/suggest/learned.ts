/**
 * What a desk has taught suggestions: words of requests that were closed with an answer, for those that come later. Of a request its
 * stems are counted and nothing else; a stem is kept only where several citizens wrote it, and more of them than of those
 * who were answered otherwise. Pure.
 */
import snowball from 'snowball-stemmers';
import { isTelling, wordsOf } from './words.js';

/** Answer → stem → how many citizens wrote it who were answered so. */
export type Learned = ReadonlyMap<string, ReadonlyMap<string, number>>;

export const nothingLearned: Learned = new Map();

/** A request that an answer closed. */
export interface ClosedWith {
  readonly answer: string;
  /** Tells one citizen from another; is counted and not kept. */
  readonly person: string;
  /** What it says, in words that may be shown to anybody: no names, no places, no numbers. */
  readonly words: readonly string[];
}

/** A word of fewer citizens is not kept. */
const SEVERAL = 3;
/** Who was answered so wrote it so many times as often as who was answered otherwise. */
const OFTENER = 2;
/** Of an answer no more than this: those that most citizens wrote. */
const KEPT = 60;
const SHORTEST = 3;

const { stem } = snowball.newStemmer('russian');

const stemsOf = (words: readonly string[]): ReadonlySet<string> =>
  new Set(
    words
      .flatMap(wordsOf)
      .filter((word) => isTelling(word) && word.length >= SHORTEST && /^[а-я]+$/.test(word))
      .map(stem),
  );

/** Citizens by what they wrote: stem → who. */
const writersOf = (requests: readonly ClosedWith[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const writers = new Map<string, Set<string>>();
  for (const { person, words } of requests)
    for (const one of stemsOf(words)) writers.set(one, (writers.get(one) ?? new Set()).add(person));
  return writers;
};

const personsIn = (requests: readonly ClosedWith[]): number =>
  new Set(requests.map(({ person }) => person)).size;

/** What requests teach; the order of requests does not matter, and one that is given again teaches nothing more. */
export const learnedFrom = (closed: readonly ClosedWith[]): Learned => {
  const learned = new Map<string, ReadonlyMap<string, number>>();
  for (const [answer, own] of Map.groupBy(closed, ({ answer: given }) => given)) {
    const others = closed.filter(({ answer: given }) => given !== answer);
    const elsewhere = writersOf(others);
    const [citizens, strangers] = [personsIn(own), personsIn(others)];
    const telling = [...writersOf(own)]
      .map(([one, { size }]) => ({ one, size }))
      .filter(({ one, size }) => {
        // Half a citizen more: with few answered otherwise, little is known of what they would have written.
        const usual = ((elsewhere.get(one)?.size ?? 0) + 0.5) / (strangers + 1);
        return size >= SEVERAL && size / citizens > OFTENER * usual;
      })
      .toSorted((left, right) => right.size - left.size || (left.one < right.one ? -1 : 1))
      .slice(0, KEPT);
    if (telling.length > 0) learned.set(answer, new Map(telling.map(({ one, size }) => [one, size])));
  }
  return learned;
};

/** One answer a line: its id, then stems with their counts. Letters, digits and spaces only: Zammad sanitises texts as HTML. */
export const learnedText = (learned: Learned): string =>
  [...learned]
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .map(([answer, stems]) => [answer, ...[...stems].flatMap(([one, count]) => [one, count])].join(' '))
    .join('\n');

/** What such a text says; words that are none of it are passed over. */
export const learnedIn = (text: string): Learned => {
  const learned = new Map<string, ReadonlyMap<string, number>>();
  for (const line of text.split(/\n|<br>/)) {
    const [, answer, rest] = /^\s*(\d+)\s+(.+)$/.exec(line) ?? [];
    if (answer === undefined || rest === undefined) continue;
    const stems = [...rest.matchAll(/([а-я]+) (\d{1,9})(?!\S)/g)].map(
      ([, one = '', count]): [string, number] => [one, Number(count)],
    );
    if (stems.length > 0) learned.set(answer, new Map(stems));
  }
  return learned;
};
