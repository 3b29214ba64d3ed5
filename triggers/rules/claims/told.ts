/**
 * Rule kind `claim-told`: the citizen hears the number of the claim and how to reach СП ЕПГУ: by phone from СП ЕПГУ (3.11.2), in writing
 * from the region (4.3.4). Told is what an operator marks with a tag; the request may be closed then.
 */
import { z } from 'zod';
import { groupName, optionOf, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { isRegional } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({
  tag: tagName,
  group: groupName,
  /** Why a request is closed whose claim is being dealt with: a value of `state_reason`. */
  closedReason: optionOf('reason'),
  /** Link types of requests whose citizen hears of the claim in another ticket. */
  untold: z.array(optionOf('claimLink')),
});

export const claimTold: RuleKind<z.infer<typeof params>> = {
  name: 'claim-told',
  params,
  needs: (facts, { tag, group }) =>
    !facts.closed && facts.group === group && !facts.tags.includes(tag) ? ['linked'] : [],
  evaluate(facts, { tag, group, closedReason, untold }, context) {
    const { leave, met, flag } = verdictsOn(facts, context);
    const isTold = facts.tags.includes(tag);
    const number = said(facts, context.vocabulary.attributes.claimNumber);
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
    return flag(
      isRegional(facts.group, context)
        ? 'СП РПГУ ещё не сообщила пользователю номер претензии и контакты СП ЕПГУ'
        : 'пользователю ещё не сообщены номер претензии и контакты СП ЕПГУ',
    );
  },
};
