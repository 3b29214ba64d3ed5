/**
 * Trouble on demand: calls that fail, hang, are cut off or answered by a proxy's page, and the outage after an attribute
 * migration.
 */
import { z } from 'zod';

export const failureOrder = z.object({
  next: z.number().int().positive(),
  /** `page`: a proxy's page with status 200. `cut`: served, and the answer breaks off half-way. */
  with: z.literal([429, 500, 502, 503, 504, 'hang', 'reset', 'page', 'cut']),
  match: z.string().optional(),
});
export type FailureOrder = z.infer<typeof failureOrder>;

export type Failure = FailureOrder['with'];

/** Milliseconds of real time in which nothing answers after a migration on 6.5 and 7. */
const OUTAGE_MS = 300;

export class Disturbance {
  #orders: FailureOrder[] = [];
  #outageUntil = 0;

  order(failure: FailureOrder): void {
    this.#orders.push({ ...failure });
  }

  clear(): void {
    this.#orders = [];
    this.#outageUntil = 0;
  }

  /** From now on the helpdesk is restarting. Real time: processes restart by the wall clock. */
  beginOutage(): void {
    this.#outageUntil = Date.now() + OUTAGE_MS;
  }

  /** What becomes of a call (`PUT /tickets/7`), or null when it is served. `match` is a part of that text. */
  strike(call: string): Failure | null {
    if (Date.now() < this.#outageUntil) return 502;
    const order = this.#orders.find(({ match }) => match === undefined || call.includes(match));
    if (!order) return null;
    order.next -= 1;
    this.#orders = this.#orders.filter(({ next }) => next > 0);
    return order.with;
  }
}
