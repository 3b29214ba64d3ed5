/** What the companion remembers, as plain SQL: deliveries, decisions, watermarks, what it has seen. */
import type { ClientBase, Pool } from 'pg';

/** One line of the decision log. `because` holds names of fields and masked text only. */
export interface Decision {
  readonly ticket: number;
  readonly clause: string;
  readonly mode: string;
  readonly verdict: string;
  /** What came of it: `none`, `observed`, `noted`, `acted`, `stopped` (the breaker). */
  readonly outcome: 'none' | 'observed' | 'noted' | 'acted' | 'stopped';
  readonly because: { readonly text: string; readonly facts: Readonly<Record<string, string>> };
  /** Set when something was written into the ticket; unique, so one act is told once. */
  readonly actionKey: string | null;
  readonly at: Date;
}

/** A signal that waits for its ticket to be looked at; `body` null: from the sweep, so it must be looked at. */
export interface Signal {
  readonly delivery: string;
  readonly body: string | null;
}

export interface Records {
  signalsOf(ticket: number): Promise<Signal[]>;
  /** Marks signals as dealt with and drops what they carried. */
  settle(deliveries: readonly string[], at: Date): Promise<void>;
  /** Writes a decision, unless the last one of ticket and clause says the same and nothing was done. */
  decide(decision: Decision): Promise<void>;
  /** The newest decisions of a ticket, newest first. */
  decisionsOf(ticket: number): Promise<Decision[]>;
  /** How often the clause acted on the ticket since an instant. */
  actsSince(ticket: number, clause: string, since: Date): Promise<number>;
  watermark(name: string): Promise<Date | null>;
  setWatermark(name: string, at: Date): Promise<void>;
  /** Remembers the `updated_at` under which a ticket was judged. */
  saw(ticket: number, updatedAt: Date): Promise<void>;
  /** Of the given tickets those changed since they were judged. */
  unseen<T extends { readonly id: number; readonly updatedAt: Date }>(tickets: readonly T[]): Promise<T[]>;
  /** Drops what is settled and older than `before`. */
  forget(before: Date): Promise<void>;
  alive(): Promise<void>;
}

/** Inserts a delivery; false if it was known. Part of the caller's transaction. */
export const insertDelivery = async (
  client: ClientBase,
  delivery: { readonly id: string; readonly ticketId: number; readonly body: string | null },
  at: Date,
): Promise<boolean> => {
  const { rowCount } = await client.query(
    'insert into inbox (delivery, ticket, body, received_at) values ($1, $2, $3, $4) on conflict do nothing',
    [delivery.id, delivery.ticketId, delivery.body, at],
  );
  return rowCount === 1;
};

/** The records in the tables of `migrations.ts`. Every call rejects with PostgreSQL's error when the store is down. */
export const createRecords = (pool: Pool): Records => ({
  async signalsOf(ticket) {
    const { rows } = await pool.query<Signal>(
      'select delivery, body from inbox where ticket = $1 and processed_at is null order by received_at',
      [ticket],
    );
    return rows;
  },
  async settle(deliveries, at) {
    await pool.query('update inbox set processed_at = $2, body = null where delivery = any($1)', [
      deliveries,
      at,
    ]);
  },
  async decide({ ticket, clause, mode, verdict, outcome, because, actionKey, at }) {
    await pool.query(
      `insert into decisions (ticket, clause, mode, verdict, outcome, because, action_key, at)
       select $1, $2, $3, $4, $5, $6::jsonb, $7, $8
       where $7::text is not null or not exists (
         select 1 from (
           select mode, verdict, outcome, because from decisions
           where ticket = $1 and clause = $2 order by id desc limit 1
         ) last
         where last.mode = $3 and last.verdict = $4 and last.outcome = $5 and last.because = $6::jsonb
       )
       on conflict (action_key) do nothing`,
      [ticket, clause, mode, verdict, outcome, JSON.stringify(because), actionKey, at],
    );
  },
  async decisionsOf(ticket) {
    const { rows } = await pool.query<Decision>(
      `select ticket::int, clause, mode, verdict, outcome, because, action_key as "actionKey", at
       from decisions where ticket = $1 order by id desc limit 200`,
      [ticket],
    );
    return rows;
  },
  async actsSince(ticket, clause, since) {
    const { rows } = await pool.query<{ acts: number }>(
      `select count(*)::int as acts from decisions
       where ticket = $1 and clause = $2 and action_key is not null and at > $3`,
      [ticket, clause, since],
    );
    return rows[0]?.acts ?? 0;
  },
  async watermark(name) {
    const { rows } = await pool.query<{ at: Date }>('select at from watermarks where name = $1', [name]);
    return rows[0]?.at ?? null;
  },
  async setWatermark(name, at) {
    await pool.query(
      'insert into watermarks (name, at) values ($1, $2) on conflict (name) do update set at = excluded.at',
      [name, at],
    );
  },
  async saw(ticket, updatedAt) {
    await pool.query(
      `insert into seen (ticket, updated_at) values ($1, $2)
       on conflict (ticket) do update set updated_at = excluded.updated_at`,
      [ticket, updatedAt],
    );
  },
  async unseen(tickets) {
    const { rows } = await pool.query<{ ticket: number; updatedAt: Date }>(
      'select ticket::int, updated_at as "updatedAt" from seen where ticket = any($1)',
      [tickets.map(({ id }) => id)],
    );
    const seen = new Map(rows.map(({ ticket, updatedAt }) => [ticket, updatedAt.getTime()]));
    return tickets.filter(({ id, updatedAt }) => seen.get(id) !== updatedAt.getTime());
  },
  async forget(before) {
    await pool.query('delete from inbox where processed_at < $1', [before]);
    await pool.query('delete from seen where updated_at < $1', [before]);
  },
  async alive() {
    await pool.query('select 1');
  },
});
