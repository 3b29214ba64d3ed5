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
const verdictOf = (clause: string, facts: TicketFacts) => {
  const found = config.clauses.find(({ ids }) => ids.some((id) => id === clause));
  if (found === undefined || !('rule' in found)) throw new Error(`no rule ${clause}`);
  return judgeOf(found.rule.kind, found.rule.params)(facts, contextOf(clause));
};

const common = { intake_channel: 'Письменное', home_group: UFA, last_federal_group: 'СП ЕПГУ' };
/** Accepted by СП ЕПГУ as far as its history goes. */
const accepted = [by(60, 'group', ENTRY, 'СП ЕПГУ'), by(60, 'state', 'Назначен', 'В работе')];

test.each([
  [
    'R-1.1',
    'the answer was ready meanwhile',
    ticket({ group: UFA, state: 'Решен', transitions: accepted, attributes: common }),
    'pending',
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
  expect(verdictOf(clause, facts).status).toBe(wanted);
});

/** «Решен» by no change that the history has. */
const disagreeing = {
  group: UFA,
  state: 'Решен',
  transitions: accepted,
  attributes: common,
  createdAt: ago(7200),
  updatedAt: ago(700),
};
const closed = { ...disagreeing, state: 'Закрыт', closed: true, closedAt: ago(700) };
test.each<[string, string, Partial<TicketFacts>, string]>([
  ['an open one', 'R-1.1', disagreeing, 'flagged'],
  ['a closed one', 'R-4.12.1', closed, 'flagged'],
  [
    'shown on the ticket, which is our own change of it',
    'R-1.1',
    { ...disagreeing, updatedAt: NOW, updatedBy: 'companion' },
    'flagged',
  ],
  ['touched a minute ago', 'R-1.1', { ...disagreeing, updatedAt: ago(60) }, 'pending'],
  [
    'a letter came in a minute ago',
    'R-1.1',
    {
      ...disagreeing,
      updatedBy: 'companion',
      articles: [
        {
          id: 1,
          from: 'citizen',
          channel: 'email',
          internal: false,
          automatic: false,
          createdAt: ago(60),
        },
      ],
    },
    'pending',
  ],
  ['moved again', 'R-1.1', { ...disagreeing, group: 'СП ЕПГУ', state: 'В работе' }, 'met'],
  [
    'shown by one clause, not by each that waits for it',
    'R-4.8.3.a',
    { ...disagreeing, attributes: { ...common, foiv_name: 'Росреестр' } },
    'notApplicable',
  ],
])('a disagreement that lasts is shown and not acted upon: %s', (_, clause, change, wanted) => {
  const verdict = verdictOf(
    clause,
    ticket({ ...change, transitions: change.transitions?.map((one) => ({ ...one, at: ago(3600) })) ?? [] }),
  );
  expect(verdict.status).toBe(wanted);
  if (wanted === 'flagged') expect(verdict.because.text).toContain('«СП ЕПГУ», «В работе»');
  if (verdict.status === 'pending') expect(verdict.dueAt).toEqual(ago(60 - 600));
});
