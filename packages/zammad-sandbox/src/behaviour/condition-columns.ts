/**
 * Which columns a condition may name, and where their values are found.
 */
import type { Row, World } from '../world.js';
import { plain, referred } from './columns.js';
import type { Leaf } from './condition-tree.js';

const words = (text: string): string[] => text.trim().split(/\s+/);

const TICKET_COLUMNS =
  words(`id group_id priority_id state_id organization_id number title owner_id customer_id note
  first_response_at first_response_escalation_at first_response_in_min first_response_diff_in_min close_at
  close_escalation_at close_in_min close_diff_in_min update_escalation_at update_in_min update_diff_in_min last_close_at
  last_contact_at last_contact_agent_at last_contact_customer_at last_owner_update_at create_article_type_id
  create_article_sender_id article_count escalation_at pending_time type time_unit preferences updated_by_id
  created_by_id created_at updated_at`);

const ARTICLE_COLUMNS =
  words(`id ticket_id type_id sender_id from to cc subject reply_to message_id message_id_md5
  in_reply_to content_type references body internal preferences updated_by_id created_by_id origin_by_id created_at
  updated_at`);

const USER_COLUMNS =
  words(`id organization_id login firstname lastname email web phone fax mobile department street zip
  city country address vip verified active note last_login source login_failed out_of_office out_of_office_start_at
  out_of_office_end_at out_of_office_replacement_id preferences updated_by_id created_by_id created_at updated_at`);

const ORGANIZATION_COLUMNS =
  words(`id name shared domain domain_assignment active vip note created_by_id updated_by_id
  created_at updated_at`);

const STATE_COLUMNS =
  words(`id name state_type_id next_state_id ignore_escalation default_create default_follow_up note
  active created_by_id updated_by_id created_at updated_at`);

/** Attributes that look like columns and are answered by a question of their own. */
const ASKED_OTHERWISE = new Set([
  'ticket.action',
  'ticket.tags',
  'ticket.mention_user_ids',
  'ticket.out_of_office_replacement_id',
  'article.action',
  'execution_time.calendar_id',
]);

const TABLES: Record<string, { table: string; object: string; columns: string[] }> = {
  ticket: { table: 'tickets', object: 'Ticket', columns: TICKET_COLUMNS },
  article: { table: 'articles', object: 'TicketArticle', columns: ARTICLE_COLUMNS },
  customer: { table: 'customers', object: 'User', columns: USER_COLUMNS },
  owner: { table: 'owners', object: 'User', columns: USER_COLUMNS },
  user: { table: 'users', object: 'User', columns: USER_COLUMNS },
  organization: { table: 'organizations', object: 'Organization', columns: ORGANIZATION_COLUMNS },
  ticket_state: { table: 'ticket_states', object: 'TicketState', columns: STATE_COLUMNS },
};

/**
 * The database's complaint about a column that does not exist, or null. An attribute has its column from its migration
 * on (`to_create` false), also when it is switched off.
 */
export const missingColumn = (world: World, leaf: Leaf): string | null => {
  if (ASKED_OTHERWISE.has(leaf.name) || leaf.operator === 'has changed') return null;
  const [prefix = '', column = ''] = leaf.name.split('.');
  const known = TABLES[prefix];
  if (!known || known.columns.includes(column)) return null;
  const migrated = world
    .table('object_manager_attributes')
    .where('name', column)
    .some((attribute) => attribute['object'] === known.object && attribute['to_create'] !== true);
  if (migrated) return null;
  return `PG::UndefinedColumn: ERROR:  column ${known.table}.${column} does not exist`;
};

/** The row a condition's prefix speaks of, seen from a ticket and the article in question. */
export const rowOf = (
  world: World,
  prefix: string,
  ticket: Row,
  article: Row | undefined,
): Row | undefined => {
  switch (prefix) {
    case 'ticket':
      return ticket;
    case 'article':
      return article;
    case 'customer':
    case 'user':
      return referred(world, 'users', ticket['customer_id']);
    case 'owner':
      return referred(world, 'users', ticket['owner_id']);
    case 'organization':
      return referred(world, 'organizations', ticket['organization_id']);
    case 'ticket_state':
      return referred(world, 'ticket_states', ticket['state_id']);
    default:
      return undefined;
  }
};

/** The names of the tags on a ticket. */
export const tagsOf = (world: World, ticketId: number): string[] =>
  world
    .table('tags')
    .where('o_id', ticketId)
    .filter((tag) => tag['object'] === 'Ticket')
    .map((tag) => plain(tag['item']));
