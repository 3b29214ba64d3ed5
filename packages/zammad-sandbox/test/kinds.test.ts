/** Configured objects: what is taken, what is refused and in which words, who may. */
import { ANY_TEXT, type Desk, idIn, openDesk } from './desk.js';

const HOURS = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [
    day,
    { active: day !== 'sun', timeframes: [['09:00', '18:00']] },
  ]),
);

describe('objects', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk({ flavour: '6.6' });
  });
  afterEach(() => desk.close());

  it.each([
    ['a name taken', 'groups', { name: 'Users' }, 'Name has already been taken'],
    ['no name', 'groups', { note: 'x' }, "Name last can't be blank"],
    [
      'an unknown name for an id',
      'ticket_states',
      { name: 'x', state_type: 'nope' },
      `No lookup value found for 'state_type': "nope"`,
    ],
    [
      'an id nobody has',
      'slas',
      { name: 'x', calendar_id: 99, condition: {} },
      `Invalid value for param 'calendar_id': 99`,
    ],
    [
      'a column left out',
      'ticket_states',
      { name: 'x' },
      `Attribute 'state_type_id" of relation "ticket_states' required!`,
    ],
    [
      'an empty condition',
      'triggers',
      { name: 'x', condition: {}, perform: { a: 1 } },
      `Attribute 'condition" of relation "triggers' required!`,
    ],
    ['an overview for nobody', 'overviews', { name: 'x', order: {}, view: {} }, "Roles can't be blank"],
    [
      'an endpoint of another kind',
      'webhooks',
      { name: 'x', endpoint: 'ftp://x' },
      'Endpoint The provided endpoint is invalid, no http or https protocol was specified.',
    ],
    [
      'a calendar without hours',
      'calendars',
      { name: 'x', timezone: 'Europe/Moscow', business_hours: { mon: { active: false, timeframes: [] } } },
      'There are no business hours configured.',
    ],
    [
      'an address already used',
      'users',
      { email: 'ADMIN@example.com' },
      "Email address 'admin@example.com' is already used for another user.",
    ],
  ])('refuses %s', async (_case, kind, body, error) => {
    const before = await desk.api('GET', `/${kind}`);
    expect(await desk.api('POST', `/${kind}`, body)).toMatchObject({ status: 422, body: { error } });
    expect(await desk.api('GET', `/${kind}`)).toEqual(before);
  });

  it('drops unknown and read-only keys silently, and leaves a no-op untouched', async () => {
    const made = await desk.api('POST', '/groups', {
      name: 'СП ЕПГУ',
      no_such_key: 1,
      created_at: '2001-01-01T00:00:00Z',
    });
    expect(made.body).not.toHaveProperty('no_such_key');
    expect(made.body).not.toMatchObject({ created_at: '2001-01-01T00:00:00Z' });
    const path = `/groups/${idIn(made)}`;
    const changed = await desk.api('PUT', path, { note: 'заметка' });
    expect(changed.body).toMatchObject({ name: 'СП ЕПГУ', note: 'заметка' });
    expect((await desk.api('PUT', path, { note: 'заметка' })).body).toEqual(changed.body);
  });

  it('takes names for ids and shows them when asked', async () => {
    await desk.api('POST', '/groups', { name: 'ГРП' });
    const body = { name: 'Оператор ГРП', permissions: ['ticket.agent'], groups: { ГРП: ['read', 'change'] } };
    const role = await desk.api('POST', '/roles', body);
    expect(role.body).toMatchObject({ group_ids: { 2: ['change', 'read'] } });
    const shown = await desk.api('GET', `/roles/${idIn(role)}?expand=true`);
    expect(shown.body).toMatchObject({ permissions: ['ticket.agent'], groups: { ГРП: ['change', 'read'] } });
    const full = await desk.api('GET', '/groups?full=true&per_page=1&sort_by=name&order_by=desc');
    expect(full.body).toMatchObject({
      record_ids: [2],
      total_count: 2,
      assets: { Group: { 2: { name: 'ГРП' } } },
    });
  });

  it('keeps one default state, and logins in lower case', async () => {
    const made = await desk.api('POST', '/ticket_states', {
      name: 'Назначен',
      state_type: 'open',
      default_follow_up: true,
    });
    expect(made.body).toMatchObject({ default_follow_up: true });
    expect((await desk.api('GET', '/ticket_states/2')).body).toMatchObject({ default_follow_up: false });
    const user = await desk.api('POST', '/users', { email: 'Op.Ivanova@Example.com', roles: ['Agent'] });
    expect(user.body).toMatchObject({ login: 'op.ivanova@example.com', email: 'op.ivanova@example.com' });
  });

  it('lets nothing be deleted that others refer to', async () => {
    await desk.api('POST', '/calendars', { name: 'К', timezone: 'Europe/Moscow', business_hours: HOURS });
    await desk.api('POST', '/slas', { name: 'С', calendar: 'К', condition: {}, solution_time: 60 });
    await desk.api('POST', '/webhooks', { name: 'В', endpoint: 'http://127.0.0.1:9/hook' });
    const perform = { 'notification.webhook': { webhook_id: '1' } };
    await desk.api('POST', '/triggers', {
      name: 'Т',
      condition: { 'ticket.action': { operator: 'is', value: 'create' } },
      perform,
    });
    const referenced = { status: 422, body: { error: "Can't delete, object has references." } };
    expect(await desk.api('DELETE', '/calendars/1')).toMatchObject(referenced);
    expect(await desk.api('DELETE', '/groups/1')).toMatchObject(referenced);
    expect(await desk.api('DELETE', '/webhooks/1')).toMatchObject({
      status: 422,
      body: { error: 'Cannot delete! This webhook is referenced by Trigger: Т (#4)' },
    });
    expect((await desk.api('DELETE', '/slas/1')).status).toBe(200);
    expect((await desk.api('DELETE', '/calendars/1')).status).toBe(200);
    expect((await desk.api('DELETE', '/roles/2')).status).toBe(404);
  });
});

describe('rights', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  const token = async (permission: string[]): Promise<Record<string, string>> => {
    const made = await desk.api('POST', '/user_access_token', { name: 'узкий', permission });
    expect(made.body).toEqual({ token: ANY_TEXT });
    const secret =
      made.body !== null && typeof made.body === 'object' && 'token' in made.body ? made.body.token : '';
    return { authorization: `Bearer ${String(secret)}` };
  };

  it.each([
    ['nobody', {}, 403, 'Authentication required'],
    ['a wrong token', { authorization: 'Token token=nope' }, 401, "Can't find User for Token"],
    [
      'a wrong password',
      { authorization: `Basic ${btoa('admin@example.com:nope')}` },
      401,
      'Invalid BasicAuth credentials',
    ],
  ])('%s gets in nowhere', async (_who, headers, status, error) => {
    expect(await desk.api('GET', '/tickets', undefined, headers)).toMatchObject({ status, body: { error } });
  });

  it('are those of the token, not those of its owner', async () => {
    const agent = await token(['ticket.agent']);
    expect((await desk.api('GET', '/tickets', undefined, agent)).status).toBe(200);
    expect((await desk.api('GET', '/groups', undefined, agent)).status).toBe(200);
    expect(await desk.api('POST', '/groups', { name: 'x' }, agent)).toMatchObject({
      status: 403,
      body: { error: 'User authorization failed.' },
    });
    const area = await token(['admin.group']);
    expect((await desk.api('POST', '/groups', { name: 'x' }, area)).status).toBe(201);
    expect((await desk.api('GET', '/triggers', undefined, area)).status).toBe(403);
  });

  it("are the other user's when acting for one", async () => {
    await desk.api('POST', '/users', {
      email: 'op.petrov@example.com',
      roles: ['Agent'],
      groups: { Users: ['full'] },
    });
    const as = { authorization: `Token token=${desk.token}`, from: 'op.petrov@example.com' };
    const note = await desk.api(
      'POST',
      '/ticket_articles',
      { ticket_id: 1, body: 'от имени', type: 'note' },
      as,
    );
    expect(note.body).toMatchObject({ created_by: 'op.petrov@example.com', sender: 'Agent' });
    expect((await desk.api('POST', '/groups', { name: 'y' }, as)).status).toBe(403);
  });
});

describe('flavours', () => {
  it.each([
    ['6.6', 's3cret', undefined],
    ['7', '**********', true],
  ] as const)(
    '%s: secrets of webhooks, the state that closes by default',
    async (flavour, secret, closes) => {
      const desk = await openDesk({ flavour });
      const states = await desk.api('GET', '/ticket_states');
      expect(states.body).toContainEqual(
        expect.objectContaining({ id: 4, name: 'closed', ...(closes && { default_close: closes }) }),
      );
      const hook = { name: 'В', endpoint: 'https://example.com/h', signature_token: 's3cret' };
      expect((await desk.api('POST', '/webhooks', hook)).body).toMatchObject({ signature_token: secret });
      await desk.api('PUT', '/webhooks/1', { note: 'n', signature_token: secret });
      expect(desk.world.table('webhooks').get(1)).toMatchObject({ note: 'n', signature_token: 's3cret' });
      await desk.close();
    },
  );

  it('keeps groups in a tree and finds them by name', async () => {
    const desk = await openDesk();
    expect(await desk.api('POST', '/groups', { name: 'СП РПГУ::Регион А' })).toMatchObject({ status: 422 });
    await desk.api('POST', '/groups', { name: 'СП РПГУ' });
    expect((await desk.api('POST', '/groups', { name: 'СП РПГУ::Регион А' })).body).toMatchObject({
      name_last: 'Регион А',
      parent_id: 2,
    });
    expect((await desk.api('POST', '/groups', { name: 'сп рпгу' })).status).toBe(422);
    expect((await desk.api('GET', '/groups/search?query=Регион')).body).toMatchObject([{ id: 3 }]);
    await desk.close();
  });
});
