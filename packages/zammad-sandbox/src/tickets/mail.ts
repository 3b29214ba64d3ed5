/** Mail coming in: it adds to a ticket or opens one, by the hand of whoever sent it. */
import { followUpEffects, belongingOf } from '../behaviour/follow-up.js';
import { plain, setting } from '../behaviour/columns.js';
import { readMail, type InboundMail } from '../behaviour/mail.js';
import { applyPostmasterFilters, articleFrom, newTicketFrom } from '../behaviour/postmaster.js';
import type { Desk } from '../desk.js';
import { unprocessable } from '../http/answer.js';
import type { Row, World } from '../world.js';
import { storeFile } from './articles.js';
import { customerWith } from './customer.js';
import type { TicketTransaction } from './transaction.js';

export interface Received {
  /** Null when the mail was thrown away by a filter. */
  readonly ticket_id: number | null;
  readonly number: string | null;
  /** Whether the mail opened a ticket. */
  readonly created: boolean;
}

/** The sender as a user; somebody unknown becomes a customer. */
const senderOf = (desk: Desk, mail: InboundMail): Row => {
  const root = desk.world.table('users').get(1);
  if (!root) throw new Error('the world is not seeded');
  return desk.world.atomically(() => customerWith(desk.world, root, mail.from.address, mail.from.name));
};

const groupNamed = (world: World, name: string | undefined): number | undefined => {
  if (name === undefined) return undefined;
  const group = world.table('groups').find((row) => row['name'] === name);
  if (!group) throw unprocessable(`No group '${name}' to take the mail`);
  return group.id;
};

const file = (
  transaction: TicketTransaction,
  mail: InboundMail,
  filtered: ReturnType<typeof applyPostmasterFilters>,
  channelGroupId: number | undefined,
): { ticket: Row; isNew: boolean; article: Row } => {
  const { world, actor } = transaction;
  const { ticket: followed, subject } = belongingOf(world, mail);
  if (followed) {
    const now = world.clock.now();
    transaction.saveTicket(followed, followUpEffects(world, followed, mail, now, filtered.followUp));
  }
  const given = { subject, customerId: actor.id, filtered, channelGroupId };
  const ticket = followed ?? transaction.createTicket(newTicketFrom(world, mail, given));
  for (const tag of filtered.tags) transaction.tag(ticket.id, tag);
  const article = transaction.addArticle(
    ticket,
    articleFrom(world, mail, { followed, subject, filtered }),
    true,
  );
  return { ticket, isNew: followed === null, article };
};

const keepFiles = (world: World, article: Row, mail: InboundMail, raw: Uint8Array): void => {
  for (const { filename, mimeType, data } of mail.attachments) {
    storeFile(world, 'Ticket::Article', article.id, { filename, contentType: mimeType, data });
  }
  const whole = { filename: 'message.eml', contentType: 'message/rfc822', data: raw };
  storeFile(world, 'Ticket::Article::Mail', article.id, whole);
};

/**
 * Takes in a raw mail (RFC 822).
 * @param group name of the group whose channel it came through; else its recipient, or the first group, decides
 * @throws Refusal 422 for a mail without a sender, or a group that is not there
 */
export const receiveMail = async (desk: Desk, raw: Uint8Array, group?: string): Promise<Received> => {
  const { world } = desk;
  const channelGroupId = groupNamed(world, group);
  const mail = await readMail(raw, plain(setting(world, 'fqdn'))).catch((fault: unknown) => {
    throw unprocessable(fault instanceof Error ? fault.message : String(fault));
  });
  const filtered = applyPostmasterFilters(world, mail);
  if (filtered.ignored) return { ticket_id: null, number: null, created: false };
  const { ticket, isNew } = desk.transact(senderOf(desk, mail), (transaction) => {
    const filed = file(transaction, mail, filtered, channelGroupId);
    keepFiles(world, filed.article, mail, raw);
    return filed;
  });
  return { ticket_id: ticket.id, number: plain(ticket['number']), created: isNew };
};
