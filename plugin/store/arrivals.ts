/**
 * Signals on their way to disk. One that comes alone is committed at once; those that come while a commit runs are collected
 * and share the next. Each is answered when its own commit is durable.
 */
import type { ClientBase, Pool } from 'pg';
import { newsText, type TicketNews } from './news.js';
import type { Origin, Queue } from './queue.js';

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
  readonly queue: Pick<Queue, 'add' | 'name'>;
  /** Of the records. */
  readonly schema: string;
  readonly clock: () => Date;
}

/** Signals of one commit. */
const TOGETHER = 250;

const distinct = (arrivals: readonly Arrival[]): Map<number, Origin> => {
  const order: readonly Origin[] = ['edition', 'sweep', 'due', 'people'];
  const tickets = new Map<number, Origin>();
  for (const { ticketId, from = 'people' } of arrivals) {
    const known = tickets.get(ticketId);
    if (known === undefined || order.indexOf(from) > order.indexOf(known)) tickets.set(ticketId, from);
  }
  return tickets;
};

/** Told before, never looked at, and nothing will come for it: no job, and no dead letter that a person has to judge. */
const forgotten = async (
  client: ClientBase,
  { schema, queue }: ArrivalPorts,
  known: readonly Arrival[],
): Promise<Arrival[]> => {
  if (known.length === 0) return [];
  const { rows } = await client.query<{ delivery: string }>(
    `select delivery from inbox where delivery = any($1) and processed_at is null and not exists (
       select 1 from ${schema}_queue.job
       where name in ($2, $3) and state <= 'active' and (job.data ->> 'ticket')::bigint = inbox.ticket)`,
    [known.map(({ id }) => id), queue.name, `${queue.name}-dead`],
  );
  const lost = new Set(rows.map(({ delivery }) => delivery));
  return known.filter(({ id }) => lost.has(id));
};

const commit = async (ports: ArrivalPorts, arrivals: readonly Arrival[]): Promise<Kept[]> => {
  const { pool, queue, clock } = ports;
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const { rows } = await client.query<{ delivery: string }>(
      `insert into inbox (delivery, ticket, body, received_at)
       select told.delivery, told.ticket, told.body, $4
       from unnest($1::text[], $2::bigint[], $3::text[]) as told (delivery, ticket, body)
       on conflict do nothing returning delivery`,
      [
        arrivals.map(({ id }) => id),
        arrivals.map(({ ticketId }) => ticketId),
        arrivals.map(({ news }) => (news === null ? null : newsText(news))),
        clock(),
      ],
    );
    const fresh = new Set(rows.map(({ delivery }) => delivery));
    const told = arrivals.map((arrival): Kept => (fresh.delete(arrival.id) ? 'kept' : 'known'));
    const again = await forgotten(
      client,
      ports,
      arrivals.filter((_, at) => told[at] === 'known'),
    );
    const tickets = distinct([...arrivals.filter((_, at) => told[at] === 'kept'), ...again]);
    if (tickets.size > 0) await queue.add(client, tickets);
    await client.query('commit');
    return told;
  } catch (error) {
    broken = true;
    await client.query('rollback').then(
      () => (broken = false),
      () => undefined,
    );
    throw error;
  } finally {
    client.release(broken);
  }
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
