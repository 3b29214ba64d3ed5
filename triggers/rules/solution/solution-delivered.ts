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
import { pointOn } from '../../ticket/cited.js';
import { present } from '../../ticket/fields.js';
import { isTold, lastFailure, standingReset } from '../../ticket/delivery.js';
import { cameBy, tellings } from '../../ticket/evidence.js';
import { desks, deskWriting, isAt, standsSince } from '../../ticket/moves.js';
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
  /** Where an operator records whether the citizen agrees; left out: an answer to the solution is not looked at. */
  consent: attributeName.optional(),
  /** A call that is due is shown at once. */
  callAtOnce: z.boolean().default(false),
  /** Desks that write to no citizen of a written request. Left out: it is not looked at. */
  notBy: desks.optional(),
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

/** A letter to none of the citizen's addresses, such as a portal's robot, that nobody was told of. */
const astrayIn = (facts: TicketFacts): ArticleFacts | undefined => {
  const since = standsSince(facts, ['group']);
  return facts.articles.findLast(
    (article) =>
      article.from === 'operator' &&
      article.toCitizen === false &&
      article.createdAt >= since &&
      !isTold(facts, article),
  );
};

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

/** A letter went out since, and nothing of it reached the citizen. */
const isLost = ({ articles }: TicketFacts, since: Date): boolean =>
  articles.some(
    ({ from, internal, channel, createdAt }) =>
      from === 'operator' && !internal && channel === 'email' && createdAt >= since,
  ) && tellings({ articles }, since).length === 0;

/** Whether a told solution stands there that nobody has recorded the citizen's word on. */
const awaitsConsent = (
  facts: TicketFacts,
  { at, is, tag, consent }: Params,
  parties: Surroundings,
): boolean =>
  consent !== undefined &&
  !facts.closed &&
  facts.tags.includes(tag) &&
  isAt(facts.group, at, parties) &&
  Object.entries(is).every(([field, allowed]) => allowed.includes(present(facts, field))) &&
  present(facts, consent) === null;

/** Words of the citizen to a solution that was told; whether they agree, only a person says. Zammad has moved the state. */
const isAnswered = (facts: TicketFacts, given: Params, context: RuleContext): boolean => {
  if (!awaitsConsent(facts, given, context)) return false;
  const [told] = tellings(facts, cameBy(facts, context.now));
  return (
    told !== undefined &&
    facts.articles.some(
      ({ from, automatic, createdAt }) => from === 'citizen' && !automatic && createdAt > told.createdAt,
    )
  );
};

/** A written request is answered by its region: what СП ЕПГУ wrote itself stands until the region has written. */
const byOthers = (facts: TicketFacts, { notBy }: Params, context: RuleContext): boolean => {
  if (notBy === undefined || facts.closed || context.process.pathOf(facts) !== 'письменное') return false;
  const last = tellings(facts, facts.createdAt).at(-1);
  return last !== undefined && last.channel !== 'phone' && isAt(deskWriting(facts, last), notBy, context);
};

export const solutionDelivered: RuleKind<Params> = {
  name: 'solution-delivered',
  params,
  needs: (facts, given, context) =>
    isMeant(facts, given, context) ||
    awaitsConsent(facts, given, context) ||
    hasUntoldFailure(facts, given, context) ||
    (given.notBy !== undefined && !facts.closed && tellings(facts, facts.createdAt).length > 0)
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const failed = hasUntoldFailure(facts, given, context) ? ofFailure(facts, given, context) : null;
    if (failed !== null) return failed;
    if (isAnswered(facts, given, context))
      return flag(
        `пользователь ответил на решение: отметьте, согласен ли он (п. ${pointOn(facts, ['3.11.1, 3.11.2', '4.12.1, 4.12.2'], context)})`,
      );
    if (!isMeant(facts, given, context))
      return byOthers(facts, given, context)
        ? flag('пользователю по письменному обращению пишет СП ЕПГУ, а отвечает СП РПГУ (п. 4.5.2)')
        : leave('решения, которое пора сообщить, нет');
    if (astrayIn(facts) !== undefined)
      return due('письмо с решением ушло не гражданину: не сообщено', [
        { do: 'note', template: 'letter-astray', view: { point: given.undelivered.point } },
      ]);
    const since = cameBy(facts, context.now);
    const sent = tellings(facts, since);
    const isMarked = facts.tags.includes(given.tag);
    if (sent.length === 0 && isLost(facts, since))
      return isMarked
        ? due('решение не доставлено, «сообщено» снимается', [{ do: 'tag', add: [], remove: [given.tag] }])
        : flag(`решение пользователю не доставлено (п. ${given.undelivered.point}, 4.12)`);
    const wanted = given.method.channels[String(present(facts, given.method.attribute) ?? '')];
    const isCall = given.callAtOnce && wanted?.every((channel) => channel === 'phone') === true;
    if (isCall && !isMarked && !sent.some(({ channel }) => channel === 'phone'))
      return flag('позвоните пользователю: он выбрал телефон');
    if (!isMarked && sent.length > 0) return met('решение сообщено');
    if (!isMarked) return ofUntold(facts, given.withinWorkingDays, context);
    if (sent.length === 0)
      return flag('решение отмечено как сообщённое, а исходящего сообщения в тикете нет');
    const method = String(present(facts, given.method.attribute) ?? '');
    return wanted === undefined || sent.some(({ channel }) => wanted.includes(channel))
      ? met('решение сообщено')
      : flag(`решение сообщено не тем способом, который выбран: ${method}`);
  },
};
