/**
 * What a page tells of the federal FAQ, as the last look at it left it: a page asks the helpdesk nothing. Texts of the knowledge base and
 * of editions, numbers of tickets; of citizens nothing.
 */
import type { Pool } from 'pg';

/** A matter that FAQ has no answer to. */
export interface KnownGap {
  readonly about: string;
  readonly requests: number;
  readonly citizens: number;
  /** Numbers of some of the tickets. */
  readonly tickets: readonly string[];
  readonly inFederalBase: number;
  /** Title of the likeliest answer there is; null: none. */
  readonly likely: string | null;
}

export interface KnownConflict {
  readonly question: string;
  readonly message: string;
  /** As the knowledge base has it, and as the edition; null: nothing to compare. */
  readonly local: string | null;
  readonly edition: string | null;
}

export interface FaqState {
  /** Null: no answer of an edition is in the knowledge base. Dates are `YYYY-MM-DD`, moments ISO 8601. */
  readonly inForce: {
    readonly edition: string;
    readonly date: string | null;
    readonly answers: number;
    readonly archived: number;
    readonly declined: number;
    readonly unfinished: number;
    /** When it was seen in force first. */
    readonly since: string;
  } | null;
  /** The edition that was handed over last; null: none was. */
  readonly offered: {
    readonly edition: string;
    readonly date: string | null;
    readonly seen: string;
    readonly questions: number;
    readonly faults: number;
    readonly renames: number;
    readonly conflicts: readonly KnownConflict[];
  } | null;
  /** Null: not counted yet. `regions`: id → its own. */
  readonly gaps: {
    readonly since: string;
    readonly until: string;
    readonly requests: number;
    readonly all: readonly KnownGap[];
    readonly regions: Readonly<Record<string, readonly KnownGap[]>>;
  } | null;
}

export interface FaqStates {
  /** Null: nobody has looked yet. */
  faqState(): Promise<{ readonly at: Date; readonly state: FaqState } | null>;
  /** What is left out stays as it was. */
  keepFaq(found: Partial<FaqState>, at: Date): Promise<void>;
}

const unknown: FaqState = { inForce: null, offered: null, gaps: null };

/** The table of `migration-morning.ts`. Every call rejects with PostgreSQL's error. */
export const createFaqStates = (pool: Pick<Pool, 'query'>): FaqStates => ({
  async faqState() {
    const { rows } = await pool.query<{ at: Date; state: Partial<FaqState> }>(
      'select at, state from faq_states',
    );
    const [row] = rows;
    return row === undefined ? null : { at: row.at, state: { ...unknown, ...row.state } };
  },
  async keepFaq(found, at) {
    await pool.query(
      `insert into faq_states (at, state) values ($1, $2)
       on conflict (one) do update set at = excluded.at, state = faq_states.state || excluded.state`,
      [at, JSON.stringify(found)],
    );
  },
});
