/** Refusals as 6.5 and newer give them: without words, of a lost race, for too many requests, in maintenance. */
import nock from 'nock';
import * as first from 'zammad-api-client-ts';
import type { ZammadClient, ZammadClientOptions, ZammadError } from 'zammad-api-client-ts';

const origin = 'http://zammad.test';
const api = () => nock(`${origin}/api/v1`);
const pauses: number[] = [];
let now = 0;
const clock = {
  now: () => now,
  sleep: (ms: number) => {
    pauses.push(ms);
    now += ms;
    return Promise.resolve();
  },
};
const clientWith = (options: Partial<ZammadClientOptions> = {}): ZammadClient =>
  first.createZammadClient({ url: origin, auth: { token: 'secret' }, clock, ...options });
const failureOf = async (run: Promise<unknown>): Promise<ZammadError> => {
  const error: unknown = await run.then(
    () => 'it succeeded',
    (thrown: unknown) => thrown,
  );
  if (first.isZammadError(error)) return error;
  throw new Error(`expected a ZammadError, got ${String(error)}`);
};

beforeAll(() => {
  nock.disableNetConnect();
});
beforeEach(() => {
  now = 0;
  pauses.length = 0;
});
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  expect(unused).toEqual([]);
});
afterAll(() => {
  nock.enableNetConnect();
});

const at = '2027-01-01T00:00:00Z';
const ticket = {
  id: 7,
  number: '91007',
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
};
const wordless = { error: 'Error ID aB3_-xYz: Please contact your administrator.' };
const exists = { error: 'This object already exists.', error_human: 'This object already exists.' };
const article = { body: 'x', internal: true };

describe('a refusal without words', () => {
  test.each([
    [422, 'invalid', 2],
    [500, 'server', 1],
  ] as const)('%d is known by its code and its id, and asked again %#', async (status, kind, requests) => {
    api().put('/tickets/7').times(requests).reply(status, wordless);
    const error = await failureOf(clientWith().tickets.update(7, { state: 'closed', article }));
    expect(error).toMatchObject({
      kind,
      status,
      code: 'withoutWords',
      errorId: 'aB3_-xYz',
      zammadMessage: null,
      retryable: false,
    });
    expect(error.message).toContain('Error ID aB3_-xYz');
    expect(error.message).toContain('production.log');
  });

  test('may hide a collision: a ticket, which is written whole or not at all, is written once more', async () => {
    api().put('/tickets/7').reply(422, wordless).put('/tickets/7').reply(200, ticket);
    await expect(clientWith().tickets.update(7, { article })).resolves.toMatchObject({ id: 7 });
  });

  test('of anything else is not asked again', async () => {
    api().post('/ticket_articles').reply(422, wordless).put('/groups/1').reply(422, wordless);
    expect((await failureOf(clientWith().articles.create(7, article))).code).toBe('withoutWords');
    expect((await failureOf(clientWith().groups.update(1, { active: false }))).code).toBe('withoutWords');
  });
});

describe('«This object already exists.»', () => {
  test.each([
    ['PUT', '/tickets/7', (client: ZammadClient) => client.tickets.update(7, { article })],
    [
      'POST',
      '/tickets',
      (client: ZammadClient) =>
        client.tickets.create({ title: 'x', customer_id: 9, group: 'Users', article }),
    ],
  ] as const)(
    '%s %s: the kind of a history entry was being made by another; it is written then',
    async (method, path, call) => {
      api().intercept(path, method).reply(422, exists).intercept(path, method).reply(200, ticket);
      await expect(call(clientWith())).resolves.toMatchObject({ id: 7 });
      expect(pauses).toHaveLength(1);
    },
  );

  test('a link that is there stays a conflict, and so does an object of that name at once', async () => {
    api().post('/links/add').times(3).reply(422, exists).post('/groups').reply(422, exists);
    const link = { type: 'normal', sourceNumber: '91007', targetId: 8 } as const;
    expect(await failureOf(clientWith().links.add(link))).toMatchObject({
      kind: 'conflict',
      code: 'alreadyExists',
      retryable: false,
    });
    expect((await failureOf(clientWith().groups.create({ name: 'Users' }))).code).toBe('alreadyExists');
  });
});

describe('too many requests', () => {
  test('are made again after the time that was asked for, a POST as well, for none was carried out', async () => {
    api().post('/tickets').reply(429, '', { 'Retry-After': '7' }).post('/tickets').reply(200, ticket);
    await clientWith().tickets.create({ title: 'x', customer_id: 9, group: 'Users', article });
    expect(pauses).toEqual([7_000]);
  });

  test.each([
    ['a longer time than a minute is the caller’s', { 'Retry-After': '61' }, 61_000],
    ['no time said', {}, null],
  ])('%s', async (_title, headers, retryAfterMs) => {
    api().get('/users/me').reply(429, '', headers);
    const error = await failureOf(clientWith().me());
    expect(error).toMatchObject({ kind: 'unavailable', code: 'throttled', retryable: true, retryAfterMs });
    expect(pauses).toEqual([]);
  });
});

test('maintenance mode passes, and is no missing permission', async () => {
  api().get('/users/me').reply(403, { error: 'Maintenance mode enabled!' });
  expect(await failureOf(clientWith().me())).toMatchObject({
    kind: 'unavailable',
    code: 'maintenance',
    retryable: true,
  });
});

test('two copies of the package know each other’s errors', async () => {
  import.meta.jest.resetModules();
  const second = await import('zammad-api-client-ts');
  expect(second.ZammadError).not.toBe(first.ZammadError);
  const facts = {
    kind: 'notFound',
    method: 'GET',
    path: '/x',
    status: 404,
    zammadMessage: null,
    retryable: false,
  } as const;
  const answer = new second.ZammadAnswerError({ method: 'GET', path: '/groups' }, [['0.name', 'missing']]);
  expect(first.isZammadError(new second.ZammadError(facts))).toBe(true);
  expect(first.isZammadError(answer)).toBe(true);
  expect(first.isZammadAnswerError(answer)).toBe(true);
  expect(first.isZammadAnswerError(new second.ZammadError(facts))).toBe(false);
  expect(first.isUnknownNameError(new second.UnknownNameError('groups', 'x', []))).toBe(true);
  for (const other of [new Error('x'), null, 'x', { kind: 'notFound' }]) {
    expect(first.isZammadError(other)).toBe(false);
    expect(first.isUnknownNameError(other)).toBe(false);
  }
});
