/**
 * Rule kind `repeat-contact`: a citizen who asks again while an agency is awaited is told so by the region; the new contact is not
 * passed on, and the primary ticket hears of it (3.8.3, 3.8.3.1, 4.8.4, 4.8.4.1). A-22: found by СНИЛС, else by contact; the
 * companion writes into the primary ticket, so that no region needs access to it. That another question is asked says
 * a tag, set by the operator.
 */
import { z } from 'zod';
import { groupName, optionOf, stateName, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { homeRegionOf } from '../../ticket/home.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
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

const digits = (ticket: Pick<TicketFacts, 'attributes'>, context: Surroundings): string =>
  (said(ticket, context.vocabulary.attributes.snils) ?? '').replace(/\D/g, '');

const isWaiting = (ticket: OtherTicket, { waiting }: RepeatContact, context: Surroundings): boolean =>
  ticket.state === waiting.state && said(ticket, context.vocabulary.attributes.reason) === waiting.reason;

/** The open ticket the citizen asks about: one that awaits an agency before any other, the newest first. */
const primaryOf = (
  facts: TicketFacts,
  given: RepeatContact,
  asked: boolean,
  context: Surroundings,
): OtherTicket | undefined => {
  const own = digits(facts, context);
  // A family may share a mailbox: two numbers that differ are two people.
  const open = [...facts.linked, ...facts.earlier].filter(
    (other) =>
      !other.closed &&
      other.createdAt < facts.createdAt &&
      (own === '' || digits(other, context) === '' || digits(other, context) === own),
  );
  return open.find((other) => isWaiting(other, given, context)) ?? (asked ? open[0] : undefined);
};

const task = (primary: OtherTicket, given: RepeatContact, context: Surroundings): string =>
  isWaiting(primary, given, context)
    ? `Сообщите: по обращению № ${primary.number} информация передана в ФОИВ, после ответа ФОИВ пользователя проинформируют. В СП ЕПГУ не передавать. Другой вопрос: тег «${given.tags.otherQuestion}»`
    : `Сообщите: обращение № ${primary.number} рассматривается, состояние «${primary.state}»`;

const mark = (
  facts: TicketFacts,
  primary: OtherTicket,
  given: RepeatContact,
  home: Readonly<Record<string, string | null>>,
  context: Surroundings,
): Action[] => {
  const repeats = Number(primary.attributes[context.vocabulary.attributes.repeats] ?? 0) + 1;
  return [
    {
      do: 'set',
      fields: {
        // The note speaks of this desk: where another clause moves the ticket just now, it is said after the move.
        group: facts.group,
        ...home,
        [context.vocabulary.attributes.nextTask]: task(primary, given, context),
        ...(said(facts, context.vocabulary.attributes.act) === given.act && {
          [context.vocabulary.attributes.act]: null,
        }),
      },
    },
    { do: 'tag', add: [given.tags.repeat], remove: [] },
    {
      do: 'relay',
      to: primary.id,
      occasion: `repeat-${facts.id}`,
      template: 'repeat-relay',
      view: {
        number: facts.number,
        comment: said(facts, context.vocabulary.attributes.comment) ?? '',
        repeats,
      },
      fields: { [context.vocabulary.attributes.repeats]: repeats },
    },
    { do: 'link', to: primary.id, relation: 'normal' },
    {
      do: 'note',
      template: 'repeat-contact',
      view: {
        number: primary.number,
        state: primary.state,
        waits: isWaiting(primary, given, context),
        returned: 'group' in home,
        tag: given.tags.otherQuestion,
      },
    },
  ];
};

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

const judge = (facts: TicketFacts, given: RepeatContact, context: RuleContext): Verdict => {
  const { leave, met, flag, due } = verdictsOn(facts, context);
  const asked = said(facts, context.vocabulary.attributes.act) === given.act;
  const primary = primaryOf(facts, given, asked, context);
  if (primary === undefined)
    return asked
      ? due('открытого обращения того же пользователя не найдено, отметить негде', [
          { do: 'set', fields: { [context.vocabulary.attributes.act]: null } },
          { do: 'note', template: 'repeat-unknown', view: {} },
        ])
      : leave('более раннего обращения, которое ждёт ФОИВ, нет');
  const home = homeOf(facts, primary, given, context);
  if (home === 'unknown')
    return flag('повторное обращение передано в СП ЕПГУ, а регион неизвестен: вернуть некому');
  const isTold = facts.linked.some(({ id }) => id === primary.id);
  if (!isTold || !facts.tags.includes(given.tags.repeat))
    return due(
      'повторное обращение: более раннее рассматривается, отметка уходит в него',
      mark(facts, primary, given, home, context),
    );
  if ('group' in home)
    return due('первичное обращение ждёт ФОИВ: повторное в СП ЕПГУ не переводится', [
      {
        do: 'set',
        fields: { ...home, [context.vocabulary.attributes.nextTask]: task(primary, given, context) },
      },
      {
        do: 'note',
        template: 'repeat-contact',
        view: {
          number: primary.number,
          state: primary.state,
          waits: true,
          returned: true,
          tag: given.tags.otherQuestion,
        },
      },
    ]);
  return asked
    ? due('повторное обращение уже отмечено', [
        { do: 'set', fields: { [context.vocabulary.attributes.act]: null } },
      ])
    : met('повторное обращение отмечено в первичном');
};

export const repeatContact: RuleKind<RepeatContact> = {
  name: 'repeat-contact',
  params,
  needs(facts, given, context) {
    const asked = said(facts, context.vocabulary.attributes.act) === given.act;
    if (facts.closed || (facts.tags.includes(given.tags.otherQuestion) && !asked)) return [];
    if (!asked) {
      if (said(facts, context.vocabulary.attributes.reason) === given.waiting.reason) return [];
      if (facts.tags.includes(given.tags.repeat)) return ['linked'];
      // What СП ЕПГУ has been working on is no new contact.
      const isNew = [null, given.entryGroup].includes(said(facts, context.vocabulary.attributes.holder));
      if (!isNew || !given.freshStates.includes(facts.state)) return [];
    }
    // Whether it was told there is asked of the links, and only of one that was found.
    // Where it goes back to, history says.
    const past = given.federalGroups.includes(facts.group) ? ['transitions' as const] : [];
    return primaryOf(facts, given, asked, context) === undefined
      ? ['earlier']
      : ['linked', 'earlier', ...past];
  },
  evaluate(facts, given, context) {
    const { leave, due } = verdictsOn(facts, context);
    const asked = said(facts, context.vocabulary.attributes.act) === given.act;
    if (facts.closed) return leave('тикет закрыт');
    if (facts.tags.includes(given.tags.otherQuestion) && !asked)
      return facts.tags.includes(given.tags.repeat)
        ? due('оператор отметил, что вопрос другой', [
            { do: 'tag', add: [], remove: [given.tags.repeat] },
            { do: 'set', fields: { [context.vocabulary.attributes.nextTask]: null } },
          ])
        : leave('оператор отметил, что вопрос другой');
    if (!asked && said(facts, context.vocabulary.attributes.reason) === given.waiting.reason)
      return leave('тикет сам ждёт ФОИВ');
    return judge(facts, given, context);
  },
};
