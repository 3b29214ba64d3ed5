/** The five verdicts on one ticket, each with its reason: rules say what is the matter, not how a verdict is built. */
import { UnknownCalendarYear } from '../../config/calendar.js';
import type { Action, Because, RuleContext, TicketFacts, Verdict } from '../types.js';

type Said = Because['facts'];

/** Verdicts on `facts` in the name of `clause`. `said`: names of fields and masked values only. */
export const verdictsOn = (facts: TicketFacts, { clause }: Pick<RuleContext, 'clause'>) => {
  const because = (text: string, said: Said = {}): Because => ({
    clause,
    text,
    facts: { Группа: facts.group, Состояние: facts.state, ...said },
  });
  const flag = (text: string, said?: Said): Verdict => ({ status: 'flagged', because: because(text, said) });
  return {
    leave: (text: string, said?: Said): Verdict => ({
      status: 'notApplicable',
      because: because(text, said),
    }),
    met: (text: string, said?: Said): Verdict => ({ status: 'met', because: because(text, said) }),
    flag,
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
    /** As `due`, and nothing else is done in the same write. */
    undo: (text: string, actions: readonly Action[], said?: Said): Verdict => ({
      status: 'due',
      because: because(text, said),
      actions,
      sole: true,
      undo: true,
    }),
    /** A ticket is not judged by a calendar nobody entered: it is shown, and what was promised stands. */
    counted: (judge: () => Verdict): Verdict => {
      try {
        return judge();
      } catch (error) {
        if (error instanceof UnknownCalendarYear) return flag(`срок не посчитан: ${error.message}`);
        throw error;
      }
    },
  };
};
