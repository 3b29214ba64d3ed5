/** The sums of a report, as questions to the tables of the decision log: their answers are as small as the report itself. */
import type { Pool, QueryResultRow } from 'pg';
import type { Bounds, Sums } from './report.js';

/** The step of Zammad's own clock: what is settled within it is not late. */
const GRACE = `interval '15 minutes'`;
const ACTED = `d.verdict = 'due' and d.outcome in ('act', 'note')`;
/** An act, or another verdict than these, ends a term. */
const ENDED = `d.term_due_at is not null and (d.verdict not in ('due', 'pending', 'flagged') or (${ACTED})
  or (d.verdict = 'pending' and d.due_at is null))`;

/** $1–$4: bounds by region, the last for everybody else. $5: one region, or null for all. */
const WITH_BOUNDS = `with known as (
    select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as b (region, zone, starts, ends)
  ), bounds as materialized (
    select own.region, own.zone, own.starts, own.ends from known own where own.region is not null
  ), others as materialized (
    select zone, starts, ends from known where region is null
  )`;

const ofRegion = `left join bounds b on b.region = d.region cross join others o
  where ($5::text is null or d.region = $5)`;
const within = (moment: string): string =>
  `${moment} >= coalesce(b.starts, o.starts) and ${moment} < coalesce(b.ends, o.ends)`;

const COUNTS = `${WITH_BOUNDS}
  select d.clause, d.region,
    count(*) filter (where d.verdict = 'due' and d.was is distinct from 'due')::int as due,
    count(*) filter (where d.verdict = 'met' and d.was is distinct from 'met')::int as met,
    count(*) filter (where d.verdict = 'flagged' and d.was is distinct from 'flagged')::int as flagged
  from decisions d ${ofRegion} and d.at >= $6 and d.at < $7 and ${within('d.at')}
  group by d.clause, d.region`;

const ACTS = `${WITH_BOUNDS}
  select d.clause, d.region,
    percentile_cont(0.5) within group (order by extract(epoch from d.at - coalesce(d.due_since,
      case when d.term_due_at < d.at then d.term_due_at else d.at end))::float8 / 60) as minutes
  from decisions d ${ofRegion} and d.at >= $6 and d.at < $7 and ${within('d.at')} and ${ACTED}
  group by d.clause, d.region`;

const TERMS = `${WITH_BOUNDS}
  select d.clause, d.region, (d.term_since at time zone coalesce(b.zone, o.zone))::date::text as since,
    (d.at at time zone coalesce(b.zone, o.zone))::date::text as until, count(*)::int as times
  from decisions d ${ofRegion} and d.at >= $6 and d.at < $7 and ${within('d.at')} and ${ENDED}
    and d.verdict <> 'notApplicable'
  group by 1, 2, 3, 4`;

const LATE = `${WITH_BOUNDS}
  select clause, region, sum(times)::int as late from (
    select d.clause, d.region, count(*) as times
    from decisions d ${ofRegion} and d.at >= $6 and d.term_due_at >= $6 and d.term_due_at < $7
      and ${within('d.term_due_at')} and d.at > d.term_due_at + ${GRACE} and ${ENDED}
    group by 1, 2
    union all
    select d.clause, d.region, count(*) as times
    from standings d ${ofRegion} and d.term_due_at >= $6 and d.term_due_at < $7
      and ${within('d.term_due_at')} and $8::timestamptz > d.term_due_at + ${GRACE}
    group by 1, 2
  ) told group by clause, region`;

/**
 * Counts the log within `bounds`; `now`: terms open by then may be late. Rejects with PostgreSQL's error.
 * @param region id of the only region asked for; null: all
 */
export const sumsOf = async (
  pool: Pick<Pool, 'query'>,
  bounds: readonly Bounds[],
  region: string | null,
  now: Date,
): Promise<Sums> => {
  const times = (pick: (bound: Bounds) => Date): number[] => bounds.map((bound) => pick(bound).getTime());
  const params = [
    bounds.map((bound) => bound.region),
    bounds.map(({ zone }) => zone),
    bounds.map(({ starts }) => starts),
    bounds.map(({ ends }) => ends),
    region,
    new Date(Math.min(...times(({ starts }) => starts))),
    new Date(Math.max(...times(({ ends }) => ends))),
  ];
  const ask = async <Row extends QueryResultRow>(sql: string, ...more: readonly unknown[]): Promise<Row[]> =>
    (await pool.query<Row>(sql, [...params, ...more])).rows;
  const [counts, late, acts, terms] = await Promise.all([
    ask<Sums['counts'][number]>(COUNTS),
    ask<Sums['late'][number]>(LATE, now),
    ask<Sums['acts'][number]>(ACTS),
    ask<Sums['terms'][number]>(TERMS),
  ]);
  return { counts, late, acts, terms };
};
