/**
 * Rule kind `solution-delivered`: the solution reaches the citizen, by the way the citizen chose (R-3.11, R-4.5.2; A-13).
 * It can only tell: whether a call was made, the helpdesk knows from what operators record.
 */
import { z } from 'zod';
import { UnknownCalendarYear } from '../../../config/calendar.js';
import { isTold, lastFailure, standingReset } from '../../ticket/delivery.js';
import { becauseOf, desks, isAt, present, standsSince, values } from '../../ticket/moves.js';
import type { ArticleFacts, RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';
import { deadline } from '../../working-time/deadline.js';

const params = z.strictObject({
  at: desks,
  states: z.array(z.string()).min(1),
  is: values.default({}),
  /** Set by the operator's macro: the solution was told. */
  tag: z.string(),
  method: z.strictObject({
    attribute: z.string(),
    /** A way of contact that is not here may be any. */
    channels: z.record(z.string(), z.array(z.enum(['email', 'phone', 'web', 'note', 'other'])).min(1)),
  }),
  /** Told when the tag does not come in so many working days of the ticket's region; left out: no such term. */
  withinWorkingDays: z.int().min(1).optional(),
  /** Where a letter that was given up on is told of and its reset undone; waits are other rules' (R-3.7.3, R-3.8.2). */
  undelivered: z.strictObject({
    point: z.string().min(1),
    at: desks,
    unlessFrom: z.array(z.string()).default(['В ожидании', 'В ожидании (без срока)']),
  }),
});
type Params = z.infer<typeof params>;

const isMeant = (facts: TicketFacts, { at, states, is }: Params, parties: Surroundings): boolean =>
  !facts.closed &&
  states.includes(facts.state) &&
  isAt(facts.group, at, parties) &&
  Object.entries(is).every(([field, allowed]) => allowed.includes(present(facts, field)));

/** Articles for the citizen since the ticket came to this desk with a solution. */
const outgoing = (facts: TicketFacts): ArticleFacts[] => {
  const since = standsSince(facts, ['group']);
  return facts.articles.filter(
    ({ from, internal, createdAt }) => from === 'operator' && !internal && createdAt >= since,
  );
};

const ofUntold = (facts: TicketFacts, within: number | undefined, context: RuleContext): Verdict => {
  const because = becauseOf(facts, context);
  if (within === undefined) return { status: 'notApplicable', because: because('решение ещё не сообщено') };
  try {
    const { instant: dueAt } = deadline({
      from: standsSince(facts, ['group', 'state']),
      workingDays: within,
      calendar: context.calendars.of(facts.region),
    });
    return context.now >= dueAt
      ? { status: 'flagged', because: because(`решение не сообщено пользователю за ${within} раб. дн.`) }
      : { status: 'pending', because: because('решение ещё не сообщено'), dueAt };
  } catch (error) {
    if (!(error instanceof UnknownCalendarYear)) throw error;
    return { status: 'flagged', because: because(error.message) };
  }
};

const hasUntoldFailure = (facts: TicketFacts, { undelivered }: Params, parties: Surroundings): boolean => {
  const failure = lastFailure(facts);
  return failure !== undefined && isAt(facts.group, undelivered.at, parties) && !isTold(facts, failure);
};

/** Null: a wait, which goes on by another rule. */
const ofFailure = (facts: TicketFacts, { undelivered }: Params, context: RuleContext): Verdict | null => {
  const reset = standingReset(facts);
  const state = reset?.from ?? facts.state;
  if (undelivered.unlessFrom.includes(state)) return null;
  return {
    status: 'due',
    because: becauseOf(facts, context)('письмо пользователю не доставлено: это ничей ответ и ничьё действие'),
    actions: [
      ...(reset === null ? [] : [{ do: 'set' as const, fields: { state } }]),
      {
        do: 'note',
        template: 'letter-undelivered',
        view: { point: undelivered.point, state, ...(reset !== null && { reset: reset.to }) },
      },
    ],
  };
};

export const solutionDelivered: RuleKind<Params> = {
  name: 'solution-delivered',
  params,
  needs: (facts, given, context) =>
    isMeant(facts, given, context) || hasUntoldFailure(facts, given, context) ? ['transitions'] : [],
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    const failed = hasUntoldFailure(facts, given, context) ? ofFailure(facts, given, context) : null;
    if (failed !== null) return failed;
    if (!isMeant(facts, given, context))
      return { status: 'notApplicable', because: because('решения, которое пора сообщить, нет') };
    if (!facts.tags.includes(given.tag)) return ofUntold(facts, given.withinWorkingDays, context);
    const sent = outgoing(facts);
    if (sent.length === 0)
      return {
        status: 'flagged',
        because: because('решение отмечено как сообщённое, а исходящего сообщения в тикете нет'),
      };
    const method = String(present(facts, given.method.attribute) ?? '');
    const wanted = given.method.channels[method];
    return wanted === undefined || sent.some(({ channel }) => wanted.includes(channel))
      ? { status: 'met', because: because('решение сообщено') }
      : {
          status: 'flagged',
          because: because(`решение сообщено не тем способом, который выбран: ${method}`),
        };
  },
};
