/**
 * Who is signed in to the page, and who did what there. Of a session's id only its hash is kept: whoever reads the database
 * cannot sign in with it. Staff by login, nobody's key.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';

/** `admin`: sets the helpdesk up; `head`: leads the support desk. */
export type PageRole = 'head' | 'admin';

export interface Visitor {
  /** Id of the helpdesk's user. */
  readonly person: number;
  readonly login: string;
  readonly role: PageRole;
  /** Ids of the regions whose tickets the helpdesk shows this person. */
  readonly regions: readonly string[];
}

export interface Deed {
  readonly at: Date;
  readonly login: string;
  /** What was done, in Russian: «вход», «применение плана». */
  readonly deed: string;
  /** To what: the number of a ticket, an id of a clause, a fingerprint; empty: to nothing in particular. */
  readonly object: string;
}

export interface Sessions {
  /** Begins a session and tells its id, which is kept nowhere. Sessions that are over are dropped on the way. */
  begin(who: Visitor, at: Date): Promise<string>;
  /** Whose session it is; null: nobody's, or it is over. `looks`: a page that asks by itself keeps no session alive. */
  find(id: string, at: Date, options?: { readonly looks?: boolean }): Promise<Visitor | null>;
  end(id: string): Promise<void>;
  did(deed: Deed): Promise<void>;
  /** The last deeds, newest first. */
  deeds(limit: number): Promise<Deed[]>;
}

/** Nothing asked for so long: over. */
export const IDLE_MS = 30 * 60_000;
/** However busy: over. */
export const WHOLE_MS = 12 * 3600_000;
/** Deeds are kept as long as the decision log is by default. */
const DEEDS_MS = 2 * 365 * 24 * 3600_000;

const keyOf = (id: string): Buffer => createHash('sha256').update(id).digest();

/** In the tables of `migration-page.ts`. Every call rejects with PostgreSQL's error when the store is down. */
export const createSessions = (pool: Pick<Pool, 'query'>): Sessions => ({
  async begin({ person, login, role, regions }, at) {
    const id = randomBytes(32).toString('base64url');
    const before = (ms: number): Date => new Date(at.getTime() - ms);
    await pool.query('delete from page_sessions where seen_at <= $1 or began_at <= $2', [
      before(IDLE_MS),
      before(WHOLE_MS),
    ]);
    await pool.query('delete from page_deeds where at < $1', [before(DEEDS_MS)]);
    await pool.query(
      `insert into page_sessions (key, person, login, role, regions, began_at, seen_at)
       values ($1, $2, $3, $4, $5, $6, $6)`,
      [keyOf(id), person, login, role, regions, at],
    );
    return id;
  },
  async find(id, at, { looks = true } = {}) {
    const { rows } = await pool.query<Visitor>(
      `update page_sessions set seen_at = case when $4 then greatest(seen_at, $2) else seen_at end
       where key = $1 and seen_at > $2::timestamptz - $3::int * interval '1 millisecond'
         and began_at > $2::timestamptz - $5::int * interval '1 millisecond'
       returning person::int, login, role, regions`,
      [keyOf(id), at, IDLE_MS, looks, WHOLE_MS],
    );
    return rows[0] ?? null;
  },
  async end(id) {
    await pool.query('delete from page_sessions where key = $1', [keyOf(id)]);
  },
  async did({ at, login, deed, object }) {
    await pool.query('insert into page_deeds (at, login, deed, object) values ($1, $2, $3, $4)', [
      at,
      login,
      deed,
      object,
    ]);
  },
  async deeds(limit) {
    const { rows } = await pool.query<Deed>(
      'select at, login, deed, object from page_deeds order by id desc limit $1',
      [limit],
    );
    return rows;
  },
});
