/** Where a ticket's close ends what its SLA counts, and what a wait comes to whose state names no next one. */
import { escalationOf } from '../../src/behaviour/escalation.js';
import { duePendingActions } from '../../src/behaviour/pending.js';
import { smallWorld, ticketIn } from './small-world.js';

const CLOSED = '2026-03-02T10:00:00.000Z';

/** Created Monday 12:00 in Moscow, closed an hour later, and open again. */
const reopened = (columns: Record<string, unknown> = {}): Record<string, unknown> => {
  const world = smallWorld();
  world.table('slas').insert({
    name: 'претензия',
    calendar_id: 1,
    condition: {},
    first_response_time: 180,
    response_time: null,
    update_time: null,
    solution_time: 540,
  });
  return escalationOf(world, ticketIn(world, { close_at: CLOSED, ...columns }));
};

test('a ticket that was closed once does not run out of its solution time any more', () => {
  expect(reopened()).toMatchObject({
    close_escalation_at: null,
    close_in_min: 60,
    escalation_at: '2026-03-02T12:00:00.000Z',
  });
});

test('what came after the close is counted up to the close', () => {
  expect(reopened({ first_response_at: '2026-03-02T12:00:00.000Z' })).toMatchObject({
    first_response_in_min: 60,
    first_response_diff_in_min: 120,
  });
});

test('a wait that is over stays where it is, when its state says of none that comes next', () => {
  const world = smallWorld();
  const state = world.table('ticket_states').find(({ name }) => name === 'pending close');
  const ticket = ticketIn(world, { state_id: state?.id, pending_time: CLOSED });
  const due = () => duePendingActions(world, new Date(CLOSED)).map((one) => one.ticket.id);
  expect(due()).toEqual([ticket.id]);
  if (state) state['next_state_id'] = null;
  expect(due()).toEqual([]);
});
