/**
 * Rule kind `call-transfer`: a call is handed over as a call, by the numbers the desks gave each other (2.2, 3.2, 3.2.1). Zammad
 * sees no calls: macros log them with a tag, and what lacks the tag is shown.
 */
import { z } from 'zod';
import { groupName, optionOf, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { isRegional, movesOf } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  /** `number`: the region has given one; `toFederal`, `toRegion`: the call was handed over, not the ticket alone. */
  check: z.enum(['number', 'toFederal', 'toRegion']),
  channel: optionOf('channel'),
  tags: z.strictObject({ toFederal: tagName, toRegion: tagName }),
  federalGroups: z.array(groupName).min(1),
  /** Value of `state_reason` of what СП ЕПГУ gives back as not its own. */
  beyondReason: optionOf('reason'),
});
type CallTransfer = z.infer<typeof params>;

const number = (facts: TicketFacts, { tags }: CallTransfer, context: RuleContext): Verdict => {
  const { leave, met, flag } = verdictsOn(facts, context);
  if (![tags.toFederal, tags.toRegion].some((tag) => facts.tags.includes(tag)))
    return leave('звонок не переводился');
  const agreement = context.agreements.get(facts.region ?? '');
  if (agreement === undefined) return flag('звонок переведён, а регион неизвестен: номер не сверить');
  return agreement.transferPhone === null
    ? flag('регион не предоставил номер для переадресации: переведённые звонки СП ЕПГУ не обрабатывает')
    : met('номер для переадресации предоставлен');
};

/** A ticket that began with СП ЕПГУ was never handed over: it registers calls itself (3.4.2). */
const toFederal = (
  facts: TicketFacts,
  { tags, federalGroups }: CallTransfer,
  context: RuleContext,
): Verdict => {
  const { leave, met, flag } = verdictsOn(facts, context);
  if (facts.tags.includes(tags.toFederal)) return met('звонок переведён в СП ЕПГУ');
  const [first] = movesOf(facts, 'group');
  if (!federalGroups.includes(facts.group) || first === undefined || !isRegional(first.from, context))
    return leave('тикет в СП ЕПГУ не переводился');
  return flag('обращение по телефону передано в СП ЕПГУ тикетом: переводится сам звонок');
};

const toRegion = (facts: TicketFacts, given: CallTransfer, context: RuleContext): Verdict => {
  const { leave, met, flag } = verdictsOn(facts, context);
  if (facts.tags.includes(given.tags.toRegion)) return met('звонок переведён в СП РПГУ');
  return said(facts, context.vocabulary.attributes.reason) === given.beyondReason
    ? flag('вопрос вне компетенции СП ЕПГУ, а перевод звонка в СП РПГУ не отмечен')
    : leave('СП ЕПГУ вопрос не возвращала');
};

export const callTransfer: RuleKind<CallTransfer> = {
  name: 'call-transfer',
  params,
  needs: (facts, { check, channel, tags, federalGroups }, context) =>
    check === 'toFederal' &&
    !facts.closed &&
    said(facts, context.vocabulary.attributes.channel) === channel &&
    federalGroups.includes(facts.group) &&
    !facts.tags.includes(tags.toFederal)
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave } = verdictsOn(facts, context);
    // A region's ticket ends with the call it hands over, a call of ours given back as well: closed, they are judged by their mark.
    const isMarked = [given.tags.toFederal, given.tags.toRegion].some((tag) => facts.tags.includes(tag));
    if (facts.closed && !isMarked) return leave('тикет закрыт');
    if (said(facts, context.vocabulary.attributes.channel) !== given.channel)
      return leave('обращение не по телефону');
    return { number, toFederal, toRegion }[given.check](facts, given, context);
  },
};
