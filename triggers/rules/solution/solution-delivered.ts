/**
 * Rule kind `solution-delivered`: the solution reaches the citizen, by the way the citizen chose (R-3.11, R-4.5.2; A-13).
 * It can only tell: whether a call was made, the helpdesk knows from what operators record.
 */
import { z } from 'zod';
import {
  attributeName,
  optionBeside,
  optionsByAttribute,
  stateName,
  tagName,
} from '../../../config/schema/names.js';
import { present } from '../../ticket/fields.js';
import { isTold, lastFailure, standingReset } from '../../ticket/delivery.js';
import { desks, isAt, standsSince } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { ArticleFacts, RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';
import { deadline } from '../../working-time/deadline.js';

const params = z.strictObject({
  at: desks,
  states: z.array(stateName).min(1),
  is: optionsByAttribute.default({}),
  /** Set by the operator's macro: the solution was told. */
  tag: tagName,
  method: z.strictObject({
    attribute: attributeName,
    /** A way of contact that is not here may be any. */
    channels: z.record(
      optionBeside('attribute'),
      z.array(z.enum(['email', 'phone', 'web', 'note', 'other'])).min(1),
    ),
  }),
  /** Told when the tag does not come in so many working days of the ticket's region; left out: no such term. */
  withinWorkingDays: z.int().min(1).optional(),
  /** Where a letter that was given up on is told of and its reset undone; waits are other rules' (R-3.7.3, R-3.8.2). */
  undelivered: z.strictObject({
    point: z.string().min(1),
    at: desks,
    /** Waits, which go on by another rule; left out: both. */
    unlessFrom: z.array(stateName).optional(),
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

/** A letter to none of the citizen's addresses, such as a portal's robot, that nobody was told of. */
const astrayIn = (facts: TicketFacts): ArticleFacts | undefined =>
  outgoing(facts).findLast((article) => article.toCitizen === false && !isTold(facts, article));

const ofUntold = (facts: TicketFacts, within: number | undefined, context: RuleContext): Verdict => {
  const { leave, flag, pending, counted } = verdictsOn(facts, context);
  if (within === undefined) return leave('решение ещё не сообщено');
  return counted(() => {
    const { instant: dueAt } = deadline({
      from: standsSince(facts, ['group', 'state']),
      workingDays: within,
      calendar: context.calendars.of(facts.region),
    });
    return context.now >= dueAt
      ? flag(`решение не сообщено пользователю за ${within} раб. дн.`)
      : pending('решение ещё не сообщено', dueAt);
  });
};

const hasUntoldFailure = (facts: TicketFacts, { undelivered }: Params, parties: Surroundings): boolean => {
  const failure = lastFailure(facts);
  return failure !== undefined && isAt(facts.group, undelivered.at, parties) && !isTold(facts, failure);
};

/** Null: a wait, which goes on by another rule. */
const ofFailure = (facts: TicketFacts, { undelivered }: Params, context: RuleContext): Verdict | null => {
  const reset = standingReset(facts);
  const state = reset?.from ?? facts.state;
  const { termed, open } = context.vocabulary.states;
  if ((undelivered.unlessFrom ?? [termed, open]).includes(state)) return null;
  return verdictsOn(facts, context).due(
    'письмо пользователю не доставлено: это ничей ответ и ничьё действие',
    [
      ...(reset === null ? [] : [{ do: 'set' as const, fields: { state } }]),
      {
        do: 'note',
        template: 'letter-undelivered',
        view: {
          point: undelivered.point,
          state,
          ...(reset !== null && reset.to !== null && { reset: reset.to }),
        },
      },
    ],
  );
};

export const solutionDelivered: RuleKind<Params> = {
  name: 'solution-delivered',
  params,
  needs: (facts, given, context) =>
    isMeant(facts, given, context) || hasUntoldFailure(facts, given, context) ? ['transitions'] : [],
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const failed = hasUntoldFailure(facts, given, context) ? ofFailure(facts, given, context) : null;
    if (failed !== null) return failed;
    if (!isMeant(facts, given, context)) return leave('решения, которое пора сообщить, нет');
    if (astrayIn(facts) !== undefined)
      return due('письмо с решением ушло не гражданину: не сообщено', [
        { do: 'note', template: 'letter-astray', view: { point: given.undelivered.point } },
      ]);
    if (!facts.tags.includes(given.tag)) return ofUntold(facts, given.withinWorkingDays, context);
    const sent = outgoing(facts).filter(({ toCitizen }) => toCitizen !== false);
    if (sent.length === 0)
      return flag('решение отмечено как сообщённое, а исходящего сообщения в тикете нет');
    const method = String(present(facts, given.method.attribute) ?? '');
    const wanted = given.method.channels[method];
    return wanted === undefined || sent.some(({ channel }) => wanted.includes(channel))
      ? met('решение сообщено')
      : flag(`решение сообщено не тем способом, который выбран: ${method}`);
  },
};
