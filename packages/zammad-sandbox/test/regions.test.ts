/** One object for every region: what was tried on a running 6.6 does the same here, and a citizen can move nothing. */
import { type Answered, type Desk, idIn, newTicket, openDesk, textWith } from './desk.js';

const CREATED = { 'ticket.action': { operator: 'is', value: 'create' } };
const UPDATED = { 'ticket.action': { operator: 'is', value: 'update' } };
const NUMBER = { operator: 'matches regex', value: '^[0-9]+$' };
const NOBODY = { pre_condition: 'not_set', value: '' };
const AGENT = '64';

let desk: Desk;
let [unsorted, region, federal] = [0, 0, 0];

const done = async (answer: Promise<Answered>): Promise<number> => {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(JSON.stringify(body));
  return idIn({ status, body });
};
const attribute = (object: string, name: string, select?: Record<string, string>) =>
  done(
    desk.api('POST', '/object_manager_attributes', {
      object,
      name,
      display: name,
      data_type: select ? 'select' : 'input',
      data_option: select
        ? { options: select, nulloption: true, default: '' }
        : { type: 'text', maxlength: 60 },
      screens: { edit: { 'ticket.agent': { shown: true }, 'ticket.customer': { shown: true } } },
      position: 1600,
      active: true,
    }),
  );
const trigger = (name: string, condition: object, perform: object) =>
  done(desk.api('POST', '/triggers', { name, condition, perform, active: true }));
const workflow = (name: string, condition_selected: object, perform: object) =>
  done(
    desk.api('POST', '/core_workflows', {
      name,
      object: 'Ticket',
      preferences: { screen: ['edit'] },
      condition_saved: {},
      condition_selected,
      perform,
      active: true,
      priority: 900,
      changeable: true,
      stop_after_match: false,
    }),
  );

const TRANSFER = 'Передать в СП ЕПГУ';
const RETURN = 'Вернуть в СП РПГУ';

beforeEach(async () => {
  desk = await openDesk({ clock: new Date('2026-03-02T06:00:00Z') });
  await attribute('Group', 'region_code');
  await attribute('Group', 'transfer_phone');
  await attribute('Organization', 'home_group');
  await attribute('Ticket', 'region');
  await attribute('Ticket', 'home_group');
  await attribute('Ticket', 'regulation_act', { [TRANSFER]: TRANSFER, [RETURN]: RETURN });
  await desk.api('POST', '/object_manager_attributes_execute_migrations');
  const group = (name: string, more: object = {}) =>
    done(desk.api('POST', '/groups', { name, active: true, user_ids: [3], email_address_id: 1, ...more }));
  unsorted = await group('Неразобранные обращения');
  region = await group('Камчатский край', { region_code: 'kamchatka', transfer_phone: '+7 415' });
  federal = await group('СП ЕПГУ');
  await done(
    desk.api('POST', '/organizations', {
      name: 'РПГУ Камчатский край',
      domain: 'portal.kamchatka.example',
      domain_assignment: true,
      shared: false,
      home_group: String(region),
    }),
  );
  const unrouted = { 'ticket.group_id': { operator: 'is', value: [String(unsorted)] } };
  const act = (value: string) => ({ 'ticket.regulation_act': { operator: 'is', value: [value] } });
  const moved = { 'ticket.owner_id': NOBODY, 'ticket.regulation_act': { value: '' } };
  await trigger(
    '000 Маршрут',
    { ...CREATED, ...unrouted, 'organization.home_group': NUMBER },
    { 'ticket.group_id': { value: '#{ticket.organization.home_group}' } },
  );
  await trigger(
    '010 Регион',
    {
      ...CREATED,
      'ticket.group_id': { operator: 'is not', value: ['1', String(unsorted), String(federal)] },
    },
    {
      'ticket.region': { value: '#{ticket.group.region_code}' },
      'ticket.home_group': { value: '#{ticket.group.id}' },
    },
  );
  await trigger(
    '100 Вернуть',
    { ...UPDATED, ...act(RETURN), 'ticket.home_group': NUMBER },
    {
      'ticket.group_id': { value: '#{ticket.home_group}' },
      ...moved,
      'article.note': { subject: 'возврат', body: 'тел. #{ticket.group.transfer_phone}', internal: 'true' },
    },
  );
  await trigger(
    '110 Передать',
    { ...UPDATED, ...act(TRANSFER) },
    { 'ticket.group_id': { value: String(federal) }, ...moved },
  );
});
afterEach(() => desk.close());

const letter = (from = 'robot@portal.kamchatka.example', more = ''): string =>
  `From: ${from}\nTo: support@helpdesk.example\nSubject: Вопрос\n${more}Content-Type: text/plain; charset=utf-8\n\nТекст\n`;
const ticket = (id = 2) => desk.world.table('tickets').get(id);

it('a portal’s letter goes to its region and carries the region’s own values', async () => {
  await desk.mail(letter(), 'Неразобранные обращения');
  expect(ticket()).toMatchObject({ group_id: region, region: 'kamchatka', home_group: String(region) });
  await desk.mail(letter('ivan@mail.example'), 'Неразобранные обращения');
  expect(ticket(3)).toMatchObject({ group_id: unsorted, region: '' });
});

it('an act moves the ticket there and back, with the region’s telephone', async () => {
  await desk.mail(letter(), 'Неразобранные обращения');
  await desk.api('PUT', '/tickets/2', { regulation_act: TRANSFER, owner_id: 3 });
  expect(ticket()).toMatchObject({ group_id: federal, owner_id: 1, regulation_act: '' });
  await desk.api('PUT', '/tickets/2', { regulation_act: RETURN });
  expect(ticket()).toMatchObject({ group_id: region, regulation_act: '' });
  expect((await desk.api('GET', '/ticket_articles/by_ticket/2')).body).toContainEqual(
    expect.objectContaining({ subject: 'возврат', body: textWith('+7 415'), internal: true }),
  );
});

it('each side has its acts: the others are refused over REST, too', async () => {
  const regionCode = (operator: string) => ({ 'ticket.group.region_code': { operator, value: [] } });
  const acts = (...values: string[]) => ({
    'ticket.regulation_act': { operator: 'set_fixed_to', set_fixed_to: ['', ...values] },
  });
  await workflow('300', regionCode('is set'), acts(TRANSFER));
  await workflow('310', regionCode('not set'), acts(RETURN));
  await desk.mail(letter(), 'Неразобранные обращения');
  expect((await desk.api('PUT', '/tickets/2', { regulation_act: RETURN })).status).toBe(422);
  expect((await desk.api('PUT', '/tickets/2', { regulation_act: TRANSFER })).status).toBe(200);
  expect((await desk.api('PUT', '/tickets/2', { regulation_act: TRANSFER })).status).toBe(422);
});

describe('a citizen', () => {
  const citizen = {
    authorization: `Basic ${Buffer.from('anna@example.com:secret-word').toString('base64')}`,
  };
  const change = (fields: object) => desk.api('PUT', '/tickets/2', fields, citizen);
  beforeEach(async () => {
    await done(
      desk.api('POST', '/users', {
        login: 'anna@example.com',
        email: 'anna@example.com',
        firstname: 'Анна',
        role_ids: [3],
        password: 'secret-word',
        active: true,
      }),
    );
    await desk.api('POST', '/tickets', newTicket({ customer_id: 'guess:anna@example.com' }));
  });

  const FIELDS: [string, unknown][] = [
    ['state_id', 4],
    ['priority_id', 3],
    ['region', 'kamchatka'],
    ['regulation_act', TRANSFER],
  ];

  it.each(FIELDS)('writes %s, and sees it', async (field, value) => {
    expect(await change({ [field]: value })).toMatchObject({ status: 200, body: { [field]: value } });
  });

  it.each(FIELDS)('cannot write %s once it is locked, and can still reply', async (field, value) => {
    await workflow(
      `900 ${field}`,
      {
        'session.permission_ids': { operator: 'is not', value: [AGENT] },
        [`ticket.${field}`]: { operator: 'is modified' },
      },
      { 'ticket.citizen_may_not_change': { operator: 'set_mandatory', set_mandatory: 'true' } },
    );
    expect((await change({ [field]: value })).status).toBe(422);
    expect((await change({ article: { body: 'Ещё вопрос', type: 'web' } })).status).toBe(200);
    expect((await desk.api('PUT', '/tickets/2', { [field]: value })).status).toBe(200);
  });

  it('reopens a solved ticket with a reply by a trigger alone', async () => {
    await desk.api('PUT', '/tickets/2', { state: 'closed' });
    await trigger(
      '120 Ответ в закрытый',
      {
        ...UPDATED,
        'article.action': { operator: 'is', value: 'create' },
        'article.sender_id': { operator: 'is', value: ['2'] },
        'ticket.state_id': { operator: 'is', value: ['4'] },
      },
      { 'ticket.state_id': { value: '2' } },
    );
    await change({ article: { body: 'Не решено', type: 'web' } });
    expect(ticket()).toMatchObject({ state_id: 2 });
  });
});

it('the confirmation of a new ticket is the seeded trigger with other words', async () => {
  await desk.api('PUT', '/triggers/1', {
    perform: {
      'notification.email': {
        recipient: 'article_last_sender',
        subject: 'Обращение зарегистрировано: #{ticket.title}',
        body: '<div>Ваше обращение <b>#{config.ticket_hook}#{ticket.number}</b> принято.</div>',
        internal: 'false',
        include_attachments: 'false',
      },
    },
  });
  await desk.mail(letter('ivan@mail.example', 'Message-ID: <1@mail.example>\n'), 'Users');
  await desk.mail(letter('ivan@mail.example', 'In-Reply-To: <1@mail.example>\n'), 'Users');
  expect((await desk.control('GET', 'letters')).body).toMatchObject({ letters: [{ articleId: 3 }] });
  expect(desk.world.table('ticket_articles').get(3)).toMatchObject({
    to: 'ivan@mail.example',
    subject: textWith('Обращение зарегистрировано: Вопрос'),
    body: textWith('Ваше обращение <b>Ticket#91002</b> принято.'),
  });
});
