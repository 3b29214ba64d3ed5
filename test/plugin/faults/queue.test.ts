/** A backlog, an outage, an edition: what they may not do to the tickets in the queue. */
import { isDeepStrictEqual } from 'node:util';
import { startCompanion, type Companion } from '../../../plugin/serve.js';
import { openStore, type Store } from '../../../plugin/store/store.js';
import { useDesks, type Desk } from '../desk.js';
import { gate } from '../gate.js';
import { config } from '../north.js';
import { freshSchema, listeningLog, until, usePostgres } from '../postgres.js';

usePostgres();
const openDesk = useDesks();
const now = new Date('2026-11-23T09:00:00Z');
const stores: Store[] = [];
const companions: Companion[] = [];
afterEach(async () => {
  for (const companion of companions.splice(0)) await companion.close();
  for (const store of stores.splice(0)) await store.close();
});

const open = async (where = freshSchema(), retry = { limit: 2, delaySeconds: 0 }): Promise<Store> => {
  const store = await openStore({ ...where, log: listeningLog().log, clock: () => now, retry });
  stores.push(store);
  return store;
};
const start = async (
  desk: Desk,
  where: ReturnType<typeof freshSchema>,
  more: Partial<Parameters<typeof startCompanion>[0]> = {},
): Promise<Companion> => {
  const companion = await startCompanion({
    zammad: desk.client,
    config,
    webhookSecret: 'secret-of-the-webhook',
    host: '127.0.0.1',
    port: 0,
    database: { url: where.connectionString, schema: where.schema },
    log: listeningLog().log,
    clock: () => new Date('2026-11-23T09:30:00Z'),
    sweepAt: null,
    retry: { limit: 1, delaySeconds: 0 },
    pollSeconds: 0.5,
    ...more,
  });
  companions.push(companion);
  return companion;
};
const searches = (desk: Desk): number => desk.requests.filter((one) => one === 'POST /tickets/search').length;

test('a backlog is drained without a pause between one ticket and the next', async () => {
  const store = await open();
  const waiting = Array.from({ length: 60 }, (_, at) => at + 1);
  for (const ticketId of waiting) await store.keep({ id: `a${ticketId}`, ticketId, news: null });
  const looked = new Set<number>();
  await store.work(({ ticket }) => {
    looked.add(ticket);
    return Promise.resolve();
  }, 2);
  await until(() => looked.size === waiting.length, 12);
}, 60_000);

test('news of people goes before what a sweep or an edition queued', async () => {
  const store = await open();
  for (let ticketId = 1; ticketId <= 20; ticketId += 1)
    await store.keep({ id: `sweep ${ticketId}`, ticketId, news: null, from: 'sweep' });
  await store.keep({ id: 'edition', ticketId: 30, news: null, from: 'edition' });
  await store.keep({ id: 'letter', ticketId: 21, news: null, from: 'people' });
  // Told of by a person as well, a ticket that waits goes forward.
  await store.keep({ id: 'again', ticketId: 20, news: null, from: 'people' });
  const looked: number[] = [];
  await store.work(({ ticket }) => {
    looked.push(ticket);
    return Promise.resolve();
  }, 1);
  await until(() => looked.length === 22, 60);
  expect(new Set(looked.slice(0, 2))).toEqual(new Set([20, 21]));
  expect(looked.at(-1)).toBe(30);
}, 90_000);

test.each<[string, (desk: Desk) => Promise<() => Promise<void>>]>([
  ['away', (desk) => desk.fail(10_000, 503, '')],
  ['in maintenance', (desk) => desk.maintain()],
  ['a stranger to the key', (desk) => desk.dismiss()],
])(
  'with Zammad %s no ticket is given up on, and all are handled when it is back',
  async (_, trouble) => {
    const desk = await openDesk({ snils: '' });
    let seconds = 0;
    // Time enough between any two questions for the next probe.
    const companion = await start(desk, freshSchema(), { stopwatch: () => (seconds += 300) * 1000 });
    await companion.sweep();
    await until(() => desk.ticket()['group'] === 'СП РПГУ::Северная область', 25);
    await desk.change({ group: 'Начальник смены ЦПП', state: 'Назначен', state_reason: '' });
    const mend = await trouble(desk);
    desk.requests.length = 0;
    await companion.store.keep({ id: 'told', ticketId: 7, news: null });
    await until(() => desk.requests.length > 0, 25);
    for (let sweeps = 0; sweeps < 5; sweeps += 1) await companion.sweep().catch(() => 0);
    expect(await companion.store.dead()).toEqual([]);
    await mend();
    await until(async () => {
      await companion.sweep();
      return desk.ticket()['group'] === 'СП РПГУ::Северная область';
    }, 25);
    await until(async () => (await companion.store.waiting()) === 0);
    expect(await companion.store.dead()).toEqual([]);
  },
  90_000,
);

test('what was given up on and handled since is no dead letter any more', async () => {
  const store = await open();
  let failing = true;
  await store.work(async ({ ticket }) => {
    if (failing) throw new Error('own fault');
    await store.conclude({ ticket, deliveries: ['a', 'b'], updatedAt: now, dueAt: null, at: now });
  }, 1);
  await store.keep({ id: 'a', ticketId: 7, news: null });
  await until(async () => (await store.dead()).length === 1);
  failing = false;
  await store.keep({ id: 'b', ticketId: 7, news: null });
  await until(async () => (await store.dead()).length === 0);
}, 60_000);

test('a state that was told before and never looked at is queued again', async () => {
  const where = freshSchema();
  const store = await open(where);
  await store.keep({ id: 'sweep x 7 then', ticketId: 7, news: null });
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: where.connectionString });
  await client.connect();
  // Its job went the way of all jobs: kept for two weeks, then deleted.
  await client.query(`delete from ${where.schema}_queue.job where name = 'look-at-ticket'`);
  await client.end();
  await store.keep({ id: 'sweep x 7 then', ticketId: 7, news: null });
  const looked: number[] = [];
  await store.work(({ ticket }) => {
    looked.push(ticket);
    return Promise.resolve();
  }, 1);
  await until(() => isDeepStrictEqual(looked, [7]));
});

test('of two replicas one sweeps', async () => {
  const desk = await openDesk();
  const where = freshSchema();
  const [one, two] = [await start(desk, where), await start(desk, where)];
  await one.sweep();
  await until(async () => (await one.store.waiting()) === 0);
  const alone = searches(desk);
  desk.requests.length = 0;
  let inside = 0;
  let together = 0;
  const { client } = desk;
  const search = client.tickets.search.bind(client.tickets);
  client.tickets.search = async function* (...asked) {
    inside += 1;
    together = Math.max(together, inside);
    await new Promise((wake) => setTimeout(wake, 300));
    try {
      yield* search(...asked);
    } finally {
      inside -= 1;
    }
  };
  await Promise.all([one.sweep(), two.sweep()]);
  expect(alone).toBeGreaterThan(0);
  expect(together).toBe(1);
});

test('a restart sweeps at once, not at the next minute', async () => {
  const desk = await openDesk({ snils: '' });
  // Once a year: only the start itself is left.
  await start(desk, freshSchema(), { sweepAt: '0 0 1 1 *' });
  await until(() => desk.ticket()['group'] === 'СП РПГУ::Северная область', 15);
});

test('words of a clause that decide nothing make no ticket be looked at again', async () => {
  const desk = await openDesk();
  const where = freshSchema();
  const first = await start(desk, where);
  await first.sweep();
  await until(async () => (await first.store.waiting()) === 0);
  await first.close();
  companions.length = 0;
  const reworded = { ...gate(), title: 'Другими словами', examples: [] };
  const next = await start(desk, where, { config: { ...config, clauses: [reworded] } });
  expect(await next.sweep()).toBe(0);
});
