/** What happens to tickets in one piece of work, as triggers see it. */
import type { TicketAction } from '../behaviour/condition.js';
import type { Source } from './history.js';
import type { Row, World } from '../world.js';

export type ChangesSeen = Record<string, [unknown, unknown]>;

export interface TicketEvent {
  readonly ticket: Row;
  action: TicketAction;
  /** What changed, from first to last. */
  readonly changes: ChangesSeen;
  article: Row | undefined;
}

/** A webhook to be called because of a trigger. */
export interface Outgoing {
  readonly webhookId: number;
  readonly trigger: string;
  readonly ticketId: number;
  readonly articleId: number | null;
}

/** What a trigger, macro or job may do to tickets. */
export interface TicketWork {
  readonly world: World;
  readonly actor: Row;
  /** Does work as another user, because of a trigger, macro or job that is named in the history. */
  actingAs(actor: Row, source: Source | undefined, work: () => void): void;
  sign(ticket: Row): void;
  saveTicket(ticket: Row, changes: Record<string, unknown>): void;
  addArticle(ticket: Row, columns: Record<string, unknown>): Row;
  tag(ticketId: number, name: string): void;
  untag(ticketId: number, name: string): void;
}
