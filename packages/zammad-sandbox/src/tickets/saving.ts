/** What saving a ticket makes of columns. */
import { referred } from '../behaviour/columns.js';
import { settleTicket } from '../behaviour/ticket-save.js';
import { TICKET_COLUMNS } from '../kinds/definitions/tickets.js';
import { same } from '../kinds/write.js';
import type { Row, World } from '../world.js';
import type { ChangesSeen } from './event.js';

/** Adds what changed to what is known to have changed, from first to last. */
export const seen = (changes: ChangesSeen, more: ChangesSeen): void => {
  for (const [column, [from, to]] of Object.entries(more))
    changes[column] = [changes[column]?.[0] ?? from, to];
};

/** Columns as saving settles them; preferences are free JSON and pass as they are. */
export const settledWith = (
  world: World,
  saved: Row | null,
  columns: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const { preferences, ...typed } = columns;
  const settled = settleTicket(world, saved, typed, world.clock.now());
  return preferences === undefined || same(saved?.['preferences'], preferences)
    ? settled
    : { ...settled, preferences };
};

/** History is written in the order of the table's columns. */
export const inOrderOf = (
  ticket: Row,
  columns: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const known = [...TICKET_COLUMNS, ...Object.keys(ticket)].filter((key) => key in columns);
  return Object.fromEntries(
    [...new Set([...known, ...Object.keys(columns)])].map((key) => [key, columns[key]]),
  );
};

/** An article of the type email by anybody but the customer. */
export const isLetter = (world: World, article: Row): boolean =>
  referred(world, 'ticket_article_types', article['type_id'])?.['name'] === 'email' &&
  referred(world, 'ticket_article_senders', article['sender_id'])?.['name'] !== 'Customer';
