/**
 * Letters on their way out: every article of the type email that an agent or the system writes is sent by a job, tried
 * again after 25, 50 and 75 seconds. When the fourth try fails, the helpdesk says so in a note and takes the ticket to the
 * default follow-up state, whatever state it was in.
 */
import { z } from 'zod';
import { isTruthy, plain, recordOf, referred } from '../behaviour/columns.js';
import { recordLetter } from '../tickets/history.js';
import type { TicketTransaction } from '../tickets/transaction.js';
import type { Row, World } from '../world.js';

export const channelOrder = z.strictObject({
  /** Whether letters fail from now on. */
  fail: z.boolean(),
  /** The reason that the mail server gives. */
  message: z.string().min(1).optional(),
  /** Name of the group whose letters are meant; all groups when left out. */
  group: z.string().optional(),
});
export type ChannelOrder = z.infer<typeof channelOrder>;

export interface Letter {
  readonly articleId: number;
  attempts: number;
  status: 'queued' | 'sent' | 'waiting for retry' | 'given up';
  /** When the next try is due, in milliseconds of the helpdesk's clock. */
  dueAt: number;
}

const TRIES = 4;
const pauseAfter = (attempt: number): number => attempt * 25_000;

/** A piece of work by user 1, as one transaction. */
type Transact = (work: (transaction: TicketTransaction) => void) => void;

export class Outbox {
  readonly #world: World;
  readonly #transact: Transact;
  #letters: Letter[] = [];
  #orders: ChannelOrder[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(world: World, transact: Transact) {
    this.#world = world;
    this.#transact = transact;
  }

  /** All letters of this world, oldest first. */
  list(): readonly Letter[] {
    return this.#letters;
  }

  /** Breaks or mends channels; the last word about a group counts. */
  obey(order: ChannelOrder): void {
    this.#orders.unshift(order);
  }

  /** Sends the letters of new articles. */
  enqueue(articleIds: readonly number[]): void {
    for (const articleId of articleIds) {
      const dueAt = this.#world.clock.now().getTime();
      const letter: Letter = { articleId, attempts: 0, status: 'queued', dueAt };
      this.#letters.push(letter);
      this.#attempt(letter);
    }
  }

  /** The moment of the next retry by the helpdesk's clock, or null. */
  nextDue(): number | null {
    const waiting = this.#letters.filter(({ status }) => status === 'waiting for retry');
    return waiting.length === 0 ? null : Math.min(...waiting.map(({ dueAt }) => dueAt));
  }

  /** Tries again what is due by now. */
  retryDue(): void {
    const now = this.#world.clock.now().getTime();
    for (const letter of this.#letters)
      if (letter.status === 'waiting for retry' && letter.dueAt <= now) this.#attempt(letter);
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#letters = [];
    this.#orders = [];
  }

  #attempt(letter: Letter): void {
    const article = this.#world.table('ticket_articles').get(letter.articleId);
    const ticket = referred(this.#world, 'tickets', article?.['ticket_id']);
    if (!article || !ticket) {
      letter.status = 'given up';
      return;
    }
    letter.attempts += 1;
    const { channel, fault } = this.#way(ticket);
    const at = this.#world.clock.now().toISOString();
    this.#note(article, {
      delivery_retry: letter.attempts,
      ...(channel && { delivery_channel_id: channel.id }),
      delivery_status_message: fault,
      delivery_status: fault === null ? 'success' : 'fail',
      delivery_status_date: at,
    });
    if (fault === null) {
      letter.status = 'sent';
      recordLetter({ world: this.#world, actorId: Number(article['created_by_id']), at }, article);
    } else if (letter.attempts >= TRIES) {
      letter.status = 'given up';
      this.#giveUp(ticket, article, fault);
    } else this.#retryLater(letter);
  }

  #note(article: Row, delivery: Record<string, unknown>): void {
    const at = this.#world.clock.now().toISOString();
    this.#world.table('ticket_articles').patch(article, {
      preferences: { ...recordOf(article['preferences']), ...delivery },
      updated_at: at,
    });
    // A saved article touches its ticket.
    const ticket = referred(this.#world, 'tickets', article['ticket_id']);
    if (ticket) this.#world.table('tickets').patch(ticket, { updated_at: at });
  }

  /** The channel a ticket's letters go by, and why they do not, if they do not. */
  #way(ticket: Row): { channel: Row | undefined; fault: string | null } {
    const group = referred(this.#world, 'groups', ticket['group_id']);
    const address = referred(this.#world, 'email_addresses', group?.['email_address_id']);
    if (!address)
      return {
        channel: undefined,
        fault: `No email address defined for group id '${plain(ticket['group_id'])}'!`,
      };
    const channel = referred(this.#world, 'channels', address['channel_id']);
    if (!channel) return { channel, fault: `No channel defined for email_address id '${address.id}'!` };
    if (!isTruthy(channel['active']))
      return { channel, fault: `Channel defined for email address id '${address.id}' is not active!` };
    const order = this.#orders.find(({ group: name }) => name === undefined || name === group?.['name']);
    return { channel, fault: order?.fail === true ? (order.message ?? 'Connection refused') : null };
  }

  #retryLater(letter: Letter): void {
    const pause = pauseAfter(letter.attempts);
    letter.status = 'waiting for retry';
    letter.dueAt = this.#world.clock.now().getTime() + pause;
    if (this.#world.clock.isFrozen()) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (letter.status === 'waiting for retry') this.#attempt(letter);
    }, pause);
    timer.unref();
    this.#timers.add(timer);
  }

  #giveUp(ticket: Row, article: Row, fault: string): void {
    const idNamed = (table: string, name: string): number | undefined =>
      this.#world.table(table).where('name', name)[0]?.id;
    const recipients = [article['to'], article['cc']].map(plain).filter((line) => line !== '');
    const followUp = this.#world.table('ticket_states').find((state) => isTruthy(state['default_follow_up']));
    this.#transact((transaction) => {
      transaction.addArticle(ticket, {
        type_id: idNamed('ticket_article_types', 'note'),
        sender_id: idNamed('ticket_article_senders', 'System'),
        content_type: 'text/plain',
        body: `Unable to send email to '${recipients.join(',')}': ${fault}`,
        internal: true,
        preferences: {
          delivery_article_id_related: article.id,
          delivery_message: true,
          notification: true,
        },
      });
      if (followUp) transaction.saveTicket(ticket, { state_id: followUp.id });
    });
  }
}
