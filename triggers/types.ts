/**
 * The vocabulary of the rules: facts in, verdict out. A rule kind is a pure function; time, calendar and parameters are
 * handed to it, and what it wants done is a value that somebody else carries out.
 */
import type { z } from 'zod';
import type { ClauseId } from '../config/schema/common.js';

/** Who a change or an article came from, as far as rules care. `citizen`: any customer, incl. a portal's robot. */
export type Actor = 'citizen' | 'operator' | 'companion' | 'helpdesk';

export interface ArticleFacts {
  readonly id: number;
  readonly from: Actor;
  readonly channel: 'email' | 'phone' | 'web' | 'note' | 'other';
  readonly internal: boolean;
  /** RFC 3834 auto-reply, out of office or bounce: never counts as an answer. */
  readonly automatic: boolean;
  readonly createdAt: Date;
}

/** An immutable snapshot of one ticket, read in one call. Names, never ids: rules read like the regulation. */
export interface TicketFacts {
  readonly id: number;
  readonly number: string;
  readonly group: string;
  readonly state: string;
  /** Closed, merged or removed: nobody works on it, so nobody is told what to do with it. */
  readonly closed: boolean;
  readonly owner: string | null;
  /** Id of the region of origin, null while nobody said. */
  readonly region: string | null;
  /** Ticket attributes by their names in `config/helpdesk/attributes.yaml`; absent and empty are both null. */
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
  readonly articles: readonly ArticleFacts[];
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly updatedBy: Actor;
}

/**
 * A wanted end state, not a call: carrying it out twice changes nothing. Keys of `fields` are `group`, `state`, `owner`
 * (login, null: nobody) and the names of ticket attributes; values are names, as in the facts.
 */
export type Action =
  | { readonly do: 'set'; readonly fields: Readonly<Record<string, string | number | boolean | null>> }
  | { readonly do: 'note'; readonly template: string; readonly view: Readonly<Record<string, unknown>> };

/** Why: enough for a head of support to check it by hand. `facts` holds names of fields and masked values only. */
export interface Because {
  readonly clause: ClauseId;
  readonly text: string;
  readonly facts: Readonly<Record<string, string>>;
}

export type Verdict =
  | { readonly status: 'notApplicable'; readonly because: Because }
  | { readonly status: 'met'; readonly because: Because }
  | { readonly status: 'pending'; readonly because: Because; readonly dueAt: Date }
  | { readonly status: 'due'; readonly because: Because; readonly actions: readonly Action[] }
  | { readonly status: 'flagged'; readonly because: Because };

/** What a rule may know beside the ticket: the clause it speaks for, the time, and the parties' directory. */
export interface RuleContext {
  readonly clause: ClauseId;
  readonly now: Date;
  readonly regions: ReadonlyMap<
    string,
    { readonly name: string; readonly group: string; readonly timeZone: string }
  >;
  readonly federalGroups: readonly string[];
}

/** One idea of a rule, told apart from the clauses that use it with their own parameters. */
export interface RuleKind<Params> {
  readonly name: string;
  readonly params: z.ZodType<Params>;
  evaluate(facts: TicketFacts, params: Params, context: RuleContext): Verdict;
}
