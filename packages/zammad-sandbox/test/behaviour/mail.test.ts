import { belongingOf, followUpEffects, followUpTicket } from '../../src/behaviour/follow-up.js';
import { readMail, type InboundMail } from '../../src/behaviour/mail.js';
import { applyPostmasterFilters, articleFrom, newTicketFrom } from '../../src/behaviour/postmaster.js';
import type { Row, World } from '../../src/world.js';
import { articleOn, NOW, put, smallWorld, ticketIn } from './small-world.js';

const eml = (headers: Record<string, string>, body = 'Жду ответа.'): Uint8Array => {
  const all = {
    From: 'Иван Пример <Citizen@Example.Test>',
    To: 'desk@example.test',
    Subject: 'Вопрос',
    'Message-ID': '<1@citizen.example.test>',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n${body}\r\n`);
};

const mail = (headers: Record<string, string> = {}, body?: string): Promise<InboundMail> =>
  readMail(eml(headers, body), 'desk.example.test');

test('a plain mail: addresses in lower case, names and texts as written, trusted headers dropped', async () => {
  const read = await mail({
    Subject: '=?koi8-r?B?98/Q0s/T?=',
    Cc: '"Второй, Адрес" <SECOND@example.test>',
    'In-Reply-To': '<a@example.test>',
    References: '<b@example.test> <a@example.test>',
    'X-Zammad-Ignore': 'true',
  });
  expect(read.headers).not.toHaveProperty('x-zammad-ignore');
  expect(read).toMatchObject({
    subject: 'Вопрос',
    from: { address: 'citizen@example.test', name: 'Иван Пример' },
    recipients: [
      { address: 'desk@example.test', name: '' },
      { address: 'second@example.test', name: 'Второй, Адрес' },
    ],
    messageId: '<1@citizen.example.test>',
    references: ['<b@example.test>', '<a@example.test>', '<a@example.test>'],
    contentType: 'text/plain',
    body: 'Жду ответа.',
    attachments: [],
    isAutoResponse: false,
    isOutOfOffice: false,
  });
});

const multipart = [
  '--p',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<html><head><style>p{}</style></head><body><p onclick="x()">Текст</p><script>x()</script></body></html>',
  '--p',
  'Content-Type: application/pdf; name="scan.pdf"',
  'Content-Disposition: attachment; filename="scan.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  'UERG',
  '--p--',
].join('\r\n');

test('HTML loses its scripts and stays beside the article as it came; attachments keep their bytes', async () => {
  const read = await mail({ 'Content-Type': 'multipart/mixed; boundary=p' }, multipart);
  expect(read).toMatchObject({ contentType: 'text/html', body: '<p>Текст</p>' });
  expect(
    read.attachments.map(({ filename, mimeType, data }) => [filename, mimeType, data.length > 0]),
  ).toEqual([
    ['message.html', 'text/html', true],
    ['scan.pdf', 'application/pdf', true],
  ]);
  expect(new TextDecoder().decode(read.attachments[1]!.data)).toBe('PDF');
});

test.each([
  ['no text', {}, '', { body: 'no visible content' }],
  [
    'an automatic reply',
    { 'Auto-Submitted': 'auto-replied' },
    'x',
    { isAutoResponse: true, isOutOfOffice: false },
  ],
  ['bulk', { Precedence: 'bulk' }, 'x', { isAutoResponse: true, isOutOfOffice: false }],
  ['a list', { 'List-Unsubscribe': '<mailto:x@example.test>' }, 'x', { isAutoResponse: true }],
  ['a loop', { 'X-Loop': 'yes' }, 'x', { isAutoResponse: true }],
  ['our own', { 'Message-ID': '<5@desk.example.test>' }, 'x', { isAutoResponse: true }],
  [
    'out of office: Exchange',
    { 'X-Auto-Response-Suppress': 'All', 'X-MS-Exchange-Inbox-Rules-Loop': 'a' },
    'x',
    { isOutOfOffice: true },
  ],
  [
    'out of office: Exchange without its mark',
    { 'X-Auto-Response-Suppress': 'All' },
    'x',
    { isOutOfOffice: false },
  ],
  ['out of office: vacation', { 'Auto-Submitted': 'auto-replied (vacation)' }, 'x', { isOutOfOffice: true }],
  [
    'out of office: by its subject',
    { 'Auto-Submitted': 'auto-replied', Subject: 'Vacation till May' },
    'x',
    { isOutOfOffice: true },
  ],
])('judged: %s', async (_, headers, body, expected) => {
  expect(await mail(headers, body)).toMatchObject(expected);
});

test('a mail without a sender is refused', async () => {
  await expect(mail({ From: '' })).rejects.toThrow('no sender');
});

const belonging = async (
  headers: Record<string, string>,
  prepare: (world: World, ticket: Row) => void = () => undefined,
  body?: string,
): Promise<{ found: boolean; subject: string }> => {
  const world = smallWorld();
  const ticket = ticketIn(world);
  articleOn(world, ticket, { message_id: '<first@desk.example.test>', subject: 'Вопрос' });
  prepare(world, ticket);
  const { ticket: found, subject } = belongingOf(world, await mail(headers, body));
  return { found: found === ticket, subject };
};

const close =
  (followUp: string, columns: Record<string, unknown> = {}) =>
  (world: World, ticket: Row): void => {
    Object.assign(ticket, { state_id: 4, last_close_at: '2026-02-27T09:00:00.000Z' });
    Object.assign(world.table('groups').get(1)!, { follow_up_possible: followUp, ...columns });
  };

const search =
  (...places: string[]) =>
  (world: World): void => {
    put(world, 'postmaster_follow_up_search_in', places);
  };

const numbered = { Subject: 'Re: Вопрос [Ticket#91001]' };
const referring = { Subject: 'Другое', References: '<x@example.test> <first@desk.example.test>' };

test.each<
  [
    string,
    Record<string, string>,
    ((world: World, ticket: Row) => void) | undefined,
    string | undefined,
    boolean,
  ]
>([
  ['the number in the subject', numbered, undefined, undefined, true],
  ['the number in any case and spacing', { Subject: 'ticket# 91001' }, undefined, undefined, true],
  ['a number of another system', { Subject: '[Ticket#12001]' }, undefined, undefined, false],
  ['a number without its hook', { Subject: '91001' }, undefined, undefined, false],
  ['the number in the body, not looked for', {}, undefined, 'Ticket#91001', false],
  ['the number in the body, looked for', {}, search('body'), 'Ticket#91001', true],
  ['a reference, not looked for', referring, undefined, undefined, false],
  ['a reference, looked for', referring, search('references'), undefined, true],
  [
    'a reference under the same subject',
    { Subject: 'Re: Вопрос', 'In-Reply-To': '<first@desk.example.test>' },
    undefined,
    undefined,
    true,
  ],
  [
    'a reference of an automatic mail',
    { ...referring, 'Auto-Submitted': 'auto-replied' },
    undefined,
    undefined,
    true,
  ],
  ['a closed ticket that may be opened again', numbered, close('yes'), undefined, true],
  ['a closed ticket whose group wants a new one', numbered, close('new_ticket'), undefined, false],
  [
    'a ticket closed 3 days ago, 5 allowed',
    numbered,
    close('new_ticket_after_certain_time', { reopen_time_in_days: 5 }),
    undefined,
    true,
  ],
  [
    'a ticket closed 3 days ago, 2 allowed',
    numbered,
    close('new_ticket_after_certain_time', { reopen_time_in_days: 2 }),
    undefined,
    false,
  ],
])('follow-up: %s', async (_, headers, prepare, body, expected) => {
  expect((await belonging(headers, prepare, body)).found).toBe(expected);
});

test('the new ticket that comes instead of a closed one does not carry its number', async () => {
  expect((await belonging(numbered, close('new_ticket'))).subject).toBe('Вопрос');
});

test('a merged ticket leads to the one it went into, a bounce to the ticket of the mail that came back', async () => {
  const world = smallWorld();
  const target = ticketIn(world);
  const merged = ticketIn(world, { state_id: 5 });
  world
    .table('links')
    .insert({ link_type_id: 3, link_object_source_value: target.id, link_object_target_value: merged.id });
  expect(followUpTicket(world, await mail({ Subject: '[Ticket#91002]' }))).toBe(target);
  articleOn(world, target, { message_id: '<out@desk.example.test>' });
  const report = [
    '--p',
    'Content-Type: text/plain',
    '',
    'failed',
    '--p',
    'Content-Type: message/rfc822',
    '',
    'Message-ID: <out@desk.example.test>',
    'From: desk@example.test',
    '',
    'x',
    '--p--',
  ].join('\r\n');
  const bounce = await mail(
    { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=p' },
    report,
  );
  expect(followUpTicket(world, bounce)).toBe(target);
});

const waiting = { state_id: 6, pending_time: '2026-03-09T00:00:00.000Z', organization_id: 1 };

test.each([
  ['a citizen stops the clock', {}, waiting, { state_id: 2, pending_time: null }],
  [
    'so does an automatic reply',
    { 'Auto-Submitted': 'auto-replied' },
    waiting,
    { state_id: 2, pending_time: null },
  ],
  ['so does bulk mail', { Precedence: 'bulk' }, waiting, { state_id: 2, pending_time: null }],
  [
    'an out-of-office note that is known does not',
    { 'Auto-Submitted': 'auto-replied (vacation)' },
    waiting,
    {},
  ],
  ['a state that stops escalation is reset too', {}, { state_id: 7, organization_id: 1 }, { state_id: 2 }],
  ['a new ticket stays new', {}, { state_id: 1, organization_id: 1 }, {}],
  [
    'a closed one opens with its owner',
    {},
    { state_id: 4, owner_id: 2, organization_id: 1 },
    { state_id: 2 },
  ],
])('%s', async (_, headers, columns, expected) => {
  const world = smallWorld();
  const changes = followUpEffects(world, ticketIn(world, columns), await mail(headers), NOW);
  const { last_owner_update_at: ignored, ...rest } = changes;
  expect([rest, ignored === null]).toEqual([expected, false]);
});

test('a closed ticket of a group without follow-up assignment loses its owner', async () => {
  const world = smallWorld();
  world.table('groups').get(1)!['follow_up_assignment'] = false;
  const changes = followUpEffects(world, ticketIn(world, { state_id: 4, owner_id: 2 }), await mail(), NOW);
  expect(changes).toMatchObject({ state_id: 2, owner_id: 1 });
});

const filter = (world: World, name: string, match: object, perform: object, columns: object = {}): void => {
  world
    .table('postmaster_filters')
    .insert({ name, channel: 'email', match, perform, active: true, ...columns });
};

test('filters run in name order, the last word wins, and names are looked up', async () => {
  const world = smallWorld();
  const anybody = { from: { operator: 'contains', value: '@example' } };
  filter(world, '2', anybody, {
    'x-zammad-ticket-group': { value: 'СП ЕПГУ' },
    'x-zammad-ticket-tags': { operator: 'add', value: 'а, б' },
  });
  filter(world, '1', anybody, {
    'X-Zammad-Ticket-group_id': { value: '1' },
    'x-zammad-article-internal': { value: true },
  });
  filter(
    world,
    '3',
    { subject: { operator: 'matches regex', value: '^воп' } },
    {
      'x-zammad-ticket-snils': { value: 'x' },
      'x-zammad-ticket-followup-state': { value: 'closed' },
      'x-zammad-ticket-tags': { operator: 'remove', value: 'а' },
    },
  );
  filter(
    world,
    '4',
    { subject: { operator: 'contains not', value: 'вопрос' } },
    { 'x-zammad-ignore': { value: true } },
  );
  filter(world, '5', anybody, { 'x-zammad-ignore': { value: true } }, { active: false });
  filter(world, '6', {}, { 'x-zammad-ignore': { value: true } });
  filter(world, '7', anybody, { 'x-zammad-ticket-priority': { value: 'нет такого' } });
  expect(applyPostmasterFilters(world, await mail())).toEqual({
    ignored: false,
    ticket: { group_id: 2, snils: 'x' },
    followUp: { state_id: 4 },
    article: { internal: true },
    tags: ['б'],
  });
});

test("one of the helpdesk's own notifications that comes back is thrown away", async () => {
  const own = await mail({ Precedence: 'bulk', 'Message-ID': '<n@desk.example.test>' });
  expect(applyPostmasterFilters(smallWorld(), own).ignored).toBe(true);
});

test('a new ticket goes to the group of the address it was sent to, unless a filter or the channel says otherwise', async () => {
  const world = smallWorld();
  const read = await mail({ Subject: '' });
  const columns = (extra: object = {}, filtered: object = {}): object =>
    newTicketFrom(world, read, {
      subject: read.subject,
      customerId: 4,
      filtered: { ...applyPostmasterFilters(world, read), ...filtered },
      ...extra,
    });
  expect(columns()).toEqual({ title: '-', group_id: 1, customer_id: 4 });
  world.table('channels').insert({ group_id: 2 }, 3);
  expect(columns()).toMatchObject({ group_id: 2 });
  expect(columns({ channelGroupId: 1 })).toMatchObject({ group_id: 1 });
  expect(columns({ channelGroupId: 1 }, { ticket: { group_id: 2 } })).toMatchObject({ group_id: 2 });
});

test.each([
  ['a citizen', 'citizen@example.test', 2],
  ['a stranger', 'stranger@example.test', 2],
  ['an agent', 'region@example.test', 1],
  ['the helpdesk', 'desk@example.test', 1],
])('the article of %s', async (_, address, sender) => {
  const world = smallWorld();
  const read = await mail({ From: address, Precedence: 'bulk' });
  const given = {
    followed: ticketIn(world),
    subject: read.subject,
    filtered: applyPostmasterFilters(world, read),
  };
  expect(articleFrom(world, read, given)).toMatchObject({
    sender_id: sender,
    type_id: 1,
    from: address,
    message_id: '<1@citizen.example.test>',
    preferences: { 'is-auto-response': true, 'send-auto-response': false },
  });
});
