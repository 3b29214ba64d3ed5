/**
 * The facts as the write left them, told from its answer: they are judged at once, and only what does not come out clear is
 * read again. What triggers make of the write reaches us as a change of its own.
 */
import type { Ticket } from 'zammad-api-client-ts';
import type { TicketFacts, Transition } from '../../triggers/types.js';
import { attributesOf, dateOrNull } from './facts.js';
import type { Reading } from './needs.js';
import type { Wishes } from './wishes.js';

const textOf = (value: string | number | boolean | null | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);

/** Null: the answer is not what was asked for, so the ticket has to be read. */
export const afterWrite = (
  { facts, full, directory }: Reading,
  { fields, acts }: Wishes,
  after: Ticket,
): TicketFacts | null => {
  const state = directory.states.get(after.state_id);
  const group = fields['group'] ?? facts.group;
  const moved = after.group_id !== full.ticket.group_id;
  if (state === undefined || state.name !== (fields['state'] ?? facts.state)) return null;
  if (moved !== (group !== facts.group)) return null;
  const at = new Date(after.updated_at);
  const attributes = attributesOf(after);
  const before: TicketFacts['attributes'] = {
    ...facts.attributes,
    group: facts.group,
    state: facts.state,
    owner: facts.owner,
  };
  const changes = Object.entries(fields).map(([field, value]): Transition => ({
    at,
    by: 'companion',
    field,
    from: textOf(before[field]),
    to: textOf(value),
  }));
  const said = acts.some(({ html }) => html !== null);
  return {
    ...facts,
    group: String(group),
    state: state.name,
    closed: state.closed,
    owner: 'owner' in fields ? textOf(fields['owner']) : facts.owner,
    attributes,
    articles: said
      ? [
          ...facts.articles,
          {
            id: after.article_ids?.at(-1) ?? 0,
            from: 'companion',
            channel: 'note',
            internal: true,
            automatic: false,
            createdAt: at,
          },
        ]
      : facts.articles,
    pendingUntil: dateOrNull(after.pending_time),
    closedAt: dateOrNull(after['last_close_at'] ?? after.close_at),
    updatedAt: at,
    updatedBy: 'companion',
    transitions: facts.transitions.length > 0 ? [...facts.transitions, ...changes] : [],
  };
};
