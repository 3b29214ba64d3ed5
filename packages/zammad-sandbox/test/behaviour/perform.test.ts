import { applyPerform, type PerformSetting } from '../../src/behaviour/perform.js';
import { isSilenced } from '../../src/behaviour/notification.js';
import { settleTicket } from '../../src/behaviour/ticket-save.js';
import type { Row, World } from '../../src/world.js';
import { articleOn, attribute, NOW, put, smallWorld, ticketIn } from './small-world.js';

const given = (more: Partial<PerformSetting> = {}): PerformSetting => ({
  now: NOW,
  source: 'trigger',
  ...more,
});

const changesOf = (
  perform: unknown,
  columns: Record<string, unknown> = {},
  more: Partial<PerformSetting> = {},
): object => {
  const world = smallWorld();
  attribute(world, 'count', { data_type: 'integer' });
  return applyPerform(
    world,
    perform,
    ticketIn(world, { organization_id: 1, ...columns }),
    given({ actor: world.table('users').get(2), ...more }),
  ).changes;
};

test.each([
  ['ids as text become ids', { 'ticket.priority_id': { value: '3' } }, {}, { priority_id: 3 }],
  ['what is so already stays', { 'ticket.priority_id': { value: '2' } }, {}, {}],
  ['an integer', { 'ticket.count': { value: '4' } }, {}, { count: 4 }],
  [
    'a relative time, seconds cut',
    { 'ticket.pending_time': { operator: 'relative', value: '1', range: 'month' } },
    { created_at: '' },
    { pending_time: '2026-04-02T09:00:00.000Z' },
  ],
  [
    'a fixed time',
    { 'ticket.pending_time': { operator: 'static', value: '2026-03-09T17:59:31Z' } },
    {},
    { pending_time: '2026-03-09T17:59:00.000Z' },
  ],
  [
    'an owner: me',
    { 'ticket.owner_id': { pre_condition: 'current_user.id', value: '' } },
    {},
    { owner_id: 2, last_owner_update_at: NOW.toISOString() },
  ],
  [
    'an owner: nobody',
    { 'ticket.owner_id': { pre_condition: 'not_set', value: '' } },
    { owner_id: 2 },
    { owner_id: 1 },
  ],
  [
    'a group in which the owner is a stranger',
    { 'ticket.group_id': { value: '2' } },
    { owner_id: 2, last_owner_update_at: NOW.toISOString() },
    { group_id: 2, owner_id: 1, last_owner_update_at: null },
  ],
  [
    'a group with its own owner',
    { 'ticket.group_id': { value: '2' }, 'ticket.owner_id': { pre_condition: 'specific', value: '3' } },
    { owner_id: 2 },
    { group_id: 2, owner_id: 3 },
  ],
  [
    'leaving a pending state wipes its time',
    { 'ticket.state_id': { value: '2' } },
    { state_id: 6, pending_time: '2026-03-09T00:00:00.000Z' },
    { state_id: 2, pending_time: null, last_owner_update_at: NOW.toISOString() },
  ],
  [
    'closing is dated, first and last',
    { 'ticket.state_id': { value: '4' } },
    {},
    { state_id: 4, close_at: NOW.toISOString(), last_close_at: NOW.toISOString() },
  ],
  [
    'closing leaves the owner alone',
    { 'ticket.state_id': { value: '4' }, 'ticket.group_id': { value: '2' } },
    { owner_id: 2 },
    { state_id: 4, group_id: 2, close_at: NOW.toISOString(), last_close_at: NOW.toISOString() },
  ],
  [
    'a placeholder in a value',
    { 'ticket.title': { value: '#{ticket.customer.firstname}: #{ticket.number}' } },
    {},
    { title: 'Иван: 91001' },
  ],
])('%s', (_, perform, columns, expected) => {
  expect(changesOf(perform, columns)).toEqual(expected);
});

test('notes and mails see the ticket as the same perform has changed it; flags come as text', () => {
  const world = smallWorld();
  const ticket = ticketIn(world);
  const article = articleOn(world, ticket, { body: 'Где <ответ>?\nЖду' });
  const effects = applyPerform(
    world,
    {
      'article.note': {
        subject: '#{ticket.group.name}',
        body: '#{ticket.state.name} & #{article.body}',
        internal: 'true',
      },
      'ticket.group_id': { value: '2' },
      'ticket.tags': { operator: 'add', value: 'портал, письмо' },
      'notification.email': {
        recipient: ['ticket_customer', 'article_last_sender', 'ticket_agents'],
        subject: 'Re: #{ticket.title}',
        body: '#{config.fqdn} #{ticket.nope} #{nope.x} #{ticket.created_at}',
        internal: 'false',
      },
      'notification.webhook': { webhook_id: '7' },
    },
    ticket,
    given({ article }),
  );
  expect(effects.articles).toEqual([
    expect.objectContaining({
      subject: 'СП ЕПГУ',
      body: 'open & > Где &lt;ответ&gt;?<br>> Жду<br>'.replaceAll('> ', '&gt; '),
      internal: true,
      type_id: 10,
      sender_id: 3,
      created_by_id: 1,
    }),
  ]);
  expect(effects.mails).toEqual([
    expect.objectContaining({
      to: 'citizen@example.test, federal@example.test',
      subject: 'Не приходит ответ [Ticket#91001]',
      body: 'desk.example.test #{ticket.nope / no such method} #{nope / no such object} 02.03.2026 12:00 (Europe/Moscow)',
      internal: false,
    }),
  ]);
  expect(effects).toMatchObject({
    tagsAdd: ['портал', 'письмо'],
    tagsRemove: [],
    webhooks: [7],
    deleteTicket: false,
  });
});

const mailedTo = (prepare: (world: World, ticket: Row) => Row | null): unknown => {
  const world = smallWorld();
  const ticket = ticketIn(world);
  const article = prepare(world, ticket) ?? undefined;
  const perform = { 'notification.email': { recipient: 'ticket_customer', subject: 's', body: 'b' } };
  return applyPerform(world, perform, ticket, given({ article })).mails[0]?.['to'];
};

const set = (row: Row | undefined, column: string, value: unknown): null => {
  if (row) row[column] = value;
  return null;
};

test.each<[string, (world: World, ticket: Row) => Row | null, string | undefined]>([
  ['the customer', () => null, 'citizen@example.test'],
  [
    'nobody: the group has no address',
    (world) => set(world.table('groups').get(1), 'email_address_id', null),
    undefined,
  ],
  [
    'nobody: it is the helpdesk itself',
    (world) => set(world.table('users').get(4), 'email', 'Desk@example.test'),
    undefined,
  ],
  [
    'nobody: nobody reads there',
    (world) => set(world.table('users').get(4), 'email', 'noreply@example.test'),
    undefined,
  ],
  [
    'nobody: the mail was automatic',
    (world, ticket) => articleOn(world, ticket, { preferences: { 'is-auto-response': true } }),
    undefined,
  ],
  [
    'nobody: ten mails in ten minutes',
    (world, ticket) => {
      const sent = { sender_id: 3, type_id: 1, to: 'citizen@example.test' };
      for (let count = 0; count < 10; count += 1) articleOn(world, ticket, sent);
      return null;
    },
    undefined,
  ],
])('a mail of a trigger goes to %s', (_, prepare, expected) => {
  expect(mailedTo(prepare)).toBe(expected);
});

test.each([
  ['an unknown object', { 'nope.x': { value: 1 } }, 'Unable to update object nope.x'],
  ['an article that is no note', { 'article.email': { body: 'x' } }, "other than 'article.note'"],
  [
    'the current user without one',
    { 'ticket.owner_id': { pre_condition: 'current_user.id' } },
    'current_user_id',
  ],
])('refused: %s', (_, perform, text) => {
  const world = smallWorld();
  expect(() => applyPerform(world, perform, ticketIn(world), given())).toThrow(text);
});

test('a job that deletes does nothing else', () => {
  const world = smallWorld();
  const effects = applyPerform(
    world,
    { 'ticket.action': { value: 'delete' }, 'ticket.state_id': { value: '4' } },
    ticketIn(world),
    given({ source: 'job' }),
  );
  expect(effects).toMatchObject({ deleteTicket: true, changes: {} });
});

test('an article that wants no answer silences only triggers that would write to its sender', () => {
  const world = smallWorld();
  const article = articleOn(world, ticketIn(world), { preferences: { 'send-auto-response': false } });
  expect(isSilenced({ 'notification.email': { recipient: ['ticket_customer'] } }, article)).toBe(true);
  expect(isSilenced({ 'notification.email': { recipient: ['ticket_agents'] } }, article)).toBe(false);
  expect(isSilenced({ 'ticket.state_id': { value: 1 } }, article)).toBe(false);
});

test('a new ticket gets the defaults of the helpdesk and the organization of its customer', () => {
  const world = smallWorld();
  put(world, 'timezone_default', 'UTC');
  expect(settleTicket(world, null, { title: 'а\nб', group_id: '1', customer_id: '4' }, NOW)).toMatchObject({
    title: 'а б',
    group_id: 1,
    state_id: 1,
    priority_id: 2,
    owner_id: 1,
    organization_id: 1,
  });
});
