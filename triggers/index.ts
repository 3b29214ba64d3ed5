/** The registry of rule kinds: from the name in a clause's file to the function that judges. */
import { requiredData } from './required-data.js';
import { transitionComment } from './transition-comment.js';
import type { Need, RuleContext, RuleKind, TicketFacts, Verdict } from './types.js';

type Judge = (facts: TicketFacts, context: RuleContext) => Verdict;

/** A rule kind with its parameters. */
export interface BoundRule {
  readonly judge: Judge;
  /** What must be read before `judge` may be asked. */
  readonly needs: (facts: TicketFacts) => readonly Need[];
}

/** Binds parameters once, so that a clause with wrong ones is refused at the start and not at the first ticket. */
const bind =
  <Params>(kind: RuleKind<Params>) =>
  (params: unknown): BoundRule => {
    const checked = kind.params.parse(params);
    return {
      judge: (facts, context) => kind.evaluate(facts, checked, context),
      needs: (facts) => kind.needs?.(facts, checked) ?? [],
    };
  };

const kinds: ReadonlyMap<string, (params: unknown) => BoundRule> = new Map([
  [requiredData.name, bind(requiredData)],
  [transitionComment.name, bind(transitionComment)],
]);

/** Names of all rule kinds there are. */
export const ruleKindNames: readonly string[] = [...kinds.keys()];

/**
 * The rule of one clause. Throws an `Error` (Russian) for an unknown kind, and zod's error for parameters that do not
 * fit it.
 */
export const ruleOf = (kind: string, params: unknown): BoundRule => {
  const found = kinds.get(kind);
  if (found === undefined)
    throw new Error(`Неизвестный вид правила «${kind}»; известны: ${ruleKindNames.join(', ')}`);
  return found(params);
};

/** The judge alone, for whoever has the facts complete. */
export const judgeOf = (kind: string, params: unknown): Judge => ruleOf(kind, params).judge;
