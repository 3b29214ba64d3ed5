/** How long a region may take to tell a citizen that an agency was asked: nothing says, unless a protocol does. It is shown all the same. */
import { lastChange } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { workingTerm } from '../../working-time/working-term.js';
import type { RuleContext, TicketFacts, Verdict } from '../../types.js';

interface Within {
  /** A protocol's term in working days of the region, since the ticket came to it; null: none. */
  readonly noticeWithin: number | null;
  /** Without such a term: after so many it is shown. */
  readonly shownAfter: number;
}

export const noticeAgeing = (
  facts: TicketFacts,
  { noticeWithin, shownAfter }: Within,
  context: RuleContext,
): Verdict => {
  const { flag, pending } = verdictsOn(facts, context);
  const came = lastChange(facts, 'group', ({ to }) => to === facts.group)?.at ?? facts.createdAt;
  const term = workingTerm(came, noticeWithin ?? shownAfter, context.calendars.of(facts.region));
  if (term === null)
    return flag('срок уведомления не посчитать: нет производственного календаря на этот год');
  if (context.now < term.instant) return pending('региону предстоит уведомить пользователя', term.instant);
  return flag(
    noticeWithin === null
      ? 'СП РПГУ ещё не уведомила пользователя о запросе в ФОИВ (п. 4.8.2)'
      : 'пользователь не уведомлён о запросе в ФОИВ в срок по протоколу',
  );
};
