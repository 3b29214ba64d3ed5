/** The receiver against everything that may knock: each refusal its own status, and only what is signed is kept. */
import { Writable } from 'node:stream';
import { listen } from '../../plugin/http/server.js';
import { signatureOf } from '../../plugin/http/signature.js';
import type { Delivery } from '../../plugin/http/webhook.js';
import { createLog } from '../../plugin/process/log.js';

const secret = 'secret-of-the-webhook';
let kept: Map<string, Delivery>;
let down: boolean;
let outage: string | null;
let lines: string;
let server: Awaited<ReturnType<typeof listen>>;
const sink = new Writable({
  write(chunk: Buffer, _, done) {
    lines += chunk.toString();
    done();
  },
});

beforeEach(async () => {
  kept = new Map();
  down = false;
  outage = null;
  lines = '';
  server = await listen(
    {
      secret,
      log: createLog({ level: 'debug', secrets: [secret], sink }),
      outage: () => outage,
      notReady: () => Promise.resolve(down ? 'хранилище недоступно' : null),
      keep: (delivery) => {
        if (down) return Promise.reject(new Error(`connection refused, password ${secret}`));
        const known = kept.has(delivery.id);
        kept.set(delivery.id, delivery);
        return Promise.resolve(known ? 'known' : 'kept');
      },
    },
    '127.0.0.1',
    0,
  );
});
afterEach(() => server.close());

const changed = { updated_at: '2026-11-23T09:30:00Z', group_id: 3, state_id: 2 };
const good = JSON.stringify({ ticket: { id: 7, ...changed, citizen: 'anna@example.org' }, article: {} });
interface Knock {
  body?: string | Buffer;
  headers?: Record<string, string | undefined>;
}
const knock = async ({ body = good, headers = {} }: Knock = {}): Promise<number> => {
  const all: Record<string, string | undefined> = {
    'content-type': 'application/json; charset=utf-8',
    'x-zammad-delivery': 'd-1',
    'x-hub-signature': signatureOf(Buffer.from(body), secret),
    ...headers,
  };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const answer = await fetch(`${server.url}/zammad/webhook`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: sent,
  });
  expect(await answer.text()).not.toBe('');
  return answer.status;
};

test('a signed delivery is kept before it is answered, a repeated one is answered alike', async () => {
  expect([await knock(), await knock()]).toEqual([202, 202]);
  const news = { updatedAt: new Date(changed.updated_at), groupId: 3, stateId: 2, group: null };
  expect([...kept.values()]).toEqual([{ id: 'd-1', ticketId: 7, news }]);
});

test.each<[string, Knock, number]>([
  ['no signature', { headers: { 'x-hub-signature': undefined } }, 401],
  [
    'a signature under another secret',
    { headers: { 'x-hub-signature': signatureOf(Buffer.from(good), 'x') } },
    401,
  ],
  [
    'a signature of another body',
    { body: good.replace('7', '8'), headers: { 'x-hub-signature': signatureOf(Buffer.from(good), secret) } },
    401,
  ],
  ['a signature of the wrong length', { headers: { 'x-hub-signature': 'sha1=0' } }, 401],
  ['no delivery id', { headers: { 'x-zammad-delivery': undefined } }, 400],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ['no type', { headers: { 'content-type': '' } }, 415],
  ['a type that only begins alike', { headers: { 'content-type': 'application/jsonp' } }, 415],
  ['a packed body', { headers: { 'content-encoding': 'gzip' } }, 415],
  ['2 MB and a byte', { body: `"${'x'.repeat(2 * 1024 * 1024 - 1)}"` }, 413],
  ['broken JSON', { body: '{"ticket":' }, 400],
  ['nothing', { body: '' }, 400],
  ['no ticket', { body: '{"article":{}}' }, 422],
  ['an id that is text', { body: '{"ticket":{"id":"7"}}' }, 422],
  ['an id below one', { body: '{"ticket":{"id":0}}' }, 422],
  ['null', { body: 'null' }, 422],
])('%s is refused and not kept', async (_, request, status) => {
  expect(await knock(request)).toBe(status);
  expect(kept.size).toBe(0);
});

test('a body of exactly 2 MB is taken', async () => {
  const body = `{"ticket":{"id":7},"x":"${'x'.repeat(2 * 1024 * 1024 - 26)}"}`;
  expect(Buffer.byteLength(body)).toBe(2 * 1024 * 1024);
  expect(await knock({ body })).toBe(202);
});

test('with the store down Zammad is asked to come again, and readiness says so', async () => {
  down = true;
  expect(await knock()).toBe(503);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  down = false;
  expect(await knock()).toBe(202);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test('while tickets cannot be looked at deliveries are taken, and readiness says why they wait', async () => {
  outage = 'Zammad: проверка ключа: нет ответа.';
  const answer = await fetch(`${server.url}/readyz`);
  expect([answer.status, await answer.text()]).toEqual([
    200,
    'готов принимать; тикеты пока не обрабатываются: Zammad: проверка ключа: нет ответа.',
  ]);
  expect(await knock()).toBe(202);
});

test('a delivery of odd shapes is taken without them', async () => {
  expect(await knock({ body: '{"ticket":{"id":7,"updated_at":5,"group_id":"3"}}' })).toBe(202);
  expect([...kept.values()].map(({ news }) => news)).toEqual([null]);
  const odd = `{"ticket":{"id":7,"updated_at":"${changed.updated_at}","group_id":"3","group":"x"}}`;
  expect(await knock({ body: odd, headers: { 'x-zammad-delivery': 'd-2' } })).toBe(202);
  expect([...kept.values()].at(-1)?.news).toEqual({
    updatedAt: new Date(changed.updated_at),
    groupId: null,
    stateId: null,
    group: null,
  });
});

test('neither the secret nor anything of the body is in the log or the answers', async () => {
  await knock();
  down = true;
  await knock();
  await knock({ headers: { 'x-hub-signature': 'sha1=0' } });
  expect(lines).toContain('вебхук отклонён');
  expect(lines).not.toMatch(new RegExp(`${secret}|anna`));
});

test('other paths and methods are not there, and answers carry the headers of helmet', async () => {
  const missing = await fetch(`${server.url}/zammad/webhook`);
  expect(missing.status).toBe(404);
  expect(missing.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a connection is kept longer than a proxy keeps it idle: none is closed under a delivery', async () => {
  const answer = await fetch(`${server.url}/livez`);
  expect(Number(/timeout=(\d+)/.exec(answer.headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
});
