/**
 * What the helpdesk's own clock does to tickets that wait: the pending actions that are due.
 */
import type { Row, World } from '../world.js';
import { idOf, momentOf, referred, stateTypeOf } from './columns.js';
import { settleTicket, type Changes } from './ticket-save.js';

type DueAction = { readonly ticket: Row; readonly changes: Changes };

/** The actor of everything the clock does. */
export const CLOCK_ACTOR_ID = 1;

/**
 * Tickets in a state of the type pending action whose `pending_time` is reached, with the settled changes that take them
 * to the state's `next_state_id`: an update by user 1 without an article, after which triggers run. Reminders change
 * nothing. A real helpdesk looks every 15 minutes; here the caller says when.
 */
export const duePendingActions = (world: World, now: Date): DueAction[] =>
  world
    .table('tickets')
    .filter((ticket) => stateTypeOf(world, ticket['state_id']) === 'pending action')
    .filter((ticket) => (momentOf(ticket['pending_time']) ?? Infinity) <= now.getTime())
    .map((ticket) => ({
      ticket,
      next: idOf(referred(world, 'ticket_states', ticket['state_id'])?.['next_state_id']),
    }))
    .filter(({ next }) => next !== null)
    .map(({ ticket, next }) => ({
      ticket,
      changes: settleTicket(world, ticket, { state_id: next, updated_by_id: CLOCK_ACTOR_ID }, now),
    }));
