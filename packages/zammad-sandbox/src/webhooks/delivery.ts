/** One delivery on its way, and the orders a test can give about deliveries. */
import { z } from 'zod';
import type { Outgoing } from '../tickets/event.js';

export const deliveryOrder = z.strictObject({
  mode: z.enum(['normal', 'drop', 'double', 'reorder', 'hold']).optional(),
  /** The part of deliveries that the mode applies to, spread evenly. */
  share: z.number().min(0).max(1).optional(),
  flush: z.boolean().optional(),
});
export type DeliveryOrder = z.infer<typeof deliveryOrder>;
export type DeliveryMode = NonNullable<DeliveryOrder['mode']>;

export type DeliveryStatus =
  'queued' | 'held' | 'delivered' | 'waiting for retry' | 'dropped' | 'given up' | 'discarded';

export interface Delivery extends Outgoing {
  /** As in `X-Zammad-Delivery`: the same on every retry. */
  readonly id: string;
  attempts: number;
  status: DeliveryStatus;
  /** The receiver's last answer; 0 when none came. */
  httpStatus: number | null;
  /** When the next try is due, in milliseconds of the helpdesk's clock. */
  dueAt: number;
}

/** Tries in all, and the pause after the n-th of them. */
export const TRIES = 5;
export const pauseAfter = (attempt: number): number => attempt * 10_000;
