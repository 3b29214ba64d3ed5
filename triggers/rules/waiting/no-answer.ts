/**
 * Rule kind `no-answer`: what follows when the citizen's term runs out. Zammad closes; this looks at what
 * it did: completes the reason and the note once, undoes a close that came before the deadline or beat a message that
 * came in time, and ties a late answer, for which Zammad opens a new ticket, to the closed one.
 */
import { z } from 'zod';
import type {
  Action,
  Because,
  OtherTicket,
  RuleContext,
  RuleKind,
  TicketFacts,
  Verdict,
} from '../../types.js';
import { lastFailure, standingReset } from '../../ticket/delivery.js';
import { historyOf, isAnswer } from './history.js';
import { actionsTo, becauseOf, countOf, noteOf, unlessUncounted } from './say.js';
import { standingOf, termParams } from './term.js';
import { resumed } from './wait-answer.js';
import { REASON, STATE, TAG } from './words.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const params = z.strictObject({
  ...termParams.shape,
  /** A new ticket of the same citizen and subject is an answer for so long after the close. */
  lateWithinDays: z.int().min(1).default(30),
  freshStates: z.array(z.string()).default(['Новый', STATE.assigned, 'В работе']),
  /** Attributes a late answer's ticket takes over where it has none of its own. */
  copy: z
    .array(z.string())
    .default(['citizen_name', 'snils', 'inn', 'birth_date', 'contact_method', 'contact_value', 'region']),
});
type NoAnswerParams = z.infer<typeof params>;
type Say = (text: string, more?: Because['facts']) => Because;

const isClosedUnanswered = ({ state, attributes }: Pick<TicketFacts, 'state' | 'attributes'>): boolean =>
  state === STATE.closed &&
  (attributes['state_reason'] === REASON.asked || attributes['state_reason'] === REASON.noAnswer);

const verdictOnClosed = (
  facts: TicketFacts,
  given: NoAnswerParams,
  context: RuleContext,
  because: Say,
): Verdict => {
  const history = historyOf(facts, given.sameActMinutes);
  if (history.left === null)
    return { status: 'flagged', because: because('закрыт без ответа пользователя, а запроса не было') };
  const standing = standingOf(facts, history, given, context);
  const until = standing.term?.until ?? null;
  const grace = until === null ? Infinity : until.getTime() + given.graceMinutes * MINUTE_MS;
  // Zammad may close late: what was in the ticket by then is not thrown away.
  const inTime = Math.max(grace, history.left.at.getTime());
  if (history.answer !== null && history.answer.createdAt.getTime() <= inTime)
    return {
      status: 'due',
      because: because('сообщение пользователя пришло в срок, закрытие отменяется'),
      actions: [
        ...actionsTo(facts, resumed(facts, context)),
        noteOf('close-undone', {
          points: given.points,
          answered: true,
          count: countOf(facts, standing, context),
        }),
      ],
    };
  if (facts.tags.includes(TAG.noAnswer))
    return { status: 'met', because: because('закрыт без ответа пользователя, отмечено') };
  if (until === null || history.left.at < until)
    return history.left.by === 'operator'
      ? { status: 'flagged', because: because('закрыт без ответа пользователя раньше срока') }
      : {
          status: 'due',
          because: because('закрыт раньше срока, ожидание восстанавливается'),
          actions: [
            ...actionsTo(facts, standing),
            noteOf('close-undone', {
              points: given.points,
              answered: false,
              count: countOf(facts, standing, context),
            }),
          ],
        };
  return {
    status: 'due',
    because: because('срок истёк, ответа нет: закрыт', { Запрос: history.request.toISOString() }),
    actions: [
      ...actionsTo(facts, {
        fields: { state_reason: REASON.noAnswer, next_task: null },
        add: [TAG.noAnswer],
        remove: [TAG.undelivered],
      }),
      noteOf('closed-unanswered', { points: given.points, count: countOf(facts, standing, context) }),
    ],
  };
};

/** A subject without the prefixes of answering; Zammad has taken the number out of it. */
const subjectOf = (title: string | undefined): string =>
  (title ?? '')
    .replace(/^\s*((re|fwd?|на|отв)(\[\d+\])?:\s*)+/i, '')
    .trim()
    .toLowerCase();

/** The closed ticket this new one answers: the same citizen's, under the same subject, closed shortly before. */
const answeredBy = (facts: TicketFacts, { lateWithinDays }: NoAnswerParams): OtherTicket | undefined =>
  facts.earlier.find(
    (old) =>
      isClosedUnanswered(old) &&
      old.closedAt !== null &&
      old.closedAt <= facts.createdAt &&
      facts.createdAt.getTime() - old.closedAt.getTime() <= lateWithinDays * DAY_MS &&
      subjectOf(old.title) === subjectOf(facts.title),
  );

/** Nobody in СП ЕПГУ has worked on it: only such a ticket may be an answer to another. */
const isFresh = ({ closed, state, attributes }: TicketFacts, { freshStates }: NoAnswerParams): boolean =>
  !closed && freshStates.includes(state) && (attributes['last_federal_group'] ?? '') === '';

const verdictOnNew = (facts: TicketFacts, given: NoAnswerParams, because: Say): Verdict => {
  const old = isFresh(facts, given) ? answeredBy(facts, given) : undefined;
  if (old === undefined || !facts.articles.some(isAnswer))
    return { status: 'notApplicable', because: because('не ответ на закрытый тикет') };
  const closedAt = old.closedAt?.getTime() ?? 0;
  const inTime = facts.createdAt.getTime() - closedAt <= given.graceMinutes * MINUTE_MS;
  const isLinked = facts.linked.some(({ id }) => id === old.id);
  if (isLinked && !inTime) return { status: 'met', because: because('связан с закрытым тикетом') };
  const copied = given.copy.flatMap((field) => {
    const value = old.attributes[field] ?? null;
    const blank = (facts.attributes[field] ?? '') === '';
    return value === null || !blank ? [] : [[field, value] as const];
  });
  const first: readonly Action[] = [
    { do: 'link', to: old.id, relation: 'normal' },
    ...(copied.length > 0 ? [{ do: 'set' as const, fields: Object.fromEntries(copied) }] : []),
    noteOf('late-answer', { points: given.points, number: old.number, inTime }),
  ];
  const reopen: Action = {
    do: 'relay',
    to: old.id,
    occasion: `answer ${facts.number}`,
    template: 'answer-elsewhere',
    view: { points: given.points, number: facts.number },
    fields: {
      state: STATE.assigned,
      state_reason: null,
      wait_source: null,
      calendar_version: null,
      next_task: `Ответ пользователя пришёл в срок, он в тикете № ${facts.number}`,
    },
  };
  return {
    status: 'due',
    because: because(inTime ? 'ответ пришёл в срок новым тикетом' : 'поздний ответ пришёл новым тикетом'),
    actions: [...(isLinked ? [] : first), ...(inTime ? [reopen] : [])],
  };
};

/** A close that Zammad itself undid: another rule puts it back. */
const mayBeReset = (facts: TicketFacts): boolean =>
  !facts.closed && facts.tags.includes(TAG.noAnswer) && lastFailure(facts) !== undefined;

export const noAnswer: RuleKind<NoAnswerParams> = {
  name: 'no-answer',
  params,
  needs(facts, given) {
    if (isClosedUnanswered(facts) || mayBeReset(facts)) return ['transitions'];
    return isFresh(facts, given) && facts.articles.some(isAnswer) ? ['earlier', 'linked'] : [];
  },
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    if (isClosedUnanswered(facts))
      return unlessUncounted(because, () => verdictOnClosed(facts, given, context, because));
    if (facts.closed) return { status: 'notApplicable', because: because('закрыт не по сроку ожидания') };
    if (mayBeReset(facts) && standingReset(facts) !== null)
      return { status: 'notApplicable', because: because('открыт недоставленным письмом, а не ответом') };
    if (facts.tags.includes(TAG.noAnswer))
      return {
        status: 'due',
        because: because('тикет снова открыт, отметка о закрытии снимается'),
        actions: actionsTo(facts, { remove: [TAG.noAnswer] }),
      };
    return verdictOnNew(facts, given, because);
  },
};
