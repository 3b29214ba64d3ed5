/**
 * Signals on their way to disk. One that comes alone is committed at once; those that come while a commit runs are collected
 * and share the next. Each is answered when its own commit is durable.
 */
import type { Pool } from 'pg';
import type { Log } from '../process/log.js';
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

export interface Arrivals {
  /** Keeps a signal and queues its ticket in one transaction; `known`: this very signal was kept before. */
  readonly keep: (arrival: Arrival) => Promise<Kept>;
  /**
   * Keeps a signal; its ticket is queued a moment later. Should this process end before that, the next start or sweep on the
   * store queues it by `requeue`.
   */
  readonly take: (arrival: Arrival) => Promise<Kept>;
  /** Queues tickets that were told of and for which nothing comes; how many. */
  readonly requeue: () => Promise<number>;
  /** Resolves when nothing is under way. */
  readonly rest: () => Promise<void>;
}

interface ArrivalPorts {
  readonly pool: Pool;
  readonly queue: Pick<Queue, 'addJobs' | 'name'>;
  readonly clock: () => Date;
  readonly log: Pick<Log, 'warn'>;
}

interface Waiting {
  readonly arrival: Arrival;
  readonly done: (kept: Kept) => void;
  readonly failed: (error: unknown) => void;
}

/** Signals of one commit. */
const TOGETHER = 250;
/** Commits of bare rows at once: PostgreSQL writes them to disk together, and nobody waits for the end of another's. */
const ROWS_AT_ONCE = 3;
/** Tickets that were told of are queued together, so often: while a crowd writes, most of a commit's price is paid once. */
const QUEUE_MS = 20;

const columnsOf = (arrivals: readonly Arrival[]) => [
  arrivals.map(({ id }) => id),
  arrivals.map(({ ticketId }) => ticketId),
  arrivals.map(({ news }) => (news === null ? null : newsText(news))),
];
const ranksOf = (arrivals: readonly Arrival[]): number[] =>
  arrivals.map(({ from = 'people' }) => priorities[from]);

/** The ids of those that were kept now. */
type Commit = (ports: ArrivalPorts, arrivals: readonly Arrival[]) => Promise<readonly string[]>;

/** One statement and so one transaction, one commit: the function `keep` of the schema. */
const keepAndQueue: Commit = async ({ pool, queue, clock }, arrivals) => {
  const { rows } = await pool.query<{ fresh: string[] }>({
    name: 'keep',
    text: 'select keep($1, $2, $3, $4, $5, $6, $7) as fresh',
    values: [...columnsOf(arrivals), ranksOf(arrivals), clock(), queue.name, queue.addJobs],
  });
  return rows[0]?.fresh ?? [];
};

const keepOnly: Commit = async ({ pool, clock }, arrivals) => {
  const { rows } = await pool.query<{ delivery: string }>({
    name: 'take',
    text: `insert into inbox (delivery, ticket, body, received_at)
      select delivery, ticket, body, $4 from unnest($1::text[], $2::bigint[], $3::text[]) as told (delivery, ticket, body)
      on conflict do nothing returning delivery`,
    values: [...columnsOf(arrivals), clock()],
  });
  return rows.map(({ delivery }) => delivery);
};

/** Commits of one kind, so many at once, each of all that came meanwhile. */
const committing = (
  ports: ArrivalPorts,
  commit: Commit,
  atOnce: number,
): ((arrival: Arrival) => Promise<Kept>) => {
  let waiting: Waiting[] = [];
  let running = 0;
  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const fresh = new Set(
        await commit(
          ports,
          batch.map(({ arrival }) => arrival),
        ),
      );
      for (const { arrival, done } of batch) done(fresh.delete(arrival.id) ? 'kept' : 'known');
    } catch (error) {
      // One that cannot be kept spoils it for all that share its transaction, so each gets one of its own.
      if (batch.length > 1 && isRefusal(error)) for (const one of batch) await settle([one]);
      else for (const { failed } of batch) failed(error);
    }
  };
  const run = async (): Promise<void> => {
    running += 1;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, TOGETHER);
      waiting = waiting.slice(TOGETHER);
      await settle(batch);
    }
    running -= 1;
  };
  return (arrival) =>
    new Promise((done, failed) => {
      waiting.push({ arrival, done, failed });
      if (running < atOnce) void run();
    });
};

const queueTickets = async (
  { pool, queue }: ArrivalPorts,
  tickets: readonly number[],
  ranks: readonly number[],
): Promise<void> => {
  await pool.query({
    name: 'queue_tickets',
    text: 'select queue_tickets($1, $2, $3, $4)',
    values: [tickets, ranks, queue.name, queue.addJobs],
  });
};

/** Queues what it is told of: the first at once, what comes soon after together. */
const queueing = (ports: ArrivalPorts) => {
  const told = new Map<number, number>();
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (told.size > 0) {
      const batch = [...told];
      told.clear();
      try {
        await queueTickets(
          ports,
          batch.map(([ticket]) => ticket),
          batch.map(([, rank]) => rank),
        );
      } catch (error) {
        ports.log.warn('тикеты поставит в очередь ближайший обход: хранилище не ответило', { error });
      }
      await new Promise((wake) => setTimeout(wake, QUEUE_MS));
    }
    running = null;
  };
  return {
    add: ({ ticketId, from = 'people' }: Arrival): void => {
      told.set(ticketId, Math.max(priorities[from], told.get(ticketId) ?? 0));
      running ??= run();
    },
    rest: async (): Promise<void> => {
      await running;
    },
  };
};

/** Every call rejects with PostgreSQL's error for whom it could not be kept, and for nobody else. */
export const createArrivals = (ports: ArrivalPorts): Arrivals => {
  const { pool, queue } = ports;
  const keep = committing(ports, keepAndQueue, 1);
  const take = committing(ports, keepOnly, ROWS_AT_ONCE);
  const later = queueing(ports);
  return {
    keep,
    async take(arrival) {
      const kept = await take(arrival);
      if (kept === 'kept') later.add(arrival);
      return kept;
    },
    async requeue() {
      const { rows } = await pool.query<{ ticket: number }>(
        'select ticket::int from forgotten_tickets($1) as ticket',
        [queue.name],
      );
      const tickets = rows.map(({ ticket }) => ticket);
      if (tickets.length > 0)
        await queueTickets(
          ports,
          tickets,
          tickets.map(() => priorities.people),
        );
      return tickets.length;
    },
    rest: () => later.rest(),
  };
};

/** PostgreSQL answered and refused, by its five-character code; a store that is away would refuse each of them as well. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(2[23]|40)/.test(String(error.code));
