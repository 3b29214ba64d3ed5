/** The round that ends waiting: tickets in a pending action state whose time has come take that state's next state. */
import { CLOCK_ACTOR_ID, duePendingActions } from '../behaviour/pending.js';
import { momentOf, stateTypeOf } from '../behaviour/columns.js';
import type { Desk } from '../desk.js';
import type { World } from '../world.js';

/** Runs one round at the present moment of the clock, as user 1; no article is written. */
export const processPending = (desk: Desk): void => {
  const { world } = desk;
  const root = world.table('users').get(CLOCK_ACTOR_ID);
  if (!root) return;
  for (const { ticket, changes } of duePendingActions(world, world.clock.now())) {
    desk.transact(root, (work) => {
      work.saveTicket(ticket, changes);
    });
  }
};

/** The earliest end of waiting that a round will act upon, in milliseconds; Infinity when nothing waits for one. */
export const nextPending = (world: World): number =>
  world
    .table('tickets')
    .all()
    .filter((ticket) => ticket['pending_time'] !== null)
    .filter((ticket) => stateTypeOf(world, ticket['state_id']) === 'pending action')
    .reduce((first, ticket) => Math.min(first, momentOf(ticket['pending_time']) ?? Infinity), Infinity);
