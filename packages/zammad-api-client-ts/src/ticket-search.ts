/** Ticket search over all pages. Always asks for `expand`, which gives one plain list in every version. */
import type { Condition } from './conditions.js';
import { z } from 'zod';
import type { CallOptions, ReadOptions } from './options.js';
import type { Request } from './request.js';
import type { Ticket } from './schemas/tickets.js';
import { ticketSchema, ticketSearchSchema } from './schemas/tickets.js';

interface Paging {
  /** A column. Default `id`: with a column that changes during the walk, such as `updated_at`, tickets can be missed. */
  sortBy?: string | undefined;
  /** Default `asc`. */
  orderBy?: 'asc' | 'desc' | undefined;
  /** Tickets a request, at most 200 (the default). */
  perPage?: number | undefined;
}

/**
 * Either a condition (exact and current, needs no search index) or a text query (Elasticsearch syntax where one is
 * attached, substrings otherwise). Never both: 6.5 would ignore the condition. An empty condition is refused by Zammad.
 */
export type TicketSearch = Paging &
  ({ condition: Condition; query?: never } | { query: string; condition?: never });

const largestPage = 200;

/** Yields each match once. A query is walked to an empty page, for a stale search index makes pages short. */
export async function* ticketPages(
  request: Request,
  search: TicketSearch,
  { signal }: CallOptions = {},
): AsyncGenerator<Ticket, void, undefined> {
  const perPage = Math.max(1, Math.min(search.perPage ?? largestPage, largestPage));
  const seen = new Set<number>();
  for (let page = 1; ; page += 1) {
    const body = {
      ...(search.condition === undefined ? { query: search.query } : { condition: search.condition }),
      sort_by: search.sortBy ?? 'id',
      order_by: search.orderBy ?? 'asc',
      page,
      per_page: perPage,
    };
    const tickets = await request(
      {
        method: 'POST',
        path: '/tickets/search',
        query: { expand: true },
        body,
        repeatability: 'read',
        signal,
      },
      ticketSearchSchema,
    );
    const fresh = tickets.filter((ticket) => !seen.has(ticket.id));
    for (const ticket of fresh) {
      seen.add(ticket.id);
      yield ticket;
    }
    const last = search.condition === undefined ? fresh.length === 0 : tickets.length < perPage;
    if (last || (tickets.length > 0 && fresh.length === 0)) return;
  }
}

/** The most `GET /tickets` gives. */
const largestListPage = 100;

/** Walks over `GET /tickets`, which is ordered by id: tickets made meanwhile come last, none is missed. */
export async function* everyTicket(
  request: Request,
  { signal, expand }: ReadOptions = {},
): AsyncGenerator<Ticket, void, undefined> {
  for (let page = 1; ; page += 1) {
    const tickets = await request(
      { method: 'GET', path: '/tickets', query: { page, per_page: largestListPage, expand }, signal },
      z.array(ticketSchema),
    );
    yield* tickets;
    if (tickets.length < largestListPage) return;
  }
}
