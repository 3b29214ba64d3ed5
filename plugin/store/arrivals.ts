/**
 * Signals on their way to disk. One that comes alone is committed at once; those that come while a commit runs are collected
 * and share the next. Each is answered when its own commit is durable.
 */
import type { Pool } from 'pg';
import { newsText, type TicketNews } from './news.js';
import { priorities, type Origin, type Queue } from './queue.js';

/** That a ticket is to be looked at. `news` null: it fell due or is asked for, so it must be looked at. */
export interface Arrival {
  /** The same for every repetition. */
  readonly id: string;
  readonly ticketId: number;
  readonly news: TicketNews | null;
  /** Default: people. */
  readonly from?: Origin;
}

type Kept = 'kept' | 'known';

interface Waiting {
  readonly arrival: Arrival;
  readonly done: (kept: Kept) => void;
  readonly failed: (error: unknown) => void;
}

interface ArrivalPorts {
  readonly pool: Pool;
  readonly queue: Pick<Queue, 'addJobs' | 'name'>;
  readonly clock: () => Date;
}

/** Signals of one commit. */
const TOGETHER = 250;

/** One statement and so one transaction, one commit: the function `keep` of the schema. */
const commit = async (
  { pool, queue, clock }: ArrivalPorts,
  arrivals: readonly Arrival[],
): Promise<Kept[]> => {
  const { rows } = await pool.query<{ fresh: string[] }>({
    name: 'keep',
    text: 'select keep($1, $2, $3, $4, $5, $6, $7) as fresh',
    values: [
      arrivals.map(({ id }) => id),
      arrivals.map(({ ticketId }) => ticketId),
      arrivals.map(({ news }) => (news === null ? null : newsText(news))),
      arrivals.map(({ from = 'people' }) => priorities[from]),
      clock(),
      queue.name,
      queue.addJobs,
    ],
  });
  const fresh = new Set(rows[0]?.fresh);
  return arrivals.map(({ id }) => (fresh.delete(id) ? 'kept' : 'known'));
};

/** Keeps signals; rejects with PostgreSQL's error for whom it could not be kept, and for nobody else. */
export const createArrivals = (ports: ArrivalPorts): ((arrival: Arrival) => Promise<Kept>) => {
  let waiting: Waiting[] = [];
  let running = false;
  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const kept = await commit(
        ports,
        batch.map(({ arrival }) => arrival),
      );
      batch.forEach(({ done }, at) => {
        done(kept[at] ?? 'known');
      });
    } catch (error) {
      // One that cannot be kept spoils it for all that share its transaction, so each gets one of its own.
      if (batch.length > 1 && isRefusal(error)) for (const one of batch) await settle([one]);
      else for (const { failed } of batch) failed(error);
    }
  };
  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, TOGETHER);
      waiting = waiting.slice(TOGETHER);
      await settle(batch);
    }
    running = false;
  };
  return (arrival) =>
    new Promise((done, failed) => {
      waiting.push({ arrival, done, failed });
      if (!running) void run();
    });
};

/** PostgreSQL answered and refused, by its five-character code; a store that is away would refuse each of them as well. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(2[23]|40)/.test(String(error.code));
