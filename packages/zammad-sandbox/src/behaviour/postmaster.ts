/**
 * What inbound mail turns into before anything is saved: the mail filters of the helpdesk, the columns of the new ticket
 * and of the article.
 */
import type { Row, World } from '../world.js';
import { hasPermission } from './access.js';
import { idNamed, idOf, isBlank, isTruthy, listOf, plain, recordOf, referred, setting } from './columns.js';
import { addressesIn, type InboundMail } from './mail.js';
import { relativeTime, type ArticleDraft } from './perform.js';
import { castColumn, type Changes } from './ticket-save.js';

type Filtered = {
  /** The mail is thrown away (`x-zammad-ignore`, or one of the helpdesk's own notifications came back). */
  readonly ignored: boolean;
  /** Columns for a new ticket, for a ticket the mail adds to, and for the article. */
  readonly ticket: Changes;
  readonly followUp: Changes;
  readonly article: Changes;
  readonly tags: readonly string[];
};

/** A rule of `contains` is taken letter for letter (also one that begins with `regex:`), but for `*`. */
const contains = (value: string, rule: string): boolean =>
  new RegExp(rule.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*'), 'iu').test(value);

/** A pattern that is none matches nothing. */
const matchesPattern = (value: string, pattern: string): boolean => {
  try {
    return new RegExp(pattern, 'iu').test(value);
  } catch {
    return false;
  }
};

/** A header, or one of the names that filters know besides: the body, all recipients. */
const valueIn = (mail: InboundMail, name: string): string => {
  const key = name.toLowerCase();
  if (key === 'body') return mail.body;
  if (key === 'subject') return mail.subject;
  if (key === 'x-any-recipient') return [mail.to, mail.cc].filter((line) => line !== '').join(', ');
  return mail.headers[key] ?? '';
};

const judgeRule = (mail: InboundMail, name: string, rule: Record<string, unknown>): boolean => {
  const value = valueIn(mail, name);
  const wanted = plain(rule['value']);
  const any = listOf(rule['value']).map(plain);
  const low = value.toLowerCase();
  switch (rule['operator']) {
    case 'contains':
      return value !== '' && contains(value, wanted);
    case 'contains not':
      return value === '' || !contains(value, wanted);
    case 'is any of':
      return any.includes(value);
    case 'is none of':
      return !any.includes(value);
    case 'starts with one of':
      return any.some((start) => low.startsWith(start.toLowerCase()));
    case 'ends with one of':
      return any.some((end) => low.endsWith(end.toLowerCase()));
    case 'matches regex':
      return value !== '' && matchesPattern(value, wanted);
    case 'does not match regex':
      return value === '' || !matchesPattern(value, wanted);
    default:
      return false;
  }
};

const filterFits = (filter: Row, mail: InboundMail): boolean => {
  const rules = Object.entries(recordOf(filter['match'])).filter(
    ([, rule]) => !isBlank(recordOf(rule)['value']),
  );
  return rules.length > 0 && rules.every(([name, rule]) => judgeRule(mail, name, recordOf(rule)));
};

const REFERENCES: Record<string, string> = {
  group: 'groups',
  state: 'ticket_states',
  priority: 'ticket_priorities',
  owner: 'users',
  customer: 'users',
  organization: 'organizations',
};

/** `group` with a name, a login or an address is `group_id` with an id; what names nothing is dropped. */
const columnOf = (world: World, name: string, value: unknown): readonly [string, unknown] | null => {
  const table = REFERENCES[name.replace(/_id$/, '')];
  if (!table) return [name, castColumn(world, name, value)];
  if (name.endsWith('_id')) return referred(world, table, value) ? [name, idOf(value)] : null;
  const row = world
    .table(table)
    .find((candidate) => ['name', 'login', 'email'].some((column) => candidate[column] === value));
  return row ? [`${name}_id`, row.id] : null;
};

type Collected = { ignored: boolean; ticket: Changes; followUp: Changes; article: Changes; tags: string[] };

const performStep = (world: World, into: Collected, key: string, step: Record<string, unknown>): void => {
  const value =
    step['operator'] === 'relative' && !isBlank(step['value'])
      ? relativeTime(world.clock.now(), step['value'], step['range']).toISOString()
      : step['value'];
  if (key === 'x-zammad-ignore') into.ignored = isTruthy(value);
  if (key === 'x-zammad-ticket-tags') {
    const names = plain(value)
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    into.tags = into.tags.filter((tag) => !names.includes(tag));
    if (step['operator'] === 'add') into.tags.push(...names);
    return;
  }
  const [, object, followUp, name = ''] = /^x-zammad-(ticket|article)-(followup-)?(.+)$/.exec(key) ?? [];
  if (object === 'article') into.article[name] = value;
  const column = object === 'ticket' ? columnOf(world, name, value) : null;
  if (column) (followUp ? into.followUp : into.ticket)[column[0]] = column[1];
};

const isOwnNotification = (world: World, mail: InboundMail): boolean => {
  const fqdn = plain(setting(world, 'fqdn')).toLowerCase();
  return (
    fqdn !== '' &&
    /bulk/i.test(mail.headers['precedence'] ?? '') &&
    mail.messageId.toLowerCase().includes(`@${fqdn}>`)
  );
};

/** The active mail filters in name order, later ones writing over earlier ones. */
export const applyPostmasterFilters = (world: World, mail: InboundMail): Filtered => {
  const collected: Collected = {
    ignored: isOwnNotification(world, mail),
    ticket: {},
    followUp: {},
    article: {},
    tags: [],
  };
  const filters = world
    .table('postmaster_filters')
    .filter((filter) => isTruthy(filter['active']) && plain(filter['channel']) === 'email')
    .sort((a, b) => (plain(a['name']) < plain(b['name']) ? -1 : 1));
  for (const filter of filters) {
    if (!filterFits(filter, mail)) continue;
    for (const [key, step] of Object.entries(recordOf(filter['perform']))) {
      performStep(world, collected, key.toLowerCase(), recordOf(step));
    }
  }
  return collected;
};

/** The group of the channel that one of the recipients belongs to, else the first active group. */
const defaultGroup = (world: World, mail: InboundMail): number | null => {
  const [to] = addressesIn(mail.to);
  const address = world.table('email_addresses').find((row) => plain(row['email']).toLowerCase() === to);
  const channel = referred(world, 'channels', address?.['channel_id']);
  const group = referred(world, 'groups', channel?.['group_id']);
  const active = (row: Row): boolean => isTruthy(row['active']);
  return (group && active(group) ? group : world.table('groups').find(active))?.id ?? null;
};

/**
 * The columns of the ticket that a mail opens, not yet settled (see settleTicket): title, group (filter, else the group of
 * the channel: `channelGroupId`, else the one that owns the address, else the first), and what filters set.
 */
export const newTicketFrom = (
  world: World,
  mail: InboundMail,
  given: {
    readonly subject: string;
    readonly customerId: number;
    readonly filtered: Filtered;
    readonly channelGroupId?: number | undefined;
  },
): Changes => ({
  title: given.subject.trim() === '' ? '-' : given.subject,
  group_id: given.channelGroupId ?? defaultGroup(world, mail),
  customer_id: given.customerId,
  ...given.filtered.ticket,
});

/** A sender who is an agent, or the helpdesk itself, speaks as an agent, unless the ticket is the agent's own. */
const senderOf = (world: World, mail: InboundMail, ticket: Row | null): string => {
  const { address } = mail.from;
  if (world.table('email_addresses').find((row) => plain(row['email']).toLowerCase() === address))
    return 'Agent';
  const user = world.table('users').where('email', address)[0];
  if (!user || !hasPermission(world, user, 'ticket.agent')) return 'Customer';
  return ticket && idOf(ticket['customer_id']) === user.id ? 'Customer' : 'Agent';
};

/**
 * The columns of the article that a mail becomes; attachments are the caller's to store.
 * @param followed the ticket the mail adds to, null when it opened one.
 */
export const articleFrom = (
  world: World,
  mail: InboundMail,
  given: { readonly followed: Row | null; readonly subject: string; readonly filtered: Filtered },
): ArticleDraft => {
  return {
    type_id: idNamed(world, 'ticket_article_types', 'email'),
    sender_id: idNamed(world, 'ticket_article_senders', senderOf(world, mail, given.followed)),
    from: mail.fromLine,
    to: mail.to,
    cc: mail.cc === '' ? null : mail.cc,
    reply_to: mail.replyTo === '' ? null : mail.replyTo,
    subject: given.subject,
    message_id: mail.messageId === '' ? null : mail.messageId,
    in_reply_to: mail.inReplyTo === '' ? null : mail.inReplyTo,
    content_type: mail.contentType,
    body: mail.body,
    internal: false,
    preferences: {
      'send-auto-response': !mail.isAutoResponse,
      'is-auto-response': mail.isAutoResponse,
    },
    ...given.filtered.article,
  };
};
