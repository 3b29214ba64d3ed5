/** The registry of rule kinds: from the name in a clause's file to the function that judges. */
import { agencyAnswer } from './rules/agency/answer.js';
import { agencyNotice } from './rules/agency/notice.js';
import { agencySilence } from './rules/agency/silence.js';
import { agencyWait } from './rules/agency/wait.js';
import { callTransfer } from './rules/handover/call-transfer.js';
import { claimRecorded } from './rules/claims/recorded.js';
import { claimRegistration } from './rules/claims/registration.js';
import { claimTermRule } from './rules/claims/term.js';
import { claimTold } from './rules/claims/told.js';
import { protocolInForce } from './rules/solution/protocol-in-force.js';
import { recordedFields } from './rules/claims/recorded-fields.js';
import { repeatContact } from './rules/agency/repeat-contact.js';
import { ageing } from './rules/handover/ageing.js';
import { entryDesk } from './rules/handover/entry-desk.js';
import { faqFound } from './rules/handover/faq-found.js';
import { faqSuggestion } from './rules/handover/faq-suggestion.js';
import { intention } from './rules/handover/intention.js';
import { pingPong } from './rules/handover/ping-pong.js';
import { returnToRegion } from './rules/handover/return-to-region.js';
import { routeByState } from './rules/handover/route-by-state.js';
import { askMissing } from './rules/intake/ask-missing.js';
import { lettersRead } from './rules/intake/letters-read.js';
import { requiredData } from './rules/intake/required-data.js';
import { disagreement } from './rules/solution/disagreement.js';
import { expectedFields } from './rules/solution/expected-fields.js';
import { knowledgeSearch } from './rules/solution/knowledge-search.js';
import { solutionDelivered } from './rules/solution/solution-delivered.js';
import { transitionComment } from './rules/handover/transition-comment.js';
import type { z } from 'zod';
import { whileBehind } from './verdict/while-behind.js';
import type { Need, RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from './types.js';
import { answerRecord } from './rules/waiting/answer-record.js';
import { askRegion } from './rules/waiting/ask-region.js';
import { forwardAnswer } from './rules/waiting/forward-answer.js';
import { noAnswer } from './rules/waiting/no-answer.js';
import { requestChannel } from './rules/waiting/request-channel.js';
import { waitAgeing } from './rules/waiting/wait-ageing.js';
import { waitAnswer } from './rules/waiting/wait-answer.js';
import { waitTerm } from './rules/waiting/wait-term.js';
import { agencyHold } from './rules/guard/agency-hold.js';
import { lawfulEnding } from './rules/guard/lawful-ending.js';

type Judge = (facts: TicketFacts, context: RuleContext) => Verdict;

/** A rule kind with its parameters. */
export interface BoundRule {
  readonly judge: Judge;
  /** What must be read before `judge` may be asked. */
  readonly needs: (facts: TicketFacts, context: Surroundings) => readonly Need[];
  /** What it flags is not shown on the ticket. Left out: it is. */
  readonly aside?: boolean;
}

/** Binds parameters once, so that a clause with wrong ones is refused at the start and not at the first ticket. */
const bind =
  <Params>(kind: RuleKind<Params>) =>
  (params: unknown): BoundRule => {
    const checked = kind.params.parse(params);
    return {
      judge: (facts, context) =>
        (kind.judgesActs?.(facts, checked, context) === true
          ? whileBehind(facts, context, kind.showsBehind === true)
          : null) ?? kind.evaluate(facts, checked, context),
      needs: (facts, context) => kind.needs?.(facts, checked, context) ?? [],
      aside: kind.aside === true,
    };
  };

interface Kind {
  readonly params: z.ZodType;
  readonly bind: (params: unknown) => BoundRule;
}
const entry = <Params>(kind: RuleKind<Params>): [string, Kind] => [
  kind.name,
  { params: kind.params, bind: bind(kind) },
];

const kinds: ReadonlyMap<string, Kind> = new Map([
  entry(lettersRead),
  entry(requiredData),
  entry(askMissing),
  entry(transitionComment),
  entry(ageing),
  entry(entryDesk),
  entry(faqFound),
  entry(faqSuggestion),
  entry(intention),
  entry(pingPong),
  entry(returnToRegion),
  entry(routeByState),
  entry(disagreement),
  entry(expectedFields),
  entry(knowledgeSearch),
  entry(solutionDelivered),
  entry(agencyAnswer),
  entry(agencyNotice),
  entry(agencySilence),
  entry(agencyWait),
  entry(callTransfer),
  entry(claimRecorded),
  entry(claimRegistration),
  entry(claimTermRule),
  entry(claimTold),
  entry(protocolInForce),
  entry(recordedFields),
  entry(repeatContact),
  entry(requestChannel),
  entry(waitTerm),
  entry(noAnswer),
  entry(waitAnswer),
  entry(answerRecord),
  entry(askRegion),
  entry(forwardAnswer),
  entry(waitAgeing),
  entry(lawfulEnding),
  entry(agencyHold),
]);

/** Names of all rule kinds there are. */
export const ruleKindNames: readonly string[] = [...kinds.keys()];

/** What each kind takes, for whoever reads the files of clauses. */
export const ruleParams: ReadonlyMap<string, z.ZodType> = new Map(
  [...kinds].map(([name, { params }]) => [name, params]),
);

/**
 * The rule of one clause. Throws an `Error` (Russian) for an unknown kind, and zod's error for parameters that do not
 * fit it.
 */
export const ruleOf = (kind: string, params: unknown): BoundRule => {
  const found = kinds.get(kind);
  if (found === undefined)
    throw new Error(`Неизвестный вид правила «${kind}»; известны: ${ruleKindNames.join(', ')}`);
  return found.bind(params);
};

/** The judge alone, for whoever has the facts complete. */
export const judgeOf = (kind: string, params: unknown): Judge => ruleOf(kind, params).judge;
