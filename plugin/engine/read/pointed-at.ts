/** Tickets that were there and that a letter points at: by its Message-ID, by a portal's number, by the number in its subject. */
import type { Condition } from 'zammad-api-client-ts';
import type { ReadMail } from 'portal-letter';
import type { Writer } from '../../../config/schema/trust.js';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import { isRelayed } from '../../../triggers/rules/agency/repeat-words.js';
import type { LetterFacts, OtherTicket } from '../../../triggers/types.js';
import type { TicketDesk } from '../ticket-desk.js';
import { linkedTo } from './linked.js';
import { readTicket } from './other-ticket.js';
import type { Reading } from './reading.js';

/** Copies of one letter are few; more is a number that stands for everything. */
const COPIES = 10;

/** The newest tickets of a condition but the one that is read, oldest first. */
export const othersOf = async (helpdesk: TicketDesk, { facts, directory }: Reading, condition: Condition) =>
  (await helpdesk.newest(condition, COPIES))
    .filter(({ id }) => id !== facts.id)
    .map((ticket) => readTicket(ticket, directory))
    .reverse();

const sameSenderAs =
  ({ facts }: Reading) =>
  ({ attributes }: OtherTicket): boolean =>
    attributes['customer_id'] === facts.attributes['customer_id'];

/** By Message-ID on any article, else by the portal's number: of a portal in its region, of anybody else anywhere, only to be linked. */
export const copiesOf = async (
  helpdesk: TicketDesk,
  reading: Reading,
  { letter: { messageId }, intake: { portalRequest } }: ReadMail,
  /** `region`: its name, as tickets say it. */
  { region, writer }: { readonly region: string | null; readonly writer: Writer },
  { attributes }: Vocabulary,
): Promise<LetterFacts['copies']> => {
  const sameSender = sameSenderAs(reading);
  const told = (sameLetter: boolean) => (ticket: OtherTicket) => ({
    ...ticket,
    sameLetter,
    sameSender: sameSender(ticket),
  });
  if (messageId !== null) {
    const same = await othersOf(helpdesk, reading, {
      'article.message_id': { operator: 'is', value: [`<${messageId}>`] },
    });
    if (same.length > 0) return same.map(told(true));
  }
  if (portalRequest === null || (writer === 'portal' && region === null)) return [];
  const numbered = await othersOf(helpdesk, reading, {
    [`ticket.${attributes.portalRequest}`]: { operator: 'is', value: [portalRequest] },
    ...(writer === 'portal' &&
      region !== null && { [`ticket.${attributes.region}`]: { operator: 'is', value: [region] } }),
  });
  return numbered.map(told(false));
};

/**
 * The open ticket of the same sender that a closed one goes on in: made since its close, and no repeat, whose words go elsewhere
 * (4.8.4.1). Undefined: none does.
 */
const goneOnFrom = async (
  helpdesk: TicketDesk,
  reading: Reading,
  closed: OtherTicket,
  vocabulary: Vocabulary,
): Promise<OtherTicket | undefined> => {
  const there = await helpdesk.read(closed.id);
  const sameSender = sameSenderAs(reading);
  const { closedAt } = closed;
  return there === null || closedAt === null
    ? undefined
    : (await linkedTo(helpdesk, there)).findLast(
        (other) =>
          other.relation === 'normal' &&
          !other.closed &&
          other.createdAt >= closedAt &&
          other.id < reading.facts.id &&
          !isRelayed(other, { vocabulary }) &&
          sameSender(other),
      );
};

/** What Zammad writes into subjects before a number, and takes out again where the ticket is closed. */
const NUMBER = /\[[^\]#]{0,30}#\s{0,2}(\d{2,48})\]/gu;

/** Closed tickets that a letter answers: Zammad opens a new one for it, without a link. */
export const answersOf = async (
  helpdesk: TicketDesk,
  reading: Reading,
  { letter: { subject, references } }: ReadMail,
  vocabulary: Vocabulary,
): Promise<NonNullable<LetterFacts['answers']>> => {
  const numbers = [...subject.matchAll(NUMBER)].flatMap(([, number]) => number ?? []).slice(0, COPIES);
  const ids = references.slice(-COPIES).map((id) => `<${id}>`);
  const found =
    numbers.length > 0
      ? await othersOf(helpdesk, reading, { 'ticket.number': { operator: 'is', value: numbers } })
      : ids.length > 0
        ? await othersOf(helpdesk, reading, { 'article.message_id': { operator: 'is', value: ids } })
        : [];
  const sameSender = sameSenderAs(reading);
  const answered = found
    .filter(({ closed, id }) => closed && id < reading.facts.id)
    .map((ticket) => ({ ...ticket, sameSender: sameSender(ticket) }));
  return Promise.all(
    answered.map(async (ticket) => {
      const goneOn = ticket.sameSender ? await goneOnFrom(helpdesk, reading, ticket, vocabulary) : undefined;
      return { ...ticket, ...(goneOn !== undefined && { goneOn }) };
    }),
  );
};
