/**
 * Rule kind `wait-answer`: a real message of the citizen ends the wait, an automatic one does not (R-3.7.3, R-4.7.3.a;
 * Zammad resets the state on any mail and empties `pending_time`; the reason it leaves target is how
 * this rule sees that a wait was broken, and the wait is restored with the deadline it had.
 */
import { actionsTo } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, Surroundings, TicketFacts } from '../../types.js';
import { historyOf } from './history.js';
import { countOf } from './count.js';
import { pointsOn, sourceOf, waitTarget, termParams, type TermParams, type WaitTarget } from './term.js';
import { isWaiting, isWaitingTask } from './words.js';

const taskOf = (facts: TicketFacts, context: RuleContext): string => {
  if (context.federalGroups.includes(facts.group)) return context.vocabulary.nextTasks.resume;
  return sourceOf(facts, context) === context.vocabulary.waitSources.onRequest
    ? context.vocabulary.nextTasks.forward
    : context.vocabulary.nextTasks.enterData;
};

/** Work goes on: nothing of the wait is left on the ticket but whose question it was. `state` is left alone where an operator chose it. */
export const afterAnswer = (facts: TicketFacts, context: RuleContext) => ({
  fields: {
    ...(isWaiting(facts.state, context.vocabulary) || facts.closed
      ? { state: context.vocabulary.states.assigned }
      : {}),
    [context.vocabulary.attributes.reason]: context.vocabulary.reasons.received,
    [context.vocabulary.attributes.waitSource]: context.federalGroups.includes(facts.group)
      ? null
      : sourceOf(facts, context),
    [context.vocabulary.attributes.calendarVersion]: null,
    [context.vocabulary.attributes.nextTask]: taskOf(facts, context),
  },
  remove: [
    context.vocabulary.tags.undelivered,
    context.vocabulary.tags.noAnswer,
    context.vocabulary.tags.ageing,
  ],
});

/** How the map calls asking again at the place of the wait; null: it offers no such act there. */
const askingAt = (
  facts: TicketFacts,
  { fields }: Pick<WaitTarget, 'fields'>,
  { process }: Surroundings,
): string | null =>
  process
    .movesAt({
      ...facts,
      state: fields['state'] ?? facts.state,
      attributes: { ...facts.attributes, ...fields },
    })
    .find(({ needs }) => needs.includes('запрос отправлен') || needs.includes('запрос отправлен или записан'))
    ?.intention ?? null;

/** In the state that ends by itself a ticket waits for the citizen whatever its reason, unless it is an agency's. */
const isAsked = ({ closed, state, attributes }: TicketFacts, { vocabulary }: Surroundings): boolean => {
  const reason = attributes[vocabulary.attributes.reason];
  return (
    !closed &&
    (reason === vocabulary.reasons.asked ||
      (state === vocabulary.states.termed && reason !== vocabulary.reasons.agency))
  );
};

/** An operator ended the wait: the reason goes; whether the answer was written down is the business of another rule. */
const endedByHand = (facts: TicketFacts, context: Surroundings) => ({
  fields: {
    [context.vocabulary.attributes.reason]: null,
    [context.vocabulary.attributes.waitSource]: null,
    ...(isWaitingTask(facts.attributes[context.vocabulary.attributes.nextTask], context.vocabulary)
      ? { [context.vocabulary.attributes.nextTask]: null }
      : {}),
  },
  remove: [context.vocabulary.tags.undelivered, context.vocabulary.tags.ageing],
});

export const waitAnswer: RuleKind<TermParams> = {
  name: 'wait-answer',
  params: termParams,
  needs: (facts, _given, context) => (isAsked(facts, context) ? ['transitions'] : []),
  evaluate(facts, given, context) {
    const { leave, met, due, counted } = verdictsOn(facts, context);
    if (!isAsked(facts, context)) return leave('тикет не ждал пользователя');
    const history = historyOf(facts, given.sameActMinutes, context);
    if (history.answer !== null)
      return due('пользователь ответил, работа возобновляется', [
        ...actionsTo(facts, afterAnswer(facts, context)),
        {
          do: 'note',
          template: 'answer-received',
          view: { points: pointsOn(facts, context), task: taskOf(facts, context) },
        },
      ]);
    if (isWaiting(facts.state, context.vocabulary)) return met('ответа пользователя ещё нет');
    if (!history.broken)
      return due(
        'ожидание окончено, причина больше не действует',
        actionsTo(facts, endedByHand(facts, context)),
      );
    return counted(() => {
      const target = waitTarget(facts, history, given, context);
      // The note on the letter tells it.
      if (history.left?.by === 'stranger')
        return due(
          'письмо с другого адреса сбросило ожидание, оно восстанавливается',
          actionsTo(facts, target),
        );
      return due(
        history.undelivered
          ? 'запрос не доставлен, срок приостановлен'
          : 'автоответ сбросил ожидание, оно восстанавливается с прежним сроком',
        [
          ...actionsTo(facts, target),
          {
            do: 'note',
            template: 'wait-restored',
            view: {
              points: pointsOn(facts, context),
              undelivered: history.undelivered,
              again: askingAt(facts, target, context),
              count: countOf(target),
            },
          },
        ],
      );
    });
  },
};
