/** The history of a ticket: one row a change, in the words `GET /ticket_history/:id` answers. */
import { isBlank, plain, referred } from '../behaviour/columns.js';
import { TICKETS } from '../kinds/definitions/tickets.js';
import { nameOf } from '../kinds/references.js';
import type { Row, World } from '../world.js';

/** Columns whose changes nobody writes down. */
const UNRECORDED = new Set([
  'id',
  'created_at',
  'updated_at',
  'created_by_id',
  'updated_by_id',
  'article_count',
  'create_article_type_id',
  'create_article_sender_id',
  'preferences',
  'note',
  'number',
]);

/** The trigger, macro, job or mail filter because of which something changed. */
export interface Source {
  readonly type: 'Trigger' | 'Macro' | 'Job' | 'PostmasterFilter';
  readonly id: number;
  readonly name: string;
}

export interface Occasion {
  readonly world: World;
  readonly actorId: number;
  readonly at: string;
  readonly source?: Source | undefined;
}

const write = (
  { world, actorId, at, source }: Occasion,
  ticketId: number,
  { history_attribute_id, ...columns }: Record<string, unknown>,
): void => {
  world.table('histories').insert({
    ticket_id: ticketId,
    ...(history_attribute_id === undefined ? {} : { history_attribute_id }),
    sourceable_type: source?.type ?? null,
    sourceable_id: source?.id ?? null,
    sourceable_name: source?.name ?? null,
    ...columns,
    created_by_id: actorId,
    created_at: at,
  });
};

export const recordCreated = (occasion: Occasion, ticketId: number): void => {
  write(occasion, ticketId, {
    history_attribute_id: null,
    o_id: ticketId,
    related_history_object_id: null,
    object: 'Ticket',
    type: 'created',
  });
};

const ISO = /^\d{4}-\d\d-\d\dT/;

/** People by their whole name. */
const nameInHistory = (table: string, row: Row | undefined): string =>
  table === 'users' && row
    ? `${plain(row['firstname'])} ${plain(row['lastname'])}`.trim()
    : plain(nameOf(table, row));

/** Values as history keeps them: text, with times in UTC and nothing as ''. */
const asText = (value: unknown): string => {
  if (isBlank(value) && !Array.isArray(value)) return '';
  const text = plain(value);
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  return ISO.test(text) ? `${text.slice(0, 10)} ${text.slice(11, 19)} UTC` : text;
};

/**
 * Writes one row for each changed column: references by name and id, everything else as text.
 * @param sourced whether the occasion's source set the column, or Zammad did on saving
 */
export const recordChanges = (
  general: Occasion,
  ticketId: number,
  changes: Readonly<Record<string, readonly [unknown, unknown]>>,
  sourced: (column: string) => boolean = () => true,
): void => {
  const { world, actorId, at } = general;
  const unsourced: Occasion = { world, actorId, at };
  for (const [column, [from, to]] of Object.entries(changes)) {
    if (UNRECORDED.has(column)) continue;
    const occasion = sourced(column) ? general : unsourced;
    const reference = TICKETS.references?.find(({ key }) => key === column);
    const common = { o_id: ticketId, related_history_object_id: null, object: 'Ticket', type: 'updated' };
    if (reference) {
      const named = (id: unknown): string =>
        nameInHistory(reference.table, referred(occasion.world, reference.table, id));
      const ids = { id_to: to ?? null, id_from: from ?? null };
      const names = { value_from: named(from), value_to: named(to) };
      write(occasion, ticketId, { ...common, ...ids, ...names, attribute: reference.as });
    } else {
      const values = { value_from: asText(from), value_to: asText(to) };
      write(occasion, ticketId, { ...common, ...values, attribute: column });
    }
  }
};

export const recordTag = (
  occasion: Occasion,
  ticketId: number,
  type: 'added' | 'removed',
  tag: string,
): void => {
  write(occasion, ticketId, {
    o_id: ticketId,
    related_history_object_id: null,
    value_from: type === 'removed' ? tag : null,
    value_to: type === 'added' ? tag : null,
    object: 'Ticket',
    type,
    attribute: 'tag',
  });
};

export const recordArticle = (occasion: Occasion, article: Row): void => {
  const ticketId = Number(article['ticket_id']);
  write(occasion, ticketId, {
    history_attribute_id: null,
    o_id: article.id,
    related_o_id: ticketId,
    object: 'Ticket::Article',
    type: 'created',
    related_object: 'Ticket',
  });
};

export const recordMention = (occasion: Occasion, mention: Row): void => {
  const ticketId = Number(mention['mentionable_id']);
  write(occasion, ticketId, {
    history_attribute_id: null,
    o_id: mention.id,
    related_o_id: ticketId,
    value_from: null,
    value_to: plain(mention['user_id']),
    object: 'Mention',
    type: 'created',
    related_object: 'Ticket',
  });
};

/** A letter that left, with whom it went to. */
export const recordLetter = (occasion: Occasion, article: Row): void => {
  const recipients = [article['to'], article['cc']].map(plain).filter((line) => line !== '');
  if (recipients.length === 0) return;
  const ticketId = Number(article['ticket_id']);
  write(occasion, ticketId, {
    history_attribute_id: null,
    o_id: article.id,
    related_o_id: ticketId,
    value_from: article['subject'] ?? null,
    value_to: recipients.join(','),
    object: 'Ticket::Article',
    type: 'email',
    related_object: 'Ticket',
  });
};

export const recordArticleChange = (
  occasion: Occasion,
  article: Row,
  column: string,
  change: readonly [unknown, unknown],
): void => {
  const ticketId = Number(article['ticket_id']);
  write(occasion, ticketId, {
    o_id: article.id,
    related_o_id: ticketId,
    value_from: plain(change[0]),
    value_to: plain(change[1]),
    object: 'Ticket::Article',
    type: 'updated',
    attribute: column,
    related_object: 'Ticket',
  });
};

export const recordMerge = (
  occasion: Occasion,
  ticketId: number,
  type: 'merged_into' | 'received_merge',
  other: number,
): void => {
  write(occasion, ticketId, {
    o_id: ticketId,
    related_history_object_id: null,
    id_to: type === 'merged_into' ? other : ticketId,
    id_from: type === 'merged_into' ? ticketId : other,
    value_from: null,
    value_to: null,
    object: 'Ticket',
    type,
  });
};

/** The rows of one ticket, oldest first, without what only the sandbox needs. */
export const historyOf = (world: World, ticketId: number): Record<string, unknown>[] =>
  world
    .table('histories')
    .where('ticket_id', ticketId)
    .map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'ticket_id')));
