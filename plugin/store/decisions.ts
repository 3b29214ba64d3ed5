/**
 * The decision log: a line for each change of a verdict, in a table for each month, and beside it what stands now of every
 * clause on every ticket. A month that is over is dropped as a whole.
 */
import type { Pool, PoolClient } from 'pg';
import { isNews, standingAfter, type Open, type Standing } from './occasions.js';
import type { Decision } from './decision.js';
import { onClient } from './on-client.js';

export interface Decisions {
  /**
   * Writes what is news among decisions on one ticket, in one transaction; whether each was. An act is told once for its
   * key, whatever is asked.
   */
  decideAll(decisions: readonly Decision[]): Promise<boolean[]>;
  decide(decision: Decision): Promise<boolean>;
  /** All decisions of a ticket, newest first. */
  decisionsOf(ticket: number): Promise<Decision[]>;
  /** Decisions in [from, to), oldest first, some at a time. */
  decisionsBetween(from: Date, to: Date): AsyncIterable<Decision>;
  /** How often the clause acted on the ticket since an instant. */
  actsSince(ticket: number, clause: string, since: Date): Promise<number>;
  /** Drops whole months that were over by `before`; how many. What stands on tickets since longer stays. */
  forgetDecisions(before: Date): Promise<number>;
}

const COLUMNS =
  'ticket::int, clause, mode, verdict, outcome, because, action_key as "actionKey", region, due_at as "dueAt", at';
/** Lines fetched at once. */
const PAGE = 2_000;

const monthOf = (at: Date): string => at.toISOString().slice(0, 7);
const tableOf = (month: string): string => `decisions_${month.replace('-', '_')}`;
const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
};

/** PostgreSQL's words for «somebody else made it this very moment». */
const MADE = new Set(['42P07', '23505']);

/** Makes the table of a month unless it is there. */
const makeMonth = async (pool: Pool, month: string): Promise<void> => {
  try {
    await pool.query(
      `create table if not exists ${tableOf(month)} partition of decisions
       for values from ('${month}-01T00:00:00Z') to ('${nextMonth(month)}-01T00:00:00Z')`,
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && MADE.has(String(error.code)))) throw error;
  }
};

interface StandingRow extends Open {
  readonly clause: string;
  readonly mode: Decision['mode'];
  readonly lastVerdict: string;
  readonly outcome: Decision['outcome'];
  readonly text: string;
  readonly dueAt: Date | null;
}

const standingsOf = async (client: PoolClient, ticket: number): Promise<Map<string, Standing>> => {
  const { rows } = await client.query<StandingRow>(
    `select clause, mode, verdict as "lastVerdict", outcome, text, due_at as "dueAt", open as verdict,
       term_since as "termSince", term_due_at as "termDueAt", due_since as "dueSince"
     from standings where ticket = $1`,
    [ticket],
  );
  return new Map(
    rows.map(({ clause, mode, lastVerdict, outcome, text, dueAt, ...open }) => [
      clause,
      { last: { mode, verdict: lastVerdict, outcome, text, dueAt }, open },
    ]),
  );
};

interface Line {
  readonly decision: Decision;
  readonly before: Open | null;
  readonly after: Standing;
}

const insertLines = async (client: PoolClient, lines: readonly Line[]): Promise<void> => {
  await client.query(
    `insert into decisions (ticket, clause, mode, verdict, outcome, because, action_key, region, due_at, at,
       was, term_since, term_due_at, due_since)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[], $8::text[],
       $9::timestamptz[], $10::timestamptz[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[])`,
    [
      lines.map(({ decision }) => decision.ticket),
      lines.map(({ decision }) => decision.clause),
      lines.map(({ decision }) => decision.mode),
      lines.map(({ decision }) => decision.verdict),
      lines.map(({ decision }) => decision.outcome),
      lines.map(({ decision }) => JSON.stringify(decision.because)),
      lines.map(({ decision }) => decision.actionKey),
      lines.map(({ decision }) => decision.region),
      lines.map(({ decision }) => decision.dueAt),
      lines.map(({ decision }) => decision.at),
      lines.map(({ before }) => before?.verdict ?? null),
      lines.map(({ before }) => before?.termSince ?? null),
      lines.map(({ before }) => before?.termDueAt ?? null),
      lines.map(({ before }) => before?.dueSince ?? null),
    ],
  );
};

const setStandings = async (client: PoolClient, lines: readonly Line[]): Promise<void> => {
  const last = [...new Map(lines.map((line) => [line.decision.clause, line])).values()];
  await client.query(
    `insert into standings (ticket, clause, mode, verdict, outcome, text, region, due_at, at, open, term_since, term_due_at,
       due_since)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::timestamptz[], $9::timestamptz[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[])
     on conflict (ticket, clause) do update set mode = excluded.mode, verdict = excluded.verdict,
       outcome = excluded.outcome, text = excluded.text, region = excluded.region, due_at = excluded.due_at,
       at = excluded.at, open = excluded.open, term_since = excluded.term_since, term_due_at = excluded.term_due_at,
       due_since = excluded.due_since`,
    [
      last.map(({ decision }) => decision.ticket),
      last.map(({ decision }) => decision.clause),
      last.map(({ decision }) => decision.mode),
      last.map(({ decision }) => decision.verdict),
      last.map(({ decision }) => decision.outcome),
      last.map(({ decision }) => decision.because.text),
      last.map(({ decision }) => decision.region),
      last.map(({ decision }) => decision.dueAt),
      last.map(({ decision }) => decision.at),
      last.map(({ after }) => after.open.verdict),
      last.map(({ after }) => after.open.termSince),
      last.map(({ after }) => after.open.termDueAt),
      last.map(({ after }) => after.open.dueSince),
    ],
  );
};

/** Keys of acts that are told for the first time. */
const firstTold = async (client: PoolClient, acts: readonly Decision[]): Promise<ReadonlySet<string>> => {
  if (acts.length === 0) return new Set();
  const { rows } = await client.query<{ key: string }>(
    `insert into acts (key, ticket, clause, at, undo)
     select * from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[], $5::boolean[]) on conflict do nothing returning key`,
    [
      acts.map(({ actionKey }) => actionKey),
      acts.map(({ ticket }) => ticket),
      acts.map(({ clause }) => clause),
      acts.map(({ at }) => at),
      acts.map(({ undo }) => undo === true),
    ],
  );
  return new Set(rows.map(({ key }) => key));
};

/** The log in the tables of `migrations.ts`. Every call rejects with PostgreSQL's error when the store is down. */
export const createDecisions = (pool: Pool): Decisions => {
  const made = new Set<string>();
  const decideAll: Decisions['decideAll'] = async (decisions) => {
    const [first] = decisions;
    if (first === undefined) return [];
    for (const month of new Set(decisions.map(({ at }) => monthOf(at)))) {
      if (made.has(month)) continue;
      await makeMonth(pool, month);
      made.add(month);
    }
    const written = onClient(pool, async (client) => {
      const standings = await standingsOf(client, first.ticket);
      const told = decisions.map((decision) => {
        const standing = standings.get(decision.clause) ?? null;
        if (!isNews(standing, decision)) return null;
        const after = standingAfter(standing, decision);
        standings.set(decision.clause, after);
        return { decision, before: standing?.open ?? null, after };
      });
      if (told.every((line) => line === null)) return told.map(() => false);
      await client.query('begin');
      const acts = decisions.filter(({ actionKey }) => actionKey !== null);
      const keys = await firstTold(client, acts);
      const isFresh = (line: Line | null): line is Line =>
        line !== null && (line.decision.actionKey === null || keys.has(line.decision.actionKey));
      const lines = told.filter(isFresh);
      if (lines.length > 0) {
        await insertLines(client, lines);
        await setStandings(client, lines);
      }
      await client.query('commit');
      return told.map(isFresh);
    });
    return written.catch((error: unknown) => {
      // A month dropped meanwhile is made anew.
      made.clear();
      throw error;
    });
  };
  return {
    decideAll,
    decide: async (decision) => (await decideAll([decision]))[0] === true,
    async decisionsOf(ticket) {
      const { rows } = await pool.query<Decision>(
        `select ${COLUMNS} from decisions where ticket = $1 order by id desc`,
        [ticket],
      );
      return rows;
    },
    async *decisionsBetween(from, to) {
      let after = '0';
      for (;;) {
        const { rows } = await pool.query<Decision & { id: string }>(
          `select id, ${COLUMNS} from decisions where at >= $1 and at < $2 and id > $3 order by id limit ${PAGE}`,
          [from, to, after],
        );
        for (const { id, ...decision } of rows) {
          after = id;
          yield decision;
        }
        if (rows.length < PAGE) return;
      }
    },
    async actsSince(ticket, clause, since) {
      const { rows } = await pool.query<{ acts: number }>(
        'select count(*)::int as acts from acts where ticket = $1 and clause = $2 and at > $3',
        [ticket, clause, since],
      );
      return rows[0]?.acts ?? 0;
    },
    async forgetDecisions(before) {
      const { rows } = await pool.query<{ name: string }>(
        `select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
         where inhparent = 'decisions'::regclass order by 1`,
      );
      const over = rows.filter(({ name }) => name < tableOf(monthOf(before)));
      for (const { name } of over) await pool.query(`drop table if exists ${name}`);
      made.clear();
      await pool.query('delete from tallies where day < $1', [`${monthOf(before)}-01`]);
      await pool.query('delete from acts where at < $1', [before]);
      // What is at rest for as long as the log is kept needs no comparison any more.
      await pool.query(`delete from standings where at < $1 and verdict in ('met', 'notApplicable')`, [
        before,
      ]);
      return over.length;
    },
  };
};
