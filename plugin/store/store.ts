/**
 * Opens the store: one PostgreSQL for what is remembered and what is queued, so that a delivery and its job are kept
 * together or not at all. The queue is pg-boss: one job a ticket, signals merge, one worker a ticket (policy `stately`).
 */
import pg, { type ClientBase } from 'pg';
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Log } from '../process/log.js';
import { mask } from '../process/mask.js';
import { takePlace, type Place } from './alone.js';
import { migrate } from './migrations.js';
import type { TicketNews } from './news.js';
import { createRecords, insertDelivery, type Records } from './records.js';

const QUEUE = 'look-at-ticket';
const DEAD = 'look-at-ticket-dead';
const WEEKS = 7 * 24 * 3600;

const failure = z.looseObject({ message: z.string() });

/** One attempt at a ticket. `last`: it will not be tried again by itself. */
export interface Look {
  readonly ticket: number;
  readonly last: boolean;
}

/** Thrown by a look that was not made, or whose failure is no fault of its ticket: the ticket comes again, and no attempt is counted. */
export class PutOff extends Error {
  override readonly name = 'PutOff';

  readonly seconds: number;

  constructor(seconds: number, options?: ErrorOptions) {
    super(`come again in ${seconds} s`, options);
    this.seconds = seconds;
  }
}

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

/** A ticket given up on: every attempt failed. */
export interface DeadLetter {
  readonly id: string;
  readonly ticket: number;
  /** When the last attempt failed. */
  readonly at: Date;
  /** The last attempt's error, personal data masked. */
  readonly error: string;
}

export interface Store extends Records {
  /** Keeps a signal and queues its ticket in one transaction; `known`: this very signal was kept before. */
  keep(signal: {
    readonly id: string;
    readonly ticketId: number;
    readonly news: TicketNews | null;
  }): Promise<'kept' | 'known'>;
  /** Hands queued tickets to `look`, several at once but never one ticket twice; a rejection is tried again later, after PutOff as if for the first time. */
  work(look: (job: Look) => Promise<void>, atOnce: number): Promise<void>;
  /** Tickets given up on, kept for a person, oldest first. */
  dead(): Promise<DeadLetter[]>;
  /** Queues a dead letter's ticket again and drops the letter. */
  replay(letter: DeadLetter): Promise<void>;
  /** Waits for running looks, then lets go of the database. */
  close(): Promise<void>;
}

const createQueues = async (boss: PgBoss, retry: { limit: number; delaySeconds: number }): Promise<void> => {
  await boss.createQueue(DEAD, { retentionSeconds: 12 * WEEKS });
  await boss.createQueue(QUEUE, {
    policy: 'stately',
    notify: true,
    deadLetter: DEAD,
    retryLimit: retry.limit,
    retryDelay: retry.delaySeconds,
    retryBackoff: retry.delaySeconds > 0,
    ...(retry.delaySeconds > 0 && { retryDelayMax: 900 }),
    expireInSeconds: 180,
    heartbeatSeconds: 10,
    retentionSeconds: 2 * WEEKS,
    deleteAfterSeconds: 3600,
  });
};

/** Connects, migrates, starts the queue. Rejects with PostgreSQL's or a Russian error; nothing is left open then. */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const { connectionString, schema = 'reglament', log, clock } = options;
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(schema))
    throw new Error('Имя схемы: строчные латинские буквы, цифры и «_»');
  const retry = options.retry ?? { limit: 8, delaySeconds: 10 };
  const pool = new pg.Pool({
    connectionString,
    max: 8,
    options: `-c search_path=${schema}`,
    application_name: 'reglament',
  });
  pool.on('error', (error) => {
    log.warn('соединение с хранилищем прервано', { error });
  });
  const boss = new PgBoss({
    connectionString,
    schema: `${schema}_queue`,
    max: 6,
    schedule: false,
    useListenNotify: true,
    application_name: 'reglament-queue',
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (error) => {
    log.warn('очередь', { error });
  });
  let place: Place | undefined;
  try {
    const client = await pool.connect();
    try {
      await migrate(client, schema);
    } finally {
      client.release();
    }
    await boss.start();
    await createQueues(boss, retry);
    place = await takePlace(pool, schema, QUEUE, log);
    if (place.taken !== null && place.taken > 0)
      log.info('начатое прежним процессом взято снова', { jobs: place.taken });
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    place?.leave();
    await pool.end();
    throw error;
  }
  /** Part of the transaction that keeps the signal: whoever takes the ticket's job will see the signal. */
  const queue = async (client: ClientBase, ticket: number): Promise<void> => {
    const singletonKey = String(ticket);
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    for (;;) {
      // Queued already it needs no job of its own. But taken before this commits, that job would miss the signal and nothing
      // would come back for it: so nobody takes it until then.
      const { rowCount } = await client.query(
        `select 1 from ${schema}_queue.job where name = $1 and singleton_key = $2 and state = 'created' for share`,
        [QUEUE, singletonKey],
      );
      if (rowCount !== 0) return;
      // Null: queued by another this very moment.
      if ((await boss.send(QUEUE, { ticket }, { singletonKey, db })) !== null) return;
    }
  };
  const keep: Store['keep'] = async (signal) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const fresh = await insertDelivery(client, signal, clock());
      if (fresh) await queue(client, signal.ticketId);
      await client.query('commit');
      return fresh ? 'kept' : 'known';
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  };
  /** By another job than `id`. The queue has room for one such job a ticket, and would give up on a second one at once. */
  const isTriedAgain = async (id: string, ticket: number): Promise<boolean> => {
    const { rowCount } = await pool.query(
      `select 1 from ${schema}_queue.job where name = $1 and singleton_key = $2 and state = 'retry' and id <> $3`,
      [QUEUE, String(ticket), id],
    );
    return rowCount !== 0;
  };
  /** Queued already it comes sooner anyhow. */
  const comeAgain = async (ticket: number, seconds: number): Promise<void> => {
    await boss.send(QUEUE, { ticket }, { singletonKey: String(ticket), startAfter: seconds });
  };
  return {
    ...createRecords(pool),
    keep,
    async work(look, atOnce) {
      const poll = options.pollSeconds ?? 2;
      await boss.work<{ ticket: number }>(
        QUEUE,
        {
          localConcurrency: atOnce,
          pollingIntervalSeconds: poll,
          notifyPollingIntervalSeconds: poll,
        },
        async (jobs) => {
          for (const { id, data, retryCount } of jobs)
            try {
              await look({ ticket: data.ticket, last: retryCount >= retry.limit });
            } catch (error) {
              if (error instanceof PutOff) await comeAgain(data.ticket, error.seconds);
              else if (!(await isTriedAgain(id, data.ticket))) throw error;
            }
        },
      );
    },
    async dead() {
      const jobs = await boss.findJobs<{ ticket: number }>(DEAD);
      return jobs.map(({ id, data, createdOn, sourceOutput }) => ({
        id,
        ticket: data.ticket,
        at: createdOn,
        error: mask(failure.safeParse(sourceOutput).data?.message ?? ''),
      }));
    },
    async replay({ id, ticket }) {
      // First queued, then dropped: killed in between it is queued twice, which comes to one look.
      await keep({ id: `replay ${id}`, ticketId: ticket, news: null });
      await boss.deleteJob(DEAD, id);
    },
    async close() {
      await boss.stop({ graceful: true, timeout: 20_000 });
      place.leave();
      await pool.end();
    },
  };
};
