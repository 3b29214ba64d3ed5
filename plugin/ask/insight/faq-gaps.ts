/**
 * What the FAQ lacks: requests that went to the federal side without an answer, those about one question together, first what
 * most citizens asked. Pure. Nobody's words leave as they were written: see `phraseOf`.
 */
import { alikeOf } from '../../../sync/faq/suggest/alike.js';
import type { Synonyms } from '../../../sync/faq/suggest/synonyms.js';
import { mask } from '../../process/mask.js';
import { isTelling, wordsOf } from '../../../sync/faq/suggest/words.js';
import { safeWords, type IsSafe } from './safe-words.js';

/** A request as the helpdesk has it. Lives as long as it is counted. */
export interface UnansweredRequest {
  readonly number: string;
  readonly title: string;
  /** What it is about, as the operator wrote it down; often «см. тему». */
  readonly summary: string;
  /** The citizen's name: its words never leave. */
  readonly citizen: string;
  /** Tells one citizen from another and never leaves: who asks three times asks once. */
  readonly person: string;
  /** СП ЕПГУ found the answer in its own base: it only has to be handed over. */
  readonly inFederalBase: boolean;
}

export interface FaqGap {
  /** Requests. */
  readonly count: number;
  /** Distinct persons who asked. */
  readonly citizens: number;
  /** Words of one of the requests that tell of the matter and of nobody. */
  readonly about: string;
  /** Numbers of some of the tickets, the newest first. */
  readonly tickets: readonly string[];
  readonly inFederalBase: number;
  /** Title of the likeliest answer there is: perhaps it only was not found. */
  readonly likely: string | null;
}

interface GapOptions {
  readonly synonyms: Synonyms;
  /** Stems of words that may be shown whoever wrote them: those of the knowledge base. */
  readonly vocabulary: ReadonlySet<string>;
  /** Title of the answer a text is likely about. */
  readonly likely: (text: string) => string | null;
}

/** From this mean likeness on, requests are about one question. */
const ALIKE = 0.14;
/** Less than this is no likeness at all. */
const NEAR = 0.03;
/** So many of the likest are looked at: more of one thing are a group that is large anyway. */
const NEIGHBOURS = 1_000;
const EXAMPLES = 5;
/** So many beside the most central one may speak for a group, where more of their words may be shown. */
const SPOKESMEN = 4;
/** With fewer words about the matter the summary leaves it to the title. */
const ENOUGH = 3;
const LONGEST = 160;

const tokensOf = (text: string): readonly string[] => mask(text).match(/\[\p{L}+\]|[\p{L}\p{N}]+/gu) ?? [];

/** What may be shown of a text: its words that are safe, in their order, all else as «…». */
const phraseOf = (text: string, isSafe: IsSafe): string => {
  const shown = tokensOf(text).map((word) => (isSafe(word) ? word : '…'));
  const phrase = shown.filter((word, at) => word !== '…' || shown[at - 1] !== '…').join(' ');
  return phrase.length > LONGEST ? `${phrase.slice(0, phrase.lastIndexOf(' ', LONGEST))} …` : phrase;
};

const tellingIn = (text: string): number => wordsOf(text).filter(isTelling).length;

/** The phrase that says most, the first among equals. */
const tellingest = (phrases: readonly string[]): string =>
  phrases.reduce((best, one) => (tellingIn(one) > tellingIn(best) ? one : best), '');

/** What a text asks, to be compared and not shown: without names and numbers, which make no two requests alike. */
const matterOf = (text: string, isPersonal: IsSafe): string =>
  tokensOf(text)
    .filter((word) => !word.startsWith('[') && !isPersonal(word))
    .join(' ');

/** How like two clusters are: the mean over all pairs; pairs that were not near count as nothing. */
const meanOf = (sum: number, one: readonly number[], other: readonly number[]): number =>
  sum / (one.length * other.length);

/**
 * Joins the two likest clusters as long as all of one is on the whole like all of the other: a word that two questions share joins
 * neighbours, not clusters.
 * @returns places, each cluster's most central one first
 */
const groupsOf = (texts: readonly string[], synonyms: Synonyms): number[][] => {
  const alike = alikeOf(texts, synonyms);
  const clusters = new Map(texts.map((_, at): [number, number[]] => [at, [at]]));
  /** Sums of likeness between members, by the clusters' names, both ways. */
  const sums = new Map(
    texts.map((text, own): [number, Map<number, number>] => [
      own,
      new Map(
        alike(text, NEAR)
          .filter(({ at }) => at !== own)
          .slice(0, NEIGHBOURS)
          .map(({ at, likeness }) => [at, likeness]),
      ),
    ]),
  );
  // Who is among another's neighbours has that one among its own.
  for (const [own, near] of sums) for (const [at, likeness] of near) sums.get(at)?.set(own, likeness);
  const centrality = texts.map((_, at) =>
    [...(sums.get(at)?.values() ?? [])].reduce((sum, one) => sum + one, 0),
  );
  /** @param favoured wins among equals, else two clusters of one likeness to a third would be passed on for ever */
  const likest = (name: number, favoured: number | undefined): number | null => {
    let best: { readonly name: number; readonly mean: number } | null = null;
    for (const [other, sum] of sums.get(name) ?? []) {
      const mean = meanOf(sum, clusters.get(name) ?? [], clusters.get(other) ?? []);
      const wins = best === null || mean > best.mean || (mean === best.mean && other === favoured);
      if (mean >= ALIKE && wins) best = { name: other, mean };
    }
    return best?.name ?? null;
  };
  const join = (name: number, other: number): void => {
    clusters.get(name)?.push(...(clusters.get(other) ?? []));
    clusters.delete(other);
    const own = sums.get(name);
    for (const [third, sum] of sums.get(other) ?? []) {
      sums.get(third)?.delete(other);
      if (third === name || own === undefined) continue;
      const both = (own.get(third) ?? 0) + sum;
      own.set(third, both);
      sums.get(third)?.set(name, both);
    }
    sums.delete(other);
  };
  // From each cluster to its likest and on, until two are each other's: a mean never grows by a join elsewhere.
  for (const start of texts.keys()) {
    let chain = clusters.has(start) ? [start] : [];
    for (let tip = chain.at(-1); tip !== undefined; tip = chain.at(-1)) {
      const before = chain.at(-2);
      const next = likest(tip, before);
      if (next === null) break;
      if (next !== before) {
        chain.push(next);
        continue;
      }
      join(next, tip);
      chain = chain.length > 2 ? chain.slice(0, -2) : [next];
    }
  }
  return [...clusters.values()].map((members) =>
    members.toSorted((one, other) => (centrality[other] ?? 0) - (centrality[one] ?? 0) || one - other),
  );
};

/** @param requests newest first */
export const gapsOf = (
  requests: readonly UnansweredRequest[],
  { synonyms, vocabulary, likely }: GapOptions,
): FaqGap[] => {
  const whole = requests.map(({ title, summary, ...who }) => ({ ...who, text: `${title}\n${summary}` }));
  const { isSafe, isPersonal } = safeWords(whole, vocabulary);
  const texts = requests.map(({ title, summary }) =>
    tellingIn(matterOf(summary, isPersonal)) < ENOUGH ? `${title}\n${summary}` : summary,
  );
  const matters = texts.map((text) => matterOf(text, isPersonal));
  return groupsOf(matters, synonyms)
    .map((members): FaqGap => {
      const [centre = -1, ...others] = members;
      return {
        count: members.length,
        citizens: new Set(members.map((at) => requests[at]?.person)).size,
        about: tellingest(
          [centre, ...others.slice(0, SPOKESMEN)].map((at) => phraseOf(texts[at] ?? '', isSafe)),
        ),
        tickets: members
          .toSorted((one, other) => one - other)
          .slice(0, EXAMPLES)
          .flatMap((at) => requests[at]?.number ?? []),
        inFederalBase: members.filter((at) => requests[at]?.inFederalBase === true).length,
        likely: likely(matters[centre] ?? ''),
      };
    })
    .toSorted((one, other) => other.citizens - one.citizens || other.count - one.count);
};
