/** What keeps an answer the same answer through editions, and what tells that it changed. */
import { createHash } from 'node:crypto';
import type { FaqFile } from '../types.js';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Letters and digits only: a corrected comma, a capital letter, ё or е keep the question the same. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Id of a question that was given none: from its category path and its wording. */
export const derivedId = (category: readonly string[], question: string): string =>
  `q-${sha256([...category.map(bare), bare(question)].join('\n')).slice(0, 12)}`;

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
