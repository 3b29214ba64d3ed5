/** The store as the engine relies on it: nothing kept is lost, signals merge, one look at a ticket at a time. */
import pg from 'pg';
import { migrate } from '../../plugin/store/migrations.js';
import { openStore, PutOff, type Store, type StoreOptions } from '../../plugin/store/store.js';
import { freshSchema, listeningLog, until, usePostgres } from './postgres.js';

usePostgres();
const now = new Date('2026-11-23T09:00:00Z');
let opened: Store[] = [];
const open = async (more: Partial<StoreOptions> = {}): Promise<Store> => {
  const store = await openStore({
    ...freshSchema(),
    log: listeningLog().log,
    clock: () => now,
    retry: { limit: 2, delaySeconds: 0 },
    pollSeconds: 0.5,
    ...more,
  });
  opened.push(store);
  return store;
};
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()));
  opened = [];
});

test('signals of one ticket merge into one look; a signal during a look asks for one more', async () => {
  const store = await open();
  for (const id of ['a', 'b', 'c']) expect(await store.keep({ id, ticketId: 7, news: null })).toBe('kept');
  expect(await store.keep({ id: 'b', ticketId: 7, news: null })).toBe('known');
  const looks: string[][] = [];
  let running = 0;
  await store.work(async ({ ticket }) => {
    running += 1;
    expect(running).toBe(1);
    const signals = await store.signalsOf(ticket);
    if (looks.length === 0) await store.keep({ id: 'late', ticketId: 7, news: null });
    await store.settle(
      signals.map(({ delivery }) => delivery),
      now,
    );
    looks.push(signals.map(({ delivery }) => delivery));
    running -= 1;
  }, 4);
  await until(() => looks.length === 2);
  expect(looks).toEqual([['a', 'b', 'c'], ['late']]);
});

test('a signal still being kept while its ticket is taken gets a look of its own', async () => {
  const where = freshSchema();
  const store = await open(where);
  // The commit of this one takes its time, and the ticket is queued by another.
  const client = new pg.Client({ connectionString: where.connectionString });
  await client.connect();
  await client.query(`
    set search_path to ${where.schema};
    create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return null; end $$;
    create constraint trigger dawdle after insert on inbox deferrable initially deferred
      for each row when (new.delivery = 'slow') execute function dawdle();`);
  await store.keep({ id: 'first', ticketId: 7, news: null });
  const slow = store.keep({ id: 'slow', ticketId: 7, news: null });
  await until(
    async () =>
      (await client.query("select 1 from pg_stat_activity where wait_event = 'PgSleep'")).rowCount === 1,
  );
  await client.end();
  const looked: string[] = [];
  await store.work(async ({ ticket }) => {
    const deliveries = (await store.signalsOf(ticket)).map(({ delivery }) => delivery);
    looked.push(...deliveries);
    await store.settle(deliveries, now);
  }, 4);
  expect(await slow).toBe('kept');
  await until(() => looked.includes('slow'));
  expect(looked.toSorted()).toEqual(['first', 'slow']);
});

test('a look that fails is tried again, and in the end kept for a person', async () => {
  const store = await open();
  await store.keep({ id: 'a', ticketId: 7, news: null });
  const attempts: boolean[] = [];
  await store.work(({ last }) => {
    attempts.push(last);
    return Promise.reject(new Error('Zammad answers 500'));
  }, 1);
  await until(async () => (await store.dead()).length > 0);
  expect(attempts).toEqual([false, false, true]);
  const [letter] = await store.dead();
  expect(letter).toMatchObject({ ticket: 7, error: 'Zammad answers 500' });
  if (letter !== undefined) await store.replay(letter);
  expect(await store.dead()).toEqual([]);
  await until(() => attempts.length > 3);
});

test('a look that was put off comes again however often, and is never given up on', async () => {
  const store = await open();
  await store.keep({ id: 'a', ticketId: 7, news: null });
  const attempts: boolean[] = [];
  await store.work(({ last }) => {
    attempts.push(last);
    return attempts.length < 6 ? Promise.reject(new PutOff(0)) : Promise.resolve();
  }, 1);
  await until(() => attempts.length === 6);
  expect(attempts).not.toContain(true);
  expect(await store.dead()).toEqual([]);
});

test('a ticket that waits for its next attempt is not given up on when it is told of again', async () => {
  const store = await open({ retry: { limit: 4, delaySeconds: 30 } });
  const attempts: [number, boolean][] = [];
  await store.work(({ ticket, last }) => {
    attempts.push([ticket, last]);
    return Promise.reject(new Error('Zammad answers 500'));
  }, 1);
  await store.keep({ id: 'a', ticketId: 7, news: null });
  await until(() => attempts.length === 1);
  await store.keep({ id: 'b', ticketId: 7, news: null });
  await until(() => attempts.length === 2);
  // One at a time: when the next ticket is taken, this one has been put back.
  await store.keep({ id: 'c', ticketId: 8, news: null });
  await until(() => attempts.length === 3);
  expect(attempts).toEqual([
    [7, false],
    [7, false],
    [8, false],
  ]);
  expect(await store.dead()).toEqual([]);
  expect(await store.signalsOf(7)).toHaveLength(2);
});

test('what a delivery carried is gone once it is settled', async () => {
  const store = await open();
  await store.keep({ id: 'a', ticketId: 7, news: null });
  expect(await store.signalsOf(7)).toEqual([{ delivery: 'a', news: null }]);
  await store.settle(['a'], now);
  expect(await store.signalsOf(7)).toEqual([]);
  expect(await store.keep({ id: 'a', ticketId: 7, news: null })).toBe('known');
  await store.forget(new Date(now.getTime() + 1));
  expect(await store.keep({ id: 'a', ticketId: 7, news: null })).toBe('kept');
});

test('what is told of a ticket comes back as it was kept, and nothing else of the delivery is in the store', async () => {
  const where = freshSchema();
  const store = await open(where);
  const news = { updatedAt: now, groupId: 3, stateId: null, group: 'СП ЕПГУ' };
  await store.keep({ id: 'a', ticketId: 7, news });
  await store.keep({ id: 'b', ticketId: 7, news: null });
  expect(await store.signalsOf(7)).toEqual([
    { delivery: 'a', news },
    { delivery: 'b', news: null },
  ]);
});

test('decisions: repeated words once, each act once, acts counted since an instant', async () => {
  const store = await open();
  const said = {
    ticket: 7,
    clause: 'R-4.2.3',
    mode: 'act',
    verdict: 'met',
    outcome: 'none',
    because: { text: 'данные внесены', facts: {} },
    actionKey: null,
    region: 'north',
    dueAt: null,
    at: now,
  } as const;
  await store.decide(said);
  await store.decide(said);
  await store.decide({ ...said, verdict: 'due', outcome: 'act', actionKey: '7/R-4.2.3/x' });
  await store.decide({ ...said, verdict: 'due', outcome: 'act', actionKey: '7/R-4.2.3/x' });
  await store.decide(said);
  expect((await store.decisionsOf(7)).map(({ verdict }) => verdict)).toEqual(['met', 'due', 'met']);
  expect(await store.actsSince(7, 'R-4.2.3', new Date(now.getTime() - 1))).toBe(1);
  expect(await store.actsSince(7, 'R-4.2.3', now)).toBe(0);
});

test('lines of an earlier release are read in the words of today, each with what stood before it', async () => {
  const where = freshSchema();
  const client = new pg.Client({ connectionString: where.connectionString });
  await client.connect();
  await migrate(client, where.schema, 2);
  const hours = (hour: number): Date => new Date(now.getTime() + hour * 3600_000);
  const former: [string, string, string, Date, Date | null, string | null][] = [
    ['enforce', 'pending', 'none', hours(0), hours(2), null],
    ['warn', 'due', 'observed', hours(3), null, null],
    ['enforce', 'due', 'acted', hours(4), null, 'key of the act'],
    ['shadow', 'met', 'none', hours(5), null, null],
  ];
  for (const line of former)
    await client.query(
      `insert into decisions (ticket, clause, mode, verdict, outcome, because, at, due_at, action_key)
       values (7, 'R-4.2.3', $1, $2, $3, '{"text": "как было", "facts": {}}', $4, $5, $6)`,
      line,
    );
  const store = await open(where);
  expect(
    (await store.decisionsOf(7))
      .map(({ mode, verdict, outcome }) => `${mode} ${verdict} ${outcome}`)
      .toReversed(),
  ).toEqual(['act pending none', 'note due observe', 'act due act', 'observe met none']);
  const { rows } = await client.query(
    `select was, term_since, term_due_at, due_since from ${where.schema}.decisions order by id`,
  );
  await client.end();
  expect(rows).toEqual([
    { was: null, term_since: null, term_due_at: null, due_since: null },
    { was: 'pending', term_since: hours(0), term_due_at: hours(2), due_since: null },
    { was: 'due', term_since: hours(0), term_due_at: hours(2), due_since: hours(2) },
    { was: null, term_since: null, term_due_at: null, due_since: null },
  ]);
  expect(await store.actsSince(7, 'R-4.2.3', new Date(0))).toBe(1);
});

test('a term that moved is a line of its own, though all else of it is the same', async () => {
  const store = await open();
  const waiting = {
    ticket: 7,
    clause: 'R-4.7.2',
    mode: 'act',
    verdict: 'pending',
    outcome: 'none',
    because: { text: 'срок идёт', facts: {} },
    actionKey: null,
    region: 'north',
    at: now,
  } as const;
  const [first, later] = [new Date('2026-11-26T21:00:00Z'), new Date('2026-11-27T21:00:00Z')];
  expect(await store.decide({ ...waiting, dueAt: first })).toBe(true);
  expect(await store.decide({ ...waiting, dueAt: first })).toBe(false);
  expect(await store.decide({ ...waiting, dueAt: later })).toBe(true);
  expect((await store.decisionsOf(7)).map(({ dueAt }) => dueAt)).toEqual([later, first]);
});

test('watermarks and what was seen', async () => {
  const store = await open();
  expect(await store.watermark('sweep')).toBeNull();
  await store.setWatermark('sweep', now);
  expect(await store.watermark('sweep')).toEqual(now);
  await store.saw(7, now);
  const tickets = [
    { id: 7, updatedAt: now },
    { id: 8, updatedAt: now },
  ];
  expect(await store.unseen(tickets)).toEqual([tickets[1]]);
  await store.saw(7, new Date(0));
  expect(await store.unseen(tickets)).toEqual(tickets);
});

test('two replicas start on an empty store at once', async () => {
  const where = freshSchema();
  const [one, two] = await Promise.all([open(where), open(where)]);
  await one.keep({ id: 'a', ticketId: 7, news: null });
  expect(await two.signalsOf(7)).toHaveLength(1);
});

test('a schema that is no plain name is refused', async () => {
  await expect(open({ schema: 'x; drop schema public' })).rejects.toThrow('Имя схемы');
});

describe('a job that a process had in hand when it was killed', () => {
  const inHand = async (where: ReturnType<typeof freshSchema>): Promise<void> => {
    const client = new pg.Client({ connectionString: where.connectionString });
    await client.connect();
    await client.query(
      `update ${where.schema}_queue.job set state = 'active', started_on = now(), heartbeat_on = now() where name = 'look-at-ticket'`,
    );
    await client.end();
  };
  const looksOf = async (store: Store): Promise<number[]> => {
    const looks: number[] = [];
    await store.work(({ ticket }) => {
      looks.push(ticket);
      return Promise.resolve();
    }, 1);
    return looks;
  };

  test('is looked at as soon as the next one starts, once, also when it was queued anew', async () => {
    const where = freshSchema();
    const dead = await open(where);
    await dead.keep({ id: 'a', ticketId: 7, news: null });
    await inHand(where);
    await dead.keep({ id: 'b', ticketId: 7, news: null });
    await dead.close();
    opened = [];
    const looks = await looksOf(await open(where));
    await until(() => looks.length > 0, 4);
    expect(looks).toEqual([7]);
  });

  test('is left alone while another process lives that may have it', async () => {
    const where = freshSchema();
    const living = await open(where);
    await living.keep({ id: 'a', ticketId: 7, news: null });
    await inHand(where);
    const looks = await looksOf(await open(where));
    await new Promise((wake) => setTimeout(wake, 1500));
    expect(looks).toEqual([]);
  });
});
