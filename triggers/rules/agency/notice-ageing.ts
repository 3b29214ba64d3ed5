/** How long a region may take to tell a citizen that an agency was asked: nothing says, unless a protocol does. */
import { lastChange } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { workingTerm } from '../../working-time/working-term.js';
import type { RuleContext, TicketFacts, Verdict } from '../../types.js';

/** `within`: working days of the region since the ticket came to it; null: no term. */
export const noticeAgeing = (facts: TicketFacts, within: number | null, context: RuleContext): Verdict => {
  const { met, flag, pending } = verdictsOn(facts, context);
  if (within === null) return met('региону предстоит уведомить пользователя; срок протоколом не задан');
  const came = lastChange(facts, 'group', ({ to }) => to === facts.group)?.at ?? facts.createdAt;
  const term = workingTerm(came, within, context.calendars.of(facts.region));
  if (term === null)
    return flag('срок уведомления не посчитать: нет производственного календаря на этот год');
  return context.now < term.instant
    ? pending('региону предстоит уведомить пользователя', term.instant)
    : flag('пользователь не уведомлён о запросе в ФОИВ в срок по протоколу');
};
