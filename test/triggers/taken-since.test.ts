/** who takes a ticket in the moment in which it arrives keeps it, whichever of the two acts the look began with. */
import { judgeOf } from '../../triggers/index.js';
import type { TicketFacts, Transition } from '../../triggers/types.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const by =
  (who: Transition['by'], seconds: number) =>
  (field: string, from: string | null, to: string | null): Transition => ({
    at: ago(seconds),
    by: who,
    field,
    from,
    to,
  });
const [operator, trigger] = [by('operator', 3), by('helpdesk', 2.8)];
const passed = [
  operator('regulation_act', null, 'В СТП'),
  trigger('group', 'СП ЕПГУ', 'СТП ЕПГУ'),
  trigger('state', 'В работе', 'Назначен'),
  trigger('owner', 'federal', null),
  trigger('regulation_act', 'В СТП', null),
];
const takes = [
  by('operator', 2)('owner', null, 'technical'),
  by('operator', 2)('regulation_act', null, 'Взять в работу'),
];
const taken = [
  ...takes,
  by('helpdesk', 1.8)('state', 'Назначен', 'В работе'),
  by('helpdesk', 1.8)('regulation_act', 'Взять в работу', null),
];
const attributes = {
  intake_channel: 'Письменное',
  home_group: 'СП РПГУ::Республика Башкортостан',
  last_federal_group: 'СТП ЕПГУ',
  federal_kb_result: 'не найдено',
};

test.each<[string, Partial<TicketFacts>]>([
  ['taken', { state: 'В работе', transitions: [...passed, ...taken] }],
  [
    'taken, and the state is about to follow',
    {
      state: 'Назначен',
      attributes: { ...attributes, regulation_act: 'Взять в работу' },
      transitions: [...passed, ...takes],
    },
  ],
])('%s', (_, change) => {
  const clause = config.clauses.find(({ ids }) => ids.includes('R-1.1'));
  if (clause === undefined || !('rule' in clause)) throw new Error('no rule R-1.1');
  const verdict = judgeOf(clause.rule.kind, clause.rule.params)(
    ticket({ group: 'СТП ЕПГУ', owner: 'technical', attributes, ...change }),
    contextOf('R-1.1'),
  );
  const actions = verdict.status === 'due' ? verdict.actions : [];
  const owners = actions.flatMap((action) =>
    action.do === 'set' && 'owner' in action.fields ? [action.fields['owner']] : [],
  );
  expect(owners).toEqual([]);
});
