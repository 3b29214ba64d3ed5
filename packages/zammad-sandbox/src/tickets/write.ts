/** Creating and changing tickets through the API: names become ids, rights are asked for, core workflows bind. */
import { hasGroupAccess, hasPermission, mayOwn } from '../behaviour/access.js';
import { idOf, isBlank, isRecord, listOf, momentOf, recordOf } from '../behaviour/columns.js';
import { runWorkflows } from '../behaviour/core-workflow.js';
import { notAuthorized, unprocessable } from '../http/answer.js';
import { may, type Call } from '../http/call.js';
import { insistValues } from '../kinds/attribute-values.js';
import { customColumns } from '../kinds/attributes.js';
import { TICKETS } from '../kinds/definitions/tickets.js';
import { referencesIn } from '../kinds/references.js';
import type { Row, World } from '../world.js';
import { addApiArticle } from './articles.js';
import { guessedCustomer } from './customer.js';
import { linkOnCreate } from './links.js';
import { tagNames } from './tags.js';

/** What is not a citizen's to say falls silently. */
const CLOSED = [
  'owner',
  'owner_id',
  'customer',
  'customer_id',
  'organization',
  'organization_id',
  'preferences',
];
const openTo = (call: Call): Call =>
  may(call, ['ticket.agent'])
    ? call
    : {
        ...call,
        body: Object.fromEntries(Object.entries(call.body).filter(([key]) => !CLOSED.includes(key))),
      };

/** A group that is not there is refused by the form's rules, like one that is not open to the person. */
const groupIn = (world: World, body: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  if (!('group_id' in body)) return {};
  const id = idOf(body['group_id']);
  return id === null || world.table('groups').get(id) ? {} : { group_id: id };
};

/** Columns that a body sets, typed loosely: saving settles the types. */
export const ticketColumns = (
  world: World,
  body: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const known = { ...TICKETS.columns(world.flavour), ...customColumns(world, 'Ticket') };
  const given = Object.fromEntries(Object.entries(body).filter(([key]) => key in known));
  return { ...given, ...referencesIn(world, REFERENCES, body), ...groupIn(world, body) };
};

/** The form's rules hold for the API too. @throws Refusal 422 with the first fault */
export const obeyWorkflows = (
  world: World,
  actor: Row,
  saved: Row | null,
  columns: Readonly<Record<string, unknown>>,
): void => {
  const screen = saved ? 'edit' : 'create_middle';
  // An owner without access is nobody before anything is judged.
  const given = { ...saved, ...columns };
  const selected = mayOwn(world, given['owner_id'], given['group_id']) ? given : { ...given, owner_id: 1 };
  const [fault] = runWorkflows(world, { screen, saved, selected, actor }).faults(selected);
  if (fault !== undefined) throw unprocessable(fault, false);
};

const REFERENCES = TICKETS.references ?? [];

const insistCreatable = (call: Call, columns: Record<string, unknown>): void => {
  if (isBlank(columns['group_id'])) throw unprocessable("The required value 'group_id' is missing.");
  if (hasGroupAccess(call.world, call.actor, columns['group_id'], 'create')) return;
  const own =
    columns['customer_id'] === call.actor.id && !hasPermission(call.world, call.actor, 'ticket.agent');
  if (!own) throw notAuthorized();
};

const articleIn = (call: Call): Record<string, unknown> | null =>
  isRecord(call.body['article']) && !isBlank(call.body['article']) ? call.body['article'] : null;

const linksIn = (call: Call): [string, unknown][] =>
  Object.entries(recordOf(recordOf(call.body['links'])['Ticket'])).flatMap(([type, ids]) =>
    listOf(ids).map((id): [string, unknown] => [type, id]),
  );

/**
 * Makes a ticket with its first article, tags, mentions and links, all or nothing.
 * @throws Refusal 403, 422
 */
export const createTicket = (asked: Call): Row => {
  const call = openTo(asked);
  const { world, actor, transaction } = call;
  const body = guessedCustomer(world, actor, call.body);
  const columns = ticketColumns(world, body);
  if (!may(call, ['ticket.agent'])) columns['customer_id'] = actor.id;
  insistCreatable(call, columns);
  const number = body['number'];
  if (!isBlank(number) && world.table('tickets').find((row) => row['number'] === String(number))) {
    throw unprocessable('This object already exists.');
  }
  const defaults = { ...TICKETS.columns(world.flavour), ...customColumns(world, 'Ticket') };
  const full = { ...withDefaults(world, defaults), ...columns };
  obeyWorkflows(world, actor, null, full);
  insistValues(world, 'Ticket', full);
  const ticket = transaction.createTicket({
    ...full,
    ...(isBlank(number) ? {} : { number: String(number) }),
  });
  for (const tag of tagNames(body['tags'])) transaction.tag(ticket.id, tag);
  for (const userId of listOf(body['mentions'])) transaction.mention(ticket, Number(userId));
  const article = articleIn(call);
  if (article) addApiArticle(call, ticket, article);
  for (const [type, id] of linksIn(call)) linkOnCreate(world, ticket, type, id);
  return ticket;
};

/** State and priority that a ticket gets unless told otherwise. */
const withDefaults = (world: World, columns: Record<string, unknown>): Record<string, unknown> => {
  const usual = (table: string): number | null =>
    world.table(table).find((row) => row['default_create'] === true)?.id ?? null;
  return { ...columns, state_id: usual('ticket_states'), priority_id: usual('ticket_priorities') };
};

/** A ticket is saved before the article of the same request: by 0.1 to 0.7 s on a busy 6.6, by as much less here as all is quicker. */
const BEFORE_ARTICLE_MS = 20;

/**
 * Changes a ticket and adds the article that may come along.
 * @throws Refusal 403, 422
 */
export const updateTicket = (asked: Call, ticket: Row): void => {
  const call = openTo(asked);
  const { world, actor, transaction } = call;
  const columns = ticketColumns(world, guessedCustomer(world, actor, call.body));
  Reflect.deleteProperty(columns, 'number');
  if (columns['owner_id'] === null) columns['owner_id'] = 1;
  if (isRecord(columns['preferences'])) {
    columns['preferences'] = { ...recordOf(ticket['preferences']), ...columns['preferences'] };
  }
  const pending = columns['pending_time'];
  if (!isBlank(pending) && momentOf(pending) === null) columns['pending_time'] = null;
  obeyWorkflows(world, actor, ticket, columns);
  insistValues(world, 'Ticket', columns);
  transaction.saveTicket(ticket, columns, 'update', isRecord(call.body['article']) ? BEFORE_ARTICLE_MS : 0);
  const article = articleIn(call);
  if (article) addApiArticle(call, ticket, article);
};
