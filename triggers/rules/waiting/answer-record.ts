/**
 * Rule kind `answer-record`: what the citizen told is written down in the ticket (R-4.7.3.b). A mail records itself; a
 * phone call leaves nothing unless the operator who ended the wait wrote a note. `calendar_version` is the memory that a wait with a
 * term has just ended; it goes when the record is there.
 */
import { z } from 'zod';
import type { RuleKind, TicketFacts } from '../../types.js';
import { historyOf, type WaitHistory } from './history.js';
import { actionsTo, becauseOf, noteOf } from './say.js';
import { isWaiting, isWaitingTask, REASON, TAG } from './words.js';

const params = z.strictObject({
  points: z.string().min(1),
  sameActMinutes: z.int().min(0).default(15),
});

/** The note on the request itself comes in the act that began the wait, and records no answer. */
const ACT_MS = 60_000;

const isRecorded = (facts: TicketFacts, { since, answer, left }: WaitHistory): boolean =>
  left === null ||
  left.by === 'companion' ||
  answer !== null ||
  (facts.attributes['transition_comment'] ?? '') !== '' ||
  facts.transitions.some(
    ({ field, to, by, at }) =>
      field === 'transition_comment' &&
      by === 'operator' &&
      to !== null &&
      at.getTime() > since.getTime() + ACT_MS,
  ) ||
  facts.articles.some(
    ({ from, createdAt }) => from === 'operator' && createdAt.getTime() > since.getTime() + ACT_MS,
  );

/** СП ЕПГУ wants something of the citizen again, and its new request is not to be taken for the old. */
const isAskedAnew = ({ transitions }: TicketFacts, { left }: WaitHistory): boolean =>
  left !== null &&
  transitions.some(({ field, to, at }) => field === 'wait_source' && to !== null && at > left.at);

const hasJustWaited = ({ closed, state, attributes }: TicketFacts): boolean =>
  !closed &&
  !isWaiting(state) &&
  attributes['state_reason'] !== REASON.asked &&
  (attributes['calendar_version'] ?? '') !== '';

export const answerRecord: RuleKind<z.infer<typeof params>> = {
  name: 'answer-record',
  params,
  needs: (facts) => (hasJustWaited(facts) ? ['transitions'] : []),
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    if (!hasJustWaited(facts))
      return { status: 'notApplicable', because: because('ожидание пользователя не заканчивалось') };
    const history = historyOf(facts, given.sameActMinutes);
    if (isRecorded(facts, history))
      return {
        status: 'due',
        because: because('ожидание закончилось, полученное записано'),
        actions: actionsTo(facts, {
          fields: {
            calendar_version: null,
            ...(isAskedAnew(facts, history) ? {} : { wait_source: null }),
            ...(isWaitingTask(facts.attributes['next_task']) ? { next_task: null } : {}),
          },
          remove: [TAG.unrecorded, TAG.undelivered],
        }),
      };
    const text = 'ожидание закончено, а что сообщил пользователь, в тикете не записано';
    if (facts.tags.includes(TAG.unrecorded)) return { status: 'flagged', because: because(text) };
    return {
      status: 'due',
      because: because(text),
      actions: [
        ...actionsTo(facts, { add: [TAG.unrecorded] }),
        noteOf('answer-unrecorded', { points: given.points }),
      ],
    };
  },
};
