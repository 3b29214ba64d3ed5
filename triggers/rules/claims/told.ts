/**
 * Rule kind `claim-told`: the citizen hears the number of the claim and how to reach СП ЕПГУ: by phone from СП ЕПГУ (3.11.2), in writing
 * from the region (4.3.4). Told is a letter or a call since the number is known, or what an operator
 * marks with a tag; the request may be closed then.
 */
import { z } from 'zod';
import { groupName, optionOf, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { tellings } from '../../ticket/evidence.js';
import { isRegional, lastMove } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { deadline } from '../../working-time/deadline.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({
  tag: tagName,
  group: groupName,
  /** Why a request is closed whose claim is being dealt with: a value of `state_reason`. */
  closedReason: optionOf('reason'),
  /** What a region has not told in so many of its working days is shown; until then the next step says it. */
  withinWorkingDays: z.int().min(1).default(1),
  /** Link types of requests whose citizen hears of the claim in another ticket. */
  untold: z.array(optionOf('claimLink')),
});

export const claimTold: RuleKind<z.infer<typeof params>> = {
  name: 'claim-told',
  params,
  needs: (facts, { tag, group }, { vocabulary }) => {
    if (facts.tags.includes(tag)) return [];
    if (!facts.closed && facts.group === group) return ['linked'];
    return said(facts, vocabulary.attributes.claimNumber) === null ? [] : ['transitions'];
  },
  evaluate(facts, { tag, group, closedReason, untold, withinWorkingDays }, context) {
    const { leave, met, flag, pending, counted } = verdictsOn(facts, context);
    const { claimNumber } = context.vocabulary.attributes;
    const number = said(facts, claimNumber);
    const known = lastMove(facts, claimNumber)?.at ?? facts.createdAt;
    const isTold = facts.tags.includes(tag) || (number !== null && tellings(facts, known).length > 0);
    if (untold.includes(said(facts, context.vocabulary.attributes.claimLink) ?? ''))
      return leave('о претензии сообщают в другом тикете');
    if (facts.closed) {
      if (said(facts, context.vocabulary.attributes.reason) !== closedReason) return leave('тикет закрыт');
      if (number === null) return flag(`закрыт с причиной «${closedReason}», а номера претензии нет`);
      return isTold
        ? met('пользователь извещён о претензии, тикет закрыт')
        : flag('закрыт, а пользователь о претензии не извещён');
    }
    if (facts.group === group && facts.linked.some(({ relation }) => relation === 'parent'))
      return leave('о претензии сообщают в первичном тикете');
    if (facts.group !== group && number === null) return leave('претензии нет');
    if (isTold) return met('пользователю сообщены номер претензии и контакты: тикет можно закрыть');
    if (!isRegional(facts.group, context))
      return flag('пользователю ещё не сообщены номер претензии и контакты СП ЕПГУ');
    return counted(() => {
      const { instant: dueAt } = deadline({
        from: known,
        workingDays: withinWorkingDays,
        calendar: context.calendars.of(facts.region),
      });
      return context.now >= dueAt
        ? flag('СП РПГУ ещё не сообщила пользователю номер претензии и контакты СП ЕПГУ')
        : pending('СП РПГУ предстоит сообщить номер претензии и контакты СП ЕПГУ', dueAt);
    });
  },
};
