/** Articles written through the API, with their attachments. */
import { createHash } from 'node:crypto';
import { hasPermission } from '../behaviour/access.js';
import {
  isBlank,
  isRecord,
  isTruthy,
  listOf,
  plain,
  recordOf,
  referred,
  setting,
} from '../behaviour/columns.js';
import { Refusal, unprocessable } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { TICKET_ARTICLES } from '../kinds/definitions/tickets.js';
import { referencesIn } from '../kinds/references.js';
import { sanitisedArticle } from '../kinds/sanitised.js';
import type { Row, World } from '../world.js';

const idNamed = (world: World, table: string, name: string): number | null =>
  world.table(table).find((row) => row['name'] === name)?.id ?? null;

const nameIn = (world: World, table: string, id: unknown): string =>
  plain(referred(world, table, id)?.['name']);

const fullName = (user: Row): string => `${plain(user['firstname'])} ${plain(user['lastname'])}`.trim();

/** Types whose sender a letter or a network tells. */
const TELLING = ['email', 'sms'];

/**
 * Who an article is from: an agent by name, a customer on the page or the telephone by name and address. What a customer
 * says is the ticket's customer's, whoever typed it in.
 */
const authorship = (
  { world, actor }: Call,
  ticket: Row,
  given: { sender: string; type: string; origin: unknown },
): Record<string, unknown> => {
  const { sender, type } = given;
  const saying = sender === 'Customer' && ['phone', 'note', 'web'].includes(type);
  const origin = isBlank(given.origin) ? (saying ? ticket['customer_id'] : null) : given.origin;
  const origin_by_id = isBlank(origin)
    ? null
    : hasPermission(world, actor, 'ticket.agent')
      ? origin
      : actor.id;
  const columns = origin_by_id === null ? {} : { origin_by_id };
  if (TELLING.includes(type)) return columns;
  const author = referred(world, 'users', origin_by_id) ?? actor;
  const told = ['web', 'phone'].includes(type) && !hasPermission(world, author, 'ticket.agent');
  const name = fullName(author);
  return {
    ...columns,
    from: told && !isBlank(author['email']) ? addressed(name, plain(author['email'])) : name,
  };
};

/** A name and an address as a letter has them: a name of other than plain letters in quotes. */
const addressed = (name: string, email: string): string => {
  if (name === '') return email;
  return `${/^[\w!#$%&'*+\-/=?^`{|}~ ]+$/.test(name) ? name : `"${name}"`} <${email}>`;
};

/** The same bytes are kept once. */
const contentId = (world: World, data: Uint8Array): number => {
  const contents = world.table('store_files');
  const sha = createHash('sha256').update(data).digest('hex');
  return (contents.where('sha', sha)[0] ?? contents.insert({ sha })).id;
};

/** Stores a file beside its owner; size is text, as Zammad shows it. */
export const storeFile = (
  world: World,
  object: string,
  ownerId: number,
  file: { filename: string; contentType: string; data: Uint8Array },
  key = 'Mime-Type',
): Row => {
  const attachments = world.table('attachments');
  const row = attachments.insert({
    object,
    o_id: ownerId,
    filename: file.filename,
    size: String(file.data.byteLength),
    preferences: { [key]: file.contentType },
    data: file.data,
  });
  attachments.patch(row, { store_file_id: contentId(world, file.data) });
  return row;
};

const storeAttachments = (world: World, article: Row, attachments: unknown): void => {
  for (const entry of listOf(attachments).filter(isRecord)) {
    if (isBlank(entry['filename']) || entry['data'] === undefined) {
      throw unprocessable("Attachment needs 'filename', 'data' and 'mime-type'.");
    }
    storeFile(world, 'Ticket::Article', article.id, {
      filename: plain(entry['filename']),
      contentType: plain(entry['mime-type'] ?? entry['mime_type'] ?? 'application/octet-stream'),
      data: Buffer.from(plain(entry['data']), 'base64'),
    });
  }
};

/** Zammad fills in the sender when it saves the article, and has none for a group without an address. */
const refuseWithoutAddress = (world: World, ticket: Row, type: string, sender: string): void => {
  const group = referred(world, 'groups', ticket['group_id']);
  if (type !== 'email' || sender === 'Customer' || !group || !isBlank(group['email_address_id'])) return;
  throw new Refusal(500, `No email address found for group '${plain(group['name'])}' (${group.id})`, false);
};

const COLUMNS = ['subject', 'to', 'cc', 'reply_to', 'in_reply_to', 'message_id', 'content_type'];

/**
 * Adds the article of a body to a ticket. Sender and type default to an agent's note, or a customer's web message.
 * @throws Refusal 422 for unknown type or sender, or an attachment without data; 500 for a mail of a group without address
 */
export const addApiArticle = (call: Call, ticket: Row, body: Readonly<Record<string, unknown>>): Row => {
  const { world, actor, transaction } = call;
  const isAgent = hasPermission(world, actor, 'ticket.agent');
  const named = referencesIn(world, TICKET_ARTICLES.references ?? [], body);
  const sender_id = isAgent
    ? (named['sender_id'] ?? idNamed(world, 'ticket_article_senders', 'Agent'))
    : idNamed(world, 'ticket_article_senders', 'Customer');
  const note = idNamed(world, 'ticket_article_types', 'note');
  const given_type = named['type_id'] ?? note;
  const open = ['note', 'web'].includes(nameIn(world, 'ticket_article_types', given_type));
  const type_id = isAgent || open ? given_type : note;
  if (isBlank(body['body'])) throw unprocessable("Need at least an 'article body' field.");
  if (!isBlank(body['time_unit']) && !isTruthy(setting(world, 'time_accounting')))
    throw new Refusal(403, 'Not authorized (Time Accounting is not enabled)!');
  const contentType = plain(body['content_type']) || 'text/plain';
  const text = plain(body['body']);
  const given = Object.fromEntries(COLUMNS.filter((key) => key in body).map((key) => [key, body[key]]));
  const sender = nameIn(world, 'ticket_article_senders', sender_id);
  const type = nameIn(world, 'ticket_article_types', type_id);
  refuseWithoutAddress(world, ticket, type, sender);
  const article = transaction.addArticle(ticket, {
    ...authorship(call, ticket, { sender, type, origin: isAgent ? named['origin_by_id'] : null }),
    ...given,
    type_id,
    sender_id,
    content_type: contentType,
    body: contentType === 'text/html' ? sanitisedArticle(text) : text,
    internal: isAgent && isTruthy(body['internal']),
    preferences: recordOf(body['preferences']),
  });
  storeAttachments(world, article, body['attachments']);
  return article;
};
