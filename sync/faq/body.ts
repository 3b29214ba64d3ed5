/** What is compared of a text: its words, and a fingerprint of what Zammad keeps of it. Never HTML with HTML. */
import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { short } from './note.js';

const blocks = new Set(
  'address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr ul'.split(
    ' ',
  ),
);

/** The text of an HTML body, one line a block, entities resolved, white space collapsed. */
export const textOf = (html: string): string => {
  const pieces: string[] = [];
  const breakAt = (name: string): void => {
    if (blocks.has(name)) pieces.push('\n');
  };
  const parser = new Parser({
    ontext: (text) => {
      pieces.push(text.replaceAll(/\s+/g, ' '));
    },
    onopentagname: breakAt,
    onclosetag: breakAt,
  });
  parser.end(html);
  return pieces
    .join('')
    .split('\n')
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join('\n');
};

/** Whether two bodies say the same, however they are marked up. */
export const sameWords = (one: string, other: string): boolean =>
  textOf(one).replaceAll(/\s/g, '') === textOf(other).replaceAll(/\s/g, '');

/** Addresses of pictures and their content ids change with every write of the same picture, and each adds its width once more. */
const steady = (html: string): string =>
  html
    .replaceAll(/(["'])\/api\/v1\/attachments\/\d+[^"']*\1/g, '""')
    .replaceAll(/\scid=(["'])[^"']*\1/g, '')
    .replaceAll(/(?:max-width:100%;){2,}/g, 'max-width:100%;')
    .trim();

/** Bodies by content id: only those that had to be read. */
export type Bodies = ReadonlyMap<number, string>;

export interface WrittenText {
  /** Id of the language in the knowledge base. */
  readonly locale: number;
  readonly title: string;
  readonly body: string;
}

/** Fingerprint of titles and bodies as Zammad gives them out: equal as long as nobody edits the answer. */
export const writtenHash = (texts: readonly WrittenText[]): string => {
  const parts = texts
    .map(({ locale, title, body }) => [locale, title, steady(body)])
    .sort(([one], [other]) => Number(one) - Number(other));
  return short(createHash('sha256').update(JSON.stringify(parts)).digest('hex'));
};
