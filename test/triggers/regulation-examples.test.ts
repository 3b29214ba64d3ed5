/** Every example of every clause the companion enforces, decided by the rule the clause names. */
import { loadConfig } from '../../config/load.js';
import { regionGroup } from '../../config/regions.js';
import { judgeOf } from '../../triggers/index.js';
import type { TicketFacts } from '../../triggers/types.js';

const config = await loadConfig('config');
const now = new Date('2026-11-23T09:00:00Z');
const regions = new Map(
  [...config.regions].map(([id, region]) => [
    id,
    { name: region.name, group: regionGroup(region), timeZone: region.timeZone },
  ]),
);
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
  const ticket: TicketFacts = {
    id: 1,
    number: '1',
    state: 'Назначен',
    owner: null,
    region: null,
    closed: facts.state === 'Закрыт',
    articles: [],
    tags: [],
    createdAt: now,
    updatedAt: now,
    updatedBy: 'operator',
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
    group: facts.group,
    attributes: facts.attributes,
  };
  const verdict = judgeOf(rule?.kind ?? '', rule?.params)(ticket, {
    clause: ids[0] ?? '',
    now,
    regions,
    federalGroups: config.federal.groups,
  });
  expect(verdict.status).toBe(wanted.status);
  if (wanted.missing !== undefined)
    expect(Object.keys(verdict.because.facts).filter((name) => name !== 'Группа')).toEqual(wanted.missing);
  const set = verdict.status === 'due' ? verdict.actions.find((action) => action.do === 'set') : undefined;
  if (wanted.set !== undefined) expect(set?.fields).toMatchObject(wanted.set);
});
