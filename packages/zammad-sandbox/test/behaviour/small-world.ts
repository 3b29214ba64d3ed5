/** A helpdesk small enough to read: two groups, an agent in each, a citizen, the seed states, one custom attribute. */
import { Clock, World, type Flavour, type Row } from '../../src/world.js';

export const NOW = new Date('2026-03-02T09:00:00Z');

const STATE_TYPES = ['new', 'open', 'pending reminder', 'pending action', 'closed', 'merged', 'removed'];

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export const officeHours = (from = '09:00', to = '18:00', days = 5): Record<string, unknown> =>
  Object.fromEntries(WEEK.map((day, index) => [day, { active: index < days, timeframes: [[from, to]] }]));

export const attribute = (world: World, name: string, columns: Record<string, unknown> = {}): Row =>
  world.table('object_manager_attributes').insert({
    object: 'Ticket',
    name,
    display: name,
    data_type: 'input',
    data_option: { type: 'text', null: true, default: '' },
    screens: {
      create_middle: { 'ticket.agent': { shown: true } },
      edit: { 'ticket.agent': { shown: true } },
    },
    active: true,
    to_create: false,
    to_delete: false,
    position: 1000,
    ...columns,
  });

export const put = (world: World, name: string, value: unknown): void => {
  const row = world.table('settings').find((setting) => setting['name'] === name);
  if (row) row['state_current'] = { value };
  else world.table('settings').insert({ name, state_current: { value } });
};

const insertStates = (world: World): void => {
  for (const name of STATE_TYPES) world.table('ticket_state_types').insert({ name });
  const state = (name: string, type: string, columns: Record<string, unknown> = {}): void => {
    world.table('ticket_states').insert({
      name,
      state_type_id: STATE_TYPES.indexOf(type) + 1,
      next_state_id: null,
      ignore_escalation: false,
      default_create: false,
      default_follow_up: false,
      active: true,
      ...columns,
    });
  };
  state('new', 'new', { default_create: true });
  state('open', 'open', { default_follow_up: true });
  state('pending reminder', 'pending reminder', { ignore_escalation: true });
  state('closed', 'closed', { ignore_escalation: true });
  state('merged', 'merged', { ignore_escalation: true });
  state('pending close', 'pending action', { next_state_id: 4, ignore_escalation: true });
  state('waiting', 'open', { ignore_escalation: true });
};

const insertPeople = (world: World): void => {
  for (const name of ['admin', 'ticket.agent', 'ticket.customer'])
    world.table('permissions').insert({ name });
  const role = (name: string, permission: number): void => {
    world.table('roles').insert({ name, permission_ids: [permission], group_ids: {}, active: true });
  };
  role('Admin', 1);
  role('Agent', 2);
  role('Customer', 3);
  const user = (columns: Record<string, unknown>): void => {
    world.table('users').insert({
      organization_id: null,
      role_ids: [],
      group_ids: {},
      active: true,
      preferences: {},
      ...columns,
    });
  };
  user({ login: '-', firstname: '-', lastname: '', email: '', active: false });
  user({
    login: 'region@example.test',
    email: 'region@example.test',
    firstname: 'Региональный',
    lastname: 'Оператор',
    role_ids: [2],
    group_ids: { 1: ['full'] },
  });
  user({
    login: 'federal@example.test',
    email: 'federal@example.test',
    firstname: 'Федеральный',
    lastname: 'Оператор',
    role_ids: [2],
    group_ids: { 2: ['full'] },
  });
  user({
    login: 'citizen@example.test',
    email: 'citizen@example.test',
    firstname: 'Иван',
    lastname: 'Пример',
    role_ids: [3],
    organization_id: 1,
  });
};

/** Users: 1 nobody, 2 agent of group 1, 3 agent of group 2, 4 citizen. States: 1 new … 4 closed, 6 pending close, 7 waiting. */
export const smallWorld = (flavour: Flavour = '6.6', now: Date = NOW): World => {
  const world = new World(flavour, new Clock(now));
  insertStates(world);
  for (const name of ['1 low', '2 normal', '3 high']) {
    world.table('ticket_priorities').insert({ name, active: true, default_create: name === '2 normal' });
  }
  for (const name of ['СП РПГУ', 'СП ЕПГУ']) {
    world.table('groups').insert({
      name,
      active: true,
      follow_up_possible: 'yes',
      follow_up_assignment: true,
      email_address_id: 1,
    });
  }
  insertPeople(world);
  world.table('organizations').insert({ name: 'Область', shared: true, domain: '', active: true, note: '' });
  for (const name of ['Agent', 'Customer', 'System']) world.table('ticket_article_senders').insert({ name });
  for (const [id, name] of [
    [1, 'email'],
    [5, 'phone'],
    [10, 'note'],
    [11, 'web'],
  ] as const) {
    world.table('ticket_article_types').insert({ name, communication: name !== 'note' }, id);
  }
  world
    .table('email_addresses')
    .insert({ name: 'Поддержка', email: 'desk@example.test', channel_id: 3, active: true });
  world.table('channels').insert({ area: 'Email::Account', group_id: 1, active: true }, 3);
  world.table('calendars').insert({
    name: 'Рабочие дни',
    timezone: 'Europe/Moscow',
    business_hours: officeHours(),
    public_holidays: {},
    default: true,
  });
  attribute(world, 'snils');
  for (const [name, value] of Object.entries({
    fqdn: 'desk.example.test',
    ticket_hook: 'Ticket#',
    ticket_hook_divider: '',
    ticket_hook_position: 'right',
    ticket_subject_size: '110',
    ticket_subject_re: 'RE',
    system_id: 91,
    timezone_default: 'Europe/Moscow',
    postmaster_follow_up_search_in: [],
    send_no_auto_response_reg_exp: '(mailer-daemon|postmaster|abuse|root|noreply|no-reply).*@.+?',
  })) {
    put(world, name, value);
  }
  return world;
};

export const ticketIn = (world: World, columns: Record<string, unknown> = {}): Row => {
  const now = world.clock.now().toISOString();
  return world.table('tickets').insert({
    number: `91${String(world.table('tickets').all().length + 1).padStart(3, '0')}`,
    title: 'Не приходит ответ',
    group_id: 1,
    state_id: 2,
    priority_id: 2,
    owner_id: 1,
    customer_id: 4,
    organization_id: null,
    pending_time: null,
    snils: null,
    preferences: {},
    first_response_at: null,
    close_at: null,
    last_contact_agent_at: null,
    last_contact_customer_at: null,
    created_at: now,
    updated_at: now,
    created_by_id: 4,
    updated_by_id: 4,
    ...columns,
  });
};

export const articleOn = (world: World, ticket: Row, columns: Record<string, unknown> = {}): Row => {
  const now = world.clock.now().toISOString();
  return world.table('ticket_articles').insert({
    ticket_id: ticket.id,
    type_id: 1,
    sender_id: 2,
    from: 'Иван Пример <citizen@example.test>',
    to: 'desk@example.test',
    cc: null,
    subject: 'Обращение',
    reply_to: null,
    message_id: `<m${world.table('ticket_articles').all().length + 1}@example.test>`,
    content_type: 'text/plain',
    body: 'Текст обращения',
    internal: false,
    preferences: {},
    origin_by_id: null,
    created_by_id: 4,
    updated_by_id: 4,
    created_at: now,
    updated_at: now,
    ...columns,
  });
};
