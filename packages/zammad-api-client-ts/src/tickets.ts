/** Tickets: reading in one request, writing without doubles, searching through all pages. */
import type { Condition } from './conditions.js';
import { ZammadError } from './error.js';
import type { CallOptions, ReadOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';
import { chronicleOf } from './chronicle.js';
import type { Chronicle } from './chronicle.js';
import { fullTicketOf } from './full-ticket.js';
import type { FullTicket } from './full-ticket.js';
import type { TicketColumns, WriteOf } from './columns.js';
import type { HistoryEntry, Ticket } from './schemas/tickets.js';
import * as schema from './schemas/tickets.js';
import type { TicketSearch } from './ticket-search.js';
import { everyTicket, ticketPages } from './ticket-search.js';
import type { ArticleCreate } from './articles.js';

/** Attributes of a ticket to write; names are accepted for ids (`group`, `state`, `priority`, `owner`, `customer`). Source: app/models/ticket.rb. */
export type TicketWrite<Custom = unknown> = WriteOf<Ticket, keyof TicketColumns> & TicketColumns & Custom;
/** `customer_id` may be `guess:mail@example.org`: Zammad finds or makes the customer. Source: app/controllers/tickets_controller.rb, create. */
export type TicketCreate<Custom = unknown> = WriteOf<Ticket, 'customer_id' | 'title' | keyof TicketColumns> &
  TicketColumns &
  Custom & {
    title: string;
    customer_id?: number | `guess:${string}` | undefined;
    article: ArticleCreate;
    /** Comma-separated. */
    tags?: string | undefined;
    /** `{ Ticket: { child: [7] } }`: linked in the same transaction (app/controllers/tickets_controller.rb, create). */
    links?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> | undefined;
    /** Ids of users who follow the ticket from its beginning. */
    mentions?: readonly number[] | undefined;
  };
/** May carry an article, written in the same transaction (one webhook event, not two). Source: app/controllers/tickets_controller.rb, update. */
export type TicketUpdate<Custom = unknown> = TicketWrite<Custom> & { article?: ArticleCreate | undefined };

/** `Custom`: the tickets' own attributes, see {@link CustomAttributes}. Source: app/controllers/tickets_controller.rb. */
export interface Tickets<Custom = unknown> {
  get(id: number, options?: ReadOptions): Promise<Ticket & Custom>;
  /** Every ticket the caller may see, by id, 100 a request. There is no filter: prefer {@link Tickets.search}. */
  all(options?: ReadOptions): AsyncGenerator<Ticket & Custom, void, undefined>;
  /** Ticket, articles, links, tags and mentions in one request. */
  full(id: number, options?: CallOptions): Promise<FullTicket<Custom>>;
  /** The answer shows what triggers made of the ticket. Never repeated blindly: search for your marker first. */
  create(body: TicketCreate<Custom>, options?: CallOptions): Promise<Ticket & Custom>;
  /**
   * Partial. Up to 7.0 the answer shows the ticket *before* triggers ran: get it again when that matters. With an
   * article it is never repeated after a lost answer, for the article could be written twice.
   */
  update(id: number, body: TicketUpdate<Custom>, options?: CallOptions): Promise<Ticket & Custom>;
  /** Needs the permission `admin`. */
  delete(id: number, options?: CallOptions): Promise<void>;
  /** Moves everything of the source (by id) into the target (by **number**). Throws `invalid` when one is not found. */
  merge(sourceId: number, targetNumber: string, options?: CallOptions): Promise<void>;
  /** What changed, when, by whom; the only source of that. */
  history(id: number, options?: CallOptions): Promise<HistoryEntry[]>;
  /** History with the ticket and its articles as they stand now, in the same request; no tags, no links. */
  chronicle(id: number, options?: CallOptions): Promise<Chronicle<Custom>>;
  /**
   * Walks over all matches, each ticket once. Of a condition, oldest first and safe against tickets that leave it meanwhile; see
   * {@link TicketSearch} for what sorting costs.
   */
  search(search: TicketSearch, options?: CallOptions): AsyncGenerator<Ticket & Custom, void, undefined>;
  /** {@link Tickets.search}, collected. */
  searchAll(search: TicketSearch, options?: CallOptions): Promise<(Ticket & Custom)[]>;
  /** How many tickets a condition matches, with the ids of up to six. */
  previewCondition(
    condition: Condition,
    options?: CallOptions,
  ): Promise<{ count: number; sampleIds: number[] }>;
  /** All or nothing. */
  massMacro(macroId: number, ticketIds: readonly number[], options?: CallOptions): Promise<void>;
  /** The same attributes and article for each ticket; all or nothing. */
  massUpdate(
    change: { attributes?: TicketWrite<Custom>; article?: ArticleCreate; ticketIds: readonly number[] },
    options?: CallOptions,
  ): Promise<void>;
}

export const createTickets = (request: Request): Tickets => {
  const search: Tickets['search'] = (given, options) => ticketPages(request, given, options);
  return {
    get: (id, { signal, expand } = {}) =>
      request({ method: 'GET', path: `/tickets/${id}`, query: { expand }, signal }, schema.ticketSchema),
    all: (options) => everyTicket(request, options),
    full: async (id, { signal } = {}) => {
      const call = { method: 'GET', path: `/tickets/${id}` } as const;
      return fullTicketOf(
        call,
        await request({ ...call, query: { all: true }, signal }, schema.ticketAllSchema),
      );
    },
    create: (body, { signal } = {}) =>
      request({ method: 'POST', path: '/tickets', body, signal }, schema.ticketSchema),
    update: (id, body, { signal } = {}) =>
      request(
        {
          method: 'PUT',
          path: `/tickets/${id}`,
          body,
          repeatability: body.article === undefined ? 'idempotent' : 'once',
          signal,
        },
        schema.ticketSchema,
      ),
    delete: async (id, { signal } = {}) => {
      await request({ method: 'DELETE', path: `/tickets/${id}`, signal }, anyAnswer);
    },
    merge: async (sourceId, targetNumber, { signal } = {}) => {
      const path = `/ticket_merge/${sourceId}/${encodeURIComponent(targetNumber)}`;
      const answer = await request(
        { method: 'PUT', path, repeatability: 'once', signal },
        schema.mergeSchema,
      );
      if (answer.result !== 'success')
        throw new ZammadError({
          kind: 'invalid',
          method: 'PUT',
          path,
          status: 200,
          zammadMessage: answer.message ?? answer.result,
          retryable: false,
        });
    },
    history: async (id, { signal } = {}) =>
      (await request({ method: 'GET', path: `/ticket_history/${id}`, signal }, schema.historySchema)).history,
    chronicle: async (id, { signal } = {}) => {
      const call = { method: 'GET', path: `/ticket_history/${id}` } as const;
      return chronicleOf(call, id, await request({ ...call, signal }, schema.historySchema));
    },
    search,
    searchAll: async (given, options) => {
      const found: Ticket[] = [];
      for await (const ticket of search(given, options)) found.push(ticket);
      return found;
    },
    previewCondition: (condition, { signal } = {}) =>
      request(
        { method: 'POST', path: '/tickets/selector', body: { condition }, repeatability: 'read', signal },
        schema.selectorSchema,
      ),
    massMacro: async (macroId, ticketIds, { signal } = {}) => {
      const body = { macro_id: macroId, ticket_ids: ticketIds };
      await request({ method: 'POST', path: '/tickets/mass_macro', body, signal }, schema.massSchema);
    },
    massUpdate: async ({ ticketIds, ...change }, { signal } = {}) => {
      const body = { ...change, ticket_ids: ticketIds };
      await request({ method: 'POST', path: '/tickets/mass_update', body, signal }, schema.massSchema);
    },
  };
};
