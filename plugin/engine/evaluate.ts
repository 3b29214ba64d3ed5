/** Every clause the companion enforces, judged on one ticket's facts. Pure. */
import type { Clause, Mode } from '../../config/schema/clause.js';
import type { ClauseId } from '../../config/schema/common.js';
import { judgeOf } from '../../triggers/index.js';
import type { RuleContext, TicketFacts, Verdict } from '../../triggers/types.js';

export type { Mode };

/** A clause with its rule bound to its parameters. */
export interface BoundClause {
  /** The id acts and log lines go by: the first of the clause's. */
  readonly id: ClauseId;
  readonly mode: Mode;
  readonly judge: (facts: TicketFacts, context: RuleContext) => Verdict;
}

export interface Judged {
  readonly clause: ClauseId;
  readonly mode: Mode;
  readonly verdict: Verdict;
}

/**
 * Binds the companion's clauses, in the order of the list. Throws an `Error` (Russian) naming the clause whose rule is
 * unknown or whose parameters do not fit.
 */
export const bindClauses = (clauses: readonly Clause[]): BoundClause[] =>
  clauses.flatMap((clause) => {
    const [id] = clause.ids;
    if (clause.enforcer !== 'companion' || id === undefined) return [];
    const { mode, rule } = clause;
    try {
      return [{ id, mode, judge: judgeOf(rule.kind, rule.params) }];
    } catch (cause) {
      throw new Error(`Обязательство ${id}: правило «${rule.kind}» не подходит: ${String(cause)}`, { cause });
    }
  });

/** Verdicts of all clauses on one ticket. */
export const evaluate = (
  facts: TicketFacts,
  clauses: readonly BoundClause[],
  context: Omit<RuleContext, 'clause'>,
): Judged[] =>
  clauses.map(({ id, mode, judge }) => ({
    clause: id,
    mode,
    verdict: judge(facts, { ...context, clause: id }),
  }));
