/** Users, roles and organizations. */
import { idOf, isBlank, isTruthy, listOf, plain } from '../../behaviour/columns.js';
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
  locale: 'en-us',
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
  if ('email' in columns) insistFreeMail(world, plain(columns['email']), before?.id ?? null);
  if (before) return isBlank(columns['login']) ? omit(columns, 'login') : columns;
  const email = plain(columns['email']);
  if (isBlank(columns['login']))
    columns['login'] = email === '' ? `auto-${world.clock.now().getTime()}` : email;
  if (listOf(columns['role_ids']).length === 0) columns['role_ids'] = roleIdNamed(world, 'Customer');
  if (columns['organization_id'] === null) columns['organization_id'] = byDomain(world, email);
  const agent = roleIdNamed(world, 'Customer').every((id) => !listOf(columns['role_ids']).includes(id));
  return { ...columns, preferences: agent ? agentPreferences() : columns['preferences'] };
};

const omit = (columns: Columns, key: string): Columns =>
  Object.fromEntries(Object.entries(columns).filter(([name]) => name !== key));

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
  runtime: { last_login: null, login_failed: 0, authorization_ids: [], overview_sorting_ids: [] },
  hidden: ['password'],
  references: [
    { key: 'role_ids', as: 'roles', table: 'roles', many: true },
    { key: 'organization_ids', as: 'organizations', table: 'organizations', many: true },
    { key: 'organization_id', as: 'organization', table: 'organizations' },
  ],
  alsoExpanded: () => ({ authorizations: [], overview_sortings: [] }),
  unique: 'login',
  prepare: prepareUser,
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
};

export const ROLES: Kind = {
  path: 'roles',
  searchable: true,
  model: 'Role',
  read: ['admin.role'],
  write: ['admin.role'],
  columns: () => ({
    name: null,
    preferences: {},
    default_at_signup: false,
    active: true,
    note: null,
    permission_ids: [],
    knowledge_base_permission_ids: [],
    group_ids: {},
  }),
  references: [{ key: 'permission_ids', as: 'permissions', table: 'permissions', many: true }],
  alsoExpanded: () => ({ knowledge_base_permissions: [] }),
  required: [{ column: 'name' }],
  unique: 'name',
  prepare: (columns, { world, before }) => {
    keepAnAdmin(world, before, columns);
    return columns;
  },
  withoutAuthors: true,
  without: ['delete'],
};

/** The last active role with `admin` must keep it. */
const keepAnAdmin = (world: World, before: Row | null, columns: Columns): void => {
  const admin = world.table('permissions').find((row) => row['name'] === 'admin')?.id;
  const holds = (row: Columns): boolean =>
    row['active'] !== false &&
    listOf(row['permission_ids'])
      .map(idOf)
      .includes(admin ?? 0);
  if (!before || !holds(before) || holds({ ...before, ...columns })) return;
  const others = world.table('roles').filter((role) => role.id !== before.id && holds(role));
  if (others.length === 0) throw unprocessable('Minimum one user needs to have admin permissions.');
};

const membersBy =
  (column: string) =>
  (world: World, row: Row): number[] =>
    world
      .table('users')
      .filter((user) => listOf(user[column]).includes(row.id))
      .map((user) => user.id);

const memberIds = membersBy('organization_id');

export const ORGANIZATIONS: Kind = {
  path: 'organizations',
  model: 'Organization',
  read: ['ticket.agent', 'admin.organization'],
  write: ['ticket.agent', 'admin.organization'],
  object: 'Organization',
  columns: () => ({
    name: null,
    shared: true,
    domain: '',
    domain_assignment: false,
    active: true,
    vip: false,
    note: '',
  }),
  expanded: [{ key: 'member_ids', as: 'members', table: 'users', many: true }],
  required: [{ column: 'name' }],
  unique: 'name',
  derived: (world, row) => ({
    member_ids: memberIds(world, row),
    secondary_member_ids: membersBy('organization_ids')(world, row),
  }),
  prepare: (columns, { before }) => {
    const after = { ...before, ...columns };
    if (isTruthy(after['domain_assignment']) && isBlank(after['domain'])) {
      throw unprocessable("Domain can't be blank");
    }
    return columns;
  },
  guard: guardedBy(
    ['tickets', 'organization_id'],
    ['users', 'organization_id'],
    ['users', 'organization_ids'],
  ),
  assets: (world, row) => [['users', memberIds(world, row)]],
  withoutAuthors: true,
};
