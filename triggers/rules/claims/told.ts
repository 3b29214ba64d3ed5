/**
 * Rule kind `claim-told`: the citizen hears the number of the claim and how to reach СП ЕПГУ: by phone from СП ЕПГУ (3.11.2), in writing
 * from the region (4.3.4). Told is what an operator marks with a tag; the request may be closed then.
 */
import { z } from 'zod';
import { isRegional } from '../../ticket/moves.js';
import { said, verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({
  tag: z.string(),
  group: z.string(),
  /** Why a request is closed whose claim is being dealt with: a value of `state_reason`. */
  closedReason: z.string(),
  /** Link types of requests whose citizen hears of the claim in another ticket. */
  untold: z.array(z.string()),
});

export const claimTold: RuleKind<z.infer<typeof params>> = {
  name: 'claim-told',
  params,
  needs: (facts, { tag, group }) =>
    !facts.closed && facts.group === group && !facts.tags.includes(tag) ? ['linked'] : [],
  evaluate(facts, { tag, group, closedReason, untold }, context) {
    const { leave, met, flag } = verdictsOn(facts, context);
    const isTold = facts.tags.includes(tag);
    const number = said(facts, 'claim_number');
    if (untold.includes(said(facts, 'claim_link') ?? ''))
      return leave('о претензии сообщают в другом тикете');
    if (facts.closed) {
      if (said(facts, 'state_reason') !== closedReason) return leave('тикет закрыт');
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
