/** Trouble on demand: calls that fail, hang, are cut off or answered by a proxy's page. */
import { z } from 'zod';

export const failureOrder = z.object({
  next: z.number().int().positive(),
  /**
   * `page`: a proxy's page with status 200. `cut`: served, and the answer breaks off half-way. `exists`: what the second of
   * two writers gets on a fresh helpdesk, whose history attributes are made when first needed.
   */
  with: z.literal([429, 500, 502, 503, 504, 'hang', 'reset', 'page', 'cut', 'exists']),
  match: z.string().optional(),
});
export type FailureOrder = z.infer<typeof failureOrder>;

export type Failure = FailureOrder['with'];

export class Disturbance {
  #orders: FailureOrder[] = [];

  order(failure: FailureOrder): void {
    this.#orders.push({ ...failure });
  }

  clear(): void {
    this.#orders = [];
  }

  /** What becomes of a call (`PUT /tickets/7`), or null when it is served. `match` is a part of that text. */
  strike(call: string): Failure | null {
    const order = this.#orders.find(({ match }) => match === undefined || call.includes(match));
    if (!order) return null;
    order.next -= 1;
    this.#orders = this.#orders.filter(({ next }) => next > 0);
    return order.with;
  }
}
