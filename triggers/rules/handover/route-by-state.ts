/** Rule kind `route-by-state`: a state set at one desk hands the ticket to another, state kept. */
import { z } from 'zod';
import { groupName, stateName } from '../../../config/schema/names.js';
import { desks, isAt } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind } from '../../types.js';

const params = z
  .strictObject({
    from: desks,
    states: z.array(stateName).min(1),
    to: groupName,
  })
  .refine(({ from, to }) => !from.includes(to), { message: 'to: группа не может передавать самой себе' });

export const routeByState: RuleKind<z.infer<typeof params>> = {
  name: 'route-by-state',
  params,
  evaluate(facts, { from, states, to }, context) {
    const { leave, due } = verdictsOn(facts, context);
    if (facts.closed || !isAt(facts.group, from, context) || facts.group === to)
      return leave('тикет не у этой группы');
    if (!states.includes(facts.state)) return leave('тикет в работе у группы');
    return due(`тикет передаётся группе «${to}»`, [{ do: 'set', fields: { group: to, owner: null } }]);
  },
};
