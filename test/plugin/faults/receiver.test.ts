/** The receiver under a crowd: signed deliveries share commits, strangers are shown the door and make no noise. */
import pg from 'pg';
import { listen } from '../../../plugin/http/server.js';
import { signatureOf } from '../../../plugin/http/signature.js';
import { openStore } from '../../../plugin/store/store.js';
import { freshSchema, listeningLog, until, usePostgres } from '../postgres.js';

usePostgres();
const secret = 'secret-of-the-webhook';

const listening = async () => {
  const { log, lines } = listeningLog([secret]);
  const kept: string[] = [];
  const server = await listen(
    {
      secret,
      log,
      notReady: () => Promise.resolve(null),
      outage: () => null,
      keep: ({ id }: { id: string }) => {
        kept.push(id);
        return Promise.resolve('kept' as const);
      },
    },
    '127.0.0.1',
    0,
  );
  const post = async (id: string, signed: boolean): Promise<number> => {
    const body = '{"ticket":{"id":7}}';
    const answer = await fetch(`${server.url}/zammad/webhook`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-zammad-delivery': id,
        'x-hub-signature': signed ? signatureOf(Buffer.from(body), secret) : 'sha1=0',
      },
    });
    await answer.text();
    return answer.status;
  };
  return { server, post, lines, kept };
};

test('a crowd of unsigned posts is turned away, in one line, and signed ones come through beside it', async () => {
  const { server, post, lines, kept } = await listening();
  try {
    const answers: number[] = [];
    for (let at = 0; at < 120; at += 1) answers.push(await post(`x${at}`, false));
    expect(answers.filter((status) => status === 429).length).toBeGreaterThan(50);
    expect(answers.filter((status) => status === 401).length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('"level":"warn"'))).toHaveLength(1);
    for (let at = 0; at < 20; at += 1) expect(await post(`y${at}`, true)).toBe(202);
    expect(kept).toHaveLength(20);
  } finally {
    await server.close();
  }
});

test('deliveries that come at once share commits, and each is answered for itself', async () => {
  const where = freshSchema();
  const store = await openStore({ ...where, log: listeningLog().log, clock: () => new Date() });
  const client = new pg.Client({ connectionString: where.connectionString });
  await client.connect();
  const commits = async (): Promise<number> => {
    // Statistics are told when a backend falls idle.
    await new Promise((wake) => setTimeout(wake, 1500));
    const { rows } = await client.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
    return Number(rows[0]?.xid);
  };
  try {
    await store.keep({ id: 'known', ticketId: 1, news: null });
    const before = await commits();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        store.keep({ id: at % 10 === 0 ? 'known' : `d${at}`, ticketId: (at % 50) + 1, news: null }),
      ),
    );
    const spent = (await commits()) - before;
    expect(answers.filter((answer) => answer === 'known')).toHaveLength(20);
    expect(answers.filter((answer) => answer === 'kept')).toHaveLength(180);
    // Tickets 11, 21, 31 and 41 are told of by repetitions only.
    expect(await store.waiting()).toBe(46);
    const { rows } = await client.query<{ jobs: number }>(
      `select count(*)::int as jobs from ${where.schema}_queue.job where name = 'look-at-ticket' and state = 'created'`,
    );
    expect(rows[0]?.jobs).toBe(46);
    expect(spent).toBeLessThan(60);
  } finally {
    await client.end();
    await store.close();
  }
});

test('a delivery that the store refuses spoils none of those beside it', async () => {
  const store = await openStore({ ...freshSchema(), log: listeningLog().log, clock: () => new Date() });
  try {
    const answers = await Promise.allSettled([
      store.keep({ id: 'a', ticketId: 1, news: null }),
      store.keep({ id: 'b\u0000', ticketId: 2, news: null }),
      store.keep({ id: 'c', ticketId: 3, news: null }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.waiting()).toBe(2);
  } finally {
    await store.close();
  }
});

test('deliveries taken at once are queued a moment later, each ticket once', async () => {
  const where = freshSchema();
  const store = await openStore({ ...where, log: listeningLog().log, clock: () => new Date() });
  try {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        store.take({ id: `d${at % 180}`, ticketId: (at % 50) + 1, news: null }),
      ),
    );
    expect(answers.filter((answer) => answer === 'known')).toHaveLength(20);
    await until(async () => (await store.depth()).waiting === 50);
    expect(await store.requeue()).toBe(0);
  } finally {
    await store.close();
  }
});

test('kept by a process that ended before it could queue: the next start looks at the ticket, and a sweep would', async () => {
  const where = freshSchema();
  const store = await openStore({ ...where, log: listeningLog().log, clock: () => new Date() });
  const client = new pg.Client({ connectionString: where.connectionString });
  await client.connect();
  try {
    // All that such a process leaves behind.
    for (const ticket of [7, 8])
      await client.query(
        `insert into ${where.schema}.inbox (delivery, ticket, received_at) values ($1, $2, now())`,
        [`left ${ticket}`, ticket],
      );
    expect(await store.requeue()).toBe(2);
    expect(await store.requeue()).toBe(0);
    const looked: number[] = [];
    await store.work(async ({ ticket }) => {
      const deliveries = (await store.signalsOf(ticket)).map(({ delivery }) => delivery);
      await store.settle(deliveries, new Date());
      looked.push(ticket);
    }, 1);
    await until(() => looked.length === 2);
    expect(new Set(looked)).toEqual(new Set([7, 8]));
    await until(async () => (await store.depth()).active === 0);
    expect(await store.requeue()).toBe(0);
  } finally {
    await client.end();
    await store.close();
  }
});
