/**
 * What a webhook of Zammad carries: the ticket and the article of the event with everybody on them, and its signature.
 * The payload is rendered from the rows as they are when the delivery runs, not as they were at the event.
 */
import { createHmac } from 'node:crypto';
import type { Row, World } from '../world.js';
import { articlesOf, listOf, plain, recordOf, referred, setting } from './columns.js';

type Payload = Record<string, unknown>;

/** The header `X-Hub-Signature` over exactly these bytes; sent only when the webhook has a token. */
export const signature = (rawBody: string | Uint8Array, token: string): string =>
  `sha1=${createHmac('sha1', token).update(rawBody).digest('hex')}`;

const PRIVATE_USER_COLUMNS = new Set([
  'last_login',
  'login_failed',
  'password',
  'preferences',
  'group_ids',
  'groups',
  'authorization_ids',
  'authorizations',
]);

const sorted = (payload: Payload): Payload =>
  Object.fromEntries(Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1)));

const nameOf = (world: World, table: string, id: unknown): string | undefined => {
  const row = referred(world, table, id);
  return row && row['name'] !== undefined ? plain(row['name']) : undefined;
};

const loginOf = (world: World, id: unknown): string | undefined => {
  const row = referred(world, 'users', id);
  return row && plain(row['login']);
};

/** Only the entries that have a value: Zammad leaves out the name of a reference that is not set. */
const known = (payload: Payload): Payload =>
  Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));

const authors = (world: World, row: Row): Payload =>
  known({
    created_by: loginOf(world, row['created_by_id']),
    updated_by: loginOf(world, row['updated_by_id']),
  });

const names = (world: World, table: string, ids: unknown): string[] =>
  listOf(ids)
    .map((id) => nameOf(world, table, id))
    .filter((name) => name !== undefined);

const userPayload = (world: World, user: Row): Payload =>
  sorted({
    ...Object.fromEntries(Object.entries(user).filter(([column]) => !PRIVATE_USER_COLUMNS.has(column))),
    ...authors(world, user),
    ...known({ organization: nameOf(world, 'organizations', user['organization_id']) }),
    organization_ids: listOf(user['organization_ids']),
    organizations: names(world, 'organizations', user['organization_ids']),
    overview_sorting_ids: [],
    overview_sortings: [],
    two_factor_preferences: [],
    role_ids: listOf(user['role_ids']),
    roles: names(world, 'roles', user['role_ids']),
  });

const groupPayload = (world: World, group: Row): Payload => {
  const members = world.table('users').filter((user) => String(group.id) in recordOf(user['group_ids']));
  return sorted({
    ...group,
    ...authors(world, group),
    ...known({
      signature: nameOf(world, 'signatures', group['signature_id']),
      email_address: nameOf(world, 'email_addresses', group['email_address_id']),
    }),
    user_ids: members.map((user) => user.id),
    users: members.map((user) => plain(user['login'])),
  });
};

const plainPayload = (world: World, row: Row): Payload => sorted({ ...row, ...authors(world, row) });

const organizationPayload = (world: World, organization: Row): Payload => {
  const membersBy = (isMember: (user: Row) => boolean): Row[] => world.table('users').filter(isMember);
  const first = membersBy((user) => user['organization_id'] === organization.id);
  const second = membersBy((user) => listOf(user['organization_ids']).includes(organization.id));
  return sorted({
    ...organization,
    ...authors(world, organization),
    member_ids: first.map((user) => user.id),
    members: first.map((user) => plain(user['login'])),
    secondary_member_ids: second.map((user) => user.id),
    secondary_members: second.map((user) => plain(user['login'])),
  });
};

const nested = (
  world: World,
  table: string,
  id: unknown,
  payload: (world: World, row: Row) => Payload,
): Payload => {
  const row = referred(world, table, id);
  return row ? payload(world, row) : {};
};

const ticketPayload = (world: World, ticket: Row): Payload => {
  const articles = articlesOf(world, ticket.id);
  const person = (column: string): Payload => nested(world, 'users', ticket[column], userPayload);
  return {
    ...sorted({
      ...ticket,
      ...known({
        create_article_sender: nameOf(world, 'ticket_article_senders', ticket['create_article_sender_id']),
        create_article_type: nameOf(world, 'ticket_article_types', ticket['create_article_type_id']),
        state: nameOf(world, 'ticket_states', ticket['state_id']),
      }),
      article_ids: articles.map((article) => article.id),
      referencing_checklist_ids: [],
      referencing_checklists: [],
      ticket_time_accounting: [],
      ticket_time_accounting_ids: [],
      group: nested(world, 'groups', ticket['group_id'], groupPayload),
      owner: person('owner_id'),
      customer: person('customer_id'),
      created_by: person('created_by_id'),
      updated_by: person('updated_by_id'),
      priority: nested(world, 'ticket_priorities', ticket['priority_id'], plainPayload),
    }),
    organization: nested(world, 'organizations', ticket['organization_id'], organizationPayload),
  };
};

const baseUrl = (world: World): string =>
  `${plain(setting(world, 'http_type')) || 'http'}://${plain(setting(world, 'fqdn'))}`;

const articlePayload = (world: World, article: Row): Payload => {
  const person = (column: string): Payload => nested(world, 'users', article[column], userPayload);
  const attachments = world
    .table('attachments')
    .where('o_id', article.id)
    .filter((row) => row['object'] === 'Ticket::Article')
    .map((row) => ({
      id: row.id,
      store_file_id: row['store_file_id'] ?? row.id,
      filename: row['filename'],
      size: plain(row['size']),
      preferences: recordOf(row['preferences']),
      url: `${baseUrl(world)}/api/v1/ticket_attachment/${plain(article['ticket_id'])}/${article.id}/${row.id}`,
    }));
  return {
    ...sorted({
      ...article,
      ...known({
        sender: nameOf(world, 'ticket_article_senders', article['sender_id']),
        type: nameOf(world, 'ticket_article_types', article['type_id']),
        origin_by: loginOf(world, article['origin_by_id']),
      }),
      attachments,
      time_unit: null,
      created_by: person('created_by_id'),
      updated_by: person('updated_by_id'),
    }),
    accounted_time: 0,
  };
};

/**
 * The default payload: `{ticket, article}` with names beside ids and people in full (no preferences, no passwords). The
 * state comes by name only, tags and what changed not at all. Without an article that part is `{}`.
 */
export const webhookPayload = (world: World, ticket: Row, article?: Row): Payload => ({
  ticket: ticketPayload(world, ticket),
  article: article ? articlePayload(world, article) : {},
});
