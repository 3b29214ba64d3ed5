/** Tickets and articles as kinds: their columns and names; what happens to them is in `tickets/`. */
import { listOf } from '../../behaviour/columns.js';
import type { Row, World } from '../../world.js';
import type { Columns, Kind } from '../kind.js';

const NOTHING_YET = [
  'first_response_at',
  'first_response_escalation_at',
  'first_response_in_min',
  'first_response_diff_in_min',
  'close_at',
  'close_escalation_at',
  'close_in_min',
  'close_diff_in_min',
  'update_escalation_at',
  'update_in_min',
  'update_diff_in_min',
  'last_close_at',
  'last_contact_at',
  'last_contact_agent_at',
  'last_contact_customer_at',
  'last_owner_update_at',
  'create_article_type_id',
  'create_article_sender_id',
  'article_count',
  'escalation_at',
  'checklist_id',
];

const SPOKEN = [
  'group_id',
  'priority_id',
  'state_id',
  'organization_id',
  'title',
  'owner_id',
  'customer_id',
  'note',
];

/** The columns of the table, in its order; those that admins made come after. */
export const TICKET_COLUMNS: readonly string[] = [...SPOKEN, ...NOTHING_YET, 'pending_time', 'type'];

/** Ids of a ticket's articles, oldest first. */
export const articleIdsOf = (world: World, ticketId: number): number[] =>
  world
    .table('ticket_articles')
    .where('ticket_id', ticketId)
    .map((article) => article.id);

/** Ids of what belongs to a ticket: shown after writing, when expanded and among assets, not by a plain GET. */
export const belongings = (world: World, ticket: Row): Columns => ({
  article_ids: articleIdsOf(world, ticket.id),
  referencing_checklist_ids: [],
  ticket_time_accounting_ids: [],
});

export const TICKETS: Kind = {
  path: 'tickets',
  model: 'Ticket',
  read: [],
  write: ['ticket.agent', 'ticket.customer'],
  object: 'Ticket',
  columns: (): Columns => ({
    group_id: null,
    priority_id: null,
    state_id: null,
    organization_id: null,
    title: null,
    owner_id: 1,
    customer_id: null,
    note: null,
    pending_time: null,
    type: null,
    time_unit: null,
    preferences: {},
  }),
  runtime: Object.fromEntries(NOTHING_YET.map((key) => [key, null])),
  references: [
    { key: 'group_id', as: 'group', table: 'groups', judgedLater: true },
    { key: 'organization_id', as: 'organization', table: 'organizations' },
    { key: 'state_id', as: 'state', table: 'ticket_states' },
    { key: 'priority_id', as: 'priority', table: 'ticket_priorities' },
    { key: 'owner_id', as: 'owner', table: 'users' },
    { key: 'customer_id', as: 'customer', table: 'users' },
  ],
  expanded: [
    { key: 'create_article_type_id', as: 'create_article_type', table: 'ticket_article_types' },
    { key: 'create_article_sender_id', as: 'create_article_sender', table: 'ticket_article_senders' },
  ],
  belongings,
  alsoExpanded: (world, row) => ({
    ...belongings(world, row),
    ticket_time_accounting: [],
    referencing_checklists: [],
    ...(articleIdsOf(world, row.id).length === 0 ? { articles: [] } : {}),
  }),
  assets: (_world, row) => [
    ['users', [row['owner_id'], row['customer_id']]],
    ['organizations', [row['organization_id']]],
  ],
  page: [100, 100],
};

/** Attachments as an article shows them. */
const attachmentsOf = (world: World, object: string, id: number): Columns[] =>
  world
    .table('attachments')
    .where('o_id', id)
    .filter((file) => file['object'] === object)
    .map((file) => ({
      id: file.id,
      store_file_id: file['store_file_id'],
      filename: file['filename'],
      size: file['size'],
      preferences: file['preferences'],
    }));

export const TICKET_ARTICLES: Kind = {
  path: 'ticket_articles',
  model: 'TicketArticle',
  read: [],
  write: [],
  columns: () => ({}),
  references: [
    { key: 'type_id', as: 'type', table: 'ticket_article_types' },
    { key: 'sender_id', as: 'sender', table: 'ticket_article_senders' },
    { key: 'origin_by_id', as: 'origin_by', table: 'users' },
  ],
  alsoExpanded: () => ({ time_unit: null }),
  derived: (world, row) => ({ attachments: attachmentsOf(world, 'Ticket::Article', row.id) }),
  assets: (_world, row) => [['users', listOf(row['origin_by_id'])]],
};
