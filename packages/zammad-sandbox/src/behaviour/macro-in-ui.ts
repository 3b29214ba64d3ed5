/**
 * A click on a macro in the page of a ticket. The page knows no server-side macro: it writes the macro's values into the
 * open form, checks what the form held mandatory before, and sends the whole form as an ordinary update, which the core
 * workflows then judge as they judge the API. Tags alone are written at once, whatever becomes of the rest.
 */
import type { Row, World } from '../world.js';
import { idNamed, isBlank, plain, recordOf, referred } from './columns.js';
import { runWorkflows } from './core-workflow.js';
import type { WorkflowResult } from './workflow-run.js';
import { relativeTime, type ArticleDraft } from './perform.js';
import { settleTicket, type Changes } from './ticket-save.js';

type MacroEffects = {
  /** Why nothing but the tags is written: the page's or the server's texts, the one shown first in front. */
  readonly faults: readonly string[];
  /** Settled changes of the ticket; empty when there are faults. */
  readonly changes: Changes;
  /** The note of the macro, written by the operator; its placeholders stay as they are. None when there are faults. */
  readonly articles: readonly ArticleDraft[];
  readonly tagsAdd: readonly string[];
  readonly tagsRemove: readonly string[];
};

const tagNames = (value: unknown): string[] =>
  plain(value)
    .split(/\s*,\s*/)
    .filter((tag) => tag !== '');

const valueOf = (column: string, step: Record<string, unknown>, actor: Row, now: Date): unknown => {
  if (column === 'pending_time' && step['operator'] === 'relative') {
    return relativeTime(now, step['value'], step['range']).toISOString();
  }
  if (step['pre_condition'] === 'current_user.id') return actor.id;
  const nobody = column === 'owner_id' && isBlank(step['value']);
  return nobody ? 1 : step['value'];
};

const noteOf = (world: World, step: Record<string, unknown>, ticket: Row, actor: Row): ArticleDraft => ({
  ticket_id: ticket.id,
  type_id: idNamed(world, 'ticket_article_types', 'note'),
  sender_id: idNamed(world, 'ticket_article_senders', 'Agent'),
  from: `${plain(actor['firstname'])} ${plain(actor['lastname'])}`.trim(),
  subject: plain(step['subject']),
  body: plain(step['body']),
  content_type: 'text/html',
  internal: plain(step['internal']) !== 'false',
  preferences: {},
  created_by_id: actor.id,
  updated_by_id: actor.id,
});

/** What the open form demands and the macro leaves empty; the page names the field and goes no further. */
const pageFaults = (form: WorkflowResult, merged: Row): string[] =>
  Object.entries(form.mandatory)
    .filter(([name, mandatory]) => mandatory && form.readonly[name] !== true)
    .filter(([name]) => (form.visibility[name] ?? 'show') === 'show')
    .filter(([name]) => typeof merged[name] !== 'boolean' && isBlank(merged[name]))
    .map(([name]) => `Missing required value for field '${name}'!`);

/**
 * What becomes of a ticket when `actor` clicks the macro. Webhooks and mails of a macro do not exist in the page.
 * @param typed values the operator has typed into the form before the click (the macro's values win).
 */
export const applyMacroAsUi = (
  world: World,
  macro: Row,
  ticket: Row,
  actor: Row,
  now: Date,
  typed: Readonly<Record<string, unknown>> = {},
): MacroEffects => {
  const form = runWorkflows(world, {
    screen: 'edit',
    saved: ticket,
    selected: { ...ticket, ...typed },
    actor,
  });
  const values: Record<string, unknown> = { ...typed, ...form.set };
  const tagsAdd: string[] = [];
  const tagsRemove: string[] = [];
  const articles: ArticleDraft[] = [];
  for (const [key, raw] of Object.entries(recordOf(macro['perform']))) {
    const step = recordOf(raw);
    const [object = '', column = ''] = key.split('.', 2);
    if (key === 'ticket.tags') {
      (step['operator'] === 'remove' ? tagsRemove : tagsAdd).push(...tagNames(step['value']));
    } else if (object === 'ticket') values[column] = valueOf(column, step, actor, now);
    else if (object === 'article' && !isBlank(step['body']))
      articles.push(noteOf(world, step, ticket, actor));
  }
  const changes = settleTicket(world, ticket, values, now);
  const merged: Row = { ...ticket, ...changes };
  const server = runWorkflows(world, { screen: 'edit', saved: ticket, selected: merged, actor });
  // The page checks what stands in the form: what the server wipes on saving is still there.
  const inForm: Row = { ...ticket, ...values };
  const faults = [...new Set([...pageFaults(form, inForm), ...server.faults(merged)])];
  if (faults.length > 0) return { faults, changes: {}, articles: [], tagsAdd, tagsRemove };
  return { faults, changes, articles, tagsAdd, tagsRemove };
};

/** Whether the page offers the macro for a ticket: it is active, and for all groups or for the ticket's. */
export const isMacroOffered = (world: World, macro: Row, ticket: Row): boolean => {
  const groups = Array.isArray(macro['group_ids']) ? macro['group_ids'].map(plain) : [];
  const group = referred(world, 'groups', ticket['group_id']);
  return macro['active'] !== false && (groups.length === 0 || groups.includes(plain(group?.id)));
};
