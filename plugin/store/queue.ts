/** The queue of tickets to be looked at, on pg-boss: one job a ticket, signals merge, one worker a ticket (policy `stately`). */
import type { Pool } from 'pg';
import { PgBoss, type JobWithMetadata } from 'pg-boss';
import { z } from 'zod';
import type { Log } from '../process/log.js';
import { mask } from '../process/mask.js';
import { LIMITS, sessionOptions } from './pool.js';

const QUEUE = 'look-at-ticket';
const DEAD = 'look-at-ticket-dead';
const WEEKS = 7 * 24 * 3600;

/** Who wants the ticket looked at: what people wait for goes first, a new edition of the regulation last. */
export type Origin = 'people' | 'due' | 'sweep' | 'edition';
export const priorities: Readonly<Record<Origin, number>> = { people: 30, due: 20, sweep: 10, edition: 0 };

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

/** A ticket given up on: every attempt failed. */
export interface DeadLetter {
  readonly id: string;
  readonly ticket: number;
  /** When the last attempt failed. */
  readonly at: Date;
  /** The last attempt's error, personal data masked. */
  readonly error: string;
}

/** How much waits. */
export interface Depth {
  /** Tickets with a job that waits, whether it may start or is put off. */
  readonly waiting: number;
  readonly active: number;
  readonly dead: number;
  /** Age of the oldest that waits, seconds. */
  readonly oldestSeconds: number;
}

export interface Queue {
  /** pg-boss's own statement that adds jobs, for the function `keep` of the schema: its parameter is a list of them in JSON. */
  readonly addJobs: string;
  /** Hands queued tickets to `look`, several at once but never one ticket twice; a rejection is tried again later, after PutOff as if for the first time. */
  work(look: (job: Look) => Promise<void>, atOnce: number): Promise<void>;
  /** Whatever was put off may start now. */
  hurry(): Promise<void>;
  /** Tickets given up on and not looked at since, oldest first. */
  dead(): Promise<DeadLetter[]>;
  /** Drops a dead letter by its id. */
  drop(letter: string): Promise<void>;
  depth(): Promise<Depth>;
  stop(): Promise<void>;
  /** The queue's name in the table of jobs. */
  readonly name: string;
}

export interface QueueOptions {
  readonly connectionString: string;
  /** Of the records; jobs live in `<schema>_queue`. */
  readonly schema: string;
  readonly pool: Pool;
  readonly log: Log;
  readonly retry: { readonly limit: number; readonly delaySeconds: number };
  readonly pollSeconds: number;
}

/** The queue keeps all of an error for weeks: cause and stack carry what Zammad said, with citizens' data and keys in it. */
const wordsOnly = (error: unknown): Error => {
  const told = new Error(mask(error instanceof Error ? error.message : ''));
  delete told.stack;
  return told;
};

const failure = z.looseObject({ message: z.string() });

const createQueues = async (boss: PgBoss, retry: QueueOptions['retry']): Promise<void> => {
  await boss.createQueue(DEAD, { retentionSeconds: 12 * WEEKS });
  const wanted = {
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
  };
  await boss.createQueue(QUEUE, { policy: 'stately', ...wanted });
};

/** pg-boss takes a limit for the answer only in the address. */
const withLimit = (connectionString: string): string => {
  const url = new URL(connectionString);
  url.searchParams.set('query_timeout', String(LIMITS.query));
  return url.href;
};

/** What pg-boss would ask the database to add a job: it hands it to whatever database it is given. */
const statementOf = async (boss: PgBoss): Promise<string> => {
  const asked: string[] = [];
  const db = {
    executeSql: (text: string) => {
      asked.push(text);
      return Promise.resolve({ rows: [] });
    },
  };
  await boss.insert(QUEUE, [{ data: { ticket: 0 }, singletonKey: '0', priority: 0 }], { db, returnId: true });
  const [statement] = asked;
  if (asked.length !== 1 || statement === undefined)
    throw new Error('pg-boss adds jobs in another way than known');
  return statement;
};

/** Starts the queue, or leaves nothing running. Rejects with PostgreSQL's error. */
export const openQueue = async (options: QueueOptions): Promise<Queue> => {
  const { connectionString, schema, pool, log, retry, pollSeconds } = options;
  const table = `${schema}_queue.job`;
  const boss = new PgBoss({
    connectionString: withLimit(connectionString),
    schema: `${schema}_queue`,
    max: 4,
    schedule: false,
    useListenNotify: true,
    application_name: 'reglament-queue',
    connectionTimeoutMillis: LIMITS.connect,
    options: sessionOptions(`${schema}_queue`),
    superviseIntervalSeconds: 5,
    // By these a worker knows that more is waiting and goes on without a pause.
    monitorIntervalSeconds: 2,
    queueCacheIntervalSeconds: 2,
  });
  boss.on('error', (error) => {
    log.warn('очередь', { error });
  });
  try {
    await boss.start();
    await createQueues(boss, retry);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  /** By another job than `id`. The queue has room for one such job a ticket, and would give up on a second one at once. */
  const isTriedAgain = async (id: string, ticket: number): Promise<boolean> => {
    const { rowCount } = await pool.query(
      `select 1 from ${table} where name = $1 and singleton_key = $2 and state = 'retry' and id <> $3`,
      [QUEUE, String(ticket), id],
    );
    return rowCount !== 0;
  };
  /** Queued already it comes sooner anyhow. */
  const comeAgain = async (ticket: number, seconds: number, priority: number): Promise<void> => {
    await boss.send(QUEUE, { ticket }, { singletonKey: String(ticket), startAfter: seconds, priority });
  };
  const addJobs = await statementOf(boss);
  return {
    name: QUEUE,
    addJobs,
    async work(look, atOnce) {
      await boss.work(
        QUEUE,
        {
          includeMetadata: true as const,
          localConcurrency: atOnce,
          pollingIntervalSeconds: pollSeconds,
          notifyPollingIntervalSeconds: pollSeconds,
          burstWhenReadyExceeds: 1,
        },
        async (jobs: JobWithMetadata<{ ticket: number }>[]) => {
          for (const { id, data, retryCount, priority } of jobs)
            try {
              await look({ ticket: data.ticket, last: retryCount >= retry.limit });
            } catch (error) {
              if (error instanceof PutOff) await comeAgain(data.ticket, error.seconds, priority);
              else if (!(await isTriedAgain(id, data.ticket))) throw wordsOnly(error);
            }
        },
      );
    },
    async hurry() {
      await pool.query(
        `update ${table} set start_after = now() where name = $1 and state in ('created', 'retry') and start_after > now()`,
        [QUEUE],
      );
    },
    async dead() {
      await pool.query(
        `delete from ${table} where name = $1 and exists (
           select 1 from seen where seen.ticket = (job.data ->> 'ticket')::bigint and seen.looked_on > job.created_on)`,
        [DEAD],
      );
      const jobs = await boss.findJobs<{ ticket: number }>(DEAD);
      return jobs.map(({ id, data, createdOn, sourceOutput }) => ({
        id,
        ticket: data.ticket,
        at: createdOn,
        error: mask(failure.safeParse(sourceOutput).data?.message ?? ''),
      }));
    },
    async drop(id) {
      await boss.deleteJob(DEAD, id);
    },
    async depth() {
      const { rows } = await pool.query<Depth>(
        `select count(*) filter (where name = $1 and state in ('created', 'retry'))::int as waiting,
           count(*) filter (where name = $1 and state = 'active')::int as active,
           count(*) filter (where name = $2 and state = 'created')::int as dead,
           coalesce(extract(epoch from now() - min(created_on) filter (where name = $1 and state in ('created', 'retry'))), 0)::float
             as "oldestSeconds"
         from ${table} where name in ($1, $2) and state <= 'active'`,
        [QUEUE, DEAD],
      );
      return rows[0] ?? { waiting: 0, active: 0, dead: 0, oldestSeconds: 0 };
    },
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
};
