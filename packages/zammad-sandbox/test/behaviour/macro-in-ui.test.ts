import { applyMacroAsUi, isMacroOffered } from '../../src/behaviour/macro-in-ui.js';
import type { Row, World } from '../../src/world.js';
import { attribute, NOW, smallWorld, ticketIn } from './small-world.js';

const macro = (perform: object, columns: Record<string, unknown> = {}): Row => ({
  id: 1,
  name: 'Передать',
  perform,
  active: true,
  group_ids: [],
  ...columns,
});

const agent = (world: World): Row => world.table('users').get(2)!;

/** The citizen's number is mandatory as soon as the federal group is selected. */
const gated = (): World => {
  const world = smallWorld();
  attribute(world, 'group_id', {
    position: 25,
    data_type: 'select',
    data_option: { relation: 'Group', nulloption: true, null: false },
    screens: {},
  });
  world.table('users').get(2)!['group_ids'] = { 1: ['full'], 2: ['create', 'change'] };
  world.table('core_workflows').insert({
    name: 'Данные до федеральной группы',
    object: 'Ticket',
    preferences: { screen: ['edit'] },
    condition_selected: { 'ticket.group_id': { operator: 'is', value: ['2'] } },
    perform: { 'ticket.snils': { operator: 'set_mandatory' } },
    priority: 100,
    active: true,
  });
  return world;
};

const handOver = macro({
  'ticket.group_id': { value: '2' },
  'ticket.state_id': { value: '2' },
  'ticket.tags': { operator: 'add', value: 'передано, епгу' },
  'article.note': { subject: 'Регламент', body: '#{ticket.title}', internal: 'true' },
});

test('a macro that misses a mandatory field changes nothing but the tags, which are written at once', () => {
  const world = gated();
  expect(applyMacroAsUi(world, handOver, ticketIn(world), agent(world), NOW)).toEqual({
    faults: ["Missing required value for field 'snils'!"],
    changes: {},
    articles: [],
    tagsAdd: ['передано', 'епгу'],
    tagsRemove: [],
  });
});

test.each([
  ['the field is filled in already', { snils: '112-233-445 95' }, {}],
  ['the operator types it before the click', {}, { snils: '112-233-445 95' }],
])('the same macro goes through when %s', (_, stored, typed) => {
  const world = gated();
  const ticket = ticketIn(world, { owner_id: 2, organization_id: 1, ...stored });
  const effects = applyMacroAsUi(world, handOver, ticket, agent(world), NOW, typed);
  expect(effects.faults).toEqual([]);
  expect(effects.changes).toEqual({ group_id: 2, owner_id: 1, ...typed });
  expect(effects.articles).toEqual([
    expect.objectContaining({
      body: '#{ticket.title}',
      internal: true,
      sender_id: 1,
      type_id: 10,
      created_by_id: 2,
    }),
  ]);
});

test('the page asks for what the form held mandatory before the click, too', () => {
  const world = gated();
  const ticket = ticketIn(world, { group_id: 2 });
  const back = macro({ 'ticket.group_id': { value: '1' } });
  expect(applyMacroAsUi(world, back, ticket, agent(world), NOW).faults).toEqual([
    "Missing required value for field 'snils'!",
  ]);
});

test('leaves a waiting state: the time in the form is no fault, and the server wipes it', () => {
  const world = smallWorld();
  attribute(world, 'state_id', {
    data_type: 'select',
    data_option: { relation: 'TicketState' },
    screens: {},
  });
  attribute(world, 'pending_time', { data_type: 'datetime', data_option: { null: true }, screens: {} });
  const ticket = ticketIn(world, { state_id: 6, pending_time: '2026-03-05T21:00:00.000Z' });
  const { faults, changes } = applyMacroAsUi(
    world,
    macro({ 'ticket.state_id': { value: '2' } }),
    ticket,
    agent(world),
    NOW,
  );
  expect(faults).toEqual([]);
  expect(changes).toMatchObject({ state_id: 2, pending_time: null });
});

test.each([
  ['me', { pre_condition: 'current_user.id', value: '' }, { owner_id: 2 }],
  ['nobody', { pre_condition: 'not_set', value: '' }, {}],
])('an owner: %s', (_, step, expected) => {
  const world = smallWorld();
  const effects = applyMacroAsUi(
    world,
    macro({ 'ticket.owner_id': step }),
    ticketIn(world),
    agent(world),
    NOW,
  );
  expect(effects.changes).toEqual(
    Object.keys(expected).length === 0 ? {} : expect.objectContaining(expected),
  );
});

test('a waiting time counts from the click, by the calendar', () => {
  const world = smallWorld();
  attribute(world, 'state_id', {
    data_type: 'select',
    data_option: { relation: 'TicketState' },
    screens: {},
  });
  const wait = macro({
    'ticket.state_id': { value: '6' },
    'ticket.pending_time': { operator: 'relative', value: '7', range: 'day' },
  });
  expect(applyMacroAsUi(world, wait, ticketIn(world), agent(world), NOW).changes).toMatchObject({
    state_id: 6,
    pending_time: '2026-03-09T09:00:00.000Z',
  });
  const forgetful = macro({ 'ticket.state_id': { value: '6' } });
  expect(applyMacroAsUi(world, forgetful, ticketIn(world), agent(world), NOW).faults).toEqual([
    "Missing required value for field 'pending_time'!",
  ]);
});

test.each([
  ['for all groups', {}, true],
  ['for this group', { group_ids: [1] }, true],
  ['for another group', { group_ids: [2] }, false],
  ['switched off', { active: false }, false],
])('offered: %s', (_, columns, expected) => {
  const world = smallWorld();
  expect(isMacroOffered(world, macro({}, columns), ticketIn(world))).toBe(expected);
});
