/** Answers and what the client makes of them: kinds of errors, repeats, paging, shapes of several versions. */
import nock from 'nock';
import {
  UnknownNameError,
  capabilitiesOf,
  createZammadClient,
  isUnsupportedZammadError,
  isZammadError,
  nameIndexOf,
} from 'zammad-api-client-ts';
import type {
  ResponseInfo,
  Ticket,
  ZammadClient,
  ZammadClientOptions,
  ZammadError,
} from 'zammad-api-client-ts';

const origin = 'http://zammad.test';
const api = () => nock(`${origin}/api/v1`);
const clientWith = (options: Partial<ZammadClientOptions> = {}): ZammadClient =>
  createZammadClient({ url: origin, auth: { token: 'secret' }, backoffMs: 1, ...options });
const failureOf = async (run: Promise<unknown>): Promise<ZammadError> => {
  const error: unknown = await run.then(
    () => 'it succeeded',
    (thrown: unknown) => thrown,
  );
  if (isZammadError(error)) return error;
  throw new Error(`expected a ZammadError, got ${String(error)}`);
};

const at = '2026-11-23T16:57:23.303Z';
const group = (id: number, name = `Group ${id}`) => ({
  id,
  name,
  active: true,
  note: null,
  assignment_timeout: null,
  follow_up_possible: 'yes',
  follow_up_assignment: true,
  email_address_id: null,
  signature_id: null,
  created_at: at,
  updated_at: at,
});
const ticket = (id: number): Ticket => ({
  id,
  number: `9100${id}`,
  title: 'x',
  group_id: 1,
  state_id: 1,
  priority_id: 2,
  owner_id: 1,
  customer_id: 9,
  organization_id: null,
  created_by_id: 3,
  updated_by_id: 3,
  created_at: at,
  updated_at: at,
});

beforeAll(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  expect(unused).toEqual([]);
});
afterAll(() => {
  nock.enableNetConnect();
});

describe('what an error answer means', () => {
  const deadlock = { error: 'PG::TRDeadlockDetected: ERROR: deadlock detected' };
  test.each([
    // status, body, kind, may be made again, requests that GET / PUT / POST make in all (3 repeats at most)
    [401, { error: "Can't find User for Token" }, 'auth', false, 1, 1, 1],
    [403, { error: 'Authentication required' }, 'auth', false, 1, 1, 1],
    [403, { error: 'Not authorized' }, 'forbidden', false, 1, 1, 1],
    [404, { error: "Couldn't find Group with 'id'=1" }, 'notFound', false, 1, 1, 1],
    [422, { error: 'No lookup value found for \'group\': "x"' }, 'invalid', false, 1, 1, 1],
    [422, { error: 'This object already exists.' }, 'conflict', false, 1, 1, 1],
    [422, { error: "Can't delete, object has references." }, 'conflict', false, 1, 1, 1],
    [422, deadlock, 'conflict', true, 4, 4, 4],
    [422, { error: 'could not serialize access due to concurrent update' }, 'conflict', true, 4, 4, 4],
    [413, {}, 'invalid', false, 1, 1, 1],
    [429, {}, 'unavailable', true, 1, 1, 1],
    [500, { error: 'Internal' }, 'server', false, 1, 1, 1],
    [503, {}, 'unavailable', true, 4, 4, 4],
    [502, '<html>Bad gateway</html>', 'unavailable', 'unless a POST', 4, 4, 1],
    [504, '', 'unavailable', 'unless a POST', 4, 4, 1],
  ] as const)('%d %j is %s', async (status, body, kind, again, gets, puts, posts) => {
    for (const [method, expected] of [
      ['GET', gets],
      ['PUT', puts],
      ['POST', posts],
    ] as const) {
      const seen: ResponseInfo[] = [];
      const client = clientWith({ onResponse: (info) => seen.push(info) });
      api()
        .intercept(/\/groups/, method)
        .query(true)
        .times(expected)
        .reply(status, body);
      const error = await failureOf(
        method === 'GET'
          ? client.groups.get(1)
          : method === 'PUT'
            ? client.groups.update(1, {})
            : client.groups.create({ name: 'x' }),
      );
      const retryable = again === 'unless a POST' ? method !== 'POST' : again;
      expect(error).toMatchObject({ kind, status, method, retryable });
      expect(seen.map((info) => info.attempt)).toEqual(Array.from({ length: expected }, (_, i) => i + 1));
    }
  });

  test('a repeat that succeeds is a success', async () => {
    api().get('/groups/1').reply(503).get('/groups/1').reply(200, group(1));
    await expect(clientWith().groups.get(1)).resolves.toMatchObject({ name: 'Group 1' });
  });

  test('Retry-After is waited for; more than a minute is left to the caller', async () => {
    const started = performance.now();
    api().get('/groups/1').reply(503, '', { 'Retry-After': '0.2' }).get('/groups/1').reply(200, group(1));
    await clientWith().groups.get(1);
    expect(performance.now() - started).toBeGreaterThanOrEqual(190);
    api().get('/groups/1').reply(503, '', { 'Retry-After': '3600' });
    expect(await failureOf(clientWith().groups.get(1))).toMatchObject({ retryAfterMs: 3_600_000 });
  });

  test('a ticket update that carries an article is not repeated after 502: the article could be there already', async () => {
    const article = { body: 'x', internal: true };
    api().put('/tickets/7').reply(502);
    expect(await failureOf(clientWith().tickets.update(7, { article }))).toMatchObject({ retryable: false });
    api().put('/tickets/7').reply(502).put('/tickets/7').reply(200, ticket(7));
    await expect(clientWith().tickets.update(7, { state: 'open' })).resolves.toMatchObject({ id: 7 });
  });

  test('POSTs that only read are repeated', async () => {
    api().post('/tickets/search').query(true).reply(502).post('/tickets/search').query(true).reply(200, []);
    await expect(clientWith().tickets.searchAll({ condition: {} })).resolves.toEqual([]);
  });

  test('a deletion whose answer was lost is not reported as missing', async () => {
    api().delete('/groups/1').reply(502).delete('/groups/1').reply(404, { error: "Couldn't find Group" });
    await expect(clientWith().groups.delete(1)).resolves.toBeUndefined();
    api().delete('/groups/1').reply(404, { error: "Couldn't find Group" });
    expect(await failureOf(clientWith().groups.delete(1))).toMatchObject({ kind: 'notFound' });
  });

  test('redirects are not followed: a POST would arrive as a GET', async () => {
    api().post('/groups').reply(301, '', { Location: 'https://help.example.org/api/v1/groups?token=t' });
    const error = await failureOf(clientWith().groups.create({ name: 'x' }));
    expect(error).toMatchObject({ kind: 'unexpectedAnswer', status: 301 });
    expect(error.message).toContain('https://help.example.org;');
    expect(error.message).not.toContain('token=');
  });

  test('a page instead of JSON, and JSON of another shape, name what is wrong but no value', async () => {
    api().get('/groups/1').reply(200, '<html>Sign in</html>');
    expect(await failureOf(clientWith().groups.get(1))).toMatchObject({ kind: 'unexpectedAnswer' });
    api()
      .get('/groups/1')
      .reply(200, { ...group(1), name: { first: 'Аглая' } });
    const error = await failureOf(clientWith().groups.get(1));
    expect(error.message).toContain('name (invalid_type)');
    expect(error.message).not.toContain('Аглая');
  });

  test('mass changes and merges that fail say what stopped them', async () => {
    api().post('/tickets/mass_macro').reply(422, { error: true, ticket_id: 8 });
    expect((await failureOf(clientWith().tickets.massMacro(1, [7, 8]))).message).toContain(
      'ticket 8 stopped it',
    );
    api()
      .put('/ticket_merge/9/91007')
      .reply(200, { result: 'failed', message: 'The target ticket number could not be found.' });
    expect(await failureOf(clientWith().tickets.merge(9, '91007'))).toMatchObject({
      kind: 'invalid',
      zammadMessage: 'The target ticket number could not be found.',
    });
  });
});

describe('nothing personal in an error', () => {
  test.each([
    ['Validation failed: Email anna.k@example.org is taken', 'anna.k', '<mail>'],
    ['Number +7 000 123-45-67 is wrong', '123-45', '<number>'],
    ['Value 112-233-445 95 is wrong', '445', '<number>'],
    ['No lookup value found for \'customer\': "Аглая Примерова"', 'Аглая', '"<person>"'],
    ["Invalid value 'Аглая' for field 'citizen_name_full'!", 'Аглая', "'<value>'"],
  ])('%s', async (text, hidden, shown) => {
    api().put('/users/1').reply(422, { error: text });
    const error = await failureOf(clientWith().users.update(1, {}));
    expect(error.message).toContain(shown);
    for (const said of [error.message, error.zammadMessage, String(error.stack)])
      expect(said).not.toContain(hidden);
  });

  test.each([
    "Invalid value '12' for field 'state_id'!",
    'No lookup value found for \'group\': "СП РПГУ::Тула"',
  ])('but %s stays readable', async (text) => {
    api().put('/tickets/1').reply(422, { error: text });
    expect((await failureOf(clientWith().tickets.update(1, {}))).zammadMessage).toBe(text);
  });

  test('query values stay out of errors and of onResponse', async () => {
    const seen: ResponseInfo[] = [];
    api().get('/monitoring/health_check').query({ token: 'hush' }).reply(403, {});
    const client = clientWith({ onResponse: (info) => seen.push(info) });
    const error = await failureOf(client.monitoring.healthCheck('hush'));
    expect(JSON.stringify([seen, error, error.message])).not.toContain('hush');
    expect(error.path).toBe('/monitoring/health_check');
  });
});

describe('sent as configured', () => {
  test.each([
    ['http://zammad.test', '/api/v1/users/me'],
    ['http://zammad.test/', '/api/v1/users/me'],
    ['http://zammad.test/api/v1/', '/api/v1/users/me'],
    ['http://zammad.test/help', '/help/api/v1/users/me'],
  ])('%s leads to %s', async (url, path) => {
    nock(origin).get(path).reply(404, {});
    expect(await failureOf(clientWith({ url }).me())).toMatchObject({ path: '/users/me' });
  });

  test.each(['zammad.test', 'ftp://zammad.test', 'http://me:pw@zammad.test'])(
    '%s is refused at once',
    (url) => {
      expect(() => clientWith({ url })).toThrow(TypeError);
    },
  );

  test.each([
    [{ token: 'secret' }, 'Token token=secret'],
    [{ username: 'анна', password: 'пароль' }, `Basic ${Buffer.from('анна:пароль').toString('base64')}`],
  ])('credentials %#', async (auth, header) => {
    api().get('/version').matchHeader('authorization', header).reply(200, { version: '6.5.0' });
    await expect(clientWith({ auth }).version()).resolves.toBe('6.5.0');
  });

  test('impersonation and user agent', async () => {
    nock(origin, { reqheaders: { from: '8', 'user-agent': 'companion' } })
      .get('/api/v1/version')
      .reply(200, { version: '7.0' });
    await clientWith({ onBehalfOf: 8, userAgent: 'companion' }).version();
  });
});

describe('in whose name', () => {
  test('an access token of OAuth2 is asked for before each request, so that an expired one is replaced', async () => {
    const tokens = ['first', 'second'];
    api()
      .get('/version')
      .matchHeader('authorization', 'Bearer first')
      .reply(503)
      .get('/version')
      .matchHeader('authorization', 'Bearer second')
      .reply(200, { version: '6.5.0' });
    const client = clientWith({ auth: { bearer: () => Promise.resolve(tokens.shift() ?? 'none left') } });
    await expect(client.version()).resolves.toBe('6.5.0');
    api().get('/version').matchHeader('authorization', 'Bearer fixed').reply(200, { version: '6.5.0' });
    await expect(clientWith({ auth: { bearer: 'fixed' } }).version()).resolves.toBe('6.5.0');
  });

  test('where no access token is to be had nothing is sent, and the cause is kept', async () => {
    const cause = new Error('the identity provider is down');
    const client = clientWith({ auth: { bearer: () => Promise.reject(cause) } });
    const error = await failureOf(client.version());
    expect(error).toMatchObject({ kind: 'auth', status: null, cause });
    expect(error.message).not.toContain('identity provider');
  });

  test('single calls may be made as another user, and the client stays who it was', async () => {
    const seen: (string | undefined)[] = [];
    for (let call = 0; call < 3; call += 1)
      api()
        .get('/users/me')
        .reply(403, function answer() {
          seen.push(this.req.headers['from']?.toString());
          return { error: 'Not authorized' };
        });
    const client = clientWith({ onBehalfOf: 3 });
    await failureOf(client.actingAs('anna@example.org').me());
    await failureOf(client.actingAs(8).me());
    await failureOf(client.me());
    expect(seen).toEqual(['anna@example.org', '8', '3']);
  });

  test('who acts as others shares the places in flight with them', async () => {
    let flying = 0;
    let most = 0;
    const client = clientWith({
      maxInFlight: 2,
      fetch: async () => {
        flying += 1;
        most = Math.max(most, flying);
        await new Promise((wake) => setImmediate(wake));
        flying -= 1;
        return new Response(JSON.stringify({ version: '6.5.0' }));
      },
    });
    await Promise.all([1, 2, 3, 4, 5].flatMap((user) => [client.actingAs(user).version(), client.version()]));
    expect(most).toBe(2);
  });
});

test('organizations are searched by words', async () => {
  const found = {
    id: 2,
    name: 'Zammad Foundation',
    active: true,
    note: null,
    shared: true,
    domain: '',
    domain_assignment: false,
    created_at: at,
    updated_at: at,
  };
  api().get('/organizations/search').query({ query: 'zammad', limit: 5 }).reply(200, [found]);
  await expect(clientWith().searchOrganizations('zammad', { limit: 5 })).resolves.toEqual([found]);
});

describe('lists and searches', () => {
  test.each([
    ['none', 0, 1],
    ['fewer than a page', 3, 1],
    ['a page and some', 1003, 2],
    ['exactly a page', 1000, 2],
  ])('%s: %d objects in %d requests', async (_title, total, requests) => {
    const all = Array.from({ length: total }, (_, i) => group(i + 1));
    for (let page = 1; page <= requests; page += 1)
      api()
        .get('/groups')
        .query({ page, per_page: 1000 })
        .reply(200, all.slice((page - 1) * 1000, page * 1000));
    await expect(clientWith().groups.list()).resolves.toHaveLength(total);
  });

  test('an endpoint that ignores paging does not go round for ever', async () => {
    const all = Array.from({ length: 1200 }, (_, i) => group(i + 1));
    api().get('/groups').query(true).twice().reply(200, all);
    await expect(clientWith().groups.list()).resolves.toHaveLength(1200);
  });

  test('a text query is walked to an empty page: a stale index makes pages short', async () => {
    for (const page of [[ticket(1)], [ticket(3)], []])
      api().post('/tickets/search').query(true).reply(200, page);
    await expect(clientWith().tickets.searchAll({ query: 'x', perPage: 2 })).resolves.toHaveLength(2);
  });

  test('all tickets, 100 a request', async () => {
    const all = Array.from({ length: 130 }, (_, i) => ticket(i + 1));
    for (const page of [1, 2])
      api()
        .get('/tickets')
        .query({ page, per_page: 100 })
        .reply(200, all.slice((page - 1) * 100, page * 100));
    let count = 0;
    for await (const { id } of clientWith().tickets.all()) expect(id).toBe((count += 1));
    expect(count).toBe(130);
  });

  test('leaving the loop early asks for no further page', async () => {
    api()
      .post('/tickets/search')
      .query(true)
      .reply(200, [ticket(1), ticket(2)]);
    for await (const { id } of clientWith().tickets.search({ query: 'x', perPage: 2 })) if (id === 1) break;
  });
});

describe('shapes', () => {
  test('a whole ticket comes from one request', async () => {
    const article = {
      id: 37,
      ticket_id: 7,
      type_id: 11,
      sender_id: 2,
      from: 'x',
      to: null,
      cc: null,
      subject: null,
      content_type: 'text/plain',
      body: 'Текст',
      internal: false,
      created_by_id: 3,
      updated_by_id: 3,
      created_at: at,
      updated_at: at,
    };
    api()
      .get('/tickets/7')
      .query({ all: true })
      .reply(200, {
        ticket_id: 7,
        ticket_article_ids: [37],
        assets: {
          Ticket: { 7: { ...ticket(7), citizen_name: 'Аглая' } },
          TicketArticle: { 37: article },
          Mention: { 4: { id: 4, user_id: 9 } },
        },
        links: [{ link_type: 'child', link_object: 'Ticket', link_object_value: 9 }],
        tags: ['портал'],
        mentions: [4],
      });
    await expect(clientWith().tickets.full(7)).resolves.toMatchObject({
      ticket: { id: 7, citizen_name: 'Аглая' },
      articles: [{ id: 37, body: 'Текст' }],
      links: [{ link_type: 'child', link_object_value: 9 }],
      tags: ['портал'],
      mentions: [9],
    });
  });

  test('the secret of a new token is shown', async () => {
    const body = { name: 'companion', permission: ['ticket.agent'], expires_at: null };
    api().post('/user_access_token', body).reply(200, { name: 'companion', token: 'the-secret' });
    const made = clientWith().tokens.create({ name: 'companion', permissions: ['ticket.agent'] });
    await expect(made).resolves.toEqual({ token: 'the-secret' });
  });

  test('a condition is counted', async () => {
    api()
      .post('/tickets/selector')
      .reply(200, { object_ids: [7, 8], object_count: 11 });
    await expect(clientWith().tickets.previewCondition({})).resolves.toEqual({
      count: 11,
      sampleIds: [7, 8],
    });
  });

  test('an attachment comes as its bytes', async () => {
    api()
      .get('/ticket_attachment/7/40/1')
      .reply(200, Buffer.from([0, 255, 10]), { 'Content-Type': 'application/octet-stream' });
    expect([...(await clientWith().articles.attachment(7, 40, 1))]).toEqual([0, 255, 10]);
  });

  test('a page is no mail, whatever its status', async () => {
    const page = { 'Content-Type': 'text/html; charset=utf-8' };
    api().get('/ticket_article_plain/40').reply(200, '<html>Sign in</html>', page);
    const { kind, status } = await failureOf(clientWith().articles.raw(40));
    expect([kind, status]).toEqual(['unexpectedAnswer', 200]);
    api()
      .get('/ticket_article_plain/41')
      .reply(200, 'From: a@b.example', { 'Content-Type': 'message/rfc822' });
    await expect(clientWith().articles.raw(41)).resolves.toHaveLength(17);
    api().get('/ticket_article_plain/42').reply(204);
    await expect(clientWith().articles.raw(42)).resolves.toBeNull();
  });

  test('unknown columns are kept', async () => {
    api()
      .get('/groups/1')
      .reply(200, { ...group(1), name_last: 'New in 6.2' });
    await expect(clientWith().groups.get(1)).resolves.toMatchObject({ name_last: 'New in 6.2' });
  });
});

describe('names and ids', () => {
  const names = nameIndexOf({
    groups: [group(1, 'СП ЕПГУ'), group(2, 'ГРП')],
    users: [{ id: 3, login: 'op@example.org' }],
    email_addresses: [{ id: 4, email: 'sp@example.org', realname: 'СП' }],
    roles: [
      { id: 5, name: 'agent' },
      { id: 6, name: 'Agent' },
    ],
  });

  test.each([
    ['groups', 'ГРП', 2],
    ['groups', 'грп', 2],
    ['users', 'OP@example.org', 3],
    ['email_addresses', 'sp@example.org', 4],
    ['roles', 'Agent', 6],
  ] as const)('%s %s is %d', (kind, name, id) => {
    expect(names.idOf(kind, name)).toBe(id);
    expect(names.nameOf(kind, id).toLowerCase()).toBe(name.toLowerCase());
  });

  test('an unknown name lists what exists, but never users; one that fits two is unknown', () => {
    const missing = new UnknownNameError('groups', 'ГПР', ['СП ЕПГУ', 'ГРП']);
    expect(() => names.idOf('groups', 'ГПР')).toThrow(missing);
    expect(missing.message).toContain('"ГПР" among groups. It has: "СП ЕПГУ", "ГРП".');
    expect(() => names.idOf('roles', 'AGENT')).toThrow(UnknownNameError);
    expect(() => names.nameOf('groups', 99)).toThrow(/no id 99 among groups/);
    expect(() => names.idOf('users', 'nobody@example.org')).toThrow(/^((?!example\.org).)*$/);
  });

  test('only what is asked for and not given is loaded, the catalogues in one request', async () => {
    api()
      .get('/groups')
      .query(true)
      .reply(200, [group(1, 'Users')]);
    api()
      .get('/signshow')
      .reply(200, {
        collections: { Permission: [], Locale: [{ id: 26, locale: 'ru', name: 'Русский' }] },
        assets: { Permission: { 1: { id: 1, name: 'admin' } } },
      });
    const index = await clientWith().names({
      kinds: ['groups', 'macros', 'permissions', 'locales'],
      lists: { macros: [{ id: 1, name: 'Закрыть' }] },
    });
    expect(index.idOf('groups', 'Users')).toBe(1);
    expect(index.idOf('macros', 'Закрыть')).toBe(1);
    expect(index.idOf('permissions', 'admin')).toBe(1);
    expect(index.idOf('locales', 'ru')).toBe(26);
    index.add('groups', group(2, 'ГРП'));
    expect(index.namesOf('groups')).toEqual(['Users', 'ГРП']);
  });

  test('settings are found by name', async () => {
    const setting = {
      id: 113,
      name: 'tag_new',
      title: '',
      area: '',
      state_current: { value: true },
      state_initial: {},
    };
    api().get('/settings').twice().reply(200, [setting]);
    api()
      .put('/settings/113', { state_current: { value: false } })
      .reply(200, { ...setting, state_current: { value: false } });
    await expect(clientWith().settings.set('tag_new', false)).resolves.toMatchObject({
      state_current: { value: false },
    });
    await expect(clientWith().settings.byName('tag_old')).rejects.toThrow(
      /"tag_old" among settings.*"tag_new"/,
    );
  });
});

test('a role has no call that deletes it, for the API has none', () => {
  const client = clientWith();
  expect(client.roles).not.toHaveProperty('delete');
  expect(client.resource('roles')).not.toHaveProperty('delete');
  expect(client.resource('macros')).toHaveProperty('delete');
});

describe('versions', () => {
  test.each([
    ['6.5.0-1747.abc', 'maskedSecrets', false],
    ['6.6.x', 'webhookMethods', false],
    ['6.10', 'maskedSecrets', false],
    ['7', 'maskedSecrets', true],
    ['7.0.1', 'webhookMethods', true],
    ['7.1', 'tagsIgnoreCase', false],
    ['7.2.0', 'tagsIgnoreCase', true],
    ['7.2.0', 'defaultClose', true],
  ] as const)('%s: %s is %s', (version, capability, expected) => {
    expect(capabilitiesOf(version)[capability]).toBe(expected);
  });

  test.each(['5.5.x', '6.0.0', '6.4.1', '6'])('%s is refused', (version) => {
    let refused: unknown;
    try {
      capabilitiesOf(version);
    } catch (error) {
      refused = error;
    }
    expect(isUnsupportedZammadError(refused) && [refused.version, refused.oldest]).toEqual([version, '6.5']);
  });

  test('what is no version is refused', () => {
    expect(() => capabilitiesOf('develop')).toThrow(RangeError);
  });
});
