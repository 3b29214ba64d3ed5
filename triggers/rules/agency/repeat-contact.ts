/**
 * Rule kind `repeat-contact`: a citizen who asks again while an agency is awaited is told so by the region; the new contact is not
 * passed on, and the primary ticket hears of it (3.8.3, 3.8.3.1, 4.8.4, 4.8.4.1). Only the operator names a repeat; that an earlier
 * request waits is suggested, for another question goes its own way. A-22: found by СНИЛС, else by contact; the companion
 * writes into the primary ticket, so that no region needs access to it.
 */
import { pointOn } from '../../ticket/cited.js';
import { said } from '../../ticket/fields.js';
import { homeRegionOf } from '../../ticket/home.js';
import { isWorded, worded } from '../../ticket/worded.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { isWaiting, primaryOf, repeatParams, toldOf, type RepeatContact } from './repeat-primary.js';
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

const isAsked = (facts: TicketFacts, { act }: RepeatContact, { vocabulary }: Surroundings): boolean =>
  said(facts, vocabulary.attributes.act) === act;

const task = (primary: OtherTicket, given: RepeatContact, context: Surroundings): string => {
  const { number, state } = primary;
  const { tellWaits, tellStands } = context.vocabulary.nextTasks;
  return isWaiting(primary, given, context)
    ? worded(tellWaits, { number, tag: given.tags.otherQuestion })
    : worded(tellStands, { number, state });
};

const isSuggested = (facts: TicketFacts, { vocabulary: { attributes, nextTasks } }: Surroundings): boolean =>
  isWorded(said(facts, attributes.nextTask), nextTasks.earlierWaits);

/** The suggestion taken away where it stands; null: it does not. */
const unsuggested = (facts: TicketFacts, why: string, context: RuleContext): Verdict | null =>
  isSuggested(facts, context)
    ? verdictsOn(facts, context).due(why, [
        { do: 'set', fields: { [context.vocabulary.attributes.nextTask]: null } },
      ])
    : null;

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

const DAY_MS = 24 * 3600 * 1000;

const nextDay = (now: Date): Date => new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS);

/** A contact at its region, of which nobody has said yet what is to be done. */
const isNew = (facts: TicketFacts, given: RepeatContact, context: Surroundings): boolean => {
  const { holder, reason, nextTask } = context.vocabulary.attributes;
  return (
    said(facts, holder) === null &&
    said(facts, reason) === null &&
    (said(facts, nextTask) === null || isSuggested(facts, context)) &&
    given.freshStates.includes(facts.state) &&
    !given.federalGroups.includes(facts.group)
  );
};

/**
 * Nobody named a repeat: that an earlier request waits is said where the next step stands, as long as it is so and nothing has to be done
 * first, and nothing else is done.
 */
const suggested = (facts: TicketFacts, given: RepeatContact, context: RuleContext): Verdict => {
  const { leave, pending, due } = verdictsOn(facts, context);
  const { attributes, nextTasks } = context.vocabulary;
  if (!isNew(facts, given, context)) {
    const why = 'о более раннем обращении больше не спрашивают: подсказка снята';
    return unsuggested(facts, why, context) ?? leave('обращение уже рассматривается');
  }
  const primary = primaryOf(facts, given, null, context);
  if (primary === undefined) {
    const why = 'более раннее обращение ФОИВ больше не ждёт: подсказка снята';
    return unsuggested(facts, why, context) ?? leave('более раннего обращения, которое ждёт ФОИВ, нет');
  }
  const suggestion = worded(nextTasks.earlierWaits, {
    number: primary.number,
    act: given.act,
    point: pointOn(facts, ['3.8.3', '4.8.4'], context),
  });
  return said(facts, attributes.nextTask) === suggestion
    ? // Nothing tells of the other ticket's end: whether it still waits is looked up once a day.
      pending('более раннее обращение ждёт ФОИВ: подсказано', nextDay(context.now))
    : due('более раннее обращение ждёт ФОИВ: подсказано', [
        { do: 'set', fields: { [attributes.nextTask]: suggestion } },
      ]);
};

export const repeatContact: RuleKind<RepeatContact> = {
  name: 'repeat-contact',
  params: repeatParams,
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
        : (unsuggested(facts, 'оператор отметил, что вопрос другой: подсказка снята', context) ??
            leave('оператор отметил, что вопрос другой'));
    if (isRepeat) return marked(facts, given, context);
    return suggested(facts, given, context);
  },
};
