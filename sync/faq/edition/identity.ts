/** What keeps an answer the same answer through editions, and what tells that it changed. */
import { createHash } from 'node:crypto';
import type { FaqFile } from '../types.js';
import { uncounted, withoutInvisible } from './wording.js';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Stress marks over vowels, as textbooks set them; й and ё are letters of their own. */
const STRESS = /[\u0300\u0301]/g;

/**
 * A question's wording: letters and digits only. A corrected comma, a capital letter, ё or е, a number in front, a stress mark, a
 * soft hyphen keep the question the same.
 */
export const wordingOf = (text: string): string =>
  uncounted(withoutInvisible(text.normalize('NFC')).replace(STRESS, '').trim())
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Id of a question that was given none: from its wording; with its section where two sections ask the same. */
export const derivedId = (category: readonly string[], question: string): string =>
  `q-${sha256([...category, question].map(wordingOf).join('\n')).slice(0, 12)}`;

/** What an answer says, however it was written down. */
export const contentHash = (question: string, html: string, files: readonly FaqFile[]): string =>
  sha256(
    [
      question,
      html,
      // What a picture is called nobody sees.
      ...files.map(({ hash, name, contentId }) => (contentId === null ? `${hash} ${name}` : hash)).toSorted(),
    ].join('\n'),
  );
