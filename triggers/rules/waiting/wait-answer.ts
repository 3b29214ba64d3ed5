/**
 * Rule kind `wait-answer`: a real message of the citizen ends the wait, an automatic one does not (R-3.7.3, R-4.7.3.a;
 * Zammad resets the state on any mail and empties `pending_time`; the reason it leaves standing is how
 * this rule sees that a wait was broken, and the wait is restored with the deadline it had.
 */
import type { RuleContext, RuleKind, TicketFacts } from '../../types.js';
import { historyOf } from './history.js';
import { actionsTo, becauseOf, countOf, noteOf, unlessUncounted } from './say.js';
import { sourceOf, standingOf, termParams, type TermParams } from './term.js';
import { isWaiting, isWaitingTask, REASON, SOURCE, STATE, TAG, TASK } from './words.js';

const taskOf = (facts: TicketFacts, context: RuleContext): string => {
  if (context.federalGroups.includes(facts.group)) return TASK.resume;
  return sourceOf(facts, context) === SOURCE.onRequest ? TASK.forward : TASK.enterData;
};

/** Work goes on: nothing of the wait is left on the ticket. `state` is left alone where an operator chose it. */
export const resumed = (facts: TicketFacts, context: RuleContext) => ({
  fields: {
    ...(isWaiting(facts.state) || facts.closed ? { state: STATE.assigned } : {}),
    state_reason: null,
    wait_source: null,
    calendar_version: null,
    next_task: taskOf(facts, context),
  },
  remove: [TAG.undelivered, TAG.noAnswer, TAG.ageing],
});

/** In the state that ends by itself a ticket waits for the citizen whatever its reason, unless it is an agency's. */
const isAsked = ({ closed, state, attributes: { state_reason: reason } }: TicketFacts): boolean =>
  !closed && (reason === REASON.asked || (state === STATE.termed && reason !== REASON.agency));

/** An operator ended the wait: the reason goes; whether the answer was written down is the business of another rule. */
const endedByHand = (facts: TicketFacts) => ({
  fields: {
    state_reason: null,
    wait_source: null,
    ...(isWaitingTask(facts.attributes['next_task']) ? { next_task: null } : {}),
  },
  remove: [TAG.undelivered, TAG.ageing],
});

export const waitAnswer: RuleKind<TermParams> = {
  name: 'wait-answer',
  params: termParams,
  needs: (facts) => (isAsked(facts) ? ['transitions'] : []),
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    if (!isAsked(facts)) return { status: 'notApplicable', because: because('тикет не ждал пользователя') };
    const history = historyOf(facts, given.sameActMinutes);
    if (history.answer !== null)
      return {
        status: 'due',
        because: because('пользователь ответил, работа возобновляется'),
        actions: [
          ...actionsTo(facts, resumed(facts, context)),
          noteOf('answer-received', { points: given.points, task: taskOf(facts, context) }),
        ],
      };
    if (isWaiting(facts.state)) return { status: 'met', because: because('ответа пользователя ещё нет') };
    if (!history.broken)
      return {
        status: 'due',
        because: because('ожидание окончено, причина больше не действует'),
        actions: actionsTo(facts, endedByHand(facts)),
      };
    return unlessUncounted(because, () => {
      const standing = standingOf(facts, history, given, context);
      return {
        status: 'due',
        because: because(
          history.undelivered
            ? 'запрос не доставлен, срок приостановлен'
            : 'автоответ сбросил ожидание, оно восстанавливается с прежним сроком',
        ),
        actions: [
          ...actionsTo(facts, standing),
          noteOf('wait-restored', {
            points: given.points,
            undelivered: history.undelivered,
            count: countOf(facts, standing, context),
          }),
        ],
      };
    });
  },
};
