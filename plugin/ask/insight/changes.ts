/** All changes of a ticket out of Zammad's history: the engine's transitions, and the tags, which rules see as they are. Pure. */
import type { Chronicle, FullTicket, HistoryEntry } from 'zammad-api-client-ts';
import { actorOf } from '../../engine/read/authors.js';
import type { Directory } from '../../engine/directory.js';
import { transitionsOf } from '../../engine/read/history.js';
import type { Change } from './moments.js';

const tagChanges = (history: readonly HistoryEntry[], customer: number, me: number): Change[] =>
  history.flatMap((row) => {
    if (row.object !== 'Ticket' || row.attribute !== 'tag') return [];
    if (row.type !== 'added' && row.type !== 'removed') return [];
    return [
      {
        at: new Date(row.created_at),
        by: actorOf(row.created_by_id, customer, me),
        field: 'tag',
        from: row.type === 'removed' ? (row.value_from ?? null) : null,
        to: row.type === 'added' ? (row.value_to ?? null) : null,
      },
    ];
  });

/** Oldest first; tags are changes of the field `tag`. Zammad keeps the first 500 characters of a value. */
export const changesOf = (
  told: Pick<Chronicle, 'history' | 'assets'>,
  full: FullTicket,
  directory: Directory,
  heads: readonly string[] = [],
): Change[] =>
  [
    ...transitionsOf(told, full, directory, heads),
    ...tagChanges(told.history, full.ticket.customer_id, directory.me),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
