/** A real server on the loopback that resets, hangs and counts: what must never happen twice, and what must end in time. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createZammadClient, isZammadError } from 'zammad-api-client-ts';
import type { ZammadClient, ZammadClientOptions, ZammadError } from 'zammad-api-client-ts';

type Behave = (response: ServerResponse, request: IncomingMessage, number: number) => void;

let server: Server | undefined;
let requests = 0;
let behave: Behave = () => undefined;

const answer = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};
const reset: Behave = (response) => {
  response.destroy();
};
const hang: Behave = () => undefined;
const halfAnAnswer: Behave = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
  response.write('{"version":');
};
const version = { version: '6.5.0' };
const firstTicket = {
  id: 1,
  number: '91001',
  title: 'x',
  group_id: 1,
  state_id: 1,
  priority_id: 2,
  owner_id: 1,
  customer_id: 9,
  organization_id: null,
  created_by_id: 3,
  updated_by_id: 3,
  created_at: '2026-11-23T16:57:23.303Z',
  updated_at: '2026-11-23T16:57:23.303Z',
};

const listen = async (how: Behave, options: Partial<ZammadClientOptions> = {}): Promise<ZammadClient> => {
  behave = how;
  requests = 0;
  const started = createServer((request, response) => {
    request.resume().on('end', () => {
      requests += 1;
      behave(response, request, requests);
    });
  });
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  server = started;
  return createZammadClient({ url: urlOf(started), auth: { token: 't' }, backoffMs: 1, ...options });
};
const urlOf = (listening: Server): string => {
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return `http://127.0.0.1:${address.port}`;
};
const close = async (): Promise<void> => {
  const open = server;
  if (open === undefined) return;
  server = undefined;
  open.closeAllConnections();
  await new Promise((resolve) => open.close(resolve));
};
afterEach(close);

const failureOf = async (run: Promise<unknown>): Promise<ZammadError> => {
  const error: unknown = await run.then(
    () => 'it succeeded',
    (thrown: unknown) => thrown,
  );
  if (isZammadError(error)) return error;
  throw new Error(`expected a ZammadError, got ${String(error)}`);
};
const soon = async (run: Promise<unknown>): Promise<unknown> => {
  const started = performance.now();
  await run;
  expect(performance.now() - started).toBeLessThan(15_000);
  return undefined;
};

const article = { body: 'x', internal: true };
const writes: [name: string, call: (client: ZammadClient) => Promise<unknown>, requests: number][] = [
  ['GET', (client) => client.version(), 4],
  ['PUT', (client) => client.groups.update(1, { active: false }), 4],
  ['DELETE', (client) => client.groups.delete(1), 4],
  ['a POST that only reads', (client) => client.tickets.previewCondition({}), 4],
  ['POST', (client) => client.groups.create({ name: 'x' }), 1],
  ['an article', (client) => client.articles.create(7, article), 1],
  ['a PUT with an article', (client) => client.tickets.update(7, { article }), 1],
  ['a merge', (client) => client.tickets.merge(1, '2'), 1],
  ['a migration', (client) => client.objectAttributes.executeMigrations(), 1],
  ['a publishing step', (client) => client.knowledgeBase.answers.transition(1, 1, 'publish'), 1],
];

test.each(writes)(
  '%s, connection reset before the answer: %# reaches the server as often as is safe',
  async (_name, call, expected) => {
    const client = await listen(reset);
    const error = await failureOf(call(client));
    expect([requests, error.kind, error.status, error.retryable]).toEqual([
      expected,
      'network',
      null,
      expected > 1,
    ]);
    expect(error.message).toMatch(/no connection \((ECONNRESET|UND_ERR_SOCKET)\)/);
  },
);

test.each(writes)('%s, no answer in time: one request, and no repeat', async (_name, call, repeats) => {
  const client = await listen(hang, { timeoutMs: 200 });
  const error = await failureOf(call(client));
  expect([requests, error.kind, error.retryable]).toEqual([1, 'timeout', repeats > 1]);
});

test('an answer that breaks off in the middle is limited in time as well', async () => {
  const client = await listen(halfAnAnswer, { timeoutMs: 200 });
  expect(await failureOf(client.version())).toMatchObject({ kind: 'timeout' });
});

test('a lost connection is mended by the repeat', async () => {
  const client = await listen((response, request, number) => {
    if (number < 3) reset(response, request, number);
    else answer(response, version);
  });
  await expect(client.version()).resolves.toBe('6.5.0');
});

test('a refused connection reached no one: even a POST is tried again, and finds the server when it is back', async () => {
  await listen(hang);
  const url = urlOf(server!);
  const { port } = new URL(url);
  await close();
  let attempts = 0;
  const client = createZammadClient({
    url,
    auth: { token: 't' },
    retries: 5,
    backoffMs: 1,
    onResponse: ({ status }) => {
      attempts += 1;
      if (status !== null || server !== undefined) return;
      server = createServer((_request, response) => {
        answer(response, { token: 'the-secret' });
      }).listen(Number(port), '127.0.0.1');
    },
  });
  await expect(client.tokens.create({ name: 'x', permissions: [] })).resolves.toEqual({
    token: 'the-secret',
  });
  expect(attempts).toBeGreaterThan(1);
});

test('no more requests are on the wire than allowed, and none is lost', async () => {
  let now = 0;
  let most = 0;
  const client = await listen(
    (response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        answer(response, version);
      }, 5);
    },
    { maxInFlight: 3 },
  );
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.version()));
  expect([answers.length, most, requests]).toEqual([20, 3, 20]);
});

test('a pause between tries does not hold a place in flight', async () => {
  const client = await listen(
    (response, request) => {
      if (request.url?.endsWith('/version') === true) answer(response, version);
      else answer(response, {}, 503);
    },
    { maxInFlight: 1, backoffMs: 100 },
  );
  const failing = failureOf(client.groups.get(1));
  await expect(Promise.race([client.version(), failing])).resolves.toBe('6.5.0');
  expect(await failing).toMatchObject({ kind: 'unavailable' });
});

describe('abort', () => {
  /** A server that hangs, and the moment its first request is there. */
  const hanging = (): { behave: Behave; arrived: Promise<ServerResponse> } => {
    const { promise, resolve } = Promise.withResolvers<ServerResponse>();
    return { behave: resolve, arrived: promise };
  };

  test('in the middle of a call', async () => {
    const { behave: hanger, arrived } = hanging();
    const client = await listen(hanger);
    const cancel = new AbortController();
    const run = failureOf(client.version({ signal: cancel.signal }));
    await arrived;
    cancel.abort();
    await soon(run);
    expect(await run).toMatchObject({ kind: 'aborted', retryable: false });
  });

  test('before it: nothing is sent', async () => {
    const client = await listen(hang);
    expect(await failureOf(client.version({ signal: AbortSignal.abort() }))).toMatchObject({
      kind: 'aborted',
    });
    expect(requests).toBe(0);
  });

  test('while waiting for a place in flight: nothing is sent, and the queue goes on', async () => {
    const { behave: hanger, arrived } = hanging();
    const client = await listen(
      (response, request, number) => {
        if (number === 1) hanger(response, request, number);
        else answer(response, version);
      },
      { maxInFlight: 1 },
    );
    const first = client.version();
    const cancel = new AbortController();
    const second = failureOf(client.version({ signal: cancel.signal }));
    const third = client.version();
    const held = await arrived;
    cancel.abort();
    expect(await second).toMatchObject({ kind: 'aborted' });
    answer(held, version);
    await expect(Promise.all([first, third])).resolves.toEqual(['6.5.0', '6.5.0']);
    expect(requests).toBe(2);
  });

  test('in a pause between tries: at once, without another request', async () => {
    const cancel = new AbortController();
    const client = await listen(
      (response) => {
        answer(response, {}, 503);
      },
      {
        backoffMs: 8000,
        onResponse: () => {
          setTimeout(() => {
            cancel.abort();
          }, 20);
        },
      },
    );
    const run = failureOf(client.version({ signal: cancel.signal }));
    await soon(run);
    expect([(await run).kind, requests]).toEqual(['aborted', 1]);
  });

  test('of the whole client', async () => {
    const { behave: hanger, arrived } = hanging();
    const cancel = new AbortController();
    const client = await listen(hanger, { signal: cancel.signal });
    const runs = [
      client.version(),
      client.me({ signal: new AbortController().signal }),
      client.groups.list(),
    ].map(failureOf);
    await arrived;
    cancel.abort();
    for (const run of runs) expect((await run).kind).toBe('aborted');
  });

  test('between the pages of a search', async () => {
    const cancel = new AbortController();
    const client = await listen((response) => {
      answer(response, [firstTicket]);
    });
    const walk = client.tickets.search({ query: 'x' }, { signal: cancel.signal });
    await expect(walk.next()).resolves.toMatchObject({ value: { id: 1 } });
    cancel.abort();
    expect((await failureOf(walk.next())).kind).toBe('aborted');
    expect(requests).toBe(1);
  });
});

test('calls that follow one another share a connection', async () => {
  let connections = 0;
  const client = await listen((response) => {
    answer(response, version);
  });
  server?.on('connection', () => {
    connections += 1;
  });
  for (let call = 0; call < 10; call += 1) await client.version();
  expect(requests).toBe(10);
  // The second call may come before the first one's connection is put back.
  expect(connections).toBeLessThanOrEqual(2);
});
