/** The round that ends waiting: tickets in a pending action state whose time has come take that state's next state. */
import { CLOCK_ACTOR_ID, duePendingActions } from '../behaviour/pending.js';
import type { Desk } from '../desk.js';

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
