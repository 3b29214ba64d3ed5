/** Acts that the companion put back, of the store alone. */
import type { Pool } from 'pg';
import { inScope, scopeParams, type Scope } from './scope.js';

type Asks = Pick<Pool, 'query'>;

/** An act that the companion put back. */
export interface Undone {
  /** Its key. */
  readonly act: string;
  readonly ticket: number;
  readonly number: string | null;
  readonly region: string | null;
  readonly place: string | null;
  /** Since when the ticket stands where it stands now. */
  readonly since: Date | null;
  readonly at: Date;
  readonly clause: string;
  readonly text: string;
  readonly facts: Readonly<Record<string, string>>;
  /** Of whoever allowed the act since; null: nobody. */
  readonly allowedBy: string | null;
  readonly allowedAt: Date | null;
}

const undone = (which: string, scope: string): string => `
  select a.key as act, a.ticket::int, nullif(p.number, '') as number, p.region, p.place, p.since, a.at, a.clause,
    coalesce(d.because ->> 'text', '') as text, coalesce(d.because -> 'facts', '{}') as facts,
    m.login as "allowedBy", m.at as "allowedAt"
  from acts a join places p using (ticket)
  left join decisions d on d.ticket = a.ticket and d.clause = a.clause and d.action_key = a.key
  left join permits m on m.act = a.key
  where ${which} and ${scope}`;

/** Acts put back in [from, to), the latest first. */
export const undoneBetween = async (
  pool: Asks,
  scope: Scope,
  { from, to, limit }: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<Undone[]> => {
  const { rows } = await pool.query<Undone>(
    `${undone('a.undo and a.at >= $3 and a.at < $4', inScope(1, 'p.region', 'p.place'))}
     order by a.at desc, a.ticket limit $5`,
    [...scopeParams(scope), from, to, limit],
  );
  return rows;
};

/** An act of the companion by its key, whether it put something back or sent a request back; null: none the visitor may be told of. */
export const undoneBy = async (
  pool: Asks,
  scope: Scope,
  act: string,
): Promise<(Undone & { readonly undo: boolean }) | null> => {
  const { rows } = await pool.query<Undone & { undo: boolean }>(
    undone('a.key = $3', inScope(1, 'p.region', 'p.place')).replace(
      'select a.key as act',
      'select a.undo, a.key as act',
    ),
    [...scopeParams(scope), act],
  );
  return rows[0] ?? null;
};
