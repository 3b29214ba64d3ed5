/**
 * What people call one thing: «садик» and «детский сад», «прописка» and «регистрация по месту жительства». Letters do not
 * show that, so groups of such words are configuration. A group found in a text is one more sign of it. Pure.
 */
import snowball from 'snowball-stemmers';
import type { FaqSettings } from '../../../config/schema/faq.js';
import { stemOf, wordsOf } from './words.js';

/** Names of the groups that each word speaks of, alone or as part of a phrase; none for most words. «=» begins the name of a group of synonyms, «~» that of a wider one. */
export type Synonyms = (words: readonly string[]) => readonly ReadonlySet<string>[];

/** A word of a phrase in the two shapes that its forms are known by: «сменила» and «сменить» have one root, «загс» none. */
interface Said {
  readonly stem: string;
  readonly root: string;
}

interface Phrase {
  readonly said: readonly Said[];
  readonly group: string;
}

/** An ending is at most so long. */
const ENDING = 4;
/** Shorter words are matched whole. */
const WHOLE = 3;

const { stem: rootIn } = snowball.newStemmer('russian');
const rootOf = (word: string): string => (word.length > WHOLE ? rootIn(word) : word);

const fits = (word: string | undefined, own: string | undefined, { stem, root }: Said): boolean => {
  if (word === undefined) return false;
  if (stem.length < WHOLE) return word === stem;
  return own === root || (word.startsWith(stem) && word.length - stem.length <= ENDING);
};

/** By the first letters that all forms of a word begin with. */
const keyOf = (word: string): string => word.slice(0, 2);

type Groups = readonly (readonly string[])[];

/** Whether a name is that of a group, and whether the group is one of words that only have to do with each other. */
export const isGroup = (key: string): boolean => key.startsWith('=') || isWide(key);
export const isWide = (key: string): boolean => key.startsWith('~');

/** @param groups each a list of words and phrases that mean the same; endings are left to us. `related`: likewise, of one matter */
export const synonymsOf = (groups: Groups, related: Groups = []): Synonyms => {
  const phrases = new Map<string, Phrase[]>();
  const named = [
    ...groups.map((group, at) => ({ name: `=${at}`, group })),
    ...related.map((group, at) => ({ name: `~${at}`, group })),
  ];
  for (const { name, group } of named)
    for (const phrase of group) {
      const said = wordsOf(phrase).map((word) => ({ stem: stemOf(word), root: rootOf(word) }));
      const [first] = said;
      if (first === undefined) continue;
      const key = keyOf(first.stem);
      const known = phrases.get(key);
      if (known === undefined) phrases.set(key, [{ said, group: name }]);
      else known.push({ said, group: name });
    }
  return (words) => {
    const found = words.map(() => new Set<string>());
    const roots = words.map(rootOf);
    for (const [at, word] of words.entries())
      for (const { said, group } of phrases.get(keyOf(word)) ?? [])
        if (said.every((one, next) => fits(words[at + next], roots[at + next], one)))
          for (const [next] of said.entries()) found[at + next]?.add(group);
    return found;
  };
};

/** What a request may mean by its words: synonyms, and the wider groups that say only which matter it is about. */
export const meaningsOf = ({ synonyms, related }: Pick<FaqSettings, 'synonyms' | 'related'>): Synonyms =>
  synonymsOf(synonyms, related);
