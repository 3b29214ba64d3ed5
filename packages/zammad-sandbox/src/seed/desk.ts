/** The desk of a fresh helpdesk: group, states, priorities, calendar, signature, macro, triggers and the first ticket. */
import { KINDS } from '../kinds/catalogue.js';
import type { World } from '../world.js';
import { OVERVIEW_SEEDS } from './overviews.js';

/** Inserts a row of a kind with its defaults, made by user 1 unless said otherwise. */
const insert = (world: World, path: string, columns: Record<string, unknown>, id?: number): void => {
  const kind = KINDS.get(path);
  const now = world.clock.now().toISOString();
  world.table(path).insert(
    {
      ...kind?.columns(world.flavour),
      ...kind?.runtime,
      updated_by_id: 1,
      created_by_id: 1,
      created_at: now,
      updated_at: now,
      ...columns,
    },
    id,
  );
};

const seedStates = (world: World): void => {
  const states = [
    ['new', 1, { default_create: true }],
    ['open', 2, { default_follow_up: true }],
    ['pending reminder', 3, { ignore_escalation: true }],
    ['closed', 5, { ignore_escalation: true, ...(world.flavour === '7' ? { default_close: true } : {}) }],
    ['merged', 6, { ignore_escalation: true }],
    ['pending close', 4, { ignore_escalation: true, next_state_id: 4 }],
  ] as const;
  for (const [name, state_type_id, more] of states)
    insert(world, 'ticket_states', { name, state_type_id, ...more });
};

const CUSTOMER_WRITES = {
  'article.type_id': { operator: 'is', value: [1, 5, 11] },
  'article.sender_id': { operator: 'is', value: 2 },
};

const mailTo = (recipient: string, subject: string, body: string): Record<string, unknown> => ({
  'notification.email': { body, recipient, subject },
});

const seedTriggers = (world: World): void => {
  insert(world, 'triggers', {
    name: 'auto reply (on new tickets)',
    condition: {
      'ticket.action': { operator: 'is', value: 'create' },
      'ticket.state_id': { operator: 'is not', value: 4 },
      ...CUSTOMER_WRITES,
    },
    perform: mailTo(
      'article_last_sender',
      'Thanks for your inquiry (#{ticket.title})',
      'Your request (#{config.ticket_hook}#{ticket.number}) has been received.',
    ),
  });
  insert(world, 'triggers', {
    name: 'auto reply (on follow-up of tickets)',
    condition: { 'ticket.action': { operator: 'is', value: 'update' }, ...CUSTOMER_WRITES },
    perform: mailTo(
      'article_last_sender',
      'Thanks for your follow-up (#{ticket.title})',
      'Your follow-up for (#{config.ticket_hook}#{ticket.number}) has been received.',
    ),
    active: false,
  });
  insert(world, 'triggers', {
    name: 'customer notification (on owner change)',
    condition: {
      'ticket.owner_id': {
        operator: 'has changed',
        pre_condition: 'current_user.id',
        value: '',
        value_completion: '',
      },
    },
    perform: mailTo(
      'ticket_customer',
      'Owner has changed (#{ticket.title})',
      'The owner of ticket (Ticket##{ticket.number}) has changed.',
    ),
    active: false,
  });
};

const seedTicket = (world: World): void => {
  const now = world.clock.now().toISOString();
  const authors = { created_by_id: 2, updated_by_id: 2 };
  insert(world, 'tickets', {
    number: '91001',
    title: 'Welcome to Zammad!',
    group_id: 1,
    priority_id: 2,
    state_id: 1,
    organization_id: 1,
    customer_id: 2,
    last_contact_at: now,
    last_contact_customer_at: now,
    create_article_type_id: 5,
    create_article_sender_id: 2,
    article_count: 1,
    ...authors,
  });
  world.table('ticket_articles').insert({
    ticket_id: 1,
    type_id: 5,
    sender_id: 2,
    from: 'Nicole Braun <nicole.braun@zammad.org>',
    to: null,
    cc: null,
    subject: null,
    reply_to: null,
    message_id: null,
    message_id_md5: null,
    in_reply_to: null,
    content_type: 'text/plain',
    detected_language: null,
    body: 'Welcome!',
    internal: false,
    preferences: {},
    ...authors,
    origin_by_id: null,
    created_at: now,
    updated_at: now,
  });
};

export const seedDesk = (world: World): void => {
  insert(world, 'organizations', { name: 'Zammad Foundation' });
  insert(world, 'signatures', { name: 'default', body: '<br>#{user.firstname} #{user.lastname}<br>--' });
  for (const area of ['Email::Notification', 'Email::Notification', 'Email::Account'])
    insert(world, 'channels', {
      area,
      group_id: area === 'Email::Account' ? 1 : null,
      active: true,
    });
  insert(world, 'email_addresses', {
    channel_id: 3,
    name: 'Zammad Sandbox',
    email: 'support@helpdesk.example',
  });
  insert(world, 'groups', {
    name: 'Users',
    signature_id: 1,
    email_address_id: 1,
    note: 'Standard Group/Pool for Tickets.',
    name_last: 'Users',
  });
  seedStates(world);
  insert(world, 'ticket_priorities', { name: '1 low', ui_icon: 'low-priority', ui_color: 'low-priority' });
  insert(world, 'ticket_priorities', { name: '2 normal', default_create: true });
  insert(world, 'ticket_priorities', { name: '3 high', ui_icon: 'important', ui_color: 'high-priority' });
  insert(world, 'macros', {
    name: 'Close & Tag as Spam',
    perform: {
      'ticket.state_id': { value: 4 },
      'ticket.tags': { operator: 'add', value: 'spam' },
      'ticket.owner_id': { pre_condition: 'current_user.id', value: '' },
    },
    ux_flow_next_up: 'next_task',
    note: 'example macro',
  });
  for (const overview of OVERVIEW_SEEDS) insert(world, 'overviews', overview);
  seedTriggers(world);
  seedTicket(world);
};
