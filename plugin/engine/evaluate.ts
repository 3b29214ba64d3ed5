/** Every clause the companion enforces, judged on one ticket's facts. Pure. */
import type { Clause } from '../../config/schema/clause.js';
import type { ClauseId } from '../../config/schema/common.js';
import { lesser, type Mode } from '../../config/schema/mode.js';
import { citedOn } from '../../triggers/ticket/cited.js';
import { ruleOf, type BoundRule } from '../../triggers/index.js';
import type { Need, Surroundings, TicketFacts, Verdict } from '../../triggers/types.js';

/** A clause with its rule bound to its parameters. */
export interface BoundClause extends BoundRule {
  /** The id that the keys of acts go by: the first of the clause's. */
  readonly id: ClauseId;
  /** All of them; left out: `id` alone. */
  readonly ids?: readonly [ClauseId, ...ClauseId[]];
  readonly mode: Mode;
}

export interface Judged {
  readonly clause: ClauseId;
  /** The obligation that a note on this ticket names. */
  readonly cited: ClauseId;
  /** Of the clause's ids the one of the ticket's own path: by it the log and the report go. Left out: `clause`. */
  readonly row?: ClauseId;
  /** The others. */
  readonly notRows?: readonly ClauseId[];
  readonly mode: Mode;
  /** Told in the log and the report only, where it is flagged. Left out: no. */
  readonly aside?: boolean;
  readonly verdict: Verdict;
}

/**
 * Binds the companion's clauses, in the order of the list. None goes further than `stance`.
 * Throws an `Error` (Russian) naming the clause whose rule is unknown or whose parameters do not fit.
 */
export const bindClauses = (clauses: readonly Clause[], stance: Mode = 'act'): BoundClause[] =>
  clauses.flatMap((clause) => {
    const [id, ...others] = clause.ids;
    if (clause.enforcer !== 'companion' || id === undefined) return [];
    const { rule } = clause;
    try {
      return [
        {
          id,
          ids: [id, ...others],
          mode: lesser(stance, clause.mode),
          ...ruleOf(rule.kind, rule.params),
        },
      ];
    } catch (cause) {
      throw new Error(`Обязательство ${id}: правило «${rule.kind}» не подходит: ${String(cause)}`, { cause });
    }
  });

/** What must be read beyond the one call before all clauses can be judged. */
export const needsOf = (
  facts: TicketFacts,
  clauses: readonly BoundClause[],
  context: Surroundings,
): ReadonlySet<Need> => new Set(clauses.flatMap(({ needs }) => needs(facts, context)));

/** What of it is missing from `known`. */
export const missingFor = (
  facts: TicketFacts,
  clauses: readonly BoundClause[],
  context: Surroundings,
  known: ReadonlySet<Need>,
): ReadonlySet<Need> => new Set([...needsOf(facts, clauses, context)].filter((need) => !known.has(need)));

/** Verdicts of all clauses on one ticket. */
export const evaluate = (
  facts: TicketFacts,
  clauses: readonly BoundClause[],
  context: Surroundings,
): Judged[] =>
  clauses.map(({ id, ids = [id], mode, judge, aside }) => {
    const row = citedOn(facts, ids, context.vocabulary);
    const verdict = judge(facts, { ...context, clause: row });
    // A rule may speak for another clause of its kind: a comment is taken in one place for all that ask for one.
    return {
      clause: id,
      cited: verdict.because.clause,
      row,
      notRows: ids.filter((one) => one !== row),
      mode,
      verdict,
      ...(aside === true && { aside }),
    };
  });
