/**
 * The ticket as the write left it, told from its answer: it is judged at once and not read again. What triggers make of the
 * write reaches us as a change of its own, and shows in the question before another write.
 */
import type { Ticket } from 'zammad-api-client-ts';
import type { TicketFacts, Transition } from '../../../triggers/types.js';
import { attributesOf, dateOrNull } from '../read/facts.js';
import type { Reading } from '../read/reading.js';
import type { PlannedWrite } from './planned-write.js';

const textOf = (value: string | number | boolean | null | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);

/** Null: the answer is not what was asked for, somebody wrote in between, or links were made beside it: the ticket has to be read. */
export const afterWrite = (
  { facts, full, directory }: Reading,
  { fields, acts }: PlannedWrite,
  after: Ticket,
): Reading | null => {
  const state = directory.states.get(after.state_id);
  const group = fields['group'] ?? facts.group;
  const moved = after.group_id !== full.ticket.group_id;
  if (state === undefined || state.name !== (fields['state'] ?? facts.state)) return null;
  if (moved !== (group !== facts.group)) return null;
  const steps = acts.map((act) => act.steps);
  const beside = steps.flatMap((one) => [
    one.creates,
    one.links,
    one.relays,
    one.mails,
    one.customers,
    one.merges,
    one.answers,
    one.erase,
  ]);
  if (beside.some(({ length }) => length > 0)) return null;
  const said = acts.some(({ html }) => html !== null);
  // What came in between is not in our answer but for its id: it has to be read, or its own news would count as known.
  if (after.article_ids?.length !== full.articles.length + (said ? 1 : 0)) return null;
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
  const removed = new Set(steps.flatMap(({ remove }) => remove));
  const now: TicketFacts = {
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
            id: after.article_ids.at(-1) ?? 0,
            from: 'companion',
            channel: 'note',
            internal: true,
            automatic: false,
            createdAt: at,
          },
        ]
      : facts.articles,
    tags: [...facts.tags.filter((tag) => !removed.has(tag)), ...steps.flatMap(({ add }) => add)],
    pendingUntil: dateOrNull(after.pending_time),
    closedAt: dateOrNull(after['last_close_at'] ?? after.close_at),
    updatedAt: at,
    updatedBy: 'companion',
    // Where no history was read, no rule looks at it.
    transitions: [...facts.transitions, ...changes],
  };
  return { facts: now, full: { ...full, ticket: after }, directory };
};
