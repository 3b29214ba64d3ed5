/**
 * Rule kind `answer-record`: what the citizen told is written down in the ticket (R-4.7.3.b). A mail records itself; a
 * phone call leaves nothing unless the operator who ended the wait wrote a note. `calendar_version` is the memory that a wait with a
 * term has just ended; it goes when the record is there.
 */
import { z } from 'zod';
import { actionsTo, type Fields } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind, Surroundings, TicketFacts } from '../../types.js';
import { historyOf, type WaitHistory } from './history.js';
import { pointsOn, sourceOf } from './term.js';
import { isWaiting, isWaitingTask } from './words.js';

const params = z.strictObject({
  sameActMinutes: z.int().min(0).default(15),
});

/** The note on the request itself comes in the act that began the wait, and records no answer. */
const ACT_MS = 15_000;

const isRecorded = (
  facts: TicketFacts,
  { since, answer, left }: WaitHistory,
  context: Surroundings,
): boolean =>
  left === null ||
  left.by === 'companion' ||
  answer !== null ||
  (facts.attributes[context.vocabulary.attributes.comment] ?? '') !== '' ||
  facts.transitions.some(
    ({ field, to, by, at }) =>
      field === context.vocabulary.attributes.comment &&
      by === 'operator' &&
      to !== null &&
      at.getTime() > since.getTime() + ACT_MS,
  ) ||
  facts.articles.some(
    ({ from, createdAt }) => from === 'operator' && createdAt.getTime() > since.getTime() + ACT_MS,
  );

/** СП ЕПГУ wants something of the citizen again, and its new request is not to be taken for the old. */
const isAskedAnew = ({ transitions }: TicketFacts, { left }: WaitHistory, context: Surroundings): boolean =>
  left !== null &&
  transitions.some(
    ({ field, to, at }) => field === context.vocabulary.attributes.waitSource && to !== null && at > left.at,
  );

const isReceived = ({ group, attributes }: TicketFacts, context: Surroundings): boolean =>
  !context.federalGroups.includes(group) &&
  attributes[context.vocabulary.attributes.reason] === context.vocabulary.reasons.received;

/** What a region got for СП ЕПГУ it is to pass on, though whoever ended the wait by hand has emptied the reason. */
const leftOver = (facts: TicketFacts, history: WaitHistory, context: Surroundings): Fields => {
  const { attributes, waitSources, reasons } = context.vocabulary;
  if (isAskedAnew(facts, history, context) || isReceived(facts, context)) return {};
  return !context.federalGroups.includes(facts.group) && sourceOf(facts, context) === waitSources.onRequest
    ? { [attributes.reason]: reasons.received }
    : { [attributes.waitSource]: null };
};

const hasJustWaited = ({ closed, state, attributes }: TicketFacts, context: Surroundings): boolean =>
  !closed &&
  !isWaiting(state, context.vocabulary) &&
  attributes[context.vocabulary.attributes.reason] !== context.vocabulary.reasons.asked &&
  (attributes[context.vocabulary.attributes.calendarVersion] ?? '') !== '';

export const answerRecord: RuleKind<z.infer<typeof params>> = {
  name: 'answer-record',
  params,
  needs: (facts, _given, context) => (hasJustWaited(facts, context) ? ['transitions'] : []),
  evaluate(facts, given, context) {
    const { leave, flag, due } = verdictsOn(facts, context);
    if (!hasJustWaited(facts, context)) return leave('ожидание пользователя не заканчивалось');
    const history = historyOf(facts, given.sameActMinutes, context);
    if (isRecorded(facts, history, context))
      return due(
        'ожидание закончилось, полученное записано',
        actionsTo(facts, {
          fields: {
            [context.vocabulary.attributes.calendarVersion]: null,
            ...leftOver(facts, history, context),
            ...(isWaitingTask(facts.attributes[context.vocabulary.attributes.nextTask], context.vocabulary)
              ? { [context.vocabulary.attributes.nextTask]: null }
              : {}),
          },
          remove: [context.vocabulary.tags.unrecorded, context.vocabulary.tags.undelivered],
        }),
      );
    const text = 'ожидание закончено, а что сообщил пользователь, в тикете не записано';
    if (facts.tags.includes(context.vocabulary.tags.unrecorded)) return flag(text);
    return due(text, [
      ...actionsTo(facts, { add: [context.vocabulary.tags.unrecorded] }),
      { do: 'note', template: 'answer-unrecorded', view: { points: pointsOn(facts, context) } },
    ]);
  },
};
