/** The helpdesk as the engine needs it: tickets with the names that stand behind their ids, and who we are there. */
import {
  isZammadError,
  type ArticleCreate,
  type Chronicle,
  type Condition,
  type FullTicket,
  type LinkType,
  type Ticket,
  type ZammadError,
  type TicketCreate,
  type TicketUpdate,
  type ZammadClient,
} from 'zammad-api-client-ts';
import { createDirectory, type Directory } from './directory.js';
import type { AnswerBase } from '../../sync/faq/suggest/answer-base.js';

/** Every call rejects with ZammadError. */
export interface TicketDesk {
  /** Read once and kept for some minutes; states and groups also when a ticket is in one that is not known. */
  directory(): Promise<Directory>;
  /** Null: deleted. */
  read(ticket: number): Promise<{ readonly full: FullTicket; readonly directory: Directory } | null>;
  /** What changed, by whom. */
  /** What changed, with the ticket and its articles as they stand, in one call; tags and links do not come. Null: deleted. */
  chronicle(ticket: number): Promise<{ readonly told: Chronicle; readonly directory: Directory } | null>;
  /** A ticket with names beside its ids; null: deleted, or not ours to see. */
  glance(ticket: number): Promise<Ticket | null>;
  /** The newest tickets of a condition, at most `limit`, with names beside ids. */
  newest(condition: Condition, limit: number): Promise<Ticket[]>;
  /** `updated_at` of the ticket now; null: deleted. The cheap question before a write. */
  updatedAt(ticket: number): Promise<Date | null>;
  write(ticket: number, update: TicketUpdate): Promise<Ticket>;
  /** Not to be repeated blindly: look for the tag of the new ticket first. */
  create(ticket: TicketCreate): Promise<Ticket>;
  /** Makes `other` the `relation` of the ticket numbered `number`; done already is done. */
  link(number: string, other: number, relation: LinkType): Promise<void>;
  /** Links an answer's text to a ticket. */
  linkAnswer(ticket: number, translation: number): Promise<void>;
  /** Takes away a note of our own; one that is gone, or too old for Zammad to give up, is left. */
  erase(article: number): Promise<void>;
  tag(ticket: number, add: readonly string[], remove: readonly string[]): Promise<void>;
  /** The mail behind an article as it came in; null: there is none. */
  mail(article: number): Promise<Uint8Array | null>;
  /** Adds an article; one of type `email` is sent. Not to be repeated blindly: look for it on the ticket first. */
  say(ticket: number, article: ArticleCreate): Promise<void>;
  /** A customer of this login, made unless there is one. False: Zammad will not have such a user. */
  enrol(person: Enrolled): Promise<boolean>;
  /** Moves all of a ticket into the one numbered `into`; done already is done. */
  merge(ticket: number, into: string): Promise<void>;
  /** The knowledge base to look answers up in; null: it cannot be read. Never rejects. */
  answers(): Promise<AnswerBase | null>;
  /** Tickets changed after an instant of the helpdesk's clock, in no order that matters. */
  changedSince(since: Date): AsyncIterable<Changed>;
  /** Tickets that are not closed, oldest first; with `from`, those created then or later. */
  open(from?: Date): AsyncIterable<Changed>;
}

/** A person as Zammad keeps customers; whoever has a mail address has it for a login. */
export interface Enrolled {
  readonly login: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly firstname: string;
  readonly lastname: string;
}

export interface Changed {
  readonly id: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Its fields by their names on the helpdesk. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const orNull = async <T>(call: Promise<T>): Promise<T | null> => {
  try {
    return await call;
  } catch (error) {
    if (isZammadError(error) && error.kind === 'notFound') return null;
    throw error;
  }
};

/** Seen from the other end a child is a parent. */
const inverse: Readonly<Record<LinkType, LinkType>> = { parent: 'child', child: 'parent', normal: 'normal' };

const unread = (): Promise<null> => Promise.resolve(null);

const suffer = async (call: Promise<void>, kind: ZammadError['kind'][]): Promise<void> => {
  try {
    await call;
  } catch (error) {
    if (!isZammadError(error) || !kind.includes(error.kind)) throw error;
  }
};

/** The helpdesk behind `client`. */
export const createTicketDesk = (
  client: ZammadClient,
  answers: TicketDesk['answers'] = unread,
): TicketDesk => {
  const directory = createDirectory(client);
  const changes = async function* (condition: Condition): AsyncGenerator<Changed> {
    for await (const fields of client.tickets.search({ condition })) {
      const { id, created_at, updated_at } = fields;
      yield { id, createdAt: new Date(created_at), updatedAt: new Date(updated_at), fields };
    }
  };
  return {
    directory: () => directory(),
    async read(ticket) {
      const [full] = await Promise.all([orNull(client.tickets.full(ticket)), directory()]);
      return full === null ? null : { full, directory: await directory([full.ticket], full.assets) };
    },
    async chronicle(ticket) {
      const [told] = await Promise.all([orNull(client.tickets.chronicle(ticket)), directory()]);
      if (told === null) return null;
      return { told, directory: await directory(told.now === null ? [] : [told.now.ticket], told.assets) };
    },
    async updatedAt(ticket) {
      const found = await orNull(client.tickets.get(ticket));
      return found === null ? null : new Date(found.updated_at);
    },
    glance: (ticket) => orNull(client.tickets.get(ticket, { expand: true })),
    async newest(condition, limit) {
      const found: Ticket[] = [];
      const wanted = { condition, sortBy: 'created_at', orderBy: 'desc', perPage: limit } as const;
      for await (const ticket of client.tickets.search(wanted)) if (found.push(ticket) === limit) break;
      return found;
    },
    write: (ticket, update) => client.tickets.update(ticket, update),
    create: (ticket) => client.tickets.create(ticket),
    link: (number, other, relation) =>
      suffer(client.links.add({ type: inverse[relation], sourceNumber: number, targetId: other }), [
        'conflict',
      ]),
    linkAnswer: (ticket, translation) =>
      suffer(
        client.links.add({
          type: 'normal',
          source: 'KnowledgeBase::Answer::Translation',
          sourceNumber: String(translation),
          targetId: ticket,
        }),
        ['conflict'],
      ),
    erase: (article) => suffer(client.articles.delete(article), ['notFound', 'forbidden']),
    answers,
    async tag(ticket, add, remove) {
      for (const tag of add) await client.tags.add(ticket, tag);
      for (const tag of remove) await client.tags.remove(ticket, tag);
    },
    mail: (article) => client.articles.raw(article),
    async say(ticket, article) {
      await client.articles.create(ticket, article);
    },
    async enrol({ login, email, phone, firstname, lastname }) {
      try {
        await client.users.create({
          login,
          firstname,
          lastname,
          ...(email !== null && { email }),
          ...(phone !== null && { phone }),
        });
        return true;
      } catch (error) {
        if (!isZammadError(error)) throw error;
        if (error.kind === 'conflict') return true;
        if (error.kind === 'invalid') return false;
        throw error;
      }
    },
    merge: (ticket, into) => client.tickets.merge(ticket, into),
    changedSince: (since) =>
      changes({ 'ticket.updated_at': { operator: 'after (absolute)', value: since.toISOString() } }),
    async *open(from) {
      const { states } = await directory();
      const open = [...states].flatMap(([id, { closed }]) => (closed ? [] : [String(id)]));
      yield* changes({
        'ticket.state_id': { operator: 'is', value: open },
        ...(from !== undefined && {
          // Later than, says Zammad, and several may have come in one moment.
          'ticket.created_at': {
            operator: 'after (absolute)',
            value: new Date(from.getTime() - 1000).toISOString(),
          },
        }),
      });
    },
  };
};
