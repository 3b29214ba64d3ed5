/** Sign-ins that were begun and have not come back from the helpdesk yet. Each comes back once, to the browser that began it. */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

export interface Entrances {
  beginEntrance(entrance: {
    /** What the helpdesk hands back, and what the browser keeps: their hashes are kept alone. */
    readonly state: string;
    readonly browser: string;
    readonly verifier: string;
    readonly at: Date;
  }): Promise<void>;
  /** The verifier; null: never begun so, too long ago, or used. */
  useEntrance(state: string, browser: string, at: Date): Promise<string | null>;
}

const ENTRANCE_MS = 10 * 60_000;

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The table of `migration-morning.ts`. */
export const createEntrances = (pool: Pick<Pool, 'query'>): Entrances => ({
  async beginEntrance({ state, browser, verifier, at }) {
    await pool.query('delete from page_entrances where at <= $1', [new Date(at.getTime() - ENTRANCE_MS)]);
    await pool.query('insert into page_entrances (state, browser, verifier, at) values ($1, $2, $3, $4)', [
      hash(state),
      hash(browser),
      verifier,
      at,
    ]);
  },
  async useEntrance(state, browser, at) {
    const { rows } = await pool.query<{ verifier: string }>(
      'delete from page_entrances where state = $1 and browser = $2 and at > $3 returning verifier',
      [hash(state), hash(browser), new Date(at.getTime() - ENTRANCE_MS)],
    );
    return rows[0]?.verifier ?? null;
  },
});
