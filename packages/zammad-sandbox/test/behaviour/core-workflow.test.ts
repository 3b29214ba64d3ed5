import { runWorkflows } from '../../src/behaviour/core-workflow.js';
import type { WorkflowResult } from '../../src/behaviour/workflow-run.js';
import type { Flavour, Row, World } from '../../src/world.js';
import { attribute, smallWorld, ticketIn } from './small-world.js';

/** The fields of a fresh helpdesk that matter here, with the state lists a console once wrote: state 7 is not in them. */
const withForm = (flavour: Flavour = '6.6'): World => {
  const world = smallWorld(flavour);
  const field = (
    name: string,
    position: number,
    data_type: string,
    data_option: object,
    screens: object,
  ): void => {
    attribute(world, name, { position, data_type, data_option, screens });
  };
  field('title', 8, 'input', { null: false }, { create_top: { '-all-': { null: false } }, edit: {} });
  field(
    'customer_id',
    10,
    'user_autocompletion',
    { relation: 'User', null: false, permission: ['ticket.agent'] },
    {},
  );
  field(
    'group_id',
    25,
    'select',
    {
      relation: 'Group',
      nulloption: true,
      null: false,
      only_shown_if_selectable: true,
      permission: ['ticket.agent', 'ticket.customer'],
    },
    { create_middle: { '-all-': { null: false } }, edit: { 'ticket.agent': { null: false } } },
  );
  field(
    'owner_id',
    30,
    'select',
    { relation: 'User', nulloption: true, null: true, permission: ['ticket.agent'] },
    {},
  );
  field(
    'state_id',
    40,
    'select',
    { relation: 'TicketState', nulloption: true, null: false, filter: [1, 2, 3, 4, 6] },
    {
      create_middle: {
        'ticket.agent': { filter: [1, 2, 3, 4, 6] },
        'ticket.customer': { filter: [1, 4], nulloption: false },
      },
      edit: {
        'ticket.agent': { nulloption: false, null: false, filter: [2, 3, 4, 6] },
        'ticket.customer': { filter: [2, 4] },
      },
    },
  );
  field(
    'pending_time',
    41,
    'datetime',
    { null: true, permission: ['ticket.agent'] },
    { edit: { '-all-': { null: false } } },
  );
  field('priority_id', 80, 'select', { relation: 'TicketPriority', nulloption: false, null: false }, {});
  field(
    'reason',
    900,
    'select',
    { options: { user: 'Запрос', foiv: 'ФОИВ', claim: 'Претензия' }, nulloption: true, null: true },
    {
      create_middle: { 'ticket.agent': { shown: true } },
      edit: { 'ticket.agent': { shown: true, required: false } },
    },
  );
  field('waiver', 901, 'boolean', { options: { true: 'да', false: 'нет' }, default: false, null: true }, {});
  return world;
};

const workflow = (world: World, columns: Record<string, unknown>): Row =>
  world.table('core_workflows').insert({
    name: 'правило',
    object: 'Ticket',
    preferences: { screen: ['create_middle', 'edit'] },
    condition_saved: {},
    condition_selected: {},
    perform: {},
    priority: 500,
    stop_after_match: false,
    active: true,
    changeable: true,
    ...columns,
  });

const edit = (
  world: World,
  changes: Record<string, unknown>,
  saved: Record<string, unknown> = {},
  actorId = 2,
): WorkflowResult & { said: string[] } => {
  const ticket = ticketIn(world, saved);
  const selected = { ...ticket, ...changes };
  const result = runWorkflows(world, {
    screen: 'edit',
    saved: ticket,
    selected,
    actor: world.table('users').get(actorId)!,
  });
  return { ...result, said: result.faults(selected) };
};

const create = (world: World, selected: Record<string, unknown>, actorId = 2): string[] =>
  runWorkflows(world, {
    screen: 'create_middle',
    saved: null,
    selected,
    actor: world.table('users').get(actorId)!,
  }).faults(selected);

const whole = { title: 'т', customer_id: 4, group_id: 1, owner_id: 1, state_id: 1, priority_id: 2 };

test.each([
  ['a whole ticket', {}, []],
  ['no customer', { customer_id: null }, ["Missing required value for field 'customer_id'!"]],
  [
    'no title; the only group is hidden, hence never missing',
    { title: '', group_id: null },
    ["Missing required value for field 'title'!"],
  ],
  ['a value the select has not', { reason: 'nope' }, []],
  ['a state made over the API', { state_id: 7 }, ["Invalid value '7' for field 'state_id'!"]],
  ['waiting without a time', { state_id: 6 }, ["Missing required value for field 'pending_time'!"]],
  ['waiting with a time', { state_id: 6, pending_time: '2026-03-09T00:00:00.000Z' }, []],
  ['a group of strangers', { group_id: 2 }, ["Invalid value '2' for field 'group_id'!"]],
  ['an owner without access to the group', { owner_id: 3 }, ["Invalid value '3' for field 'owner_id'!"]],
  ['an owner with access', { owner_id: 2 }, []],
])('creating: %s', (_, values, expected) => {
  expect(create(withForm(), { ...whole, ...values })).toEqual(expected);
});

test('a customer is asked for nothing an agent is asked for, and may choose other states', () => {
  const world = withForm();
  expect(create(world, { title: 'т', group_id: 2, state_id: 1, priority_id: 2 }, 4)).toEqual([]);
  expect(create(world, { title: 'т', group_id: 2, state_id: 2, priority_id: 2 }, 4)).toEqual([
    "Invalid value '2' for field 'state_id'!",
  ]);
});

test('what is stored stays allowed, what changes does not', () => {
  expect(edit(withForm(), { priority_id: 3 }, { state_id: 7 }).said).toEqual([]);
  expect(edit(withForm(), { state_id: 7 }).said).toEqual(["Invalid value '7' for field 'state_id'!"]);
});

const mandatoryReason = {
  condition_selected: { 'ticket.state_id': { operator: 'is', value: ['6'] } },
  perform: { 'ticket.reason': { operator: 'set_mandatory', set_mandatory: 'true' } },
};
const waiting = { state_id: 6, pending_time: '2026-03-09T00:00:00.000Z' };
const noReason = ["Missing required value for field 'reason'!"];

test.each<[string, Record<string, unknown>[], Record<string, unknown>, string[]]>([
  ['mandatory on a selected state', [mandatoryReason], waiting, noReason],
  ['… given', [mandatoryReason], { ...waiting, reason: 'user' }, []],
  ['… not on another state', [mandatoryReason], { priority_id: 3 }, []],
  [
    '… not when the field is hidden',
    [
      {
        ...mandatoryReason,
        perform: {
          'ticket.reason': { operator: ['set_mandatory', 'hide'], set_mandatory: 'true', hide: 'true' },
        },
      },
    ],
    waiting,
    [],
  ],
  [
    '… not on another screen',
    [{ ...mandatoryReason, preferences: { screen: ['create_middle'] } }],
    waiting,
    [],
  ],
  ['… not switched off', [{ ...mandatoryReason, active: false }], waiting, []],
  [
    'a later priority wins',
    [
      mandatoryReason,
      { ...mandatoryReason, priority: 100, perform: { 'ticket.reason': { operator: 'set_optional' } } },
    ],
    waiting,
    noReason,
  ],
  [
    '… unless the first stops it',
    [
      mandatoryReason,
      {
        ...mandatoryReason,
        priority: 100,
        stop_after_match: true,
        perform: { 'ticket.reason': { operator: 'set_optional' } },
      },
    ],
    waiting,
    [],
  ],
  [
    'a condition on what is stored',
    [{ ...mandatoryReason, condition_saved: { 'ticket.state_id': { operator: 'is', value: ['4'] } } }],
    waiting,
    [],
  ],
  [
    'a flag is never missing',
    [{ perform: { 'ticket.waiver': { operator: 'set_mandatory' } } }],
    { priority_id: 3 },
    [],
  ],
  [
    'a removed option',
    [{ perform: { 'ticket.reason': { operator: 'remove_option', remove_option: ['claim'] } } }],
    { reason: 'claim' },
    ["Invalid value 'claim' for field 'reason'!"],
  ],
  [
    'only one left',
    [{ perform: { 'ticket.reason': { operator: 'set_fixed_to', set_fixed_to: ['foiv'] } } }],
    { reason: 'user' },
    ["Invalid value 'user' for field 'reason'!"],
  ],
  [
    'an option added',
    [{ perform: { 'ticket.reason': { operator: 'add_option', add_option: ['extra'] } } }],
    { reason: 'extra' },
    [],
  ],
  [
    'by role',
    [{ ...mandatoryReason, condition_selected: { 'session.role_ids': { operator: 'is', value: ['2'] } } }],
    { priority_id: 3 },
    noReason,
  ],
  [
    'by another role',
    [{ ...mandatoryReason, condition_selected: { 'session.role_ids': { operator: 'is', value: ['1'] } } }],
    { priority_id: 3 },
    [],
  ],
  [
    'by the name of a group',
    [
      {
        ...mandatoryReason,
        condition_selected: { 'ticket.group.name': { operator: 'is', value: ['СП РПГУ'] } },
      },
    ],
    { priority_id: 3 },
    noReason,
  ],
  [
    'nobody owns it',
    [{ ...mandatoryReason, condition_selected: { 'ticket.owner_id': { operator: 'not set' } } }],
    { priority_id: 3 },
    noReason,
  ],
  [
    'a pattern',
    [
      {
        ...mandatoryReason,
        condition_selected: { 'ticket.title': { operator: 'regex match', value: ['^Не '] } },
      },
    ],
    { priority_id: 3 },
    noReason,
  ],
  [
    '"has changed" means nothing to the API',
    [{ ...mandatoryReason, condition_selected: { 'ticket.state_id': { operator: 'has changed' } } }],
    waiting,
    [],
  ],
])('workflow: %s', (_, workflows, changes, expected) => {
  const world = withForm();
  for (const columns of workflows) workflow(world, columns);
  expect(edit(world, changes).said).toEqual(expected);
});

test('a value that one workflow sets makes another one match', () => {
  const world = withForm();
  workflow(world, { perform: { 'ticket.priority_id': { operator: 'select', select: ['3'] } } });
  workflow(world, {
    priority: 10,
    condition_selected: { 'ticket.priority_id': { operator: 'is', value: ['3'] } },
    perform: { 'ticket.reason': { operator: 'fill_in_empty', fill_in_empty: 'foiv' } },
  });
  const result = edit(world, {});
  expect(result.set).toEqual({ priority_id: '3', reason: 'foiv' });
  expect(result.matched).toEqual([1, 2]);
});

test('two workflows at odds end after 25 rounds', () => {
  const world = withForm();
  for (const [when, then] of [
    ['1', '3'],
    ['3', '1'],
  ]) {
    workflow(world, {
      condition_selected: { 'ticket.priority_id': { operator: 'is', value: [when] } },
      perform: { 'ticket.priority_id': { operator: 'select', select: [then] } },
    });
  }
  expect(edit(world, { priority_id: 1 }).matched).toEqual([1, 2]);
});

test('the only group a person has is chosen and hidden', () => {
  const result = edit(withForm(), {});
  expect(result.visibility['group_id']).toBe('hide');
  expect(result.restricted['owner_id']).toEqual(['', '1', '2']);
  expect(result.visibility['pending_time']).toBe('remove');
});

test('who may own a ticket follows the group that was asked for, also when that group is refused', () => {
  const selected = { ...whole, group_id: 2 };
  const form = { screen: 'create_middle', saved: null, selected };
  const world = withForm();
  world.table('groups').insert({ name: 'третья', active: true });
  world.table('users').get(2)!['group_ids'] = { 1: ['full'], 3: ['full'] };
  const result = runWorkflows(world, { ...form, actor: world.table('users').get(2)! });
  expect([result.restricted['group_id'], result.restricted['owner_id']]).toEqual([
    ['', '1', '3'],
    ['', '1', '3'],
  ]);
});
