/** Every example of every clause the companion enforces, decided by the rule the clause names. */
import { regionGroup } from '../../config/regions.js';
import { bindClauses } from '../../plugin/engine/evaluate.js';
import { judgeOf } from '../../triggers/index.js';
import { contextAt, expectVerdict, factsOf } from './examples.js';
import { settle } from './state-space/walk.js';
import { config } from './tickets.js';

const enforced = config.clauses.filter((clause) => clause.enforcer === 'companion');
const examples = enforced.flatMap((clause) =>
  clause.examples.map((example) => [`${clause.ids[0] ?? ''}: ${example.name}`, clause, example] as const),
);

/** What a clause does something about, at once or later, or shows. */
const acts = ['due', 'flagged', 'pending'];

test('every clause of the companion has an example it acts on and one it leaves alone', () => {
  const lopsided = enforced.filter(({ examples: own }) => {
    const acting = own.filter(({ expect: wanted }) => acts.includes(wanted.status));
    return acting.length === 0 || acting.length === own.length;
  });
  expect(lopsided.map(({ ids }) => ids)).toEqual([]);
});

test.each(examples)('%s', (_, { ids, rule }, { facts, expect: wanted }) => {
  const verdict = judgeOf(rule.kind, rule.params)(factsOf(facts), contextAt(ids[0] ?? '', facts));
  expectVerdict(verdict, wanted);
});

describe('names', () => {
  const attributes = new Map(
    config.helpdesk.object_manager_attributes.wanted.map(({ name, options }) => [name, options]),
  );
  const columns: Readonly<Record<string, ReadonlySet<string> | null>> = {
    state: new Set(config.helpdesk.ticket_states.wanted.map(({ name }) => name)),
    group: new Set([
      ...config.federal.groups,
      ...[...config.regions.values()].map(regionGroup),
      ...config.helpdesk.groups.wanted.map(({ name }) => name),
    ]),
    owner: null,
    pending_time: null,
    customer: null,
  };
  /** What the helpdesk would not know: fields nobody defines, values outside their lists. */
  const unknown = (fields: Readonly<Record<string, string | number | boolean | null>>): string[] =>
    Object.entries(fields).flatMap(([name, value]) => {
      if (value === null || value === '') return [];
      const column = columns[name];
      const options = attributes.get(name);
      const known =
        column === undefined
          ? attributes.has(name) && !(Array.isArray(options) && !options.includes(String(value)))
          : column === null || column.has(String(value));
      return known ? [] : [`${name}: ${String(value)}`];
    });

  test.each(examples)('the helpdesk knows what is said and wanted: %s', (_, { ids, rule }, { facts }) => {
    const ticket = factsOf(facts);
    const verdict = judgeOf(rule.kind, rule.params)(ticket, contextAt(ids[0] ?? '', facts));
    const said = [ticket, ...ticket.linked, ...ticket.earlier].map(({ group, state, attributes: own }) => ({
      group,
      state,
      ...own,
    }));
    const wanted = verdict.status === 'due' ? verdict.actions : [];
    expect([
      ...said.flatMap(unknown),
      ...ticket.transitions.flatMap(({ field, from, to }) => [
        ...unknown({ [field]: from }),
        ...unknown({ [field]: to }),
      ]),
      ...wanted.flatMap((action) => ('fields' in action ? unknown(action.fields) : [])),
    ]).toEqual([]);
  });
});

describe('all clauses together', () => {
  const clauses = bindClauses(config.clauses);

  test.each(examples)('come to rest, none undoing what another does: %s', (_, { ids }, { facts }) => {
    const settled = settle(factsOf(facts), clauses, contextAt(ids[0] ?? '', facts));
    expect(settled.rounds).toBeLessThanOrEqual(5);
  });
});
