/** Ticket search over all pages. Always asks for `expand`, which gives one plain list in every version. */
import * as z from 'zod';
import type { Condition, ExpertCondition } from './conditions.js';
import type { CallOptions, ReadOptions } from './options.js';
import type { Request } from './request.js';
import type { Ticket } from './schemas/tickets.js';
import { ticketSchema, ticketSearchSchema } from './schemas/tickets.js';

interface Paging {
  /**
   * A column. Left out, a condition is walked oldest first, each request asking for what was created after the last ticket of the
   * one before: tickets that leave the condition meanwhile move no others. With a column, and with a query, the walk goes by page
   * numbers, and then tickets are missed when others leave or the column changes.
   */
  sortBy?: string | undefined;
  /** Default `asc`; needs `sortBy`. */
  orderBy?: 'asc' | 'desc' | undefined;
  /** Tickets a request, at most 200 (the default). */
  perPage?: number | undefined;
}

/**
 * Either a condition (exact and current, needs no search index; lib/selector/sql.rb) or a text query (Elasticsearch syntax where one
 * is attached, substrings otherwise). Never both: Zammad ignores the condition then. An empty condition finds every ticket.
 */
export type TicketSearch = Paging &
  ({ condition: Condition; query?: never } | { query: string; condition?: never });

/** The most `POST /tickets/search` gives (app/controllers/tickets_controller.rb, search). */
const largestPage = 200;

const pageOf = (
  request: Request,
  body: Readonly<Record<string, unknown>>,
  { signal }: CallOptions,
): Promise<Ticket[]> =>
  request(
    { method: 'POST', path: '/tickets/search', query: { expand: true }, body, repeatability: 'read', signal },
    ticketSearchSchema,
  );

/** Yields each match once. */
export const ticketPages = (
  request: Request,
  search: TicketSearch,
  options: CallOptions = {},
): AsyncGenerator<Ticket, void, undefined> => {
  const perPage = Math.max(1, Math.min(search.perPage ?? largestPage, largestPage));
  return search.condition !== undefined && search.sortBy === undefined && search.orderBy === undefined
    ? byCreation(request, search.condition, perPage, options)
    : byNumber(request, search, perPage, options);
};

const isExpert = (condition: Condition): condition is ExpertCondition =>
  'conditions' in condition && Array.isArray(condition.conditions);

/** `after (absolute)` is «at or after», so the last ticket comes again and none of the same moment is missed. */
const createdFrom = (condition: Condition, value: string): ExpertCondition => ({
  operator: 'AND',
  conditions: [
    ...(isExpert(condition)
      ? [condition]
      : Object.entries(condition).map(([name, comparison]) => ({ name, ...comparison }))),
    { name: 'ticket.created_at', operator: 'after (absolute)', value },
  ],
});

const byCreation = async function* (
  request: Request,
  condition: Condition,
  perPage: number,
  options: CallOptions,
): AsyncGenerator<Ticket, void, undefined> {
  const seen = new Set<number>();
  let from: string | null = null;
  let page = 1;
  for (;;) {
    const body = {
      condition: from === null ? condition : createdFrom(condition, from),
      sort_by: 'created_at',
      order_by: 'asc',
      page,
      per_page: perPage,
    };
    const tickets: Ticket[] = await pageOf(request, body, options);
    const fresh = tickets.filter((ticket) => !seen.has(ticket.id));
    for (const ticket of fresh) {
      seen.add(ticket.id);
      yield ticket;
    }
    const last = tickets.at(-1)?.created_at ?? null;
    if (last === null || tickets.length < perPage) return;
    if (last !== from) {
      from = last;
      page = 1;
    } else if (page > 1 && fresh.length === 0) return;
    // More of one moment than a page holds.
    else page += 1;
  }
};

/** A query is walked to an empty page, for a stale search index makes pages short. */
const byNumber = async function* (
  request: Request,
  search: TicketSearch,
  perPage: number,
  options: CallOptions,
): AsyncGenerator<Ticket, void, undefined> {
  const seen = new Set<number>();
  for (let page = 1; ; page += 1) {
    const body = {
      ...(search.condition === undefined ? { query: search.query } : { condition: search.condition }),
      sort_by: search.sortBy ?? 'id',
      order_by: search.orderBy ?? 'asc',
      page,
      per_page: perPage,
    };
    const tickets = await pageOf(request, body, options);
    const fresh = tickets.filter((ticket) => !seen.has(ticket.id));
    for (const ticket of fresh) {
      seen.add(ticket.id);
      yield ticket;
    }
    const last = search.condition === undefined ? fresh.length === 0 : tickets.length < perPage;
    if (last || (tickets.length > 0 && fresh.length === 0)) return;
  }
};

/** The most `GET /tickets` gives. */
const largestListPage = 100;

/** Walks over `GET /tickets`, which is ordered by id: tickets made meanwhile come last, none is missed. */
export const everyTicket = async function* (
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
};
