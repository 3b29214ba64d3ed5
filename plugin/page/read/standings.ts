/** What stands on tickets now, for lists: terms and what is flagged. By indexes, so many rows and no more; sums beside them. */
import type { Pool } from 'pg';
import { inScope, scopeParams, type Scope } from './scope.js';

type Asks = Pick<Pool, 'query'>;

/** A ticket's standing on a clause. */
export interface Standing {
  readonly ticket: number;
  /** Null: not known yet. */
  readonly number: string | null;
  readonly clause: string;
  readonly region: string | null;
  readonly text: string;
  /** Since when it stands so, or when its term ends. */
  readonly at: Date;
}

export interface RegionTerms {
  readonly region: string | null;
  readonly overdue: number;
  readonly soon: number;
}

/** Terms that end before `to`, by region; overdue: before `now`. */
export const termsCounted = async (pool: Asks, now: Date, to: Date): Promise<RegionTerms[]> => {
  const { rows } = await pool.query<RegionTerms>(
    `select region, count(*) filter (where term_due_at < $1)::int as overdue,
       count(*) filter (where term_due_at >= $1)::int as soon
     from standings where term_due_at is not null and term_due_at < $2 group by region order by region nulls last`,
    [now, to],
  );
  return rows;
};

/** Terms that end from `now` to `to` in pieces of `pieceMs`: how many in each that has any. */
export const termsLaidOut = async (
  pool: Asks,
  now: Date,
  to: Date,
  pieceMs: number,
): Promise<readonly { readonly piece: number; readonly terms: number }[]> => {
  const { rows } = await pool.query<{ piece: number; terms: number }>(
    `select floor(extract(epoch from term_due_at - $1::timestamptz) * 1000 / $3)::int as piece, count(*)::int as terms
     from standings where term_due_at >= $1 and term_due_at < $2 group by 1 order by 1`,
    [now, to, pieceMs],
  );
  return rows;
};

/** Terms that end in [from, to), the earliest first. `from` null: all that ended before. */
export const termsBetween = async (
  pool: Asks,
  scope: Scope,
  { from, to, limit }: { readonly from: Date | null; readonly to: Date; readonly limit: number },
): Promise<Standing[]> => {
  const { rows } = await pool.query<Standing>(
    `select s.ticket::int, nullif(p.number, '') as number, s.clause, s.region, s.text, s.term_due_at as at
     from standings s left join places p using (ticket)
     where s.term_due_at is not null and s.term_due_at < $3 and ($4::timestamptz is null or s.term_due_at >= $4)
       and ${inScope(1, 's.region', 'p.place')}
     order by s.term_due_at, s.ticket limit $5`,
    [...scopeParams(scope), to, from, limit],
  );
  return rows;
};

export interface FlaggedCount {
  readonly clause: string;
  readonly region: string | null;
  readonly tickets: number;
  readonly oldest: Date;
}

/** What is flagged, by clause and region; `aside`: clauses that are told in the log only. */
export const flaggedCounted = async (pool: Asks, aside: readonly string[]): Promise<FlaggedCount[]> => {
  const { rows } = await pool.query<FlaggedCount>(
    `select clause, region, count(*)::int as tickets, min(at) as oldest
     from standings where verdict = 'flagged' and clause <> all($1) group by clause, region`,
    [aside],
  );
  return rows;
};

/** What is flagged, the oldest first. */
export const flagged = async (
  pool: Asks,
  scope: Scope,
  {
    aside,
    clause,
    region,
    limit,
  }: {
    readonly aside: readonly string[];
    /** Null: of all. */
    readonly clause: string | null;
    readonly region: string | null;
    readonly limit: number;
  },
): Promise<Standing[]> => {
  const { rows } = await pool.query<Standing>(
    `select s.ticket::int, nullif(p.number, '') as number, s.clause, s.region, s.text, s.at
     from standings s left join places p using (ticket)
     where s.verdict = 'flagged' and s.clause <> all($3) and ($4::text is null or s.clause = $4)
       and ($5::text is null or s.region = $5) and ${inScope(1, 's.region', 'p.place')}
     order by s.at, s.ticket limit $6`,
    [...scopeParams(scope), aside, clause, region, limit],
  );
  return rows;
};
