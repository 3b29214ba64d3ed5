/**
 * Triggers over one event: in name order, each at most once, each seeing what those before it did to the ticket.
 */
import { idOf, isTruthy, plain, setting } from '../behaviour/columns.js';
import { matches } from '../behaviour/condition.js';
import { isSilenced } from '../behaviour/notification.js';
import { applyPerform, type PerformEffects } from '../behaviour/perform.js';
import { TICKETS } from '../kinds/definitions/tickets.js';
import type { Row, World } from '../world.js';
import type { Outgoing, TicketEvent, TicketWork } from './event.js';
import type { Source } from './history.js';

const byName = (a: Row, b: Row): number => {
  const [left, right] = [plain(a['name']).toLowerCase(), plain(b['name']).toLowerCase()];
  return left < right ? -1 : left > right ? 1 : a.id - b.id;
};

/** The database refuses a reference to nothing, such as a template that rendered to no id. @throws Error */
const insistReferences = (world: World, changes: Readonly<Record<string, unknown>>): void => {
  for (const { key, table } of TICKETS.references ?? []) {
    if (!(key in changes) || (key === 'organization_id' && changes[key] === null)) continue;
    const id = idOf(changes[key]);
    if (id === null || !world.table(table).get(id))
      throw new Error(`${key} ${plain(changes[key])} refers to nothing`);
  }
};

/**
 * Carries out what a trigger, macro or job wants done to a ticket.
 * @param author who saves: user 1 for triggers and jobs, whoever uses a macro
 * @throws Error when a value refers to what is not there
 */
export const carryOut = (
  transaction: TicketWork,
  ticket: Row,
  effects: PerformEffects,
  source: Source,
  author: Row,
): void => {
  const { world } = transaction;
  insistReferences(world, effects.changes);
  transaction.actingAs(author, source, () => {
    for (const tag of effects.tagsAdd) transaction.tag(ticket.id, tag);
    for (const tag of effects.tagsRemove) transaction.untag(ticket.id, tag);
    if (Object.keys(effects.changes).length > 0) transaction.saveTicket(ticket, effects.changes);
    else if (effects.sets) transaction.sign(ticket);
    for (const article of [...effects.articles, ...effects.mails]) transaction.addArticle(ticket, article);
  });
};

/** How history names a trigger. */
const sourceOf = (trigger: Row): Source => ({
  type: 'Trigger',
  id: trigger.id,
  name: plain(trigger['name']),
});

const runAll = (transaction: TicketWork, event: TicketEvent): Outgoing[] => {
  const { world, actor } = transaction;
  const { ticket, article, changes, action } = event;
  const outgoing: Outgoing[] = [];
  const root = world.table('users').get(1) ?? actor;
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
    carryOut(transaction, ticket, effects, sourceOf(trigger), root);
    for (const webhookId of effects.webhooks) {
      const articleId = article?.id ?? null;
      outgoing.push({ webhookId, trigger: plain(trigger['name']), ticketId: ticket.id, articleId });
    }
  }
  return outgoing;
};

/**
 * Runs the triggers that react to what people and processes do; hands back the webhooks they call. All triggers of an
 * event are one database transaction: where one fails, nothing that any of them did stays, and nobody is told.
 */
export const runTriggers = (transaction: TicketWork, event: TicketEvent): Outgoing[] => {
  const { world } = transaction;
  if (isTruthy(setting(world, 'import_mode'))) return [];
  let outgoing: Outgoing[] = [];
  const fault = world.attempt(() => {
    outgoing = runAll(transaction, event);
  });
  return fault === null ? outgoing : [];
};
