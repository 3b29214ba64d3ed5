/** The helpdesk as the engine needs it: tickets with the names that stand behind their ids, and who we are there. */
import { isZammadError, type FullTicket, type TicketUpdate, type ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';

/** Names a runtime token may read; groups come with each ticket. */
export interface Directory {
  /** Our own user's id: what it wrote is an echo. */
  readonly me: number;
  readonly states: ReadonlyMap<number, { readonly name: string; readonly closed: boolean }>;
  readonly articleTypes: ReadonlyMap<number, string>;
  readonly articleSenders: ReadonlyMap<number, string>;
}

export interface Helpdesk {
  /** Read once and kept; again when a ticket is in a state it does not know. */
  directory(): Promise<Directory>;
  /** Null: deleted. */
  read(ticket: number): Promise<{ readonly full: FullTicket; readonly directory: Directory } | null>;
  /** `updated_at` of the ticket now; null: deleted. The cheap question before a write. */
  updatedAt(ticket: number): Promise<Date | null>;
  write(
    ticket: number,
    update: TicketUpdate,
  ): Promise<Awaited<ReturnType<ZammadClient['tickets']['update']>>>;
  /** Tickets changed after an instant of the helpdesk's clock, in no order that matters. */
  changedSince(since: Date): AsyncIterable<{ readonly id: number; readonly updatedAt: Date }>;
}

const stateRow = z.looseObject({ id: z.number(), name: z.string(), state_type_id: z.number() });
const named = z.looseObject({ id: z.number(), name: z.string() });
const closedTypes = new Set(['closed', 'merged', 'removed']);

const namesOf = (rows: readonly unknown[]): Map<number, string> =>
  new Map(rows.map((row) => named.parse(row)).map(({ id, name }) => [id, name]));

const readDirectory = async (client: ZammadClient): Promise<Directory> => {
  const [me, states, catalogue] = await Promise.all([
    client.me(),
    client.ticketStates.list(),
    client.catalogue(),
  ]);
  const types = namesOf(catalogue.ticket_state_types);
  return {
    me: me.id,
    states: new Map(
      states
        .map((row) => stateRow.parse(row))
        .map(({ id, name, state_type_id: type }) => [
          id,
          { name, closed: closedTypes.has(types.get(type) ?? '') },
        ]),
    ),
    articleTypes: namesOf(catalogue.ticket_article_types),
    articleSenders: namesOf(catalogue.ticket_article_senders),
  };
};

const orNull = async <T>(call: Promise<T>): Promise<T | null> => {
  try {
    return await call;
  } catch (error) {
    if (isZammadError(error) && error.kind === 'notFound') return null;
    throw error;
  }
};

/** The helpdesk behind `client`. Every call rejects with ZammadError. */
export const createHelpdesk = (client: ZammadClient): Helpdesk => {
  let known: Promise<Directory> | null = null;
  const directory = (): Promise<Directory> => {
    known ??= readDirectory(client).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
  return {
    directory,
    async read(ticket) {
      const [full, first] = await Promise.all([orNull(client.tickets.full(ticket)), directory()]);
      if (full === null) return null;
      if (!first.states.has(full.ticket.state_id)) known = null;
      return { full, directory: await directory() };
    },
    async updatedAt(ticket) {
      const found = await orNull(client.tickets.get(ticket));
      return found === null ? null : new Date(found.updated_at);
    },
    write: (ticket, update) => client.tickets.update(ticket, update),
    async *changedSince(since) {
      const condition = {
        'ticket.updated_at': { operator: 'after (absolute)', value: since.toISOString() },
      };
      for await (const { id, updated_at } of client.tickets.search({ condition }))
        yield { id, updatedAt: new Date(updated_at) };
    },
  };
};
