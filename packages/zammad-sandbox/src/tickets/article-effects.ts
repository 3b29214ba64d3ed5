/**
 * What a new article does to its ticket: counts, times of contact, and the first answer that opens a new ticket.
 */
import { isBlank, isTruthy, momentOf, plain, referred } from '../behaviour/columns.js';
import type { Row, World } from '../world.js';

const nameIn = (world: World, table: string, id: unknown): string =>
  plain(referred(world, table, id)?.['name']);

/** A customer's writing counts as contact only when an agent has answered since the last one. */
const customerContact = (ticket: Row, at: string): Record<string, unknown> => {
  const customer = momentOf(ticket['last_contact_customer_at']);
  const agent = momentOf(ticket['last_contact_agent_at']);
  if (customer !== null && (agent === null || agent <= customer)) return {};
  return { last_contact_at: at, last_contact_customer_at: at };
};

const agentContact = (ticket: Row, at: string): Record<string, unknown> => ({
  ...(isBlank(ticket['first_response_at']) ? { first_response_at: at } : {}),
  last_contact_at: at,
  last_contact_agent_at: at,
  last_owner_update_at: at,
});

/** An agent's word to the outside takes the ticket out of the state it was made in; one that came by mail does not. */
const opening = (world: World, ticket: Row): Record<string, unknown> => {
  const state = referred(world, 'ticket_states', ticket['state_id']);
  if (!isTruthy(state?.['default_create'])) return {};
  const open = world.table('ticket_states').find((row) => isTruthy(row['default_follow_up']));
  return open ? { state_id: open.id } : {};
};

/** Columns of the ticket that change because the article was added. */
export const articleEffects = (
  world: World,
  ticket: Row,
  article: Row,
  cameIn = false,
): Record<string, unknown> => {
  const at = plain(article['created_at']);
  const articles = world.table('ticket_articles').where('ticket_id', ticket.id);
  // What the system writes does not count.
  const count = articles.filter(
    (row) => nameIn(world, 'ticket_article_senders', row['sender_id']) !== 'System',
  ).length;
  const isFirst = isBlank(ticket['create_article_type_id']);
  const counted = {
    article_count: count,
    ...(isFirst
      ? { create_article_type_id: article['type_id'], create_article_sender_id: article['sender_id'] }
      : {}),
  };
  const type = referred(world, 'ticket_article_types', article['type_id']);
  if (!isTruthy(type?.['communication']) || isTruthy(article['internal'])) return counted;
  const sender = nameIn(world, 'ticket_article_senders', article['sender_id']);
  if (sender === 'Customer') return { ...counted, ...customerContact(ticket, at) };
  if (sender !== 'Agent') return counted;
  return { ...counted, ...agentContact(ticket, at), ...(cameIn ? {} : opening(world, ticket)) };
};
