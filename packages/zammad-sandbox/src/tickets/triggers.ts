/**
 * Triggers over one event: in name order, each at most once, each seeing what those before it did to the ticket.
 */
import { isTruthy, plain, setting } from '../behaviour/columns.js';
import { matches } from '../behaviour/condition.js';
import { isSilenced } from '../behaviour/notification.js';
import { applyPerform, type PerformEffects } from '../behaviour/perform.js';
import type { Row } from '../world.js';
import type { Outgoing, TicketEvent, TicketWork } from './event.js';

const byName = (a: Row, b: Row): number => {
  const [left, right] = [plain(a['name']).toLowerCase(), plain(b['name']).toLowerCase()];
  return left < right ? -1 : left > right ? 1 : a.id - b.id;
};

/** Carries out what a trigger, macro or job wants done to a ticket. */
export const carryOut = (transaction: TicketWork, ticket: Row, effects: PerformEffects): void => {
  for (const tag of effects.tagsAdd) transaction.tag(ticket.id, tag);
  for (const tag of effects.tagsRemove) transaction.untag(ticket.id, tag);
  transaction.saveTicket(ticket, effects.changes);
  for (const article of [...effects.articles, ...effects.mails]) transaction.addArticle(ticket, article);
};

/** Runs the triggers that react to what people and processes do; hands back the webhooks they call. */
export const runTriggers = (transaction: TicketWork, event: TicketEvent): Outgoing[] => {
  const { world, actor } = transaction;
  if (isTruthy(setting(world, 'import_mode'))) return [];
  const { ticket, article, changes, action } = event;
  const outgoing: Outgoing[] = [];
  const active = world
    .table('triggers')
    .filter((trigger) => trigger['active'] !== false && (trigger['activator'] ?? 'action') === 'action');
  for (const trigger of active.sort(byName)) {
    const selective = trigger['execution_condition_mode'] !== 'always';
    const subject = { ticket, article, changes, action, actor };
    if (!matches(world, trigger['condition'], subject, { selective })) continue;
    if (isSilenced(trigger['perform'], article)) continue;
    const given = { article, actor, now: world.clock.now(), source: 'trigger' as const };
    const effects = applyPerform(world, trigger['perform'], ticket, given);
    carryOut(transaction, ticket, effects);
    for (const webhookId of effects.webhooks) {
      const articleId = article?.id ?? null;
      outgoing.push({ webhookId, trigger: plain(trigger['name']), ticketId: ticket.id, articleId });
    }
  }
  return outgoing;
};
