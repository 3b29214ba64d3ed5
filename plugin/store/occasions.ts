/**
 * What a line of the decision log means beside the one before it: whether it is news at all, and what it ends. Pure. Each
 * line is written with what stood before it, so that figures are counted from single lines and no story has to be read again.
 */
import type { Decision } from './decision.js';

/** What is open on a ticket for a clause between two lines. */
export interface Open {
  /** Null: nothing, also after an act, so that the same due again is another occasion. */
  readonly verdict: string | null;
  readonly termSince: Date | null;
  readonly termDueAt: Date | null;
  readonly dueSince: Date | null;
}

/** The last line of a ticket and clause, and what it left open. */
export interface Standing {
  readonly last: Pick<Decision, 'mode' | 'verdict' | 'outcome' | 'dueAt'> & { readonly text: string };
  readonly open: Open;
}

const nothingOpen: Open = { verdict: null, termSince: null, termDueAt: null, dueSince: null };

const ACTED: ReadonlySet<string> = new Set(['act', 'note']);

/** Verdicts whose reason is what a person has to know: other words for them are another finding. */
const TELLING: ReadonlySet<string> = new Set(['due', 'flagged']);

/**
 * Whether the line says something that the last one did not. That a clause does not concern a ticket is news only where it
 * did before; another wording of the same finding is none.
 */
export const isNews = (standing: Standing | null, decision: Decision): boolean => {
  if (decision.actionKey !== null) return true;
  if (standing === null) return decision.verdict !== 'notApplicable';
  const { last } = standing;
  return (
    last.verdict !== decision.verdict ||
    last.outcome !== decision.outcome ||
    (last.mode !== decision.mode && decision.verdict !== 'notApplicable') ||
    last.dueAt?.getTime() !== decision.dueAt?.getTime() ||
    (TELLING.has(decision.verdict) && last.text !== decision.because.text)
  );
};

/** What stands after a line. An act ends the occasion: when the same comes to be due again, that is another one. */
const openAfter = (open: Open, { verdict, outcome, at, dueAt }: Decision): Open => {
  const { termSince, termDueAt } = open;
  switch (verdict) {
    case 'due': {
      if (ACTED.has(outcome)) return nothingOpen;
      const since = termDueAt !== null && termDueAt < at ? termDueAt : at;
      return { verdict, termSince, termDueAt, dueSince: open.dueSince ?? since };
    }
    case 'pending':
      return dueAt === null
        ? { ...nothingOpen, verdict }
        : { verdict, termSince: termSince ?? at, termDueAt: dueAt, dueSince: null };
    case 'flagged':
      return { verdict, termSince, termDueAt, dueSince: null };
    default:
      return { ...nothingOpen, verdict };
  }
};

/** The ticket's standing on the clause after `decision`. */
export const standingAfter = (standing: Standing | null, decision: Decision): Standing => ({
  last: { ...decision, text: decision.because.text },
  open: openAfter(standing?.open ?? nothingOpen, decision),
});
