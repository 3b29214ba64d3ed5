/** Users. */
import { hasPermission } from '../../behaviour/access.js';
import { isBlank, isTruthy, listOf, plain, recordOf } from '../../behaviour/columns.js';
import { unprocessable } from '../../http/answer.js';
import type { Row, World } from '../../world.js';
import type { Columns, Kind, Saving } from '../kind.js';
import { guardedBy } from '../write.js';

const MAIL = /^[^\s@]+@[^\s@]+$/;

const matrix = (nobody: boolean, subscribed: boolean): Columns => ({
  criteria: { owned_by_me: true, owned_by_nobody: nobody, subscribed, no: false },
  channel: { email: true, online: true },
});

/** Preferences of a new agent; a customer has none. */
export const agentPreferences = (): Columns => ({
  notification_config: {
    matrix: {
      create: matrix(true, true),
      update: matrix(true, true),
      reminder_reached: matrix(false, false),
      escalation: matrix(false, false),
    },
  },
});

/** The organization whose domain the address has, where the organization takes users by domain. */
const byDomain = (world: World, email: string): number | null => {
  const domain = email.split('@')[1];
  const organization = world
    .table('organizations')
    .find((row) => isTruthy(row['domain_assignment']) && plain(row['domain']).toLowerCase() === domain);
  return domain === undefined ? null : (organization?.id ?? null);
};

const insistFreeMail = (world: World, email: string, own: number | null): void => {
  if (email !== '' && !MAIL.test(email)) throw unprocessable(`Invalid email '${email}'`);
  const taken =
    email !== '' && world.table('users').find((user) => user.id !== own && user['email'] === email);
  if (taken) throw unprocessable(`Email address '${email}' is already used for another user.`);
};

const roleIdNamed = (world: World, name: string): number[] =>
  world
    .table('roles')
    .filter((role) => role['name'] === name)
    .map((role) => role.id);

const lowered = (columns: Columns): Columns => {
  const low = { ...columns };
  for (const key of ['login', 'email']) if (key in low) low[key] = plain(low[key]).trim().toLowerCase();
  return low;
};

/** Logins and addresses are kept in lower case; whoever has no login gets the address for one. */
const prepareUser = (given: Columns, { world, before }: Saving): Columns => {
  const columns = lowered(given);
  const named = ['firstname', 'lastname', 'phone', 'mobile', 'email', 'login'];
  if (!before && named.every((key) => isBlank(columns[key])))
    throw unprocessable(
      'At least one identifier (firstname, lastname, phone, mobile or email) for user is required.',
    );
  if ('email' in columns) insistFreeMail(world, plain(columns['email']), before?.id ?? null);
  if (before && columns['active'] === false) keepAnAdminUser(world, before);
  if (before) return isBlank(columns['login']) ? omit(columns, 'login') : columns;
  const email = plain(columns['email']);
  if (isBlank(columns['login']))
    columns['login'] = email === '' ? `auto-${world.clock.now().getTime()}` : email;
  if (listOf(columns['role_ids']).length === 0) columns['role_ids'] = roleIdNamed(world, 'Customer');
  if (columns['organization_id'] === null) columns['organization_id'] = byDomain(world, email);
  const agent = roleIdNamed(world, 'Customer').every((id) => !listOf(columns['role_ids']).includes(id));
  return { ...columns, preferences: agent ? agentPreferences() : columns['preferences'] };
};

/** The last active person with `admin` or `admin.user` cannot be switched off. @throws Refusal 422 */
const keepAnAdminUser = (world: World, before: Row): void => {
  const isAdmin = (user: Row): boolean =>
    ['admin', 'admin.user'].some((permission) => hasPermission(world, user, permission));
  if (!isAdmin(before)) return;
  if (world.table('users').find((user) => user.id !== before.id && isAdmin(user)) === undefined)
    throw unprocessable('At least one user needs to have admin permissions.');
};

const omit = (columns: Columns, key: string): Columns =>
  Object.fromEntries(Object.entries(columns).filter(([name]) => name !== key));

/** Groups that a person came into or left count as changed. */
const touchGroups = (user: Row, { world, before }: Saving): void => {
  const [had, has] = [recordOf(before?.['group_ids']), recordOf(user['group_ids'])];
  const touched = [...Object.keys(had), ...Object.keys(has)].filter((id) => id in had !== id in has);
  for (const id of touched) {
    const group = world.table('groups').get(Number(id));
    if (group) world.table('groups').patch(group, { updated_at: world.clock.now().toISOString() });
  }
};

const NO_NAME = ['image', 'image_source', 'department', 'address', 'source'];
const TEXTS = ['web', 'phone', 'fax', 'mobile', 'street', 'zip', 'city', 'country', 'note'];

export const USERS: Kind = {
  path: 'users',
  model: 'User',
  read: [],
  write: ['ticket.agent', 'admin.user'],
  object: 'User',
  columns: () => ({
    organization_id: null,
    login: null,
    firstname: '',
    lastname: '',
    email: '',
    ...Object.fromEntries(NO_NAME.map((key) => [key, null])),
    ...Object.fromEntries(TEXTS.map((key) => [key, ''])),
    vip: false,
    verified: false,
    active: true,
    out_of_office: false,
    out_of_office_start_at: null,
    out_of_office_end_at: null,
    out_of_office_replacement_id: null,
    password: '',
    preferences: {},
    role_ids: [],
    organization_ids: [],
    group_ids: {},
  }),
  runtime: {
    last_login: null,
    login_failed: 0,
    two_factor_preference_ids: [],
    authorization_ids: [],
    overview_sorting_ids: [],
  },
  hidden: ['password'],
  references: [
    { key: 'role_ids', as: 'roles', table: 'roles', many: true },
    { key: 'organization_ids', as: 'organizations', table: 'organizations', many: true },
    { key: 'organization_id', as: 'organization', table: 'organizations' },
  ],
  alsoExpanded: () => ({ authorizations: [], overview_sortings: [], two_factor_preferences: [] }),
  unique: 'login',
  prepare: prepareUser,
  saved: touchGroups,
  guard: guardedBy(
    ['tickets', 'owner_id'],
    ['tickets', 'customer_id'],
    ['tickets', 'created_by_id'],
    ['ticket_articles', 'created_by_id'],
    ['groups', 'created_by_id'],
  ),
  assets: (_world, row) => [['organizations', [row['organization_id'], ...listOf(row['organization_ids'])]]],
  withoutAuthors: true,
  page: [100, 1000],
  open: (world, actor, row) => {
    const sees = ['ticket.agent', 'admin.user', 'admin'].some((name) => hasPermission(world, actor, name));
    if (sees || row.id === actor.id) return 'all';
    const colleague = !isBlank(row['organization_id']) && row['organization_id'] === actor['organization_id'];
    return colleague ? TO_COLLEAGUES : null;
  },
  mayChange: (world, actor, row) => {
    if (hasPermission(world, actor, 'admin.user')) return true;
    const isAgent = (user: Row): boolean =>
      hasPermission(world, user, 'ticket.agent') || hasPermission(world, user, 'admin.user');
    return hasPermission(world, actor, 'ticket.agent') && !isAgent(row);
  },
};

/** What a citizen is told of another of his organization. */
export const TO_COLLEAGUES = ['id', 'firstname', 'lastname', 'image', 'image_source', 'active'];
