/** Merging one ticket into another: the articles move, the source is closed as merged and linked as a child. */
import { plain } from '../behaviour/columns.js';
import { ok, type Answer } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { TICKETS } from '../kinds/definitions/tickets.js';
import { present } from '../kinds/present.js';
import { accessible } from './access.js';
import { articleEffects } from './article-effects.js';
import { recordMerge } from './history.js';
import { linkOnCreate } from './links.js';

const failed = (message: string): Answer => ok({ result: 'failed', message });

/** `PUT /ticket_merge/:source_id/:target_number`. */
export const mergeTickets = (call: Call): Answer => {
  const { world, transaction, actor } = call;
  const source = world.table('tickets').get(Number(call.params['source_id']));
  if (!source) return failed('The source ticket could not be found.');
  const target = world.table('tickets').find((row) => plain(row['number']) === call.params['target_number']);
  if (!target) return failed('The target ticket could not be found.');
  accessible(call, source.id, 'change');
  accessible(call, target.id, 'change');
  if (source.id === target.id) return failed("Can't merge ticket with itself!");
  const articles = world.table('ticket_articles');
  for (const article of articles.filter((row) => row['ticket_id'] === source.id)) {
    articles.patch(article, { ticket_id: target.id });
  }
  const occasion = { world, actorId: actor.id, at: world.clock.now().toISOString() };
  recordMerge(occasion, source.id, 'merged_into', target.id);
  recordMerge(occasion, target.id, 'received_merge', source.id);
  linkOnCreate(world, target, 'parent', source.id);
  const merged = world.table('ticket_state_types').find((type) => type['name'] === 'merged')?.id;
  const state = world.table('ticket_states').find((row) => row['state_type_id'] === merged)?.id;
  transaction.saveTicket(source, { state_id: state, owner_id: 1 }, 'update.merged_into');
  transaction.mark(source, 'update.merged_into');
  const last = articles.filter((row) => row['ticket_id'] === target.id).at(-1);
  if (last)
    world
      .table('tickets')
      .patch(target, { article_count: articleEffects(world, target, last)['article_count'] });
  transaction.mark(target, 'update.received_merge');
  return ok({
    result: 'success',
    target_ticket: present(world, TICKETS, target),
    source_ticket: present(world, TICKETS, source),
  });
};
