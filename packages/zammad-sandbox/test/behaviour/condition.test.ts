import type { Row } from '../../src/world.js';
import { conditionFaults } from '../../src/behaviour/condition-faults.js';
import { brokenColumn, findTickets, matches } from '../../src/behaviour/condition.js';
import { articleOn, attribute, put, smallWorld, ticketIn } from './small-world.js';

const search = (
  columns: Record<string, unknown>,
  condition: unknown,
  flavour: '6.6' | '7' = '6.6',
): boolean => {
  const world = smallWorld(flavour);
  attribute(world, 'region', { data_type: 'multiselect' });
  attribute(world, 'data_waiver', { data_type: 'boolean' });
  return matches(world, condition, { ticket: ticketIn(world, columns) }, { selective: false });
};

const leaf = (name: string, operator: string, value?: unknown, more: object = {}): object => ({
  [name]: { operator, ...(value === undefined ? {} : { value }), ...more },
});

test.each([
  ['a state among ids as text', { state_id: 2 }, leaf('ticket.state_id', 'is', ['1', '2']), true],
  ['a state not among ids', { state_id: 2 }, leaf('ticket.state_id', 'is not', ['2']), false],
  ['an empty column is not among values', { snils: null }, leaf('ticket.snils', 'is not', ['1']), true],
  ['an empty column is none of the values', { snils: null }, leaf('ticket.snils', 'is', ['1']), false],
  ['"" among the values takes in emptiness', { snils: null }, leaf('ticket.snils', 'is', ['', '1']), true],
  ['… and "is not" with "" leaves it out', { snils: null }, leaf('ticket.snils', 'is not', ['', '1']), false],
  ['value null asks for emptiness', { pending_time: null }, leaf('ticket.pending_time', 'is', null), true],
  ['a flag spelt as text', { data_waiver: true }, leaf('ticket.data_waiver', 'is', 'true'), true],
  [
    'text without regard to case',
    { title: 'ЖАЛОБА на портал' },
    leaf('ticket.title', 'contains', 'жалоба'),
    true,
  ],
  ['% is a wildcard', { title: 'жалоба на портал' }, leaf('ticket.title', 'contains', 'жал%портал'), true],
  ['an empty text neither contains …', { snils: null }, leaf('ticket.snils', 'contains', '1'), false],
  ['… nor contains not', { snils: null }, leaf('ticket.snils', 'contains not', '1'), false],
  ['all of a list', { region: ['77', '50'] }, leaf('ticket.region', 'contains all', ['50', '77']), true],
  ['one of a list', { region: ['77'] }, leaf('ticket.region', 'contains one', ['50', '77']), true],
  ['not all of a list', { region: ['77'] }, leaf('ticket.region', 'contains all not', ['50', '77']), true],
  ['none of a list', { region: ['77'] }, leaf('ticket.region', 'contains one not', ['50', '77']), false],
  ['owner nobody', { owner_id: 1 }, leaf('ticket.owner_id', 'is', '', { pre_condition: 'not_set' }), true],
  [
    'owner somebody',
    { owner_id: 2 },
    leaf('ticket.owner_id', 'is not', '', { pre_condition: 'not_set' }),
    true,
  ],
  ['the customer', {}, leaf('customer.lastname', 'is', ['Пример']), true],
  ['the organization', { organization_id: 1 }, leaf('organization.name', 'is', ['Область']), true],
  ['no organization, nothing joined', {}, leaf('organization.name', 'is not', ['Область']), false],
  [
    'before a date',
    { created_at: '2026-02-01T00:00:00Z' },
    leaf('ticket.created_at', 'before (absolute)', '2026-02-01T00:00:00Z'),
    true,
  ],
  [
    'after a date',
    { created_at: '2026-01-31T23:59:59Z' },
    leaf('ticket.created_at', 'after (absolute)', '2026-02-01T00:00:00Z'),
    false,
  ],
  [
    '3 days ago or more',
    { created_at: '2026-02-27T08:59:00Z' },
    leaf('ticket.created_at', 'before (relative)', '3', { range: 'day' }),
    true,
  ],
  [
    'not yet 3 days',
    { created_at: '2026-02-27T09:01:00Z' },
    leaf('ticket.created_at', 'before (relative)', '3', { range: 'day' }),
    false,
  ],
  [
    'a month by the calendar',
    { created_at: '2026-02-02T09:00:00Z' },
    leaf('ticket.created_at', 'within last (relative)', '1', { range: 'month' }),
    true,
  ],
  [
    'the next 2 hours',
    { pending_time: '2026-03-02T11:00:00Z' },
    leaf('ticket.pending_time', 'within next (relative)', 2, { range: 'hour' }),
    true,
  ],
  [
    'till 2 hours ahead',
    { pending_time: '2020-01-01T00:00:00Z' },
    leaf('ticket.pending_time', 'till (relative)', 2, { range: 'hour' }),
    true,
  ],
  [
    'today begins at midnight in Moscow',
    { created_at: '2026-03-01T21:00:00Z' },
    leaf('ticket.created_at', 'today'),
    true,
  ],
  ['yesterday in Moscow', { created_at: '2026-03-01T20:59:59Z' }, leaf('ticket.created_at', 'today'), false],
  ['working time now', {}, leaf('execution_time.calendar_id', 'is in working time', '1'), true],
  ['not outside it', {}, leaf('execution_time.calendar_id', 'is not in working time', 1), false],
  ['no condition at all', {}, {}, true],
])('%s', (_, columns, condition, expected) => {
  expect(search(columns, condition)).toBe(expected);
});

test.each([
  ['AND', 'AND', false],
  ['OR', 'OR', true],
  ['NOT is "not all of them"', 'NOT', true],
])('nested: %s', (_, operator, expected) => {
  const conditions = [
    { name: 'ticket.state_id', operator: 'is', value: ['2'] },
    { operator: 'AND', conditions: [{ name: 'ticket.priority_id', operator: 'is', value: ['3'] }] },
  ];
  expect(search({}, { operator, conditions })).toBe(expected);
});

test('NOT over an empty column is as unknown as the column', () => {
  const conditions = [{ name: 'ticket.snils', operator: 'contains', value: '1' }];
  expect(search({ snils: null }, { operator: 'NOT', conditions })).toBe(false);
});

test.each([
  ['contains all', 'портал,письмо', true],
  ['contains all', 'портал, иное', false],
  ['contains one', 'портал, иное', true],
  ['contains one not', 'иное', true],
  ['contains all not', 'портал, иное', false],
])('tags: %s "%s"', (operator, value, expected) => {
  const world = smallWorld();
  const ticket = ticketIn(world);
  for (const item of ['портал', 'письмо'])
    world.table('tags').insert({ object: 'Ticket', o_id: ticket.id, item });
  expect(matches(world, leaf('ticket.tags', operator, value), { ticket }, { selective: true })).toBe(
    expected,
  );
});

const event = (
  condition: object,
  happened: {
    changes?: Record<string, [unknown, unknown]>;
    withArticle?: boolean;
    action?: 'create' | 'update';
  },
  selective = true,
): boolean => {
  const world = smallWorld(selective ? '6.6' : '6.6');
  const ticket = ticketIn(world);
  const article: Row = articleOn(world, ticket);
  return matches(
    world,
    condition,
    {
      ticket,
      article: happened.withArticle ? article : undefined,
      changes: happened.changes,
      action: happened.action ?? 'update',
    },
    { selective },
  );
};

const onUpdate = leaf('ticket.action', 'is', 'update');
const priorityChanged = { changes: { priority_id: [2, 3] as [unknown, unknown] } };

test.each([
  ['a change the condition does not name', onUpdate, priorityChanged, true, false],
  ['… matches in the mode "always"', onUpdate, priorityChanged, false, true],
  [
    'a change it names',
    { ...onUpdate, ...leaf('ticket.priority_id', 'is', ['2']) },
    priorityChanged,
    true,
    true,
  ],
  ['any new article', onUpdate, { withArticle: true }, true, true],
  [
    'an article condition, no article',
    { ...onUpdate, ...leaf('article.type_id', 'is', ['1']) },
    priorityChanged,
    true,
    false,
  ],
  [
    'an article condition, an article',
    { ...onUpdate, ...leaf('article.type_id', 'is', ['1']) },
    { withArticle: true },
    true,
    true,
  ],
  ['has changed', leaf('ticket.priority_id', 'has changed'), priorityChanged, true, true],
  ['has not changed', leaf('ticket.state_id', 'has changed'), priorityChanged, true, false],
  ['create is no update', onUpdate, { action: 'create', withArticle: true } as const, true, false],
  ['create', leaf('ticket.action', 'is', 'create'), { action: 'create' } as const, true, true],
])('trigger: %s', (_, condition, happened, selective, expected) => {
  expect(event(condition, happened, selective)).toBe(expected);
});

test('a search sees every article, and one article must fulfil all conditions about articles', () => {
  const world = smallWorld();
  const ticket = ticketIn(world);
  articleOn(world, ticket, { type_id: 10, internal: true });
  articleOn(world, ticket, { type_id: 1, internal: false });
  const noted = { ...leaf('article.type_id', 'is', ['10']), ...leaf('article.internal', 'is', 'true') };
  const publicNote = { ...leaf('article.type_id', 'is', ['10']), ...leaf('article.internal', 'is', 'false') };
  expect(findTickets(world, noted)).toEqual([ticket]);
  expect(findTickets(world, publicNote)).toEqual([]);
});

test('an actor finds only what the actor may read, and may be named as the current user', () => {
  const world = smallWorld();
  const mine = ticketIn(world, { owner_id: 2 });
  ticketIn(world, { group_id: 2 });
  const [, agent] = world.table('users').all();
  expect(findTickets(world, leaf('ticket.state_id', 'is', ['2']), agent)).toEqual([mine]);
  expect(
    findTickets(world, leaf('ticket.owner_id', 'is', '', { pre_condition: 'current_user.id' }), agent),
  ).toEqual([mine]);
  expect(findTickets(world, leaf('ticket.owner_id', 'is', '', { pre_condition: 'current_user.id' }))).toEqual(
    [],
  );
});

test.each([
  ['an unknown prefix', leaf('nope.x', 'is', 1)],
  ['an unknown operator', leaf('ticket.title', 'sounds like', 1)],
  ['no value', leaf('ticket.title', 'is')],
  ['an empty list', leaf('ticket.state_id', 'is', [])],
  ['nothing to contain', leaf('ticket.title', 'contains', '')],
  ['a range Zammad has not', leaf('ticket.created_at', 'before (relative)', 1, { range: 'working day' })],
])('refused on saving: %s', (_, condition) => {
  expect(conditionFaults(condition)).toEqual(['Invalid ticket selector conditions']);
  expect(search({}, condition)).toBe(false);
});

test('an attribute that does not exist is saved without a word and breaks the query later', () => {
  const world = smallWorld();
  const condition = leaf('ticket.nope', 'is', 'x');
  expect(conditionFaults(condition)).toEqual([]);
  expect(brokenColumn(world, condition)).toContain('column tickets.nope does not exist');
  expect(brokenColumn(world, leaf('ticket.snils', 'is', 'x'))).toBeNull();
  expect(matches(world, condition, { ticket: ticketIn(world) }, { selective: false })).toBe(false);
});

test.each([
  ['is any of', ['Жалоба', 'Вопрос'], true],
  ['starts with one of', ['воп'], true],
  ['ends with one of', ['рос', 'x'], true],
  ['matches regex', '^В.+с$', true],
  ['does not match regex', '^В.+с$', false],
  ['is set', undefined, true],
])('6.x: %s', (operator, value, expected) => {
  expect(search({ title: 'Вопрос' }, leaf('ticket.title', operator, value), '6.6')).toBe(expected);
});

test('today follows the time zone of the helpdesk', () => {
  const world = smallWorld();
  put(world, 'timezone_default', 'Asia/Vladivostok');
  const ticket = ticketIn(world, { created_at: '2026-03-01T14:00:00Z' });
  expect(findTickets(world, leaf('ticket.created_at', 'today'))).toEqual([ticket]);
});
