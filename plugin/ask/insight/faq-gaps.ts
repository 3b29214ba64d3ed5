/**
 * What the FAQ lacks: requests that went to the federal side without an answer, those about one thing together, the most
 * frequent first. Pure. Nobody's words leave as they were written: see `phraseOf`.
 */
import { alikeOf } from '../../../sync/faq/suggest/alike.js';
import type { Synonyms } from '../../../sync/faq/suggest/synonyms.js';
import { mask } from '../../process/mask.js';
import { safeWords } from './safe-words.js';

/** A request as the helpdesk has it. Lives as long as it is counted. */
export interface UnansweredRequest {
  readonly number: string;
  /** What it is about, as the operator wrote it down, else the ticket's title. */
  readonly text: string;
  /** The citizen's name: its words never leave. */
  readonly citizen: string;
  /** СП ЕПГУ found the answer in its own base: it only has to be handed over. */
  readonly inFederalBase: boolean;
}

export interface FaqGap {
  readonly count: number;
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

/** From this likeness on, two requests are about one thing. */
const ALIKE = 0.25;
/** So many of the likest are looked at: more of one thing are a group that is large anyway. */
const NEIGHBOURS = 1_000;
const EXAMPLES = 5;
const LONGEST = 160;

/** What may be shown of a text: its words that are safe, in their order, all else as «…». */
const phraseOf = (text: string, isSafe: (word: string) => boolean): string => {
  const words = mask(text).match(/\[\p{L}+\]|[\p{L}\p{N}]+/gu) ?? [];
  const shown = words.map((word) => (isSafe(word) ? word : '…'));
  const phrase = shown.filter((word, at) => word !== '…' || shown[at - 1] !== '…').join(' ');
  return phrase.length > LONGEST ? `${phrase.slice(0, phrase.lastIndexOf(' ', LONGEST))} …` : phrase;
};

/** Without what stands for a number or an address: those make no two requests alike. */
const bare = (phrase: string): string => phrase.replaceAll(/\[\p{L}+\]/gu, '');

/** Around the request with most neighbours, then around the next of those left. */
const groupsOf = (phrases: readonly string[], synonyms: Synonyms): number[][] => {
  const texts = phrases.map(bare);
  const alike = alikeOf(texts, synonyms);
  const near = texts.map((text, own) => [
    own,
    ...alike(text, ALIKE)
      .filter((at) => at !== own)
      .slice(0, NEIGHBOURS),
  ]);
  const taken = new Set<number>();
  return near
    .toSorted((one, other) => other.length - one.length || (one[0] ?? 0) - (other[0] ?? 0))
    .flatMap((members) => {
      if (taken.has(members[0] ?? -1)) return [];
      const free = members.filter((at) => !taken.has(at));
      for (const at of free) taken.add(at);
      return [free];
    });
};

/** @param requests newest first */
export const gapsOf = (
  requests: readonly UnansweredRequest[],
  { synonyms, vocabulary, likely }: GapOptions,
): FaqGap[] => {
  const isSafe = safeWords(requests, vocabulary);
  // What is a citizen's own, a name or an address, makes no two requests alike or unlike.
  const phrases = requests.map(({ text }) => phraseOf(text, isSafe));
  return groupsOf(phrases, synonyms)
    .map((members): FaqGap => ({
      count: members.length,
      about: phrases[members[0] ?? -1] ?? '',
      tickets: members
        .toSorted((one, other) => one - other)
        .slice(0, EXAMPLES)
        .flatMap((at) => requests[at]?.number ?? []),
      inFederalBase: members.filter((at) => requests[at]?.inFederalBase === true).length,
      likely: likely(bare(phrases[members[0] ?? -1] ?? '')),
    }))
    .toSorted((one, other) => other.count - one.count);
};
