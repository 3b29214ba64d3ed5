/**
 * Rule kind `repeat-contact`: a citizen who asks again while an agency is awaited is told so by the region; the new contact is not
 * passed on, and the primary ticket hears of it (3.8.3, 3.8.3.1, 4.8.4, 4.8.4.1). Only the operator names a repeat; that an earlier
 * request waits is suggested, for another question goes its own way. A-22: found by СНИЛС, else by contact; the companion
 * writes into the primary ticket, so that no region needs access to it.
 */
import { z } from 'zod';
import { groupName, optionOf, stateName, tagName } from '../../../config/schema/names.js';
import { pointOn } from '../../ticket/cited.js';
import { said } from '../../ticket/fields.js';
import { homeRegionOf } from '../../ticket/home.js';
import { isOfSameCitizen, snilsOn } from '../../ticket/same-citizen.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { hasMore, isRelayed, moreOf, namedAt, newsOf } from './repeat-words.js';
import type {
  Action,
  OtherTicket,
  RuleContext,
  RuleKind,
  Surroundings,
  TicketFacts,
  Verdict,
} from '../../types.js';

const params = z.strictObject({
  /** How a ticket looks that awaits an agency. */
  waiting: z.strictObject({ state: stateName, reason: optionOf('reason') }),
  /** The operator's own word: a value of `regulation_act`. */
  act: optionOf('act'),
  tags: z.strictObject({ repeat: tagName, otherQuestion: tagName }),
  federalGroups: z.array(groupName).min(1),
  entryGroup: groupName,
  /** States of a contact that is still being looked at. */
  freshStates: z.array(stateName).min(1),
  /** State of a contact that comes back to its region. */
  returnState: stateName,
});
type RepeatContact = z.infer<typeof params>;

const isWaiting = (ticket: OtherTicket, { waiting }: RepeatContact, context: Surroundings): boolean =>
  ticket.state === waiting.state && said(ticket, context.vocabulary.attributes.reason) === waiting.reason;

const isAsked = (facts: TicketFacts, { act }: RepeatContact, { vocabulary }: Surroundings): boolean =>
  said(facts, vocabulary.attributes.act) === act;

/** Tickets of the same citizen that came before; a family may share a mailbox: two numbers that differ are two people. */
const earlierOf = <Other extends OtherTicket>(
  facts: TicketFacts,
  among: readonly Other[],
  context: Surroundings,
): readonly Other[] => {
  const own = snilsOn(facts, context);
  return among.filter(
    (other) =>
      other.createdAt < facts.createdAt &&
      (own === '' || snilsOn(other, context) === '' || snilsOn(other, context) === own),
  );
};

/** Linked ones of the same citizen that came before: what a letter merely named is linked, too, and may be anybody's. */
const linkedOf = (facts: TicketFacts, context: Surroundings): TicketFacts['linked'] =>
  earlierOf(facts, facts.linked, context).filter((other) => isOfSameCitizen(facts, other, context));

/** The ticket the citizen asks about: one that awaits an agency before any other, the newest first, open when it was asked. */
const primaryOf = (
  facts: TicketFacts,
  given: RepeatContact,
  asked: Date | null,
  context: Surroundings,
): OtherTicket | undefined => {
  const open = [...linkedOf(facts, context), ...earlierOf(facts, facts.earlier, context)].filter(
    ({ closed, closedAt }) => !closed || (asked !== null && closedAt !== null && closedAt > asked),
  );
  const waits = open.find((other) => isWaiting(other, given, context));
  return waits ?? (asked === null ? undefined : (open.find(({ closed }) => !closed) ?? open[0]));
};

/** The ticket that was told of this one: of the same citizen's linked ones, one that counts repeats before any other. */
const toldOf = (facts: TicketFacts, given: RepeatContact, context: Surroundings): OtherTicket | undefined => {
  const linked = linkedOf(facts, context).filter(({ relation }) => relation === 'normal');
  const counting = linked.filter(
    ({ attributes }) => Number(attributes[context.vocabulary.attributes.repeats] ?? 0) > 0,
  );
  const among = counting.length > 0 ? counting : linked;
  return (
    among.find((other) => isWaiting(other, given, context)) ?? among.find(({ closed }) => !closed) ?? among[0]
  );
};

const task = (primary: OtherTicket, given: RepeatContact, context: Surroundings): string =>
  isWaiting(primary, given, context)
    ? `Сообщите: по обращению № ${primary.number} информация передана в ФОИВ, после ответа ФОИВ пользователя проинформируют. В СП ЕПГУ не передавать. Другой вопрос: тег «${given.tags.otherQuestion}»`
    : `Сообщите: обращение № ${primary.number} рассматривается, состояние «${primary.state}»`;

/** How a suggestion begins. */
const EARLIER = 'Раньше:';

const suggestion = (primary: OtherTicket, { act }: RepeatContact, phone: boolean): string =>
  `${EARLIER} обращение № ${primary.number} ждёт ответа ФОИВ. Если спрашивают о нём, выберите «${act}» (п. ${phone ? '3.8.3' : '4.8.4'}); другой вопрос рассматривается как обычно`;

/** Where the contact belongs while the primary ticket waits: null when it is there, or may be elsewhere. */
const homeOf = (
  facts: TicketFacts,
  primary: OtherTicket,
  given: RepeatContact,
  context: RuleContext,
): Readonly<Record<string, string | null>> | 'unknown' => {
  if (!given.federalGroups.includes(facts.group) || !isWaiting(primary, given, context)) return {};
  const region = homeRegionOf(facts, context);
  return region === null
    ? 'unknown'
    : {
        group: region.group,
        owner: null,
        state: given.returnState,
        [context.vocabulary.attributes.reason]: null,
      };
};

const note = (
  facts: TicketFacts,
  primary: OtherTicket,
  returned: boolean,
  given: RepeatContact,
  context: RuleContext,
): Action => ({
  do: 'note',
  template: 'repeat-contact',
  view: {
    points: pointOn(facts, ['3.8.3', '4.8.4'], context),
    number: primary.number,
    state: primary.state,
    waits: isWaiting(primary, given, context),
    returned,
    tag: given.tags.otherQuestion,
  },
});

/** The operator has named a repeat. */
const named = (facts: TicketFacts, given: RepeatContact, context: RuleContext): Verdict => {
  const { flag, due } = verdictsOn(facts, context);
  const { attributes } = context.vocabulary;
  const primary = primaryOf(facts, given, namedAt(facts, context), context);
  if (primary === undefined)
    return due('открытого обращения того же пользователя не найдено, отметить негде', [
      { do: 'set', fields: { [attributes.act]: null } },
      { do: 'note', template: 'repeat-unknown', view: {} },
    ]);
  const home = homeOf(facts, primary, given, context);
  if (home === 'unknown')
    return flag('повторное обращение передано в СП ЕПГУ, а регион неизвестен: вернуть некому');
  const isMarked = facts.linked.some(({ id }) => id === primary.id) && facts.tags.includes(given.tags.repeat);
  const repeats = Number(primary.attributes[attributes.repeats] ?? 0) + 1;
  return due('повторное обращение: отметка уходит в более раннее', [
    {
      do: 'set',
      fields: {
        // The note speaks of this desk: where another clause moves the ticket just now, it is said after the move.
        group: facts.group,
        ...home,
        [attributes.nextTask]: task(primary, given, context),
        [attributes.act]: null,
      },
    },
    { do: 'tag', add: [given.tags.repeat], remove: [given.tags.otherQuestion] },
    ...newsOf(facts, primary, repeats, context),
    { do: 'link', to: primary.id, relation: 'normal' },
    ...(isMarked ? [] : [note(facts, primary, 'group' in home, given, context)]),
  ]);
};

/** What operators write of a repeat goes to the primary ticket, also when this one has ended; it does not go to СП ЕПГУ. */
const marked = (facts: TicketFacts, given: RepeatContact, context: RuleContext): Verdict => {
  const { leave, met, flag, due } = verdictsOn(facts, context);
  const primary = toldOf(facts, given, context);
  if (primary === undefined) return leave('обращения, о котором спрашивали, больше нет');
  const more = moreOf(facts, primary, context);
  if (more.length > 0) return due('слова оператора о повторном обращении уходят в более раннее', more);
  if (facts.closed) return met('повторное обращение отмечено в первичном');
  const home = homeOf(facts, primary, given, context);
  if (home === 'unknown')
    return flag('повторное обращение передано в СП ЕПГУ, а регион неизвестен: вернуть некому');
  if (!('group' in home)) return met('повторное обращение отмечено в первичном');
  return due('первичное обращение ждёт ФОИВ: повторное в СП ЕПГУ не переводится', [
    {
      do: 'set',
      fields: { ...home, [context.vocabulary.attributes.nextTask]: task(primary, given, context) },
    },
    note(facts, primary, true, given, context),
  ]);
};

/** Nobody named a repeat: that an earlier request waits is said where the next step stands, and nothing else is done. */
const suggested = (facts: TicketFacts, given: RepeatContact, context: RuleContext): Verdict => {
  const { leave, met, due } = verdictsOn(facts, context);
  const { nextTask } = context.vocabulary.attributes;
  const task = said(facts, nextTask);
  if (given.federalGroups.includes(facts.group))
    return task?.startsWith(EARLIER) === true
      ? due('обращение передано: о более раннем не спрашивают', [{ do: 'set', fields: { [nextTask]: null } }])
      : leave('о более раннем обращении не спрашивают');
  const primary = primaryOf(facts, given, null, context);
  if (primary === undefined) return leave('более раннего обращения, которое ждёт ФОИВ, нет');
  if (task !== null) return met('более раннее обращение ждёт ФОИВ; повторным это никто не назвал');
  const phone = context.process.pathOf(facts) === 'телефонное';
  return due('более раннее обращение ждёт ФОИВ: подсказано', [
    { do: 'set', fields: { [nextTask]: suggestion(primary, given, phone) } },
  ]);
};

/** A new contact at its region, of which nobody has said yet what is to be done. */
const isNew = (facts: TicketFacts, given: RepeatContact, { vocabulary }: Surroundings): boolean =>
  said(facts, vocabulary.attributes.holder) === null &&
  said(facts, vocabulary.attributes.reason) === null &&
  said(facts, vocabulary.attributes.nextTask) === null &&
  given.freshStates.includes(facts.state) &&
  !given.federalGroups.includes(facts.group);

export const repeatContact: RuleKind<RepeatContact> = {
  name: 'repeat-contact',
  params,
  needs(facts, given, context) {
    const isRepeat = facts.tags.includes(given.tags.repeat);
    if (facts.closed)
      return isRepeat && isRelayed(facts, context) && hasMore(facts, context) ? ['linked', 'words'] : [];
    if (isAsked(facts, given, context)) return ['transitions', 'words', 'linked', 'earlier'];
    if (facts.tags.includes(given.tags.otherQuestion)) return [];
    const isCommented = said(facts, context.vocabulary.attributes.comment) !== null;
    // Where it goes back to, history says, and when a comment was typed.
    const past = isCommented || given.federalGroups.includes(facts.group) ? ['transitions' as const] : [];
    if (isRepeat) return ['linked', 'words', ...past];
    return isNew(facts, given, context) ? ['earlier'] : [];
  },
  evaluate(facts, given, context) {
    const { leave, due } = verdictsOn(facts, context);
    const isRepeat = facts.tags.includes(given.tags.repeat);
    if (facts.closed)
      return isRepeat && isRelayed(facts, context) && hasMore(facts, context)
        ? marked(facts, given, context)
        : leave('тикет закрыт');
    if (isAsked(facts, given, context)) return named(facts, given, context);
    if (facts.tags.includes(given.tags.otherQuestion))
      return isRepeat
        ? due('оператор отметил, что вопрос другой', [
            { do: 'tag', add: [], remove: [given.tags.repeat] },
            { do: 'set', fields: { [context.vocabulary.attributes.nextTask]: null } },
          ])
        : leave('оператор отметил, что вопрос другой');
    if (isRepeat) return marked(facts, given, context);
    return isNew(facts, given, context) || given.federalGroups.includes(facts.group)
      ? suggested(facts, given, context)
      : leave('обращение уже рассматривается');
  },
};
