/** One ticket as the companion knows it, tickets at a place, and numbers behind ids. The helpdesk is not asked. */
import type { Pool } from 'pg';
import type { Decision } from '../../store/decision.js';
import type { PlacedTicket } from '../../store/places.js';
import { inScope, scopeParams, type Scope } from './scope.js';

type Asks = Pick<Pool, 'query'>;

/** Open tickets at one place (null: nowhere the map knows), the oldest first. */
export const ticketsAt = async (
  pool: Asks,
  scope: Scope,
  {
    place,
    region,
    limit,
  }: { readonly place: string | null; readonly region: string | null; readonly limit: number },
): Promise<PlacedTicket[]> => {
  const { rows } = await pool.query<PlacedTicket>(
    `select ticket::int, number, region, since from places
     where not ended and ${place === null ? '$3::text is null and place is null' : 'place = $3'}
       and ($4::text is null or region = $4) and ${inScope(1, 'region', 'place')}
     order by since, ticket limit $5`,
    [...scopeParams(scope), place, region, limit],
  );
  return rows;
};

/** Numbers of tickets, as far as they are known. */
export const numbersOf = async (
  pool: Asks,
  tickets: readonly number[],
): Promise<ReadonlyMap<number, string>> => {
  if (tickets.length === 0) return new Map();
  const { rows } = await pool.query<{ ticket: number; number: string }>(
    `select ticket::int, number from places where ticket = any($1) and number <> ''`,
    [tickets],
  );
  return new Map(rows.map(({ ticket, number }) => [ticket, number]));
};

/** The ticket of that number; null: never looked at. */
export const ticketOf = async (pool: Asks, number: string): Promise<number | null> => {
  const { rows } = await pool.query<{ ticket: number }>(
    'select ticket::int from places where number = $1 and ticket > 0 limit 1',
    [number],
  );
  return rows[0]?.ticket ?? null;
};

export interface KnownTicket {
  readonly ticket: number;
  readonly number: string;
  readonly place: string | null;
  readonly ended: boolean;
  readonly region: string | null;
  readonly since: Date;
}

/** Null: never looked at, or not the visitor's to see. */
export const knownTicket = async (pool: Asks, scope: Scope, ticket: number): Promise<KnownTicket | null> => {
  const { rows } = await pool.query<KnownTicket>(
    `select ticket::int, number, place, ended, region, since from places
     where ticket = $3 and ticket > 0 and ${inScope(1, 'region', 'place')}`,
    [...scopeParams(scope), ticket],
  );
  return rows[0] ?? null;
};

/** What stands of each clause on a ticket. */
export interface TicketStanding extends Pick<
  Decision,
  'clause' | 'mode' | 'verdict' | 'outcome' | 'dueAt' | 'at'
> {
  readonly text: string;
  readonly termSince: Date | null;
  readonly termDueAt: Date | null;
}

export const standingsOn = async (pool: Asks, ticket: number): Promise<TicketStanding[]> => {
  const { rows } = await pool.query<TicketStanding>(
    `select clause, mode, verdict, outcome, text, due_at as "dueAt", at, term_since as "termSince", term_due_at as "termDueAt"
     from standings where ticket = $1`,
    [ticket],
  );
  return rows;
};

/** The last decisions on a ticket, newest first. */
export const lastDecisions = async (
  pool: Asks,
  ticket: number,
  limit: number,
): Promise<Pick<Decision, 'clause' | 'verdict' | 'outcome' | 'because' | 'at'>[]> => {
  const { rows } = await pool.query<Pick<Decision, 'clause' | 'verdict' | 'outcome' | 'because' | 'at'>>(
    'select clause, verdict, outcome, because, at from decisions where ticket = $1 order by id desc limit $2',
    [ticket, limit],
  );
  return rows;
};
