/** Outages and restarts, by a clock that goes on only when somebody sleeps: what is waited for, and what is written through them. */
import { createZammadClient, isZammadError } from 'zammad-api-client-ts';
import type { ZammadClient, ZammadClientOptions, ZammadError } from 'zammad-api-client-ts';

type State = 'up' | 'refusing' | 'badGateway' | 'failing' | 'reset';

const at = '2027-01-01T00:00:00Z';
const group = {
  id: 1,
  name: 'Users',
  active: true,
  note: null,
  assignment_timeout: null,
  follow_up_possible: 'yes',
  follow_up_assignment: true,
  email_address_id: null,
  signature_id: null,
  created_at: at,
  updated_at: at,
};
const attribute = (
  name: string,
  waits: Partial<Record<'to_create' | 'to_migrate' | 'to_config', boolean>>,
) => ({
  id: 1,
  object: 'Ticket',
  name,
  display: name,
  data_type: 'input',
  data_option: {},
  screens: {},
  position: 1,
  active: true,
  editable: true,
  to_create: false,
  to_migrate: false,
  to_delete: false,
  to_config: false,
  created_at: at,
  updated_at: at,
  ...waits,
});
const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const broken = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

interface Stage {
  readonly client: ZammadClient;
  /** Method and path of each request that Zammad took. */
  readonly taken: string[];
  readonly clock: { readonly now: () => number; readonly sleep: (ms: number) => Promise<void> };
  /** Requests so far, taken or not. */
  readonly requests: () => number;
}

/** A Zammad that is what `stateAt` says at each moment, in milliseconds since the migration (before one: since the beginning). */
const stage = (
  stateAt: (ms: number) => State,
  {
    pending = [],
    autoShutdown = true,
    ...options
  }: Partial<ZammadClientOptions> & { pending?: unknown[]; autoShutdown?: boolean | 'hidden' } = {},
): Stage => {
  let now = 0;
  let origin = pending.length === 0 ? 0 : Infinity;
  let requests = 0;
  const taken: string[] = [];
  const clock = {
    now: () => now,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
  };
  const answer = (request: string): Response => {
    if (request === 'GET /object_manager_attributes') return json(pending);
    if (request === 'GET /settings')
      return autoShutdown === 'hidden'
        ? json({ error: 'Not authorized' }, 403)
        : json([
            {
              id: 1,
              name: 'auto_shutdown',
              title: '',
              area: 'Core::WebApp',
              state_current: { value: autoShutdown },
              state_initial: { value: true },
            },
          ]);
    if (request.includes('/groups')) return json(group);
    return json({});
  };
  return {
    taken,
    clock,
    requests: () => requests,
    client: createZammadClient({
      url: 'http://zammad.test',
      auth: { token: 'secret' },
      clock,
      ...options,
      fetch: (input, init) => {
        requests += 1;
        const path = new URL(String(input instanceof Request ? input.url : input)).pathname;
        const request = `${init?.method ?? 'GET'} ${path.replace('/api/v1', '')}`;
        const state = origin > now ? 'up' : stateAt(now - origin);
        if (state === 'refusing') return Promise.reject(broken('ECONNREFUSED'));
        if (state === 'reset') return Promise.reject(broken('ECONNRESET'));
        if (state === 'badGateway') return Promise.resolve(json({}, 502));
        if (state === 'failing') return Promise.resolve(json({}, 500));
        taken.push(request);
        if (request.endsWith('_execute_migrations')) origin = now;
        return Promise.resolve(answer(request));
      },
    }),
  };
};
const failureOf = async (run: Promise<unknown>): Promise<ZammadError> => {
  const error: unknown = await run.then(
    () => 'it succeeded',
    (thrown: unknown) => thrown,
  );
  if (isZammadError(error)) return error;
  throw new Error(`expected a ZammadError, got ${String(error)}`);
};
/** Up, away from `from` to `to`, up again. */
const away =
  (from: number, to: number, how: State = 'refusing') =>
  (ms: number): State =>
    ms >= from && ms < to ? how : 'up';

describe('a migration', () => {
  const made = [attribute('room', { to_create: true })];
  test.each([
    ['dies at once', 0, 5_000, 'refusing'],
    ['dies after four seconds of good answers', 4_000, 9_000, 'refusing'],
    ['dies at the last moment and is long away', 5_000, 55_000, 'refusing'],
    ['dies behind a proxy', 3_000, 20_000, 'badGateway'],
    ['dies in the middle of an answer', 3_000, 3_400, 'reset'],
    ['dies late on a slow machine', 11_000, 40_000, 'refusing'],
  ] as const)('whose Zammad %s is over when it is back', async (_title, from, to, how) => {
    const { client, clock, taken } = stage(away(from, to, how), { pending: made });
    expect(await client.migrateAttributes()).toEqual({ attributes: ['Ticket.room'], restarts: true });
    expect(clock.now()).toBeGreaterThanOrEqual(to);
    expect(clock.now()).toBeLessThan(to + 3_000);
    expect(taken.filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });

  test('whose Zammad does not stop itself is over after a while', async () => {
    const { client, clock } = stage(() => 'up', { pending: made });
    await client.migrateAttributes();
    expect(clock.now()).toBeGreaterThanOrEqual(15_000);
    expect(clock.now()).toBeLessThan(17_000);
  });

  test.each([
    ['of options alone', [attribute('room', { to_config: true })], true, false],
    ['where an administrator turned the shutdown off', made, false, false],
    ['where the setting is not ours to read', made, 'hidden', true],
  ] as const)('%s: a restart is expected: %#', async (_title, pending, autoShutdown, restarts) => {
    const { client, clock } = stage(() => 'up', { pending: [...pending], autoShutdown });
    expect(await client.migrateAttributes()).toMatchObject({ restarts });
    expect(clock.now() >= 15_000).toBe(restarts);
  });

  test('with nothing to carry out is none', async () => {
    const { client, taken } = stage(() => 'up', { pending: [attribute('room', {})] });
    expect(await client.migrateAttributes()).toEqual({ attributes: [], restarts: false });
    expect(taken).toEqual(['GET /object_manager_attributes']);
  });

  test('whose Zammad never comes back ends with what it last said', async () => {
    const { client, clock } = stage(away(2_000, Infinity), { pending: made });
    expect(await failureOf(client.migrateAttributes())).toMatchObject({ kind: 'network' });
    expect(clock.now()).toBeLessThan(310_000);
  });
});

describe('an outage of half a minute', () => {
  /** Zammad answers once, and is away for half a minute then. */
  const leaving = async (awayMs?: number, how: State = 'refusing'): Promise<Stage> => {
    const left = stage(away(1, 30_000, how), awayMs === undefined ? {} : { awayMs });
    await left.client.groups.get(1);
    await left.clock.sleep(1);
    left.taken.length = 0;
    return left;
  };

  const writes: [name: string, call: (client: ZammadClient) => Promise<unknown>][] = [
    ['GET', (client) => client.groups.get(1)],
    ['PUT', (client) => client.groups.update(1, { active: false })],
    ['POST', (client) => client.groups.create({ name: 'Users' })],
  ];
  test.each(writes)(
    '%s is taken once when it is over, where connections are refused',
    async (_name, call) => {
      const { client, taken } = await leaving(90_000);
      await call(client);
      expect(taken).toHaveLength(1);
    },
  );

  test('a proxy that answers for Zammad leaves open whether a POST arrived: only the others are repeated', async () => {
    const outcomes: string[] = [];
    for (const [, call] of writes) {
      const { client } = await leaving(90_000, 'badGateway');
      outcomes.push(
        await call(client).then(
          () => 'done',
          () => 'failed',
        ),
      );
    }
    expect(outcomes).toEqual(['done', 'done', 'failed']);
  });

  test('without patience a call fails after its repeats, and with too little when that is used up', async () => {
    const hasty = await leaving();
    await failureOf(hasty.client.groups.get(1));
    expect(hasty.requests()).toBe(5);
    const short = await leaving(20_000);
    expect(await failureOf(short.client.groups.get(1))).toMatchObject({ kind: 'network', retryable: true });
    expect(short.clock.now()).toBeGreaterThan(5_000);
    expect(short.clock.now()).toBeLessThanOrEqual(20_001);
  });

  test('who never was there is not waited for: the address is wrong', async () => {
    const { client, clock } = stage(() => 'refusing', { awayMs: 90_000 });
    await failureOf(client.groups.get(1));
    expect(clock.now()).toBeLessThan(5_000);
  });

  test('a failure of Zammad itself is no outage', async () => {
    const { client, requests } = await leaving(90_000, 'failing');
    expect(await failureOf(client.groups.get(1))).toMatchObject({ kind: 'server' });
    expect(requests()).toBe(2);
  });
});

describe('waiting for health', () => {
  test.each([
    ['up all along', away(0, 0), 5],
    ['down first', away(0, 1_000), 9],
    ['up, then away, then up', away(500, 1_000), 9],
  ])('%s: %#', async (_title, stateAt, polls) => {
    const { client, requests } = stage(stateAt);
    await client.waitUntilHealthy();
    expect(requests()).toBe(polls);
  });

  test('it ends at once when waiting cannot help', async () => {
    const client = createZammadClient({
      url: 'http://zammad.test',
      auth: { token: 'wrong' },
      fetch: () => Promise.resolve(json({}, 401)),
    });
    expect(await failureOf(client.waitUntilHealthy())).toMatchObject({ kind: 'auth' });
  });
});
