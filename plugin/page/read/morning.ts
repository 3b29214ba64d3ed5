/** What a head of support asks in the morning, of the store alone: by indexes, so many rows and no more. */
import type { Pool } from 'pg';
import { inScope, scopeParams, type Scope } from './scope.js';

type Asks = Pick<Pool, 'query'>;

/** A moment that is another for each region: its opening, the end of its day. */
export interface Moments {
  /** Of the federal side, and where no region is known. */
  readonly federal: Date;
  readonly of: ReadonlyMap<string, Date>;
}

/** A ticket of a list. */
export interface MorningTicket {
  readonly ticket: number;
  /** Null: not known yet. */
  readonly number: string | null;
  readonly region: string | null;
  readonly place: string | null;
  /** Since when it is there, or when its term ends. */
  readonly at: Date;
  /** What is said of it; empty: nothing. */
  readonly text: string;
}

/** How many there are, and the first of them. */
export interface MorningList {
  readonly count: number;
  readonly rows: readonly MorningTicket[];
}

const spelling = (name: string | null): string => name?.toLowerCase().replaceAll('ё', 'е') ?? '';

interface Listing {
  readonly which: string;
  readonly at: string;
  readonly text?: string;
  readonly moments?: Moments;
  readonly more?: readonly unknown[];
}

const nobody: Moments = { federal: new Date(0), of: new Map() };

/** $1, $2: scope; $3, $4, $5: moments, as `m.moment` of the ticket's region and `$5` of the federal side; $6: limit; more from $7. */
const listed = async (
  pool: Asks,
  scope: Scope,
  limit: number,
  { which, at, text = "''", moments = nobody, more = [] }: Listing,
): Promise<MorningList> => {
  const { rows } = await pool.query<Omit<MorningTicket, 'ticket'> & { count: number; ticket: number | null }>(
    `with found as materialized (
       select p.ticket::int, nullif(p.number, '') as number, p.region, p.place, ${at} as at
       from places p left join unnest($3::text[], $4::timestamptz[]) as m (region, moment) on m.region = p.region
       where ${which} and ${inScope(1, 'p.region', 'p.place')} and $5::timestamptz is not null
     )
     select (select count(*) from found)::int as count, shown.* from (select 1) one
     left join (select p.*, ${text} as text from (select * from found order by at, ticket limit $6) p) shown on true`,
    [
      ...scopeParams(scope),
      [...moments.of.keys()],
      [...moments.of.values()],
      moments.federal,
      limit,
      ...more,
    ],
  );
  return {
    count: rows[0]?.count ?? 0,
    rows: rows.flatMap(({ ticket, number, region, place, at: moment, text: words }) =>
      ticket === null ? [] : [{ ticket, number, region, place, at: moment, text: words }],
    ),
  };
};

interface AskedList {
  readonly scope: Scope;
  readonly limit: number;
}

/** Came to its desk before this desk opened, and nobody has taken it. `federal`: places of the federal side. */
export const untakenBefore = (
  pool: Asks,
  { scope, limit }: AskedList,
  { openings, federal }: { readonly openings: Moments; readonly federal: readonly string[] },
): Promise<MorningList> =>
  listed(pool, scope, limit, {
    at: 'p.since',
    moments: openings,
    which: `p.untaken and not p.ended
      and p.since < case when p.place = any($7) then $5 else coalesce(m.moment, $5) end`,
    more: [federal],
  });

/** Zammad closes it by the end of its region's day. */
export const closingBy = (pool: Asks, { scope, limit }: AskedList, ends: Moments): Promise<MorningList> =>
  listed(pool, scope, limit, {
    at: 'p.closes_at',
    moments: ends,
    which: 'p.closes_at is not null and not p.ended and p.closes_at <= coalesce(m.moment, $5)',
  });

/** Terms of `clauses` that end by then, by the federal calendar. `text`: the clause by the id of the ticket's own path. */
export const endingBy = (
  pool: Asks,
  { scope, limit }: AskedList,
  { clauses, by }: { readonly clauses: readonly string[]; readonly by: Date },
): Promise<MorningList> =>
  listed(pool, scope, limit, {
    at: `(select min(s.term_due_at) from standings s
      where s.ticket = p.ticket and s.clause = any($7) and s.verdict = 'pending')`,
    text: `(select s.clause from standings s where s.ticket = p.ticket and s.clause = any($7) and s.verdict = 'pending'
      and s.term_due_at = p.at limit 1)`,
    which: `not p.ended and p.ticket in (
      select ticket from standings where clause = any($7) and verdict = 'pending' and term_due_at <= $8)`,
    more: [clauses, by],
  });

/** Stands where a solution waits to be told, and no clause has seen it told. */
export const readyUntold = (
  pool: Asks,
  { scope, limit }: AskedList,
  { places, clauses }: { readonly places: readonly string[]; readonly clauses: readonly string[] },
): Promise<MorningList> =>
  listed(pool, scope, limit, {
    at: 'p.since',
    text: `coalesce((select max(s.text) from standings s
      where s.ticket = p.ticket and s.clause = any($8) and s.verdict in ('flagged', 'due')), '')`,
    // The offset keeps it asked ticket by ticket: as an anti join all standings are read for a handful of tickets.
    which: `not p.ended and p.place = any($7) and not exists (
      select 1 from standings s where s.ticket = p.ticket and s.clause = any($8) and s.verdict = 'met' offset 0)`,
    more: [places, clauses],
  });

/** The last letter was given up on and nothing went out since; of ended ones only what ended after `since`. */
export const lettersLost = (pool: Asks, { scope, limit }: AskedList, since: Date): Promise<MorningList> =>
  listed(pool, scope, limit, {
    at: 'p.lost_at',
    which: 'p.lost_at is not null and (not p.ended or p.since > $7)',
    more: [since],
  });

export interface AgencyWait {
  /** Null: not named, or not by a name that may be shown. */
  readonly agency: string | null;
  readonly tickets: number;
  /** Local day of the federal side on which the oldest was asked, `YYYY-MM-DD`. */
  readonly oldest: string;
}

/** Open tickets at places where an agency is waited for, however its name is spelled; the longest wait first. */
export const agencyWaits = async (
  pool: Asks,
  scope: Scope,
  { places, zone }: { readonly places: readonly string[]; readonly zone: string },
): Promise<AgencyWait[]> => {
  const { rows } = await pool.query<AgencyWait>(
    `select agency, count(*)::int as tickets,
       least(min(agency_asked), (min(since) filter (where agency_asked is null) at time zone $4)::date)::text as oldest
     from places p where not ended and place = any($3) and ${inScope(1, 'p.region', 'p.place')}
     group by agency order by tickets desc, agency`,
    [...scopeParams(scope), places, zone],
  );
  // Not by the database, whose letters may be Latin alone.
  return [...Map.groupBy(rows, ({ agency }) => spelling(agency)).values()]
    .map((same) => ({
      agency: same[0]?.agency ?? null,
      tickets: same.reduce((sum, { tickets }) => sum + tickets, 0),
      oldest: same.map(({ oldest }) => oldest).toSorted()[0] ?? '',
    }))
    .toSorted((one, other) => one.oldest.localeCompare(other.oldest));
};

export interface ServiceCount {
  /** Null: not named, or not by a name that may be shown. */
  readonly service: string | null;
  readonly now: number;
  /** The mean of the same hours before. */
  readonly usual: number;
}

/** New requests by service within the first of `spans`, and on the average within the others. */
export const countedByService = async (
  pool: Asks,
  scope: Scope,
  spans: readonly { readonly from: Date; readonly to: Date }[],
): Promise<ServiceCount[]> => {
  const { rows } = await pool.query<ServiceCount>(
    `select p.service, count(*) filter (where s.nth = 1)::int as now,
       (count(*) filter (where s.nth > 1) / $5::float) as usual
     from unnest($3::timestamptz[], $4::timestamptz[]) with ordinality as s (starts, ends, nth)
     join places p on p.created_at >= s.starts and p.created_at < s.ends
     where ${inScope(1, 'p.region', 'p.place')}
     group by p.service order by 2 desc, 1`,
    [
      ...scopeParams(scope),
      spans.map(({ from }) => from),
      spans.map(({ to }) => to),
      Math.max(1, spans.length - 1),
    ],
  );
  return [...Map.groupBy(rows, ({ service }) => spelling(service)).values()].map((same) => ({
    service: same[0]?.service ?? null,
    now: same.reduce((sum, one) => sum + one.now, 0),
    usual: same.reduce((sum, one) => sum + one.usual, 0),
  }));
};
