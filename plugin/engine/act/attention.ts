/**
 * What is shown on the ticket itself: the clauses whose verdict only a person can mend, each with its words. Level-triggered: it says
 * what is the matter now, and nothing once that is mended. It is a field of the ticket: a clause that only observes or notes leaves it alone.
 */
import { pointOf } from '../../../config/points.js';
import type { Judged } from '../evaluate.js';
import { mask } from '../../process/mask.js';

/** As much as the attribute takes. */
const MOST = 500;

/** `п. 4.5.2: …; п. 4.12: …`, in the order of the clauses; null: nothing is the matter. */
export const attentionOf = (judged: readonly Judged[]): string | null => {
  const words = judged.flatMap(({ cited, mode, aside, verdict }) =>
    verdict.status === 'flagged' && mode === 'act' && aside !== true
      ? [`п. ${pointOf(cited)}: ${mask(verdict.because.text)}`]
      : [],
  );
  const text = [...new Set(words)].join('; ');
  if (text === '') return null;
  return text.length <= MOST ? text : `${text.slice(0, MOST - 1)}…`;
};
