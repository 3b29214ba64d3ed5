/** What one reading of a ticket brings: Zammad's own form of it beside the facts, for whoever writes to it. */
import type { FullTicket } from 'zammad-api-client-ts';
import type { TicketFacts } from '../../../triggers/types.js';
import type { Directory } from '../directory.js';

/** One reading of one ticket. */
export interface Reading {
  readonly facts: TicketFacts;
  readonly full: FullTicket;
  readonly directory: Directory;
  /**
   * By the stopwatch, when the call that showed the ticket so was begun; left out or null: no call showed all of it, and
   * before a write one asks again.
   */
  readonly asked?: number | null;
}
