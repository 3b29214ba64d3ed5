/** A citizen who says nothing to a solution never closes a ticket: after a while it is told. */
import { z } from 'zod';
import { tagName } from '../../../config/schema/names.js';
import { standsSince } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, TicketFacts, Verdict } from '../../types.js';
import { deadline } from '../../working-time/deadline.js';

/** The solution was told and nobody answered for so many working days of the region. */
export const silence = z.strictObject({ tag: tagName, workingDays: z.int().min(1) });

/** The verdict on a solved ticket whose citizen has not said yes or no. */
export const ofSilence = (
  facts: TicketFacts,
  { tag, workingDays }: z.infer<typeof silence>,
  context: RuleContext,
): Verdict => {
  const { met, flag, pending, counted } = verdictsOn(facts, context);
  if (!facts.tags.includes(tag)) return met('решённый тикет не закрыт');
  return counted(() => {
    const { instant: dueAt } = deadline({
      from: standsSince(facts, ['group', 'state']),
      workingDays,
      calendar: context.calendars.of(facts.region),
    });
    return context.now >= dueAt
      ? flag(`решение сообщено, ответа пользователя нет ${workingDays} раб. дн.`)
      : pending('ждём, согласен ли пользователь', dueAt);
  });
};
