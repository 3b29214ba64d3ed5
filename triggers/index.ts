/** The registry of rule kinds: from the name in a clause's file to the function that judges. */
import { requiredData } from './required-data.js';
import type { RuleContext, RuleKind, TicketFacts, Verdict } from './types.js';

type Judge = (facts: TicketFacts, context: RuleContext) => Verdict;

/** Binds parameters once, so that a clause with wrong ones is refused at the start and not at the first ticket. */
const bind =
  <Params>(kind: RuleKind<Params>) =>
  (params: unknown): Judge => {
    const checked = kind.params.parse(params);
    return (facts, context) => kind.evaluate(facts, checked, context);
  };

const kinds: ReadonlyMap<string, (params: unknown) => Judge> = new Map([
  [requiredData.name, bind(requiredData)],
]);

/** Names of all rule kinds there are. */
export const ruleKindNames: readonly string[] = [...kinds.keys()];

/**
 * The judge of one clause. Throws an `Error` (Russian) for an unknown kind, and zod's error for parameters that do not
 * fit it.
 */
export const judgeOf = (kind: string, params: unknown): Judge => {
  const found = kinds.get(kind);
  if (found === undefined)
    throw new Error(`Неизвестный вид правила «${kind}»; известны: ${ruleKindNames.join(', ')}`);
  return found(params);
};
