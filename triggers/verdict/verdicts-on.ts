/** The five verdicts on one ticket, each with its reason: rules say what is the matter, not how a verdict is built. */
import type { Action, RuleContext, TicketFacts, Verdict } from '../types.js';

type Said = Readonly<Record<string, string>>;

/** Verdicts on `facts` in the name of `context.clause`. `said`: names of fields and masked values only. */
export const verdictsOn = (facts: TicketFacts, { clause }: RuleContext) => {
  const because = (text: string, said: Said = {}) => ({
    clause,
    text,
    facts: { Группа: facts.group, ...said },
  });
  return {
    leave: (text: string): Verdict => ({ status: 'notApplicable', because: because(text) }),
    met: (text: string): Verdict => ({ status: 'met', because: because(text) }),
    flag: (text: string, said?: Said): Verdict => ({ status: 'flagged', because: because(text, said) }),
    pending: (text: string, dueAt: Date, said?: Said): Verdict => ({
      status: 'pending',
      because: because(text, said),
      dueAt,
    }),
    due: (text: string, actions: readonly Action[], said?: Said): Verdict => ({
      status: 'due',
      because: because(text, said),
      actions,
    }),
  };
};

/** A ticket attribute as text; null when absent, empty or blank. */
export const said = (facts: Pick<TicketFacts, 'attributes'>, attribute: string): string | null => {
  const value = facts.attributes[attribute];
  return value === null || value === undefined || String(value).trim() === '' ? null : String(value);
};
