/**
 * The sums of a report: what was added up day by day, and the lines written since. Both seen at one moment, so that no line
 * counts twice or not at all. What comes back is as small as the report itself, or comes some at a time.
 */
import type { Pool, PoolClient } from 'pg';
import { GRACE, told, WITH_ZONES, zoneParams, type Zone } from '../../store/tallies.js';
import type { Period, Place, Sums } from './report.js';

export interface Question {
  readonly period: Period;
  readonly zones: readonly Zone[];
  /** Ids of the regions asked for, counted as one; null: all. */
  readonly regions: readonly string[] | null;
  /** Terms that are open and ran out by then are late. */
  readonly now: Date;
  /** Working days of a term by the local days of its start and end, `2026-11-09`. */
  readonly workingDays: (region: string | null, since: string, until: string) => number;
}

/** $3–$5: first and last day, the regions. */
const all = (kinds: string): string => `with ${WITH_ZONES}, added as (
    select kind, day, clause, region, value, times from tallies
    where day between $3::date and $4::date and ($5::text[] is null or region = any($5)) and kind in (${kinds})
    union all
    select kind, day, clause, region, value, 1 from (
      ${told(`d.id > (select up_to from tallied) and ($5::text[] is null or d.region = any($5))
        and k.day between $3::date and $4::date and k.kind in (${kinds})`)}) told
  )`;

const COUNTS = `${all(`'due', 'met', 'flagged', 'late', 'act'`)}
  select kind, clause, region, value::float8 / 10 as minutes, sum(times)::int as times from added group by 1, 2, 3, value`;

const TERMS = `${all(`'term'`)}
  select clause, region, (date '1970-01-01' + value)::text as since, day::text as until, sum(times)::int as times
  from added group by 1, 2, 3, 4`;

const TREND = `${all(`'due', 'met', 'late', 'flagged'`)}
  select date_trunc('week', day)::date::text as week, kind, sum(times)::int as times from added group by 1, 2`;

/** Of a week that begins on that Monday, `2026-11-23`. */
export interface WeekCount {
  readonly week: string;
  readonly kind: Sums['counts'][number]['kind'];
  readonly times: number;
}

/** The period week by week, in no order; weeks of which nothing is known are not there. Rejects with PostgreSQL's error. */
export const trendOf = async (
  pool: Pick<Pool, 'query'>,
  { period, zones, regions }: Pick<Question, 'period' | 'zones' | 'regions'>,
): Promise<WeekCount[]> => {
  const { rows } = await pool.query<WeekCount>(TREND, [
    ...zoneParams(zones),
    period.from,
    period.to,
    regions,
  ]);
  return rows;
};

/** Terms nothing came of. The days around are for the index: whatever the zone, a day is near its UTC one. */
const UNSERVED = `with ${WITH_ZONES}
  select 'late' as kind, d.clause, d.region, count(*)::int as times
  from standings d left join zones z on z.region = d.region cross join others o
  where ($5::text[] is null or d.region = any($5))
    and d.term_due_at >= $3::date - interval '2 days' and d.term_due_at < $4::date + interval '3 days'
    and (d.term_due_at at time zone coalesce(z.zone, o.zone))::date between $3::date and $4::date
    and $6::timestamptz > d.term_due_at + ${GRACE}
  group by 2, 3`;

interface Counted extends Place {
  readonly kind: Sums['counts'][number]['kind'] | 'act';
  /** Of an act. */
  readonly minutes: number;
  readonly times: number;
}

interface Term extends Place {
  readonly since: string;
  readonly until: string;
  readonly times: number;
}

/** Rows fetched at once. */
const PAGE = 5_000;

/** A country's terms of a year are more than a process should hold; their lengths in days are few. */
const termsOf = async (
  client: PoolClient,
  params: readonly unknown[],
  workingDays: Question['workingDays'],
): Promise<Sums['terms']> => {
  const found = new Map<string, Sums['terms'][number]>();
  await client.query(`declare terms no scroll cursor for ${TERMS}`, [...params]);
  for (;;) {
    const { rows } = await client.query<Term>(`fetch ${PAGE} from terms`);
    for (const { clause, region, since, until, times } of rows) {
      const days = workingDays(region, since, until);
      const key = JSON.stringify([clause, region, days]);
      found.set(key, { clause, region, days, times: times + (found.get(key)?.times ?? 0) });
    }
    if (rows.length < PAGE) return [...found.values()];
  }
};

/** Counts the log within the period. Rejects with PostgreSQL's error, or with that of `workingDays`. */
export const sumsOf = async (pool: Pick<Pool, 'connect'>, question: Question): Promise<Sums> => {
  const { period, zones, regions, now, workingDays } = question;
  const params = [...zoneParams(zones), period.from, period.to, regions];
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<Counted>(COUNTS, params);
    const { rows: unserved } = await client.query<Sums['counts'][number]>(UNSERVED, [...params, now]);
    const terms = await termsOf(client, params, workingDays);
    const counts = rows.flatMap(({ kind, clause, region: at, times }) =>
      kind === 'act' ? [] : [{ kind, clause, region: at, times }],
    );
    return { counts: [...counts, ...unserved], acts: rows.filter(({ kind }) => kind === 'act'), terms };
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
};
