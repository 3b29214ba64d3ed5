/**
 * Rule kind `ping-pong`: two desks pass one ticket to and fro instead of settling it. Marked by a tag with a note, so that
 * a head of shift sees it; the mark goes when the ticket rests.
 */
import { z } from 'zod';
import { UnknownCalendarYear } from '../../../config/calendar.js';
import { becauseOf, desks, isAt, movesOf } from '../../ticket/moves.js';
import type { RuleContext, RuleKind, TicketFacts } from '../../types.js';
import { workingDaysBetween } from '../../working-time/between.js';

const params = z.strictObject({
  point: z.string().min(1),
  between: z.tuple([desks, desks]),
  /** Moves either way, within so many last working days of the federal calendar. */
  times: z.int().min(2),
  withinWorkingDays: z.int().min(1),
  tag: z.string(),
  next: z.string().min(1),
});
type Params = z.infer<typeof params>;

const crossings = (facts: TicketFacts, { between, withinWorkingDays }: Params, context: RuleContext) => {
  const [one, other] = between;
  return movesOf(facts, 'group').filter(
    ({ from, to, at, by }) =>
      by !== 'companion' &&
      ((isAt(from, one, context) && isAt(to, other, context)) ||
        (isAt(from, other, context) && isAt(to, one, context))) &&
      workingDaysBetween(at, context.now, context.calendars.federal) < withinWorkingDays,
  ).length;
};

export const pingPong: RuleKind<Params> = {
  name: 'ping-pong',
  params,
  needs: ({ closed, group }, { between }, context) =>
    !closed && isAt(group, between.flat(), context) ? ['transitions'] : [],
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    const marked = facts.tags.includes(given.tag);
    if (facts.closed) return { status: 'notApplicable', because: because('тикет закрыт') };
    try {
      const here = isAt(facts.group, given.between.flat(), context);
      const times = here ? crossings(facts, given, context) : 0;
      const toAndFro = times >= given.times;
      const text = `Тикет переходит туда и обратно: ${times} раз за ${given.withinWorkingDays} раб. дн.`;
      if (toAndFro && marked) return { status: 'flagged', because: because(text) };
      if (toAndFro)
        return {
          status: 'due',
          because: because(text),
          actions: [
            { do: 'tag', add: [given.tag], remove: [] },
            {
              do: 'note',
              template: 'remark',
              view: { point: given.point, found: text, next: given.next },
            },
          ],
        };
      if (marked)
        return {
          status: 'due',
          because: because('тикет больше не переходит туда и обратно'),
          actions: [{ do: 'tag', add: [], remove: [given.tag] }],
        };
      return { status: 'met', because: because('тикет не ходит туда и обратно') };
    } catch (error) {
      if (!(error instanceof UnknownCalendarYear)) throw error;
      return { status: 'flagged', because: because(error.message) };
    }
  },
};
