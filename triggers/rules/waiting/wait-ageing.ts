/**
 * Rule kind `wait-ageing`: a ticket that waits for data before the transfer has no term in the regulation (R-4.2.2.b, A-11). It is
 * never closed for that; one that waits long is marked, so that somebody looks.
 */
import { z } from 'zod';
import { actionsTo } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind, Surroundings, TicketFacts } from '../../types.js';
import { deadline, MAX_WORKING_DAYS } from '../../working-time/deadline.js';
import { historyOf } from './history.js';
import { calendarOf, pointsOn, sourceOf } from './term.js';

const params = z.strictObject({
  ageingWorkingDays: z.int().min(1).max(MAX_WORKING_DAYS).default(10),
  sameActMinutes: z.int().min(0).default(15),
});

const waitsOpen = ({ state, attributes }: TicketFacts, context: Surroundings): boolean =>
  state === context.vocabulary.states.open &&
  attributes[context.vocabulary.attributes.reason] === context.vocabulary.reasons.asked;

export const waitAgeing: RuleKind<z.infer<typeof params>> = {
  name: 'wait-ageing',
  params,
  needs: (facts, _given, context) =>
    waitsOpen(facts, context) && sourceOf(facts, context) === context.vocabulary.waitSources.beforeTransfer
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave, flag, pending, due, counted } = verdictsOn(facts, context);
    if (
      !waitsOpen(facts, context) ||
      sourceOf(facts, context) !== context.vocabulary.waitSources.beforeTransfer
    ) {
      const stale = facts.tags.includes(context.vocabulary.tags.ageing) && !facts.closed;
      return stale
        ? due(
            'данных больше не ждём, отметка снимается',
            actionsTo(facts, { remove: [context.vocabulary.tags.ageing] }),
          )
        : leave('данных до передачи не ждём');
    }
    return counted(() => {
      const history = historyOf(facts, given.sameActMinutes, context);
      const { ageingWorkingDays: workingDays } = given;
      const calendar = calendarOf(facts, history, context);
      const { instant } = deadline({ from: history.request, workingDays, calendar });
      if (context.now < instant) return pending('ждём данные до передачи', instant);
      const text = `ждём данные до передачи дольше ${workingDays} рабочих дней`;
      if (facts.tags.includes(context.vocabulary.tags.ageing)) return flag(text);
      return due(text, [
        ...actionsTo(facts, { add: [context.vocabulary.tags.ageing] }),
        {
          do: 'note',
          template: 'data-awaited-long',
          view: { points: pointsOn(facts, context), workingDays },
        },
      ]);
    });
  },
};
