/** What requests were sent back for, of the store alone. */
import type { Pool } from 'pg';
import { inScope, scopeParams, type Scope } from './scope.js';

type Asks = Pick<Pool, 'query'>;

interface Refusal {
  readonly label: string;
  /** Why, in the companion's words. */
  readonly why: string;
  readonly times: number;
  readonly tickets: number;
}

/**
 * What requests were sent back for in [from, to): each of the labels with its reason; and how often, of how many tickets, in
 * all. Line by line: as a join the planner walks over the whole month of the log.
 */
export const refusalsByField = async (
  pool: Asks,
  scope: Scope,
  {
    from,
    to,
    clauses,
    labels,
  }: {
    readonly from: Date;
    readonly to: Date;
    readonly clauses: readonly string[];
    readonly labels: readonly string[];
  },
): Promise<{ readonly times: number; readonly tickets: number; readonly fields: readonly Refusal[] }> => {
  const { rows } = await pool.query<
    Omit<Refusal, 'label' | 'why'> & { label: string | null; why: string | null }
  >(
    `with sent as materialized (
       select a.ticket, d.facts
       from acts a left join places p on p.ticket = a.ticket cross join lateral (
         select because -> 'facts' as facts from decisions
         where ticket = a.ticket and clause = a.clause and action_key = a.key and at >= $3 and at < $4 and outcome = 'act'
         limit 1) d
       where a.at >= $3 and a.at < $4 and a.clause = any($5) and ${inScope(1, 'p.region', 'p.place')}
     )
     select null as label, null as why, count(*)::int as times, count(distinct ticket)::int as tickets from sent
     union all
     select label, facts ->> label, count(*)::int, count(distinct ticket)::int
     from sent cross join unnest($6::text[]) as label where facts ? label group by 1, 2`,
    [...scopeParams(scope), from, to, clauses, labels],
  );
  const whole = rows.find(({ label }) => label === null);
  const fields = rows
    .flatMap(({ label, why, ...counts }) => (label === null ? [] : [{ label, why: why ?? '', ...counts }]))
    .toSorted((one, other) => other.times - one.times || one.label.localeCompare(other.label));
  return { times: whole?.times ?? 0, tickets: whole?.tickets ?? 0, fields };
};
