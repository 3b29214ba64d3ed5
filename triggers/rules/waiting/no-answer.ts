/**
 * Rule kind `no-answer`: what follows when the citizen's term runs out. Zammad closes; this looks at what
 * it did: completes the reason and the note once, undoes a close that came before the deadline or beat a message that
 * came in time, and ties a late answer, for which Zammad opens a new ticket, to the closed one.
 */
import { z } from 'zod';
import { attributeName, stateName } from '../../../config/schema/names.js';
import { actionsTo } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { Action, RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';
import { pointOn } from '../../ticket/cited.js';
import { lastFailure, standingReset } from '../../ticket/delivery.js';
import { answeredBy, isClosedUnanswered } from '../../ticket/late-answer.js';
import { heldAt, lastChange } from '../../ticket/moves.js';
import { historyOf, isAnswer } from './history.js';
import { closeParams, isFresh, needsMailed, toldOfClose, waysToTell } from './told-of-close.js';
import { countOf } from './count.js';
import { pointsOn, waitTarget, termParams } from './term.js';
import { afterAnswer } from './wait-answer.js';

const MINUTE_MS = 60_000;

const params = z.strictObject({
  ...termParams.shape,
  /** A new ticket of the same citizen and subject is an answer for so long after the close. */
  lateWithinDays: z.int().min(1).default(30),
  freshStates: z.array(stateName).min(1),
  /** Attributes a late answer's ticket takes over where it has none of its own. */
  copy: z.array(attributeName),
  ...closeParams,
});
type NoAnswerParams = z.infer<typeof params>;

const verdictOnClosed = (facts: TicketFacts, given: NoAnswerParams, context: RuleContext): Verdict => {
  const { met, flag, due } = verdictsOn(facts, context);
  const history = historyOf(facts, given.sameActMinutes, context);
  if (history.left === null) return flag('закрыт без ответа пользователя, а запроса не было');
  const target = waitTarget(facts, history, given, context);
  const until = target.term?.until ?? null;
  const grace = until === null ? Infinity : until.getTime() + given.graceMinutes * MINUTE_MS;
  // Zammad may close late: what was in the ticket by then is not thrown away.
  const inTime = Math.max(grace, history.left.at.getTime());
  if (history.answer !== null && history.answer.createdAt.getTime() <= inTime)
    return due('сообщение пользователя пришло в срок, закрытие отменяется', [
      ...actionsTo(facts, afterAnswer(facts, context)),
      {
        do: 'note',
        template: 'close-undone',
        view: {
          points: pointsOn(facts, context),
          answered: true,
          count: countOf(target),
        },
      },
    ]);
  const closedAt = history.left.at;
  const isMarked = facts.tags.includes(context.vocabulary.tags.noAnswer);
  const isEarly = until === null || closedAt < until;
  // What was closed in time stays so, whatever a calendar says later.
  if (isMarked && isEarly && !isFresh(closedAt, given, context))
    return met('закрыт без ответа пользователя, отмечено');
  if (isEarly)
    return history.left.by === 'operator'
      ? flag('закрыт без ответа пользователя раньше срока')
      : due('закрыт раньше срока, ожидание восстанавливается', [
          ...actionsTo(facts, target),
          {
            do: 'note',
            template: 'close-undone',
            view: {
              points: pointsOn(facts, context),
              answered: false,
              count: countOf(target),
            },
          },
        ]);
  if (isMarked)
    return (
      toldOfClose(facts, { closedAt, from: new Date(grace) }, given, context) ??
      met('закрыт без ответа пользователя, отмечено')
    );
  return due(
    'срок истёк, ответа нет: закрыт',
    [
      ...actionsTo(facts, {
        fields: {
          [context.vocabulary.attributes.reason]: context.vocabulary.reasons.noAnswer,
          [context.vocabulary.attributes.nextTask]: null,
        },
        add: [context.vocabulary.tags.noAnswer],
        remove: [context.vocabulary.tags.undelivered],
      }),
      {
        do: 'note',
        template: 'closed-unanswered',
        view: {
          points: pointsOn(facts, context),
          count: countOf(target),
          ...waysToTell(facts, closedAt, given, context),
        },
      },
    ],
    { Запрос: history.request.toISOString() },
  );
};

/** Nobody in СП ЕПГУ has worked on it: only such a ticket may be an answer to another. */
const isUntouched = (
  { closed, state, attributes }: TicketFacts,
  { freshStates }: NoAnswerParams,
  context: Surroundings,
): boolean =>
  !closed && freshStates.includes(state) && (attributes[context.vocabulary.attributes.holder] ?? '') === '';

const verdictOnNew = (facts: TicketFacts, given: NoAnswerParams, context: RuleContext): Verdict => {
  const { leave, met, due } = verdictsOn(facts, context);
  const old = isUntouched(facts, given, context)
    ? answeredBy(facts, given.lateWithinDays, context)
    : undefined;
  if (old === undefined || !facts.articles.some(isAnswer)) return leave('не ответ на закрытый тикет');
  const closedAt = old.closedAt?.getTime() ?? 0;
  const inTime = facts.createdAt.getTime() - closedAt <= given.graceMinutes * MINUTE_MS;
  const isLinked = facts.linked.some(({ id }) => id === old.id);
  if (isLinked && !inTime) return met('связан с закрытым тикетом');
  const copied = given.copy.flatMap((field) => {
    const value = old.attributes[field] ?? null;
    const blank = (facts.attributes[field] ?? '') === '';
    return value === null || !blank ? [] : [[field, value] as const];
  });
  const first: readonly Action[] = [
    { do: 'link', to: old.id, relation: 'normal' },
    ...(copied.length > 0 ? [{ do: 'set' as const, fields: Object.fromEntries(copied) }] : []),
    {
      do: 'note',
      template: 'late-answer',
      view: { points: pointsOn(facts, context), number: old.number, inTime },
    },
  ];
  const reopen: Action = {
    do: 'relay',
    to: old.id,
    occasion: `answer ${facts.number}`,
    template: 'answer-elsewhere',
    view: { points: pointsOn(facts, context), number: facts.number },
    fields: {
      state: context.vocabulary.states.assigned,
      [context.vocabulary.attributes.reason]: null,
      [context.vocabulary.attributes.waitSource]: null,
      [context.vocabulary.attributes.calendarVersion]: null,
      [context.vocabulary.attributes.nextTask]:
        `${context.vocabulary.nextTasks.answeredElsewhere} ${facts.number}`,
    },
  };
  return due(inTime ? 'ответ пришёл в срок новым тикетом' : 'поздний ответ пришёл новым тикетом', [
    ...(isLinked ? [] : first),
    ...(inTime ? [reopen] : []),
  ]);
};

/** How often the companion closed the ticket again. */
const closedAgain = ({ transitions }: TicketFacts, { vocabulary: { states } }: RuleContext): number =>
  transitions.filter(({ by, field, to }) => by === 'companion' && field === 'state' && to === states.closed)
    .length;

/** «Дальнейшая обработка не производится»: what somebody opened again by hand is closed again once, then shown. Null: nobody did. */
const ofReopened = (facts: TicketFacts, context: RuleContext): Verdict | null => {
  const { states, attributes, reasons } = context.vocabulary;
  const opened = lastChange(facts, 'state', ({ from }) => from === states.closed);
  if (opened?.by !== 'operator' || opened.head === true) return null;
  const { flag, undo } = verdictsOn(facts, context);
  const point = pointOn(facts, ['3.7.2', '4.7.2'], context);
  if (
    facts.group !== heldAt(facts, 'group', new Date(opened.at.getTime() - 1)) ||
    closedAgain(facts, context) > 0
  )
    return flag(`закрыт по сроку и снова открыт, а дальнейшая обработка не производится (п. ${point})`);
  // It may have been moved before it was opened: it stands closed where it was closed.
  const ended = lastChange(facts, 'state', ({ to, at }) => to === states.closed && at <= opened.at);
  const group = String((ended && heldAt(facts, 'group', ended.at)) ?? facts.group);
  return undo('закрытый по сроку тикет открыли руками, он закрывается', [
    {
      do: 'set',
      fields: { group, state: states.closed, [attributes.reason]: reasons.noAnswer },
    },
    {
      do: 'note',
      template: 'put-right',
      view: {
        point,
        found: 'Тикет, закрытый по сроку без ответа, открыли снова',
        group,
        state: states.closed,
        next: 'если заявитель обратился опять, зарегистрируйте новое обращение и свяжите с этим',
      },
    },
  ]);
};

/** A close that Zammad itself undid: another rule puts it back. */
const mayBeReset = (facts: TicketFacts, { vocabulary }: Surroundings): boolean =>
  !facts.closed && facts.tags.includes(vocabulary.tags.noAnswer) && lastFailure(facts) !== undefined;

export const noAnswer: RuleKind<NoAnswerParams> = {
  name: 'no-answer',
  params,
  needs(facts, given, context) {
    if (isClosedUnanswered(facts, context))
      return needsMailed(facts, given, context) ? ['transitions', 'mailed'] : ['transitions'];
    if (!facts.closed && facts.tags.includes(context.vocabulary.tags.noAnswer)) return ['transitions'];
    return isUntouched(facts, given, context) && facts.articles.some(isAnswer) ? ['earlier', 'linked'] : [];
  },
  judgesActs: (facts, _given, { vocabulary }) =>
    !facts.closed && facts.tags.includes(vocabulary.tags.noAnswer),
  evaluate(facts, given, context) {
    const { leave, due, counted } = verdictsOn(facts, context);
    if (isClosedUnanswered(facts, context)) return counted(() => verdictOnClosed(facts, given, context));
    if (facts.closed) return leave('закрыт не по сроку ожидания');
    if (mayBeReset(facts, context) && standingReset(facts) !== null)
      return leave('открыт недоставленным письмом, а не ответом');
    if (facts.tags.includes(context.vocabulary.tags.noAnswer))
      return (
        ofReopened(facts, context) ??
        due(
          'тикет снова открыт, отметка о закрытии снимается',
          actionsTo(facts, { remove: [context.vocabulary.tags.noAnswer] }),
        )
      );
    return verdictOnNew(facts, given, context);
  },
};
