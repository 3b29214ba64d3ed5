/**
 * The mark of an act: what stands on a written note, so that an act is known from the ticket alone, also when the store
 * was lost or the companion died between the write and the log. It stands in the note's subject: Zammad keeps that as it
 * is (bodies are sanitised), returns it with the full ticket in every version, shows it to whoever asks where a note came
 * from, and lets nobody change it afterwards.
 */
import { createHash } from 'node:crypto';
import type { Article } from 'zammad-api-client-ts';
import { cameIn } from '../read/authors.js';

export interface Mark {
  readonly clause: string;
  /** Twelve hexadecimal digits: what was done, to which ticket, for which time. */
  readonly key: string;
}

const PREFIX = 'Регламент ';

/** The subject of a note that carries out `marks`: `Регламент · 0123456789ab`. */
export const subjectOf = (marks: readonly Mark[]): string =>
  PREFIX + marks.map(({ clause, key }) => `${clause} · ${key}`).join('; ');

/** The marks on a ticket with the time of each: only what `me` wrote here counts, and no letter that says to be from `me`. */
export const marksOn = (articles: readonly Article[], me: number): (Mark & { readonly at: Date })[] =>
  articles
    .filter(
      (article) =>
        article.created_by_id === me && article.subject?.startsWith(PREFIX) === true && !cameIn(article),
    )
    .flatMap(({ subject, created_at: at }) =>
      [...(subject ?? '').matchAll(/(R-[\d.]+[a-z]?) · ([0-9a-f]{12})/g)].map(
        ([, clause = '', key = '']) => ({
          clause,
          key,
          at: new Date(at),
        }),
      ),
    );

/** The key of one act. `occasion` tells the first time from the second. */
export const keyOf = (ticket: number, clause: string, what: unknown, occasion: number): string =>
  createHash('sha256')
    .update(JSON.stringify([ticket, clause, what, occasion]))
    .digest('hex')
    .slice(0, 12);
