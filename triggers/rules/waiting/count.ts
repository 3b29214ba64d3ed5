/** The count of a term in words, as a head of support would check it. */
import { describeDeadline } from '../../working-time/describe-deadline.js';
import type { WaitTarget } from './term.js';

/** A line a step; none where no term runs. */
export const countOf = ({ term }: WaitTarget): string[] => {
  if (term === null) return [];
  const kept = term.until.getTime() - term.found.instant.getTime() >= 60_000;
  return [
    ...describeDeadline(term.found, term.calendar).split('\n'),
    ...(kept ? [`Календарь изменился, но названный раньше срок не сокращается: до ${term.untilText}`] : []),
  ];
};
