import { BrokenSlaError, escalationOf, slaOf, type StateChange } from '../../src/behaviour/escalation.js';
import { duePendingActions } from '../../src/behaviour/pending.js';
import type { Row, World } from '../../src/world.js';
import { articleOn, NOW, smallWorld, ticketIn } from './small-world.js';

const sla = (world: World, name: string, columns: Record<string, unknown> = {}): Row =>
  world.table('slas').insert({
    name,
    calendar_id: 1,
    condition: {},
    first_response_time: null,
    response_time: null,
    update_time: null,
    solution_time: null,
    ...columns,
  });

const inGroup = (id: string): object => ({ 'ticket.group_id': { operator: 'is', value: [id] } });

test('the first SLA in name order whose condition holds is taken; one without a condition only when none does', () => {
  const world = smallWorld();
  const ticket = ticketIn(world);
  expect(slaOf(world, ticket)).toBeUndefined();
  const fallback = sla(world, '000');
  expect(slaOf(world, ticket)).toBe(fallback);
  sla(world, '100', { condition: inGroup('2') });
  const second = sla(world, '300', { condition: inGroup('1') });
  const first = sla(world, '200', { condition: inGroup('1') });
  expect(slaOf(world, ticket)).toBe(first);
  world.table('slas').delete(first.id);
  expect(slaOf(world, ticket)).toBe(second);
});

test('an SLA about an attribute that does not exist breaks every ticket it is tried on', () => {
  const world = smallWorld();
  sla(world, 'сломан', { condition: { 'ticket.nope': { operator: 'is', value: '1' } } });
  expect(() => escalationOf(world, ticketIn(world))).toThrow(BrokenSlaError);
  expect(() => escalationOf(world, ticketIn(world))).toThrow('column tickets.nope does not exist');
});

/** Created Monday 12:00 in Moscow; the day ends at 18:00. */
test.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
  [
    'nothing happened yet',
    {},
    {},
    {
      first_response_escalation_at: '2026-03-02T10:00:00.000Z',
      update_escalation_at: '2026-03-02T11:00:00.000Z',
      close_escalation_at: '2026-03-03T09:00:00.000Z',
      escalation_at: '2026-03-02T10:00:00.000Z',
    },
  ],
  [
    'answered',
    {},
    { first_response_at: '2026-03-02T09:30:00.000Z', last_contact_agent_at: '2026-03-02T09:30:00.000Z' },
    {
      first_response_escalation_at: null,
      first_response_in_min: 30,
      first_response_diff_in_min: 30,
      update_escalation_at: '2026-03-02T11:30:00.000Z',
      escalation_at: '2026-03-02T11:30:00.000Z',
    },
  ],
  [
    'closed',
    {},
    { state_id: 4, close_at: '2026-03-03T07:00:00.000Z' },
    { escalation_at: null, close_escalation_at: null, close_in_min: 420, close_diff_in_min: 120 },
  ],
  [
    'in a state that stops the clock',
    {},
    { state_id: 7 },
    { escalation_at: null, first_response_escalation_at: null, close_escalation_at: null },
  ],
  [
    'response time: the customer waits',
    { update_time: null, response_time: 60 },
    { last_contact_customer_at: '2026-03-02T14:30:00.000Z' },
    { update_escalation_at: '2026-03-03T06:30:00.000Z' },
  ],
  [
    'response time: answered',
    { update_time: null, response_time: 60 },
    {
      last_contact_customer_at: '2026-03-02T14:30:00.000Z',
      last_contact_agent_at: '2026-03-02T14:40:00.000Z',
    },
    { update_escalation_at: null, update_in_min: 10, update_diff_in_min: 50 },
  ],
  [
    'only a solution time',
    { first_response_time: null, update_time: null },
    {},
    {
      first_response_escalation_at: null,
      update_escalation_at: null,
      escalation_at: '2026-03-03T09:00:00.000Z',
    },
  ],
])('%s', (_, times, columns, expected) => {
  const world = smallWorld();
  sla(world, 'претензия', { first_response_time: 60, update_time: 120, solution_time: 540, ...times });
  expect(escalationOf(world, ticketIn(world, columns))).toMatchObject(expected);
});

test('a stay in a state that stops the clock moves the solution by its working time', () => {
  const world = smallWorld();
  sla(world, 'претензия', { solution_time: 540 });
  const states: StateChange[] = [
    { at: NOW, stateId: 2 },
    { at: new Date('2026-03-02T14:00:00Z'), stateId: 7 },
    { at: new Date('2026-03-03T08:00:30Z'), stateId: 2 },
  ];
  expect(escalationOf(world, ticketIn(world), states)['close_escalation_at']).toBe(
    '2026-03-03T12:00:00.000Z',
  );
});

test('the time between two answers of agents is kept at its longest', () => {
  const world = smallWorld();
  sla(world, 'претензия', { update_time: 120 });
  const ticket = ticketIn(world, { last_contact_agent_at: '2026-03-02T10:00:00.000Z', update_in_min: 90 });
  articleOn(world, ticket, { sender_id: 1, created_at: '2026-03-02T10:00:00.000Z' });
  expect(escalationOf(world, ticket)).not.toHaveProperty('update_in_min');
  expect(escalationOf(world, { ...ticket, update_in_min: 30 })).toMatchObject({
    update_in_min: 60,
    update_diff_in_min: 60,
  });
});

test('only pending actions that are due go on, by user 1 and without their time; reminders stay', () => {
  const world = smallWorld();
  const due = ticketIn(world, { state_id: 6, pending_time: '2026-03-02T09:00:00.000Z' });
  ticketIn(world, { state_id: 6, pending_time: '2026-03-02T09:01:00.000Z' });
  ticketIn(world, { state_id: 6, pending_time: null });
  ticketIn(world, { state_id: 3, pending_time: '2026-03-01T00:00:00.000Z' });
  const actions = duePendingActions(world, NOW);
  expect(actions.map(({ ticket }) => ticket)).toEqual([due]);
  expect(actions[0]?.changes).toMatchObject({
    state_id: 4,
    pending_time: null,
    updated_by_id: 1,
    close_at: NOW.toISOString(),
  });
});
