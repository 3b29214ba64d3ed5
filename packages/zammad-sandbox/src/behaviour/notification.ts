/**
 * Who gets the mail of a trigger: Zammad's recipients, without those it never writes to and those it wrote to too often.
 */
import type { Row, World } from '../world.js';
import { agentsOf } from './access.js';
import { articlesOf, isTruthy, listOf, momentOf, plain, recordOf, referred, setting } from './columns.js';

const emailOf = (world: World, userId: unknown): string => plain(referred(world, 'users', userId)?.['email']);

const senderOf = (world: World, article: Row): string =>
  plain(article['reply_to']) ||
  plain(article['from']) ||
  emailOf(world, article['origin_by_id'] ?? article['created_by_id']);

const addressesOf = (world: World, recipient: string, ticket: Row, article: Row | undefined): string[] => {
  switch (recipient) {
    case 'ticket_customer':
      return [emailOf(world, ticket['customer_id'])];
    case 'ticket_owner':
      return [emailOf(world, ticket['owner_id'])];
    case 'article_last_sender':
      return article ? [senderOf(world, article)] : [];
    case 'ticket_agents':
      return agentsOf(world, ticket['group_id'])
        .sort((a, b) => plain(a['login']).localeCompare(plain(b['login'])))
        .map((user) => plain(user['email']));
    default:
      return [emailOf(world, /^userid_(\d+)$/.exec(recipient)?.[1])];
  }
};

/** The bare, lower-case address in `Name <address>`; '' when there is none. */
const bareAddress = (address: string): string =>
  (
    /<([^<>\s]+@[^<>\s]+)>/.exec(address)?.[1] ??
    /^\s*([^\s<>,]+@[^\s<>,]+)\s*$/.exec(address)?.[1] ??
    ''
  ).toLowerCase();

const isNeverWritten = (world: World, address: string): boolean => {
  if (world.table('email_addresses').find((row) => plain(row['email']).toLowerCase() === address))
    return true;
  const pattern = plain(setting(world, 'send_no_auto_response_reg_exp'));
  return pattern !== '' && new RegExp(pattern, 'iu').test(address);
};

/** So many system mails within so many minutes are enough: of the ticket, and in total. */
const LIMITS = [
  [10, 10, 30],
  [30, 15, 60],
  [60, 25, 120],
  [180, 50, 240],
  [600, 100, 360],
] as const;

const isWrittenTooOften = (world: World, ticket: Row, address: string, now: Date): boolean => {
  const nameOf = (table: string, id: unknown): string => plain(referred(world, table, id)?.['name']);
  const sent = (articles: readonly Row[], minutes: number): number =>
    articles.filter(
      (article) =>
        plain(article['to']).toLowerCase().includes(address) &&
        nameOf('ticket_article_senders', article['sender_id']) === 'System' &&
        nameOf('ticket_article_types', article['type_id']) === 'email' &&
        (momentOf(article['created_at']) ?? 0) > now.getTime() - minutes * 60_000,
    ).length;
  const own = articlesOf(world, ticket.id);
  const all = world.table('ticket_articles').all();
  return LIMITS.some(
    ([minutes, ofTicket, inTotal]) => sent(own, minutes) >= ofTicket || sent(all, minutes) >= inTotal,
  );
};

const isAutoResponseOf = (article: Row | undefined, address: string): boolean =>
  article !== undefined &&
  recordOf(article['preferences'])['is-auto-response'] === true &&
  plain(article['from']).toLowerCase().includes(address);

/** The addresses that a `notification.email` with these recipients really goes to, in order, each once. */
export const mailRecipients = (
  world: World,
  recipients: unknown,
  ticket: Row,
  article: Row | undefined,
  now: Date,
): string[] => {
  const addresses = listOf(recipients)
    .flatMap((recipient) => addressesOf(world, plain(recipient), ticket, article))
    .map(bareAddress)
    .filter((address) => address !== '')
    .filter((address) => !isNeverWritten(world, address))
    .filter((address) => !isAutoResponseOf(article, address))
    .filter((address) => !isWrittenTooOften(world, ticket, address, now));
  return [...new Set(addresses)];
};

/** The address a group writes from, or undefined: then its triggers send nothing. */
export const groupAddress = (world: World, groupId: unknown): Row | undefined => {
  const address = referred(
    world,
    'email_addresses',
    referred(world, 'groups', groupId)?.['email_address_id'],
  );
  const channel = referred(world, 'channels', address?.['channel_id']);
  return channel && isTruthy(channel['active']) ? address : undefined;
};

/**
 * Whether a trigger is skipped as a whole because it would write to somebody who wants no automatic answer: the article
 * says `send-auto-response: false` (an automatic mail, or an agent who asked for silence).
 */
export const isSilenced = (perform: unknown, article: Row | undefined): boolean => {
  const recipients = listOf(recordOf(recordOf(perform)['notification.email'])['recipient']).map(plain);
  return (
    article !== undefined &&
    recordOf(article['preferences'])['send-auto-response'] === false &&
    recipients.some((recipient) => ['ticket_customer', 'article_last_sender'].includes(recipient))
  );
};
