/**
 * Opens the store: one PostgreSQL for what is remembered and what is queued, so that a delivery and its job are kept
 * together or not at all.
 */
import pg, { type PoolClient } from 'pg';
import type { Log } from '../process/log.js';
import { takePlace, type Place } from './alone.js';
import { createArrivals, type Arrivals } from './arrivals.js';
import { migrate } from './migrations.js';
import { closePool, LIMITS, openPool } from './pool.js';
import { openQueue, type Queue } from './queue.js';
import { createRecords, type Records } from './records.js';

export { PutOff, type DeadLetter, type Look } from './queue.js';

export interface StoreOptions {
  readonly connectionString: string;
  /** Name of the schema: lower-case Latin letters, digits and `_`; the queue lives in `<schema>_queue`. */
  readonly schema?: string;
  readonly log: Log;
  readonly clock: () => Date;
  /** How failed looks are repeated; a test may be quicker. */
  readonly retry?: { readonly limit: number; readonly delaySeconds: number };
  readonly pollSeconds?: number;
}

export interface Store
  extends Records, Omit<Arrivals, 'rest'>, Pick<Queue, 'work' | 'dead' | 'hurry' | 'depth'> {
  /** Queues a dead letter's ticket again and drops the letter. */
  replay(letter: { readonly id: string; readonly ticket: number }): Promise<void>;
  /** Runs `act` unless another process on the same store does so under that name; null: one does. */
  alone<Result>(name: string, act: () => Promise<Result>): Promise<Result | null>;
  /** Waits for running looks, then lets go of the database. */
  close(): Promise<void>;
}

/** On a connection of its own, that has time. */
const migrated = async (connectionString: string, schema: string): Promise<void> => {
  const client = new pg.Client({
    connectionString,
    application_name: 'reglament',
    connectionTimeoutMillis: LIMITS.connect,
  });
  // Told by the question that it breaks off.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await migrate(client, schema);
  } finally {
    await client.end();
  }
};

/** Connects, migrates, starts the queue. Rejects with PostgreSQL's or a Russian error; nothing is left open then. */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const { connectionString, schema = 'reglament', log, clock } = options;
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(schema))
    throw new Error('Имя схемы: строчные латинские буквы, цифры и «_»');
  const retry = options.retry ?? { limit: 8, delaySeconds: 10 };
  const pool = openPool({ connectionString, schema, max: 8, name: 'reglament', log });
  let queue: Queue | undefined;
  let place: Place;
  try {
    await migrated(connectionString, schema);
    queue = await openQueue({
      connectionString,
      schema,
      pool,
      log,
      retry,
      pollSeconds: options.pollSeconds ?? 2,
    });
    place = await takePlace(pool, schema, queue.name, log);
    if (place.taken !== null && place.taken > 0)
      log.info('начатое прежним процессом взято снова', { jobs: place.taken });
  } catch (error) {
    await queue?.stop().catch(() => undefined);
    await closePool(pool);
    throw error;
  }
  const opened = queue;
  const { keep, take, requeue, rest } = createArrivals({ pool, queue, clock, log });
  return {
    ...createRecords(pool),
    keep,
    take,
    requeue,
    work: (look, atOnce) => opened.work(look, atOnce),
    dead: () => opened.dead(),
    hurry: () => opened.hurry(),
    depth: () => opened.depth(),
    async replay(letter) {
      // First queued, then dropped: killed in between it is queued twice, which comes to one look.
      await keep({ id: `replay ${letter.id}`, ticketId: letter.ticket, news: null });
      await opened.drop(letter.id);
    },
    alone: (name, act) => aloneOn(pool.connect(), `reglament ${schema} ${name}`, act),
    async close() {
      await rest();
      await opened.stop();
      place.leave();
      await closePool(pool);
    },
  };
};

const aloneOn = async <Result>(
  connected: Promise<PoolClient>,
  lock: string,
  act: () => Promise<Result>,
): Promise<Result | null> => {
  const client = await connected;
  let held = false;
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_lock(hashtext($1)) as mine',
      [lock],
    );
    held = rows[0]?.mine === true;
    return held ? await act() : null;
  } finally {
    // One that broke meanwhile has let go of it by that.
    const free = !held || (await unlocked(client, lock));
    client.release(!free);
  }
};

const unlocked = (client: PoolClient, lock: string): Promise<boolean> =>
  client.query('select pg_advisory_unlock(hashtext($1))', [lock]).then(
    () => true,
    () => false,
  );
