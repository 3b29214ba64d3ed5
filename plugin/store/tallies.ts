/**
 * The decision log as sums by day, clause and region: so that a report over years adds up small numbers and reads the lines
 * of the last minutes only. Sums of people's doings, nobody's data.
 */
import type { Pool } from 'pg';
import { onClient } from './on-client.js';

/** Where a region is; `region` null: everybody else. */
export interface Zone {
  readonly region: string | null;
  /** IANA name. */
  readonly zone: string;
}

export interface Tallies {
  /**
   * Adds lines that were written since to the sums, of each by the local day of its region; resolves to their number, some
   * thousands at most. Rejects with PostgreSQL's error, and then nothing was added.
   */
  tally(zones: readonly Zone[]): Promise<number>;
}

/** Lines added up at once: less than a second's work, so that a slow machine comes through as well. */
const CHUNK = 20_000;

/** The step of Zammad's own clock: what is settled within it is not late. */
export const GRACE = `interval '15 minutes'`;
const ACTED = `d.verdict = 'due' and d.outcome in ('act', 'note')`;
/** An act, or another verdict than these, ends a term. */
const ENDED = `d.term_due_at is not null and (d.verdict not in ('due', 'pending', 'flagged') or (${ACTED})
  or (d.verdict = 'pending' and d.due_at is null))`;
const MINUTES = `extract(epoch from d.at - coalesce(d.due_since,
  case when d.term_due_at < d.at then d.term_due_at else d.at end)) / 60`;

/** $1, $2: regions and their zones, null for everybody else. */
export const WITH_ZONES = `zones as materialized (
    select * from unnest($1::text[], $2::text[]) as z (region, zone) where region is not null
  ), others as materialized (
    select zone from unnest($1::text[], $2::text[]) as z (region, zone) where region is null
  )`;

export const zoneParams = (zones: readonly Zone[]): [(string | null)[], string[]] => [
  zones.map(({ region }) => region),
  zones.map(({ zone }) => zone),
];

/**
 * What each line of `decisions d` that fits `which` counts for: `kind`, the local `day`, and a `value`: of an act how long it
 * took, in tenths of minutes (from ten minutes on in whole ones), of a term the day it began, as days since 1970.
 */
export const told = (which: string): string => `
  select k.kind, k.day, d.clause, d.region, k.value
  from decisions d left join zones z on z.region = d.region cross join others o
  cross join lateral (values
    ('due', (d.at at time zone coalesce(z.zone, o.zone))::date, 0, d.verdict = 'due' and d.was is distinct from 'due'),
    ('met', (d.at at time zone coalesce(z.zone, o.zone))::date, 0, d.verdict = 'met' and d.was is distinct from 'met'),
    ('flagged', (d.at at time zone coalesce(z.zone, o.zone))::date, 0,
      d.verdict = 'flagged' and d.was is distinct from 'flagged'),
    ('act', (d.at at time zone coalesce(z.zone, o.zone))::date,
      case when ${MINUTES} < 10 then round(${MINUTES} * 10)::int else round(${MINUTES})::int * 10 end, ${ACTED}),
    ('term', (d.at at time zone coalesce(z.zone, o.zone))::date,
      (coalesce(d.term_since, d.at) at time zone coalesce(z.zone, o.zone))::date - date '1970-01-01',
      d.verdict <> 'notApplicable' and ${ENDED}),
    ('late', (d.term_due_at at time zone coalesce(z.zone, o.zone))::date, 0,
      d.at > d.term_due_at + ${GRACE} and ${ENDED})
  ) as k (kind, day, value, holds)
  where k.holds and ${which}`;

/** The sums in the tables of `migrations.ts`. */
export const createTallies = (pool: Pool): Tallies => ({
  async tally(zones) {
    return onClient(pool, async (client) => {
      // Numbers are given in one order and lines come to light in another: no line with a number up to this one is still being
      // written when everybody who writes was waited for.
      await client.query('begin; lock table only decisions in share mode');
      const { rows } = await client.query<{ last: string }>(
        'select (case when is_called then last_value else 0 end)::text as last from decision_ids',
      );
      await client.query('commit; begin');
      const { rows: marks } = await client.query<{ upTo: string }>(
        'select up_to::text as "upTo" from tallied for update',
      );
      const from = BigInt(marks[0]?.upTo ?? 0);
      const last = BigInt(rows[0]?.last ?? 0);
      const to = last - from > BigInt(CHUNK) ? from + BigInt(CHUNK) : last;
      if (to > from) {
        await client.query(
          `with ${WITH_ZONES}
           insert into tallies as sums (kind, day, clause, region, value, times)
           select kind, day, clause, region, value, count(*) from (${told('d.id > $3 and d.id <= $4')}) told
           group by 1, 2, 3, 4, 5
           on conflict (day, kind, clause, region, value) do update set times = sums.times + excluded.times`,
          [...zoneParams(zones), String(from), String(to)],
        );
        await client.query('update tallied set up_to = $1', [String(to)]);
      }
      await client.query('commit');
      return Math.max(0, Number(to - from));
    });
  },
});
