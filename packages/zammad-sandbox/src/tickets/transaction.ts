/**
 * One piece of work upon tickets: every change goes through here, so that history is written, escalations are computed
 * anew, and at the end the triggers see one event a ticket, as in Zammad.
 */
import { plain } from '../behaviour/columns.js';
import type { TicketAction } from '../behaviour/condition.js';
import { customColumns } from '../kinds/attributes.js';
import { TICKETS } from '../kinds/definitions/tickets.js';
import { changesOf } from '../kinds/write.js';
import type { Row, World } from '../world.js';
import { articleEffects } from './article-effects.js';
import { escalationChanges } from './escalations.js';
import {
  recordArticle,
  recordChanges,
  recordCreated,
  recordMention,
  recordTag,
  type Occasion,
  type Source,
} from './history.js';
import { nextNumber } from './numbers.js';
import { addTag, removeTag } from './tags.js';
import type { ChangesSeen, Outgoing, TicketEvent, TicketWork } from './event.js';
import { countTickets } from './customer.js';
import { runTriggers } from './triggers.js';
import { inOrderOf, isLetter, seen, settledWith } from './saving.js';

export class TicketTransaction implements TicketWork {
  readonly world: World;
  #actor: Row;
  #source: Source | undefined;
  #events = new Map<number, TicketEvent>();
  /** Tickets whose escalation times moved: an update event of its own, after the first. */
  #recalculated = new Map<number, ChangesSeen>();
  #byTrigger = false;
  readonly #touched = new Set<Row>();
  readonly #outgoing: Outgoing[] = [];
  readonly #letters: number[] = [];

  constructor(world: World, actor: Row) {
    this.world = world;
    this.#actor = actor;
  }

  get actor(): Row {
    return this.#actor;
  }

  actingAs(actor: Row, source: Source | undefined, work: () => void): void {
    const [before, because] = [this.#actor, this.#source];
    this.#actor = actor;
    this.#source = source;
    try {
      work();
    } finally {
      this.#actor = before;
      this.#source = because;
    }
  }

  #now(): string {
    return this.world.clock.now().toISOString();
  }

  #occasion(): Occasion {
    return { world: this.world, actorId: this.actor.id, at: this.#now(), source: this.#source };
  }

  #event(ticket: Row, action: TicketAction): TicketEvent {
    const known = this.#events.get(ticket.id);
    if (known) return known;
    const event: TicketEvent = { ticket, action, changes: {}, article: undefined };
    if (!this.#byTrigger) this.#events.set(ticket.id, event);
    return event;
  }

  /** Makes a ticket of typed columns; defaults, number and custom attributes are filled in. */
  createTicket(columns: Record<string, unknown>): Row {
    const { world } = this;
    const now = this.#now();
    const given = { ...TICKETS.columns(world.flavour), ...customColumns(world, 'Ticket'), ...columns };
    const ticket = world.table('tickets').insert({
      ...given,
      ...TICKETS.runtime,
      ...settledWith(world, null, given),
      number: columns['number'] ?? nextNumber(world),
      updated_by_id: this.actor.id,
      created_by_id: this.actor.id,
      created_at: now,
      updated_at: now,
    });
    recordCreated(this.#occasion(), ticket.id);
    this.#event(ticket, 'create');
    this.#touched.add(ticket);
    return ticket;
  }

  /**
   * Saves changes to a ticket. What changes nothing leaves no trace but that of another author. `ahead`: by how many milliseconds the
   * history has them before the end of the request, where an article is still to come.
   */
  saveTicket(
    ticket: Row,
    changes: Record<string, unknown>,
    action: TicketAction = 'update',
    ahead = 0,
  ): void {
    const settled = settledWith(this.world, ticket, changes);
    if (Object.keys(settled).length === 0) {
      if (Object.keys(changes).length > 0) this.sign(ticket);
      return;
    }
    this.#write(ticket, settled, this.#event(ticket, action).changes, (column) => column in changes, ahead);
    this.#touched.add(ticket);
  }

  /** Puts down who saved a ticket, though nothing else changed. */
  sign(ticket: Row): void {
    if (ticket['updated_by_id'] === this.actor.id) return;
    const author = { updated_by_id: this.actor.id, updated_at: this.#now() };
    this.world.table('tickets').patch(ticket, author);
  }

  #write(
    ticket: Row,
    columns: Record<string, unknown>,
    changes: ChangesSeen,
    sourced: (column: string) => boolean,
    ahead = 0,
  ): void {
    const changed = changesOf(ticket, inOrderOf(ticket, columns));
    // Never before what was there already.
    const before = Date.parse(plain(ticket['updated_at']));
    const at = new Date(Math.max(this.world.clock.now().getTime() - ahead, before)).toISOString();
    recordChanges({ ...this.#occasion(), at }, ticket.id, changed, sourced);
    seen(changes, changed);
    const author = { updated_by_id: this.actor.id, updated_at: this.#now() };
    this.world.table('tickets').patch(ticket, { ...columns, ...author });
  }

  /** Computes anew the escalations of whatever was touched; a commit does it too. */
  escalate(): void {
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const ticket of touched) if (this.world.table('tickets').get(ticket.id)) this.#escalate(ticket);
  }

  #escalate(ticket: Row): void {
    const columns = escalationChanges(this.world, ticket);
    const changed = changesOf(ticket, columns);
    if (Object.keys(changed).length === 0) return;
    recordChanges(this.#occasion(), ticket.id, changed, () => false);
    this.world.table('tickets').patch(ticket, { ...columns, updated_at: this.#now() });
    const changes = this.#recalculated.get(ticket.id) ?? {};
    seen(changes, changed);
    if (!this.#byTrigger) this.#recalculated.set(ticket.id, changes);
  }

  /** Adds an article and lets it act on its ticket. A letter is sent unless it `cameIn`. */
  addArticle(ticket: Row, columns: Record<string, unknown>, cameIn = false): Row {
    const now = this.#now();
    const article = this.world.table('ticket_articles').insert({
      ticket_id: ticket.id,
      type_id: null,
      sender_id: null,
      from: null,
      to: null,
      cc: null,
      subject: null,
      reply_to: null,
      message_id: null,
      message_id_md5: null,
      in_reply_to: null,
      content_type: 'text/plain',
      detected_language: null,
      body: '',
      internal: false,
      preferences: {},
      updated_by_id: this.actor.id,
      created_by_id: this.actor.id,
      origin_by_id: null,
      created_at: now,
      updated_at: now,
      ...columns,
    });
    recordArticle(this.#occasion(), article);
    if (!cameIn && isLetter(this.world, article)) this.#letters.push(article.id);
    const event = this.#event(ticket, 'update');
    event.article = article;
    this.#write(ticket, articleEffects(this.world, ticket, article, cameIn), event.changes, () => false);
    this.#touched.add(ticket);
    return article;
  }

  /** Has somebody follow a ticket. */
  mention(ticket: Row, userId: number): void {
    const at = this.#now();
    const row = this.world.table('mentions').insert({
      mentionable_type: 'Ticket',
      mentionable_id: ticket.id,
      user_id: userId,
      created_by_id: this.actor.id,
      updated_by_id: this.actor.id,
      created_at: at,
      updated_at: at,
    });
    recordMention(this.#occasion(), row);
  }

  tag(ticketId: number, name: string): void {
    if (addTag(this.world, 'Ticket', ticketId, name)) recordTag(this.#occasion(), ticketId, 'added', name);
  }

  untag(ticketId: number, name: string): void {
    if (removeTag(this.world, 'Ticket', ticketId, name))
      recordTag(this.#occasion(), ticketId, 'removed', name);
  }

  /** A ticket that was merged: its event is another one, whatever else changed. */
  mark(ticket: Row, action: TicketAction): void {
    this.#event(ticket, action).action = action;
  }

  /** Runs the triggers over what happened since the last commit. Their own changes start nothing more. */
  commit(): void {
    this.escalate();
    const events = [...this.#events.values()];
    for (const [id, changes] of this.#recalculated) {
      const ticket = this.world.table('tickets').get(id);
      if (ticket) events.push({ ticket, action: 'update', changes, article: undefined });
    }
    this.#events = new Map();
    this.#recalculated = new Map();
    this.#byTrigger = true;
    for (const event of events) this.#outgoing.push(...runTriggers(this, event));
    this.escalate();
    this.#byTrigger = false;
    countTickets(
      this.world,
      events.map(({ ticket }) => ticket['customer_id']),
    );
  }

  /** Ids of the articles that are letters to be sent. */
  letters(): readonly number[] {
    return this.#letters.filter((id) => this.world.table('ticket_articles').get(id) !== undefined);
  }

  /** Deliveries that the triggers ordered. */
  outgoing(): readonly Outgoing[] {
    return this.#outgoing;
  }
}
