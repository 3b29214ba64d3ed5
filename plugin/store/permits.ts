/**
 * Acts that a head allows: what was put back once on a ticket may be done there once more, and then stands. Who said so and why is kept
 * beside it.
 */
import type { Pool } from 'pg';

export interface Permit {
  /** Key of the act that put back what is allowed. */
  readonly act: string;
  readonly ticket: number;
  readonly clause: string;
  /** Where the act that was put back had led, `group · state`: no other is let stand. Null: not known. */
  readonly place: string | null;
  /** Of whoever allowed it. */
  readonly login: string;
  /** Without anybody's data. */
  readonly reason: string;
  readonly at: Date;
  /** When the act that it let stand was done; null: none yet. */
  readonly usedAt: Date | null;
}

/** Every call rejects with PostgreSQL's error. */
export interface Permits {
  /** False: it was allowed before. */
  permit(permit: Omit<Permit, 'usedAt'>): Promise<boolean>;
  permitsOn(ticket: number): Promise<Permit[]>;
  /** The act that was done at `at` stands by it. */
  usePermit(act: string, at: Date): Promise<void>;
}

/** The table of `migration-morning.ts`. */
export const createPermits = (pool: Pick<Pool, 'query'>): Permits => ({
  async permit({ act, ticket, clause, place, login, reason, at }) {
    const { rowCount } = await pool.query(
      `insert into permits (act, ticket, clause, place, login, reason, at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing`,
      [act, ticket, clause, place, login, reason, at],
    );
    return rowCount === 1;
  },
  async permitsOn(ticket) {
    const { rows } = await pool.query<Permit>(
      `select act, ticket::int, clause, place, login, reason, at, used_at as "usedAt" from permits where ticket = $1 order by at`,
      [ticket],
    );
    return rows;
  },
  async usePermit(act, at) {
    await pool.query('update permits set used_at = $2 where act = $1 and used_at is null', [act, at]);
  },
});
