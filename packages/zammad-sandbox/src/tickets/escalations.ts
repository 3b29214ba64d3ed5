/** Escalation times of a ticket, computed anew after every change, with the pauses its history tells of. */
import { idOf, plain } from '../behaviour/columns.js';
import { escalationOf, type StateChange } from '../behaviour/escalation.js';
import type { Row, World } from '../world.js';

/** The states a ticket went through, oldest first. */
const statesOf = (world: World, ticket: Row): StateChange[] => {
  const moves = world
    .table('histories')
    .where('ticket_id', ticket.id)
    .filter((row) => row['attribute'] === 'state');
  const first = idOf(moves[0]?.['id_from'] ?? ticket['state_id']) ?? 0;
  return [
    { at: new Date(plain(ticket['created_at'])), stateId: first },
    ...moves.map((row) => ({ at: new Date(plain(row['created_at'])), stateId: idOf(row['id_to']) ?? 0 })),
  ];
};

/**
 * Columns that the SLA in force gives the ticket now.
 * @throws BrokenSlaError when an SLA's condition names what does not exist
 */
export const escalationChanges = (world: World, ticket: Row): Record<string, unknown> =>
  escalationOf(world, ticket, statesOf(world, ticket));
