/** The people of a fresh helpdesk: nobody (user 1), an example customer, the admin with the token, and three roles. */
import { agentPreferences } from '../kinds/definitions/people.js';
import { KINDS } from '../kinds/catalogue.js';
import type { Row, World } from '../world.js';

const ADMIN_TOKEN = 'sandbox-admin-token';
const ADMIN_PASSWORD = 'sandbox-admin-password';

interface Person {
  login: string;
  firstname: string;
  lastname: string;
  roles: number[];
  more?: Record<string, unknown>;
}

const insertPerson = (world: World, { login, firstname, lastname, roles, more }: Person): Row => {
  const kind = KINDS.get('users');
  const now = world.clock.now().toISOString();
  return world.table('users').insert({
    ...kind?.columns(world.flavour),
    ...kind?.runtime,
    login,
    firstname,
    lastname,
    email: login.includes('@') ? login : '',
    ...(login === 'admin@example.com' ? {} : { department: '', address: '' }),
    role_ids: roles,
    updated_by_id: 1,
    created_by_id: 1,
    created_at: now,
    updated_at: now,
    ...more,
  });
};

const permissionIds = (world: World, names: readonly string[]): number[] =>
  world
    .table('permissions')
    .filter((permission) => names.includes(String(permission['name'])))
    .map((permission) => permission.id);

const insertRole = (world: World, name: string, permissions: readonly string[], note: string): void => {
  const now = world.clock.now().toISOString();
  world.table('roles').insert({
    name,
    preferences: {},
    default_at_signup: name === 'Customer',
    active: true,
    note,
    updated_by_id: 1,
    created_by_id: 1,
    created_at: now,
    updated_at: now,
    permission_ids: permissionIds(world, permissions),
    knowledge_base_permission_ids: [],
    group_ids: {},
  });
};

/** Seeds people and roles; returns the admin's API token, which carries every permission the admin has. */
export const seedPeople = (world: World): string => {
  insertPerson(world, { login: '-', firstname: '-', lastname: '', roles: [], more: { active: false } });
  insertRole(
    world,
    'Admin',
    ['admin', 'user_preferences', 'report', 'knowledge_base.editor'],
    'To configure your system.',
  );
  insertRole(
    world,
    'Agent',
    ['user_preferences', 'ticket.agent', 'chat.agent', 'cti.agent', 'knowledge_base.reader'],
    'To work on Tickets.',
  );
  const own = [
    'password',
    'language',
    'linked_accounts',
    'avatar',
    'appearance',
    'two_factor_authentication',
  ];
  const customer = ['ticket.customer', ...own.map((name) => `user_preferences.${name}`)];
  insertRole(world, 'Customer', customer, 'People who create Tickets ask for help.');
  insertPerson(world, {
    login: 'nicole.braun@zammad.org',
    firstname: 'Nicole',
    lastname: 'Braun',
    roles: [3],
    more: { organization_id: 1 },
  });
  insertPerson(world, {
    login: 'admin@example.com',
    firstname: 'Admin',
    lastname: 'One',
    roles: [1, 2],
    more: {
      group_ids: { 1: ['full'] },
      password: ADMIN_PASSWORD,
      preferences: agentPreferences(),
      last_login: world.clock.now().toISOString(),
    },
  });
  const now = world.clock.now().toISOString();
  world.table('tokens').insert({
    user_id: 3,
    action: 'api',
    name: 'sandbox',
    secret: ADMIN_TOKEN,
    preferences: {
      permission: [
        'admin',
        'ticket.agent',
        'knowledge_base.editor',
        'knowledge_base.reader',
        'user_preferences',
        'report',
      ],
    },
    last_used_at: null,
    expires_at: null,
    created_at: now,
    updated_at: now,
  });
  return ADMIN_TOKEN;
};
