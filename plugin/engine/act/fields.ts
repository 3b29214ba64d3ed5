/** Fields and notes as Zammad takes them. Pure. */
import type { ArticleCreate, Ticket } from 'zammad-api-client-ts';
import { subjectOf, type Mark } from './mark.js';
import { isSame, type Fields } from '../../../triggers/verdict/actions-to.js';

/** Columns for `fields` as rules name them. */
export const fieldsOf = ({ owner, ...named }: Fields): Fields => {
  // Zammad's «nobody» is its user 1; a name would have to be an agent's login.
  if (owner === null) return { ...named, owner_id: 1 };
  return owner === undefined ? named : { ...named, owner };
};

/**
 * One internal note that carries `marks`. `phone`: as a call, under which both pages of Zammad answer the ticket's customer and not
 * whoever sent the letter above it; ours is no evidence of a call, for no operator wrote it.
 */
export const markedNote = (
  marks: readonly Mark[],
  html: readonly string[],
  type: 'note' | 'phone' = 'note',
): ArticleCreate => ({
  subject: subjectOf(marks),
  body: html.join('<hr>\n'),
  content_type: 'text/html',
  type,
  internal: true,
});

/** Zammad drops keys it does not know without a word: fields that did not become what was wanted, by name. */
export const refusedFields = (fields: Fields, after: Ticket): string[] =>
  Object.entries(fields)
    .filter(([field]) => !['group', 'state', 'owner'].includes(field))
    .filter(([field, value]) => !isSame(field, after[field], value))
    .map(([field]) => field);
