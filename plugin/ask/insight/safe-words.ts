/**
 * Which words of requests may be shown to somebody else. Names cannot be told from other words by their letters, so the
 * question is turned round: shown is what the knowledge base says too, or what several citizens wrote, in lower case and as
 * nobody's name. Numbers of more than four digits never are. Pure.
 */
import { isTelling, stemOf, wordsOf } from '../../../sync/faq/suggest/words.js';

interface Written {
  readonly text: string;
  /** The citizen's name. */
  readonly citizen: string;
}

/** A word of so many requests is nobody's own. */
const SEVERAL = 3;

const isLower = (word: string): boolean => word === word.toLowerCase();

/** Stems by how many requests have them, and written in lower case at least once. */
const sharedStems = (requests: readonly Pick<Written, 'text'>[]): Set<string> => {
  const counts = new Map<string, number>();
  const lower = new Set<string>();
  for (const { text } of requests) {
    for (const stem of new Set(wordsOf(text).map(stemOf))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    for (const word of text.match(/\p{L}+/gu) ?? [])
      if (isLower(word)) for (const plain of wordsOf(word)) lower.add(stemOf(plain));
  }
  return new Set([...counts].flatMap(([stem, count]) => (count >= SEVERAL && lower.has(stem) ? [stem] : [])));
};

/** @param vocabulary stems of the knowledge base */
export const safeWords = (
  requests: readonly Written[],
  vocabulary: ReadonlySet<string>,
): ((word: string) => boolean) => {
  const shared = sharedStems(requests);
  const names = new Set(requests.flatMap(({ citizen }) => wordsOf(citizen).map(stemOf)));
  return (word) => {
    const [plain = '', ...more] = wordsOf(word);
    const stem = stemOf(plain);
    if (more.length > 0 || names.has(stem) || /\d{5}/.test(plain)) return false;
    return vocabulary.has(stem) || shared.has(stem) || (plain.length > 0 && !isTelling(plain));
  };
};
