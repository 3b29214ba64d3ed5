/**
 * Which ticket an inbound mail belongs to, and what it does to that ticket.
 */
import type { Row, World } from '../world.js';
import {
  articlesOf,
  idOf,
  isTruthy,
  listOf,
  momentOf,
  plain,
  referred,
  setting,
  stateTypeOf,
} from './columns.js';
import type { InboundMail } from './mail.js';
import { subjectStyle } from './perform.js';
import { cleanSubject, htmlToText } from './text.js';
import { settleTicket, type Changes } from './ticket-save.js';

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The ticket whose number stands behind the hook in a text: `[Ticket#91007]`, `Ticket# 91007`. */
const numberedIn = (world: World, text: string): Row | undefined => {
  const { hook, divider } = subjectStyle(world);
  const systemId = isTruthy(setting(world, 'ticket_number_ignore_system_id'))
    ? ''
    : escapeRegExp(plain(setting(world, 'system_id')));
  for (const between of [escapeRegExp(divider), '\\s{0,2}']) {
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}_])${escapeRegExp(hook)}${between}(${systemId}\\d{2,48})\\b`,
      'giu',
    );
    for (const [, number] of text.matchAll(pattern)) {
      const ticket = world.table('tickets').where('number', number)[0];
      if (ticket) return ticket;
    }
  }
  return undefined;
};

const articleWithId = (world: World, messageId: string): Row | undefined =>
  world
    .table('ticket_articles')
    .filter((article) => article['message_id'] === messageId)
    .at(-1);

const ticketOf = (world: World, article: Row | undefined): Row | undefined =>
  referred(world, 'tickets', article?.['ticket_id']);

/** Without the setting, a reference counts only under the subject of the ticket's first article. */
const referencedUnderSameSubject = (world: World, mail: InboundMail): Row | undefined => {
  const subject = mail.subject.replace(/^(?:..(?:\[\d+\])?:\s+)+/u, '');
  if (subject === '') return undefined;
  for (const id of mail.references) {
    const ticket = ticketOf(world, articleWithId(world, id));
    const first = ticket && articlesOf(world, ticket.id)[0];
    if (ticket && first?.['subject'] === subject) return ticket;
  }
  return undefined;
};

const attachedText = (mail: InboundMail): string =>
  mail.attachments
    .filter(({ mimeType }) => /text\/(plain|html)/i.test(mimeType))
    .map(({ data, mimeType }) => {
      const text = new TextDecoder().decode(data);
      return /html/i.test(mimeType) ? htmlToText(text) : text;
    })
    .join('\n');

const namedTicket = (world: World, mail: InboundMail): Row | undefined => {
  const places = listOf(setting(world, 'postmaster_follow_up_search_in')).map(plain);
  const byReference =
    places.includes('references') || mail.isAutoResponse || setting(world, 'ticket_hook_position') === 'none';
  const body = mail.contentType === 'text/html' ? htmlToText(mail.body) : mail.body;
  return (
    numberedIn(world, mail.subject) ??
    (places.includes('body') ? numberedIn(world, body) : undefined) ??
    (places.includes('attachment') ? numberedIn(world, attachedText(mail)) : undefined) ??
    (byReference
      ? mail.references.map((id) => ticketOf(world, articleWithId(world, id))).find(Boolean)
      : undefined) ??
    referencedUnderSameSubject(world, mail)
  );
};

/** Link types by id: 1 normal, 2 child, 3 parent. A merged ticket hangs under the one it went into. */
const mergedInto = (world: World, ticket: Row): Row | undefined =>
  world
    .table('links')
    .filter(
      (link) =>
        (link['link_type_id'] === 3 && link['link_object_target_value'] === ticket.id) ||
        (link['link_type_id'] === 2 && link['link_object_source_value'] === ticket.id),
    )
    .map((link) => link[link['link_type_id'] === 3 ? 'link_object_source_value' : 'link_object_target_value'])
    .map((id) => referred(world, 'tickets', id))
    .find((parent) => parent !== undefined && stateTypeOf(world, parent['state_id']) !== 'merged');

const DAY = 86_400_000;

const takesFollowUps = (world: World, ticket: Row): boolean => {
  if (!['closed', 'merged', 'removed'].includes(stateTypeOf(world, ticket['state_id']))) return true;
  const group = referred(world, 'groups', ticket['group_id']);
  switch (plain(group?.['follow_up_possible'])) {
    case 'new_ticket':
      return false;
    case 'new_ticket_after_certain_time': {
      const days = idOf(group?.['reopen_time_in_days']) ?? 0;
      const closed = momentOf(ticket['last_close_at'] ?? ticket['close_at']);
      return days > 0 && closed !== null && closed + days * DAY >= world.clock.now().getTime();
    }
    default:
      return true;
  }
};

/** What a mail is found to be: an addition to `ticket`, or a new ticket under `subject` (numbers of old ones taken out). */
type Belonging = { readonly ticket: Row | null; readonly subject: string };

/**
 * Where a mail belongs: the number in its subject, then the places that `postmaster_follow_up_search_in` names, then
 * references. A merged ticket leads on to the one it went into. A closed ticket of a group with
 * `follow_up_possible: new_ticket` takes nothing: a new ticket comes, without a link. A bounce goes to its mail's ticket.
 */
export const belongingOf = (world: World, mail: InboundMail): Belonging => {
  const named = namedTicket(world, mail);
  const ticket =
    named && stateTypeOf(world, named['state_id']) === 'merged' ? (mergedInto(world, named) ?? named) : named;
  if (ticket && takesFollowUps(world, ticket)) return { ticket, subject: mail.subject };
  const bounced = mail.bouncedMessageId && ticketOf(world, articleWithId(world, mail.bouncedMessageId));
  if (bounced) return { ticket: bounced, subject: mail.subject };
  const number = plain(ticket?.['number']);
  const subject = ticket ? cleanSubject(mail.subject, number, subjectStyle(world)) : mail.subject;
  return { ticket: null, subject };
};

/** The ticket that a mail adds to, or null when it opens a new one. */
export const followUpTicket = (world: World, mail: InboundMail): Row | null =>
  belongingOf(world, mail).ticket;

/**
 * What a mail does to the ticket it adds to (settled changes): the state becomes the default follow-up state and the
 * time waited for goes, whatever the state was and also when the mail is automatic; only a ticket still in the default
 * creation state, and the out-of-office notes that Zammad knows, leave it. A closed ticket of a group without
 * `follow_up_assignment` loses its owner.
 * @param filtered columns set by mail filters (`x-zammad-ticket-followup-*`): a state among them stands.
 */
export const followUpEffects = (
  world: World,
  ticket: Row,
  mail: InboundMail,
  now: Date,
  filtered: Readonly<Record<string, unknown>> = {},
): Changes => {
  const values: Record<string, unknown> = {};
  const closed = stateTypeOf(world, ticket['state_id']) === 'closed';
  const group = referred(world, 'groups', ticket['group_id']);
  if (closed && !isTruthy(group?.['follow_up_assignment'])) values['owner_id'] = 1;
  Object.assign(values, filtered);
  const states = world.table('ticket_states');
  const isNew = isTruthy(referred(world, 'ticket_states', ticket['state_id'])?.['default_create']);
  if (!('state_id' in filtered) && !isNew && !mail.isOutOfOffice) {
    values['state_id'] =
      states.find((state) => isTruthy(state['default_follow_up']))?.id ?? ticket['state_id'];
  }
  return settleTicket(world, ticket, values, now);
};
