/** Merging one ticket into another: articles and links move, the source is closed as merged and becomes a child. */
import { stateTypeOf } from '../behaviour/columns.js';
import { unprocessable, ok, type Answer } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { TICKETS } from '../kinds/definitions/tickets.js';
import { present } from '../kinds/present.js';
import type { Row, World } from '../world.js';
import { accessible } from './access.js';
import { recordMerge } from './history.js';
import { linkOnCreate } from './links.js';

const failed = (message: string): Answer => ok({ result: 'failed', message });

const idNamed = (world: World, table: string, name: string): number | null =>
  world.table(table).where('name', name)[0]?.id ?? null;

/** Links of the source hang on the target from now on; one between the two goes. */
const moveLinks = (world: World, source: Row, target: Row): void => {
  const links = world.table('links');
  const ends = ['link_object_source', 'link_object_target'] as const;
  const isEnd = (link: Row, end: string, ticket: Row): boolean =>
    link[`${end}_id`] === 1 && link[`${end}_value`] === ticket.id;
  for (const link of links.filter((row) => ends.some((end) => isEnd(row, end, source)))) {
    if (ends.some((end) => isEnd(link, end, target))) links.delete(link.id);
    else
      for (const end of ends)
        if (isEnd(link, end, source)) links.patch(link, { [`${end}_value`]: target.id });
  }
};

const moveArticles = (world: World, source: Row, target: Row, at: string): void => {
  const articles = world.table('ticket_articles');
  for (const article of articles.filter((row) => row['ticket_id'] === source.id))
    articles.patch(article, { ticket_id: target.id, updated_at: at });
  for (const mention of world.table('mentions').filter((row) => row['mentionable_id'] === source.id))
    world.table('mentions').patch(mention, { mentionable_id: target.id });
};

/** `PUT /ticket_merge/:source_id/:target_number`. The answer shows both as they are before anything else happens. */
export const mergeTickets = (call: Call): Answer => {
  const { world, transaction, actor } = call;
  const target = world.table('tickets').where('number', call.params['target_number'])[0];
  if (!target) return failed('The target ticket number could not be found.');
  const source = world.table('tickets').get(Number(call.params['source_id']));
  if (!source) return failed('The source ticket could not be found.');
  accessible(call, source.id, 'change');
  accessible(call, target.id, 'change');
  if (stateTypeOf(world, target['state_id']) === 'merged')
    throw unprocessable('It is not possible to merge into an already merged ticket.');
  if (source.id === target.id) throw unprocessable('A ticket cannot be merged into itself.');
  const at = world.clock.now().toISOString();
  const { article_count } = source;
  moveArticles(world, source, target, at);
  const occasion = { world, actorId: actor.id, at };
  recordMerge(occasion, target.id, 'received_merge', source.id);
  recordMerge(occasion, source.id, 'merged_into', target.id);
  transaction.addArticle(source, {
    type_id: idNamed(world, 'ticket_article_types', 'note'),
    sender_id: idNamed(world, 'ticket_article_senders', 'Agent'),
    from: `${String(actor['firstname'])} ${String(actor['lastname'])}`.trim(),
    body: 'merged',
    internal: false,
  });
  moveLinks(world, source, target);
  linkOnCreate(world, target, 'parent', source.id);
  const merged = world.table('ticket_states').find((row) => stateTypeOf(world, row.id) === 'merged');
  transaction.saveTicket(source, { state_id: merged?.id, owner_id: 1 }, 'update.merged_into');
  transaction.mark(source, 'update.merged_into');
  transaction.mark(target, 'update.received_merge');
  const shown = {
    target: present(world, TICKETS, target),
    source: { ...present(world, TICKETS, source), article_count },
  };
  return ok({ result: 'success', target_ticket: shown.target, source_ticket: shown.source });
};
