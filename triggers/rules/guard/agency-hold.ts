/**
 * Rule kind `agency-hold`: a ticket leaves its wait for an agency by the agency's answer and by nothing else: with a
 * comment of СП ЕПГУ that tells the answer. Whoever took it out otherwise, by hand or by a macro, finds it put back once.
 * A flip by a letter of the citizen is another rule's.
 */
import { z } from 'zod';
import { groupName, optionOf, stateName } from '../../../config/schema/names.js';
import type { Place } from '../../../config/schema/process.js';
import { said } from '../../ticket/fields.js';
import { isReasoned, isWrittenDown } from '../../ticket/evidence.js';
import { actsOf, type Act, type Stood } from '../../ticket/past.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';
import { undone, undoParams, undonesOf } from './undone.js';

const HOUR_MS = 3_600_000;
/** A comment typed so long before the act tells what the act is about. */
const BEFORE_MS = HOUR_MS;

const params = z.strictObject({
  ...undoParams,
  reason: optionOf('reason'),
  state: stateName,
  /** Who tells of the answer. */
  tellers: z.array(groupName).min(1),
  /** Where the answer goes, and the state in which СП ЕПГУ may hold it on the way there. */
  technicalGroup: groupName,
  onTheWay: z.array(stateName).min(1),
});
type Params = z.infer<typeof params>;

const waits = (
  { state, attributes }: Pick<Stood, 'state' | 'attributes'>,
  given: Params,
  { vocabulary }: Surroundings,
): boolean => said({ attributes }, vocabulary.attributes.reason) === given.reason && state === given.state;

/** A place of the wait that a ticket may rest at, whoever has it. */
const placeOf = (stood: Stood, given: Params, context: RuleContext): Place | null =>
  waits(stood, given, context) ? context.process.placeOf(stood) : null;

/** The wait began when the reason did: the comment of that act asks to tell the citizen, and is no answer. */
const beganAt = (acts: readonly Act[], exit: Act, given: Params, context: RuleContext): Date =>
  acts.findLast(
    (act) => act.at <= exit.at && waits(act.after, given, context) && !waits(act.before, given, context),
  )?.at ?? new Date(0);

const isAnswered = (
  facts: TicketFacts,
  { acts, exit }: { readonly acts: readonly Act[]; readonly exit: Act },
  given: Params,
  context: RuleContext,
): boolean => {
  const began = beganAt(acts, exit, given, context).getTime();
  const since = new Date(Math.max(began, exit.at.getTime() - BEFORE_MS));
  const isTeller = (group: string): boolean => given.tellers.includes(group) || group === exit.before.group;
  return isWrittenDown(facts, since, isTeller, context.vocabulary);
};

const judge = (facts: TicketFacts, given: Params, context: RuleContext): Verdict => {
  const { leave, met, flag, undo } = verdictsOn(facts, context);
  const acts = actsOf(facts);
  const exit = acts.findLast(
    (act) => placeOf(act.before, given, context) !== null && placeOf(act.after, given, context) === null,
  );
  if (exit === undefined) return leave('ответа ФОИВ тикет не ждал');
  const place = placeOf(exit.before, given, context);
  if (place === null || exit.by === 'companion') return leave('из ожидания ФОИВ тикет вывела программа');
  const last = acts.findLast((act) => act.by === 'companion' && waits(act.after, given, context));
  if (last !== undefined && last.at > exit.at) return leave('ожидание ФОИВ восстановлено');
  // The reason is still there, or the citizen's letter has moved the ticket: to be put right without a word about an operator.
  if (
    exit.by === 'citizen' ||
    exit.by === 'stranger' ||
    (exit.by === 'helpdesk' && said(facts, context.vocabulary.attributes.reason) === given.reason)
  )
    return leave('состояние сменило письмо');
  const answered = isAnswered(facts, { acts, exit }, given, context);
  const goes =
    exit.after.group === given.technicalGroup ||
    (!exit.head && given.tellers.includes(exit.after.group) && given.onTheWay.includes(exit.after.state));
  if (answered && goes) return met('ответ ФОИВ получен');
  if (exit.head)
    return flag(
      isReasoned(facts, exit, context)
        ? 'руководитель вывел тикет из ожидания ФОИВ без ответа ФОИВ, причина записана'
        : 'руководитель вывел тикет из ожидания ФОИВ, в СТП ЕПГУ ответа не передав: назовите причину (п. 4.8.3)',
    );
  if (context.now.getTime() - exit.at.getTime() > given.withinHours * HOUR_MS)
    return flag('тикет выведен из ожидания ФОИВ без ответа ФОИВ');
  if (undonesOf(facts, (from, to) => from !== given.state && to === given.state) >= given.undoes)
    return flag('тикет снова выведен из ожидания ФОИВ без ответа ФОИВ');
  const answer = context.process
    .movesAt(exit.before)
    .filter(({ to, needs }) => to !== null && needs.includes('ответ ФОИВ'));
  return undo(
    'выведен из ожидания ФОИВ без ответа ФОИВ, ожидание восстановлено',
    undone(given, context, {
      back: { stood: exit.before, place },
      found: 'Тикет вывели из ожидания ФОИВ, а ответа ФОИВ в нём нет',
      clauses: [...place.clauses, ...answer.flatMap(({ clauses }) => clauses)],
      lacks: answered ? [] : ['ответ ФОИВ в комментарии СП ЕПГУ'],
    }),
  );
};

export const agencyHold: RuleKind<Params> = {
  name: 'agency-hold',
  params,
  needs: (facts, given, context) => {
    const { reason, agency, agencyAsked, agencyNotice } = context.vocabulary.attributes;
    const hasWaited =
      said(facts, reason) === given.reason ||
      [agency, agencyAsked, agencyNotice].some((attribute) => said(facts, attribute) !== null);
    return !facts.closed && !waits(facts, given, context) && hasWaited ? ['transitions'] : [];
  },
  judgesActs: (facts, given, context) => !facts.closed && !waits(facts, given, context),
  evaluate(facts, given, context) {
    const { leave } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (waits(facts, given, context)) return leave('тикет ждёт ФОИВ');
    return judge(facts, given, context);
  },
};
