/**
 * What a trigger, job or macro does to a ticket. Nothing is written here: the effects are handed back for the caller to
 * save, in Zammad's order (ticket and tags first, then notes, then mails and webhooks, each seeing the changed ticket).
 */
import { Temporal } from 'temporal-polyfill';
import type { Row, World } from '../world.js';
import { idNamed, idOf, isBlank, isTruthy, plain, recordOf, setting } from './columns.js';
import { groupAddress, mailRecipients } from './notification.js';
import { render, templateObjects } from './placeholders.js';
import { subjectWithNumber, type SubjectStyle } from './text.js';
import { settleTicket, type Changes } from './ticket-save.js';

/** Columns of a `ticket_articles` row still without id and times. */
export type ArticleDraft = Record<string, unknown>;

export type PerformEffects = {
  /** Settled columns of the ticket that change (see settleTicket). */
  readonly changes: Changes;
  /** Whether it sets anything of the ticket, be it to what it was: the ticket is then signed. */
  readonly sets: boolean;
  /** Notes to store, in order. */
  readonly articles: readonly ArticleDraft[];
  readonly tagsAdd: readonly string[];
  readonly tagsRemove: readonly string[];
  /** Ids of the webhooks to call. */
  readonly webhooks: readonly number[];
  /** Mails: to be stored as articles of the type email and sent to `to`. */
  readonly mails: readonly ArticleDraft[];
  /** `ticket.action: delete` of a job: everything else about the ticket is left out. */
  readonly deleteTicket: boolean;
};

export type PerformSetting = {
  readonly article?: Row | undefined;
  readonly actor?: Row | undefined;
  readonly now: Date;
  readonly source: 'trigger' | 'macro' | 'job';
};

const UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'];

/** `now` plus `value` units of calendar time (never working time), in UTC; other units leave `now` as it is. */
export const relativeTime = (now: Date, value: unknown, range: unknown): Date => {
  const unit = plain(range) || 'day';
  const amount = Math.trunc(Number.parseFloat(plain(value)) || 0);
  if (!UNITS.includes(unit)) return now;
  const start = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('UTC');
  return new Date(start.add({ [`${unit}s`]: amount }).epochMilliseconds);
};

const pendingTime = (step: Record<string, unknown>, now: Date): unknown => {
  if (step['operator'] === 'static') return step['value'];
  if (step['operator'] === 'relative') return relativeTime(now, step['value'], step['range']).toISOString();
  return undefined;
};

/** The value a step sets, once its `pre_condition` is looked at. */
const stepValue = (step: Record<string, unknown>, actor: Row | undefined): unknown => {
  const precondition = plain(step['pre_condition']);
  if (precondition.startsWith('not_set')) return 1;
  if (!precondition.startsWith('current_user.')) return step['value'];
  if (!actor) throw new Error("The required parameter 'current_user_id' is missing.");
  return actor.id;
};

const tagNames = (value: unknown): string[] =>
  plain(value)
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

export const subjectStyle = (world: World): SubjectStyle => ({
  hook: plain(setting(world, 'ticket_hook')),
  divider: plain(setting(world, 'ticket_hook_divider')),
  position: plain(setting(world, 'ticket_hook_position')),
  size: Number(plain(setting(world, 'ticket_subject_size')) || 110),
});

const noteOf = (
  world: World,
  step: Record<string, unknown>,
  ticket: Row,
  given: PerformSetting,
): ArticleDraft => {
  const objects = templateObjects(world, ticket, given.article);
  // Whoever is signed in is written down as author, though the sender is the system.
  const author = given.source === 'macro' ? given.actor : undefined;
  return {
    ticket_id: ticket.id,
    type_id: idNamed(world, 'ticket_article_types', 'note'),
    sender_id: idNamed(world, 'ticket_article_senders', 'System'),
    from: author ? `${plain(author['firstname'])} ${plain(author['lastname'])}`.trim() : '-',
    subject: render(world, plain(step['subject']), objects, true),
    body: render(world, plain(step['body']), objects, true),
    content_type: 'text/html',
    internal: isTruthy(step['internal']),
    preferences: { perform_origin: given.source, notification: true },
    created_by_id: author?.id ?? 1,
    updated_by_id: author?.id ?? 1,
  };
};

const mailOf = (
  world: World,
  step: Record<string, unknown>,
  ticket: Row,
  given: PerformSetting,
): ArticleDraft | undefined => {
  const recipients = mailRecipients(world, step['recipient'], ticket, given.article, given.now);
  const from = groupAddress(world, ticket['group_id']);
  if (recipients.length === 0 || !from) return undefined;
  const objects = templateObjects(world, ticket, given.article);
  const subject = render(world, plain(step['subject']), objects, false);
  return {
    ticket_id: ticket.id,
    type_id: idNamed(world, 'ticket_article_types', 'email'),
    sender_id: idNamed(world, 'ticket_article_senders', 'System'),
    from: `${plain(from['realname'] ?? from['name'])} <${plain(from['email'])}>`,
    to: recipients.join(', '),
    subject: subjectWithNumber(subject, plain(ticket['number']), subjectStyle(world)),
    body: render(world, plain(step['body']), objects, true),
    content_type: 'text/html',
    internal: isTruthy(step['internal']),
    preferences: { perform_origin: given.source },
    created_by_id: 1,
    updated_by_id: 1,
  };
};

type Collected = { values: Changes; tagsAdd: string[]; tagsRemove: string[]; deleteTicket: boolean };

const collectTicketStep = (
  world: World,
  attribute: string,
  step: Record<string, unknown>,
  ticket: Row,
  given: PerformSetting,
  into: Collected,
): void => {
  if (attribute === 'action') {
    into.deleteTicket ||= step['value'] === 'delete';
    return;
  }
  if (attribute === 'tags') {
    if (step['operator'] === 'add') into.tagsAdd.push(...tagNames(step['value']));
    if (step['operator'] === 'remove') into.tagsRemove.push(...tagNames(step['value']));
    return;
  }
  const moment = attribute === 'pending_time' ? pendingTime(step, given.now) : undefined;
  if (moment !== undefined && !isBlank(moment)) {
    into.values[attribute] = moment;
    return;
  }
  const value = stepValue(step, given.actor);
  if (plain(ticket[attribute]) === plain(value)) return;
  const objects = templateObjects(world, { ...ticket, ...into.values }, given.article);
  into.values[attribute] = typeof value === 'string' ? render(world, value, objects, false) : value;
};

/**
 * The effects of a `perform` on a ticket. Mails and webhooks are left out for a job that deletes the ticket.
 * @throws Error with Zammad's text for a key that is neither ticket, article nor notification, for an article other than
 *   a note, and for `current_user.id` without an actor.
 */
export const applyPerform = (
  world: World,
  perform: unknown,
  ticket: Row,
  given: PerformSetting,
): PerformEffects => {
  const collected: Collected = { values: {}, tagsAdd: [], tagsRemove: [], deleteTicket: false };
  const later: [key: string, step: Record<string, unknown>][] = [];
  for (const [key, raw] of Object.entries(recordOf(perform))) {
    const [object = '', attribute = ''] = key.split('.', 2);
    const step = recordOf(raw);
    if (object === 'ticket') collectTicketStep(world, attribute, step, ticket, given, collected);
    else if (key === 'article.note' || object === 'notification') later.push([key, step]);
    else if (object === 'article') {
      throw new Error(
        "Article could not be created. An unsupported key other than 'article.note' was provided.",
      );
    } else {
      throw new Error(
        `Unable to update object ${key}, only can update tickets, send notifications and create articles!`,
      );
    }
  }
  const { tagsAdd, tagsRemove, deleteTicket } = collected;
  if (deleteTicket) {
    return {
      changes: {},
      sets: false,
      articles: [],
      tagsAdd: [],
      tagsRemove: [],
      webhooks: [],
      mails: [],
      deleteTicket,
    };
  }
  const changes = settleTicket(world, ticket, collected.values, given.now);
  const changed: Row = { ...ticket, ...changes };
  const steps = (key: string): Record<string, unknown>[] =>
    later.filter(([name]) => name === key).map(([, step]) => step);
  return {
    changes,
    sets: Object.keys(collected.values).length > 0,
    articles: steps('article.note').map((step) => noteOf(world, step, changed, given)),
    tagsAdd,
    tagsRemove,
    webhooks: steps('notification.webhook')
      .map((step) => idOf(step['webhook_id']))
      .filter((id) => id !== null),
    mails: steps('notification.email')
      .map((step) => mailOf(world, step, changed, given))
      .filter((mail) => mail !== undefined),
    deleteTicket,
  };
};
