/**
 * Rule kind `ping-pong`: two desks pass one ticket to and fro instead of settling it. Marked by a tag with a note, so that
 * a head of shift sees it; the mark goes when the ticket rests.
 */
import { z } from 'zod';
import { pointsOf } from '../../../config/points.js';
import { tagName } from '../../../config/schema/names.js';
import { desks, isAt, isCarriedOut, movesOf } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, TicketFacts } from '../../types.js';
import { workingDaysBetween } from '../../working-time/between.js';

const params = z.strictObject({
  between: z.tuple([desks, desks]),
  /** Moves either way, within so many last working days of the federal calendar. */
  times: z.int().min(2),
  withinWorkingDays: z.int().min(1),
  tag: tagName,
  next: z.string().min(1),
});
type Params = z.infer<typeof params>;

const crossings = (facts: TicketFacts, { between, withinWorkingDays }: Params, context: RuleContext) => {
  const [one, other] = between;
  return movesOf(facts, 'group').filter((move) => {
    const { from, to, at, by } = move;
    return (
      (by !== 'companion' || isCarriedOut(facts, move, context.vocabulary)) &&
      ((isAt(from, one, context) && isAt(to, other, context)) ||
        (isAt(from, other, context) && isAt(to, one, context))) &&
      workingDaysBetween(at, context.now, context.calendars.federal) < withinWorkingDays
    );
  }).length;
};

export const pingPong: RuleKind<Params> = {
  name: 'ping-pong',
  params,
  needs: ({ closed, group }, { between }, context) =>
    !closed && isAt(group, between.flat(), context) ? ['transitions'] : [],
  evaluate(facts, given, context) {
    const { leave, met, flag, due, counted } = verdictsOn(facts, context);
    const marked = facts.tags.includes(given.tag);
    if (facts.closed) return leave('тикет закрыт');
    return counted(() => {
      const here = isAt(facts.group, given.between.flat(), context);
      const times = here ? crossings(facts, given, context) : 0;
      const toAndFro = times >= given.times;
      const text = `Тикет переходит туда и обратно: ${times} раз за ${given.withinWorkingDays} раб. дн.`;
      if (toAndFro && marked) return flag(text);
      if (toAndFro)
        return due(text, [
          { do: 'tag', add: [given.tag], remove: [] },
          {
            do: 'note',
            template: 'remark',
            view: { point: pointsOf([context.clause]), found: text, next: given.next },
          },
        ]);
      if (marked)
        return due('тикет больше не переходит туда и обратно', [{ do: 'tag', add: [], remove: [given.tag] }]);
      const held = movesOf(facts, 'group').some(({ to }) => isAt(to, given.between[1], context));
      return held || isAt(facts.group, given.between[1], context)
        ? met('тикет не ходит туда и обратно')
        : leave('в СТП ЕПГУ тикет не передавали');
    });
  },
};
