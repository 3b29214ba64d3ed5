/**
 * The helpdesk as a whole: its world, what is on its way out of it, and how one piece of work upon it is done. Routes,
 * control calls and the clock all work through a Desk.
 */
import { Outbox } from './letters/outbox.js';
import { TicketTransaction } from './tickets/transaction.js';
import { Deliveries } from './webhooks/deliveries.js';
import type { Row, World } from './world.js';

export class Desk {
  readonly world: World;
  readonly deliveries: Deliveries;
  readonly outbox: Outbox;

  constructor(world: World) {
    this.world = world;
    this.deliveries = new Deliveries(world);
    this.outbox = new Outbox(world, (work) => {
      const root = world.table('users').get(1);
      if (root) this.transact(root, work);
    });
  }

  /**
   * Runs work as one transaction: it happens whole or not at all; then triggers run, webhooks and letters leave.
   * @throws whatever the work throws, with nothing changed
   */
  transact<Result>(actor: Row, work: (transaction: TicketTransaction) => Result): Result {
    const transaction = new TicketTransaction(this.world, actor);
    const result = this.world.atomically(() => {
      const done = work(transaction);
      transaction.commit();
      return done;
    });
    this.deliveries.enqueue(transaction.outgoing());
    this.outbox.enqueue(transaction.letters());
    return result;
  }

  /** Forgets whatever is under way. */
  clear(): void {
    this.deliveries.clear();
    this.outbox.clear();
  }
}
