/**
 * Rule kind `wait-ageing`: a ticket that waits for data before the transfer has no term in the regulation (R-4.2.2.b, A-11). It is
 * never closed for that; one that waits long is marked, so that somebody looks.
 */
import { z } from 'zod';
import type { RuleKind, TicketFacts } from '../../types.js';
import { deadline, MAX_WORKING_DAYS } from '../../working-time/deadline.js';
import { historyOf } from './history.js';
import { actionsTo, becauseOf, noteOf, unlessUncounted } from './say.js';
import { sourceOf } from './term.js';
import { REASON, SOURCE, STATE, TAG } from './words.js';

const params = z.strictObject({
  points: z.string().min(1),
  ageingWorkingDays: z.int().min(1).max(MAX_WORKING_DAYS).default(10),
  sameActMinutes: z.int().min(0).default(15),
});

const waitsOpen = ({ state, attributes }: TicketFacts): boolean =>
  state === STATE.open && attributes['state_reason'] === REASON.asked;

export const waitAgeing: RuleKind<z.infer<typeof params>> = {
  name: 'wait-ageing',
  params,
  needs: (facts, _given, context) =>
    waitsOpen(facts) && sourceOf(facts, context) === SOURCE.beforeTransfer ? ['transitions'] : [],
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    if (!waitsOpen(facts) || sourceOf(facts, context) !== SOURCE.beforeTransfer) {
      const stale = facts.tags.includes(TAG.ageing) && !facts.closed;
      return stale
        ? {
            status: 'due',
            because: because('данных больше не ждём, отметка снимается'),
            actions: actionsTo(facts, { remove: [TAG.ageing] }),
          }
        : { status: 'notApplicable', because: because('данных до передачи не ждём') };
    }
    return unlessUncounted(because, () => {
      const { request } = historyOf(facts, given.sameActMinutes);
      const { ageingWorkingDays: workingDays } = given;
      const calendar = context.calendars.of(facts.region);
      const { instant } = deadline({ from: request, workingDays, calendar });
      if (context.now < instant)
        return { status: 'pending', because: because('ждём данные до передачи'), dueAt: instant };
      const text = `ждём данные до передачи дольше ${workingDays} рабочих дней`;
      if (facts.tags.includes(TAG.ageing)) return { status: 'flagged', because: because(text) };
      return {
        status: 'due',
        because: because(text),
        actions: [
          ...actionsTo(facts, { add: [TAG.ageing] }),
          noteOf('data-awaited-long', { points: given.points, workingDays }),
        ],
      };
    });
  },
};
