/** A ticket that was moved on between the reading of its history and its own: nobody's act is judged by the end of the next one. */
import { judgeOf } from '../../triggers/index.js';
import type { TicketFacts, Transition } from '../../triggers/types.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const UFA = 'СП РПГУ::Республика Башкортостан';
const ENTRY = 'Начальник смены ЦПП';
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const by = (seconds: number, field: string, from: string | null, to: string | null): Transition => ({
  at: ago(seconds),
  by: 'operator',
  field,
  from,
  to,
});
const statusOf = (clause: string, facts: TicketFacts): string => {
  const found = config.clauses.find(({ ids }) => ids.some((id) => id === clause));
  if (found === undefined || !('rule' in found)) throw new Error(`no rule ${clause}`);
  return judgeOf(found.rule.kind, found.rule.params)(facts, contextOf(clause)).status;
};

const common = { intake_channel: 'Письменное', home_group: UFA, last_federal_group: 'СП ЕПГУ' };
/** Accepted by СП ЕПГУ as far as its history goes. */
const accepted = [by(60, 'group', ENTRY, 'СП ЕПГУ'), by(60, 'state', 'Назначен', 'В работе')];

test.each([
  [
    'R-1.1',
    'the answer was ready meanwhile',
    ticket({ group: UFA, state: 'Решен', transitions: accepted, attributes: common }),
    'notApplicable',
  ],
  [
    'R-4.2.1',
    'put back meanwhile to where the state is another',
    ticket({
      group: ENTRY,
      state: 'В работе',
      transitions: [by(60, 'group', UFA, ENTRY), by(60, 'state', 'В работе', 'Назначен')],
      attributes: { ...common, snils: '' },
    }),
    'notApplicable',
  ],
])('%s waits for the rest of the history: %s', (clause, _, facts, wanted) => {
  expect(statusOf(clause, facts)).toBe(wanted);
});
