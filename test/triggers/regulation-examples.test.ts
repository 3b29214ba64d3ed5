/** Every example of every clause the companion enforces, decided by the rule the clause names. */
import { judgeOf } from '../../triggers/index.js';
import { config, contextOf, ticket as ticketOf } from './tickets.js';

const enforced = config.clauses.filter(({ enforcer }) => enforcer === 'companion');
const examples = enforced.flatMap((clause) =>
  clause.examples.map((example) => [`${clause.ids[0] ?? ''}: ${example.name}`, clause, example] as const),
);

test('every clause of the companion has an example it acts on and one it leaves alone', () => {
  for (const { ids, examples: own } of enforced) {
    const statuses = own.map(({ expect: wanted }) => wanted.status);
    expect([ids, statuses]).toEqual([ids, expect.arrayContaining(['due'])]);
    expect(statuses.some((status) => status !== 'due')).toBe(true);
  }
});

test.each(examples)('%s', (_, { ids, rule }, { facts, expect: wanted }) => {
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  const ticket = {
    ...ticketOf({ region: null, closed: facts.state === 'Закрыт', ...given }),
    attributes: facts.attributes,
  };
  const verdict = judgeOf(rule?.kind ?? '', rule?.params)(ticket, contextOf(ids[0] ?? ''));
  expect(verdict.status).toBe(wanted.status);
  if (wanted.missing !== undefined)
    expect(Object.keys(verdict.because.facts).filter((name) => name !== 'Группа')).toEqual(wanted.missing);
  const set = verdict.status === 'due' ? verdict.actions.find((action) => action.do === 'set') : undefined;
  if (wanted.set !== undefined) expect(set?.fields).toMatchObject(wanted.set);
});
