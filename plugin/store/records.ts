/** What the companion remembers, as plain SQL: deliveries, watermarks, what it has seen; decisions in a file of their own. */
import type { Pool } from 'pg';
import { createDecisions, type Decisions } from './decisions.js';
import { storedNews, type TicketNews } from './news.js';
import { createFaqStates, type FaqStates } from './faq-state.js';
import { createPermits, type Permits } from './permits.js';
import { createPlaces, type Places, type Stay } from './places.js';
import { createTallies, type Tallies } from './tallies.js';

export type { Decision } from './decision.js';

/** An act that does more than write its ticket, from before its first step until after its last: names and ids only. */
export interface OpenAct {
  /** The key of the act's mark. */
  readonly key: string;
  readonly clause: string;
  readonly steps: {
    /** Tags of the tickets it makes. */
    readonly creates: readonly string[];
    readonly links: readonly { readonly to: number; readonly relation: string }[];
    readonly add: readonly string[];
    readonly remove: readonly string[];
  };
}

/** A signal that waits for its ticket to be looked at; `news` null: it fell due or is asked for, so it must be looked at. */
export interface Signal {
  readonly delivery: string;
  readonly news: TicketNews | null;
}

/** What tickets are judged by, in pieces whose fingerprints tell what changed from one edition to the next. */
export interface Edition {
  readonly id: string;
  /** Fingerprint by the name of a piece. */
  readonly pieces: Readonly<Record<string, string>>;
  /** Tickets created until then are queued; null: none yet. */
  readonly walkedTo: Date | null;
  readonly doneAt: Date | null;
}

/** What a look leaves behind. */
export interface LookEnd {
  readonly ticket: number;
  /** Signals that are dealt with. */
  readonly deliveries: readonly string[];
  /** The state it was judged in; null: there was nothing to judge. */
  readonly updatedAt: Date | null;
  /** When it is to be looked at by itself; null: never. */
  readonly dueAt: Date | null;
  readonly at: Date;
  /** Where it was found; null: nowhere any more. */
  readonly stay: Stay | null;
}

export interface Records extends Decisions, Tallies, Places, Permits, FaqStates {
  /** Tickets that somebody told of and nobody has looked at yet: the backlog. */
  waiting(): Promise<number>;
  signalsOf(ticket: number): Promise<Signal[]>;
  /** Marks signals as dealt with and drops what they carried. */
  settle(deliveries: readonly string[], at: Date): Promise<void>;
  /** A look came to its end: all it leaves behind, in one statement. */
  conclude(end: LookEnd): Promise<void>;
  /** Remembers when the ticket is to be looked at by itself; null: never. */
  setDue(ticket: number, at: Date | null): Promise<void>;
  /** Tickets due by then. */
  dueBy(at: Date): Promise<{ readonly ticket: number; readonly at: Date }[]>;
  begin(ticket: number, acts: readonly OpenAct[]): Promise<void>;
  openActsOf(ticket: number): Promise<OpenAct[]>;
  /** Nothing on the ticket is unfinished. */
  finish(ticket: number): Promise<void>;
  /** Whether the thing of this key was done once for all. */
  isDone(key: string): Promise<boolean>;
  done(key: string, at: Date): Promise<void>;
  watermark(name: string): Promise<Date | null>;
  setWatermark(name: string, at: Date): Promise<void>;
  /** Remembers the `updated_at` under which a ticket was judged. */
  saw(ticket: number, updatedAt: Date): Promise<void>;
  /** Of the given tickets those changed since they were judged. */
  unseen<T extends { readonly id: number; readonly updatedAt: Date }>(tickets: readonly T[]): Promise<T[]>;
  /** The edition of the regulation by which tickets are judged, and those before it back to the last that was done to its end; newest first. */
  editions(): Promise<Edition[]>;
  beginEdition(id: string, pieces: Edition['pieces'], at: Date): Promise<void>;
  /** How far its tickets are queued: by when they were created; `done`: all of them. */
  walkedEdition(id: string, to: Date | null, done: Date | null): Promise<void>;
  /** Tickets on which a clause stands at `due`. */
  dueOn(clauses: readonly string[]): Promise<number[]>;
  /** Drops what is settled and older than `before`. */
  forget(before: Date): Promise<void>;
  /** Figures of what is remembered, for an administrator. */
  figures(now: Date): Promise<{ readonly terms: number; readonly overdue: number; readonly stopped: number }>;
  /** Proves that the store takes writes. */
  alive(): Promise<void>;
}

/** The records in the tables of `migrations.ts`. Every call rejects with PostgreSQL's error when the store is down. */
export const createRecords = (pool: Pool): Records => ({
  ...createDecisions(pool),
  ...createTallies(pool),
  ...createPlaces(pool),
  ...createPermits(pool),
  ...createFaqStates(pool),
  async waiting() {
    const { rows } = await pool.query<{ waiting: number }>(
      'select count(distinct ticket)::int as waiting from inbox where processed_at is null',
    );
    return rows[0]?.waiting ?? 0;
  },
  async signalsOf(ticket) {
    const { rows } = await pool.query<{ delivery: string; body: string | null }>(
      'select delivery, body from inbox where ticket = $1 and processed_at is null order by received_at',
      [ticket],
    );
    return rows.map(({ delivery, body }) => ({ delivery, news: storedNews(body) }));
  },
  async settle(deliveries, at) {
    await pool.query(
      'update inbox set processed_at = $2, settled_on = now(), body = null where delivery = any($1)',
      [deliveries, at],
    );
  },
  async conclude({ ticket, deliveries, updatedAt, dueAt, at, stay }) {
    await pool.query(
      `with settled as (
         update inbox set processed_at = $3, settled_on = now(), body = null where delivery = any($2)
       ), no_longer_due as (
         delete from due where ticket = $1 and $5::timestamptz is null
       ), due_again as (
         insert into due (ticket, at) select $1, $5 where $5::timestamptz is not null
         on conflict (ticket) do update set at = excluded.at where due.at <> excluded.at
       ), gone as (
         delete from places where ticket = $1 and $6::text is null
       ), placed as (
         insert into places as stands (ticket, number, place, ended, region, since, untaken, lost_at, agency, service, faq,
           created_at, closes_at, agency_asked)
         select $1, $6, $7, $8, $9, coalesce($10, $4, $3), $11, $12, $13, $14, $15, $16, $17, $18 where $6::text is not null
         on conflict (ticket) do update set number = excluded.number, place = excluded.place, ended = excluded.ended,
           region = excluded.region, untaken = excluded.untaken, lost_at = excluded.lost_at, agency = excluded.agency,
           service = excluded.service, faq = excluded.faq, created_at = excluded.created_at, closes_at = excluded.closes_at,
           agency_asked = excluded.agency_asked, since = case
             when $10::timestamptz is null and stands.place is not distinct from excluded.place
               and stands.ended = excluded.ended then stands.since
             else excluded.since end
       )
       insert into seen (ticket, updated_at, looked_on) values ($1, coalesce($4, $3), now())
       on conflict (ticket) do update
         set updated_at = coalesce($4, seen.updated_at), looked_on = excluded.looked_on`,
      [
        ticket,
        deliveries,
        at,
        updatedAt,
        dueAt,
        stay?.number ?? null,
        stay?.place ?? null,
        stay?.ended ?? false,
        stay?.region ?? null,
        stay?.since ?? null,
        stay?.told?.untaken ?? false,
        stay?.told?.lostAt ?? null,
        stay?.told?.agency ?? null,
        stay?.told?.service ?? null,
        stay?.told?.faq ?? null,
        stay?.told?.createdAt ?? null,
        stay?.told?.closesAt ?? null,
        stay?.told?.agencyAsked ?? null,
      ],
    );
  },
  async setDue(ticket, at) {
    if (at === null) await pool.query('delete from due where ticket = $1', [ticket]);
    else
      await pool.query(
        'insert into due (ticket, at) values ($1, $2) on conflict (ticket) do update set at = excluded.at',
        [ticket, at],
      );
  },
  async dueBy(at) {
    const { rows } = await pool.query<{ ticket: number; at: Date }>(
      'select ticket::int, at from due where at <= $1 order by at',
      [at],
    );
    return rows;
  },
  async begin(ticket, acts) {
    for (const { key, clause, steps } of acts)
      await pool.query(
        'insert into unfinished (key, ticket, clause, steps) values ($1, $2, $3, $4) on conflict do nothing',
        [key, ticket, clause, JSON.stringify(steps)],
      );
  },
  async openActsOf(ticket) {
    const { rows } = await pool.query<OpenAct>(
      'select key, clause, steps from unfinished where ticket = $1',
      [ticket],
    );
    return rows;
  },
  async finish(ticket) {
    await pool.query('delete from unfinished where ticket = $1', [ticket]);
  },
  async isDone(key) {
    return (await pool.query('select 1 from done where key = $1', [key])).rowCount === 1;
  },
  async done(key, at) {
    await pool.query('insert into done (key, at) values ($1, $2) on conflict do nothing', [key, at]);
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
      `insert into seen (ticket, updated_at, looked_on) values ($1, $2, now())
       on conflict (ticket) do update set updated_at = excluded.updated_at, looked_on = excluded.looked_on`,
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
  async editions() {
    const { rows } = await pool.query<Edition>(
      `select id, pieces, walked_to as "walkedTo", done_at as "doneAt" from editions order by begun_at desc`,
    );
    const done = rows.findIndex(({ doneAt }, at) => at > 0 && doneAt !== null);
    return done < 0 ? rows : rows.slice(0, done + 1);
  },
  async beginEdition(id, pieces, at) {
    // One that comes back begins anew, and each later than those before it, whatever the clock.
    await pool.query(
      `insert into editions (id, pieces, begun_at)
       select $1, $2, greatest($3, max(begun_at) + interval '1 millisecond') from editions
       on conflict (id) do update set begun_at = excluded.begun_at, walked_to = null, done_at = null`,
      [id, JSON.stringify(pieces), at],
    );
  },
  async walkedEdition(id, to, done) {
    await pool.query('update editions set walked_to = $2, done_at = $3 where id = $1', [id, to, done]);
  },
  async dueOn(clauses) {
    const { rows } = await pool.query<{ ticket: number }>(
      `select distinct ticket::int from standings where clause = any($1) and verdict = 'due' order by 1`,
      [clauses],
    );
    return rows.map(({ ticket }) => ticket);
  },
  async forget(before) {
    await pool.query('delete from inbox where processed_at < $1', [before]);
    await pool.query('delete from seen where updated_at < $1', [before]);
    await pool.query('delete from places where ended and since < $1', [before]);
    await pool.query('delete from done where at < $1', [before]);
    await pool.query('delete from permits where at < $1', [before]);
  },
  async figures(now) {
    const { rows } = await pool.query<{ terms: number; overdue: number; stopped: number }>(
      `select count(*)::int as terms, count(*) filter (where at <= $1)::int as overdue,
         (select count(*)::int from standings where outcome = 'stopped') as stopped
       from due`,
      [now],
    );
    return rows[0] ?? { terms: 0, overdue: 0, stopped: 0 };
  },
  async alive() {
    await pool.query(
      `insert into watermarks (name, at) values ('alive', now()) on conflict (name) do update set at = excluded.at`,
    );
  },
});
