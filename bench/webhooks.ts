/**
 * Webhooks acknowledged a second: ours, which answers when the delivery is on disk, beside a bare express receiver and
 * @octokit/webhooks, which check a signature and keep nothing.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createNodeMiddleware, Webhooks } from '@octokit/webhooks';
import express from 'express';
import pg from 'pg';
import { listen } from '../plugin/http/server.js';
import { signatureOf } from '../plugin/http/signature.js';
import { webhookPath } from '../plugin/http/webhook.js';
import { createLog } from '../plugin/process/log.js';
import { startEmbedded } from '../plugin/store/embedded.js';
import { openStore } from '../plugin/store/store.js';
import { ratesOf } from './rate.js';
import type { Table } from './table.js';

const SECRET = 'secret-of-the-bench';
const IN_FLIGHT = [1, 16, 64, 256] as const;
/** Deliveries of each sender before it rests. */
const EACH = 10;
const TICKETS = 400;

interface Receiver {
  readonly url: string;
  /** Headers of one delivery. */
  readonly headers: (body: Buffer) => Record<string, string>;
  close(): Promise<void>;
}

/** About what Zammad sends of a ticket with one article. */
const bodyOf = (ticket: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      ticket: { id: ticket, number: String(91_000 + ticket), updated_at: new Date().toISOString() },
      article: { body: 'Не приходит ответ по заявлению. '.repeat(60), type: 'web' },
    }),
  );
const bodies = Array.from({ length: TICKETS }, (_, at) => bodyOf(at + 1));

const serve = async (listener: RequestListener): Promise<Pick<Receiver, 'url' | 'close'>> => {
  const server = createServer(listener);
  // As ours: while the others have their turn, connections rest.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  };
};

const zammadHeaders = (body: Buffer): Record<string, string> => ({
  'content-type': 'application/json; charset=utf-8',
  'x-zammad-delivery': randomUUID(),
  'x-hub-signature': signatureOf(body, SECRET),
});

const durable = async (data: string): Promise<Receiver> => {
  const embedded = await startEmbedded(data);
  const log = createLog({ level: 'error' });
  const store = await openStore({
    connectionString: embedded.connectionString,
    log,
    clock: () => new Date(),
  });
  const ports: Parameters<typeof listen>[0] = {
    secret: SECRET,
    log,
    keep: (delivery) => store.take(delivery),
    notReady: () => Promise.resolve(null),
    outage: () => null,
  };
  const server = await listen(ports, '127.0.0.1', 0);
  return {
    url: server.url + webhookPath,
    headers: zammadHeaders,
    async close() {
      await server.close();
      await store.close();
      await embedded.close();
    },
  };
};

const bare = async (
  keep: (delivery: string, body: Buffer) => Promise<void> = () => Promise.resolve(),
): Promise<Receiver> => {
  const app = express();
  app.post('/', express.raw({ type: () => true }), async (asked, response) => {
    const body: unknown = asked.body;
    const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const given = Buffer.from(asked.get('x-hub-signature') ?? '');
    const wanted = Buffer.from(`sha1=${createHmac('sha1', SECRET).update(raw).digest('hex')}`);
    const signed = given.length === wanted.length && timingSafeEqual(given, wanted);
    if (signed) await keep(asked.get('x-zammad-delivery') ?? '', raw);
    response.status(signed ? 202 : 401).end();
  });
  return { ...(await serve(app)), headers: zammadHeaders };
};

/** What durability costs anybody: one row a delivery, committed before the answer, no queue. */
const bareAndKept = async (data: string): Promise<Receiver> => {
  const embedded = await startEmbedded(data);
  const pool = new pg.Pool({ connectionString: embedded.connectionString, max: 8 });
  // The server goes away before its last connection has said goodbye.
  pool.on('error', () => undefined);
  await pool.query('create table if not exists bench_inbox (delivery text primary key, body text)');
  const receiver = await bare(async (delivery, body) => {
    await pool.query('insert into bench_inbox values ($1, $2)', [delivery, body.toString('utf8')]);
  });
  return {
    ...receiver,
    async close() {
      await receiver.close();
      await pool.end();
      await embedded.close();
    },
  };
};

const octokit = async (): Promise<Receiver> => {
  const webhooks = new Webhooks({ secret: SECRET });
  const middleware = createNodeMiddleware(webhooks, { path: '/' });
  const receiver = await serve((asked, response) => {
    void middleware(asked, response);
  });
  return {
    ...receiver,
    headers: (body) => ({
      'content-type': 'application/json',
      'x-github-event': 'ping',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    }),
  };
};

const agent = new Agent({ keepAlive: true, maxSockets: Math.max(...IN_FLIGHT) });

const post = (receiver: Receiver, body: Buffer): Promise<number> =>
  new Promise((done, failed) => {
    const headers = { ...receiver.headers(body), 'content-length': String(body.length) };
    const call = request(receiver.url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        done(response.statusCode ?? 0);
      });
    });
    call.once('error', failed);
    call.end(body);
  });

const freshFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'reglament-bench-'));

const sendTo = (receiver: Receiver, inFlight: number): (() => Promise<number>) => {
  let sent = 0;
  const sender = async (): Promise<void> => {
    for (let left = EACH; left > 0; left -= 1) {
      const body = bodies[(sent += 1) % TICKETS] ?? bodyOf(1);
      const status = await post(receiver, body);
      if (status < 200 || status > 299) throw new Error(`a receiver refused: ${status}`);
    }
  };
  return async () => {
    await Promise.all(Array.from({ length: inFlight }, sender));
    return inFlight * EACH;
  };
};

export const webhooks = async (): Promise<readonly Table[]> => {
  // Side by side, for PostgreSQL's user must reach its own.
  const [ours, other] = await Promise.all([freshFolder(), freshFolder()]);
  const open: Receiver[] = [];
  const opened = async (receiver: Promise<Receiver>): Promise<Receiver> => {
    open.push(await receiver);
    return receiver;
  };
  try {
    const receivers = {
      'bare express with HMAC-SHA1, one row in such a PostgreSQL, no queue': await opened(bareAndKept(other)),
      'Reglament, kept on disk and queued before the answer': await opened(durable(ours)),
      'bare express with HMAC-SHA1, nothing kept': await opened(bare()),
      '@octokit/webhooks with HMAC-SHA256, nothing kept': await opened(octokit()),
    };
    const tables: Table[] = [];
    for (const inFlight of IN_FLIGHT)
      tables.push({
        title: `Webhooks: ${bodies[0]?.length ?? 0} bytes, ${inFlight} in flight, one process with the sender`,
        unit: 'acks/s',
        rows: await ratesOf(
          Object.fromEntries(
            Object.entries(receivers).map(([name, receiver]) => [name, sendTo(receiver, inFlight)]),
          ),
        ),
        notes: ['one Zammad has one worker for mail and webhooks and sends one after the other'],
      });
    return tables;
  } finally {
    agent.destroy();
    for (const receiver of open) await receiver.close();
    for (const folder of [ours, other]) await rm(folder, { recursive: true, force: true });
  }
};
