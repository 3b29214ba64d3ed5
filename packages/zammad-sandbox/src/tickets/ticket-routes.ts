/** Routes of tickets. */
import { recordOf } from '../behaviour/columns.js';
import { agentsOf, groupIdsWith, hasPermission, mayRead } from '../behaviour/access.js';
import { Refusal, created, ok } from '../http/answer.js';
import { asked, may, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import { collect, type Assets } from '../kinds/assets.js';
import { KINDS } from '../kinds/catalogue.js';
import { showMany, showOne } from '../kinds/crud.js';
import { articleIdsOf, belongings, TICKETS } from '../kinds/definitions/tickets.js';
import { paged } from '../kinds/listing.js';
import { peopleForCitizens } from '../system/people-routes.js';
import { present } from '../kinds/present.js';
import type { Row } from '../world.js';
import { accessible, readable, ticketNumbered } from './access.js';
import { formMeta } from './form-meta.js';
import { historyOf } from './history.js';
import { linksOf } from './links.js';
import { massMacro, massUpdate } from './mass.js';
import { mergeTickets } from './merge.js';
import { previewSelector, searchTickets } from './search.js';
import { tagsOf } from './tags.js';
import { createTicket, updateTicket } from './write.js';

const AGENT_OR_CUSTOMER = ['ticket.agent', 'ticket.customer'];

/** This one list does not say how many there are, nor is it sorted as asked. */
const withoutTotal = (shown: unknown): unknown => {
  const { record_ids, assets } = recordOf(shown);
  return { record_ids, assets };
};

const list = (call: Call) => {
  const { world, actor } = call;
  const groups = new Set<unknown>(groupIdsWith(world, actor, ['read']));
  const agent = hasPermission(world, actor, 'ticket.agent');
  const rows = world
    .table('tickets')
    .filter((ticket) => (agent && groups.has(ticket['group_id'])) || mayRead(world, actor, ticket));
  const page = paged(call, rows, [100, 100]);
  const shown = showMany(call, KINDS, TICKETS, page, rows.length);
  return ok(asked(call, 'full') ? withoutTotal(shown) : shown);
};

/** Everything a page needs to show the ticket (`all=true`). */
const showAll = (call: Call, ticket: Row) => {
  const { world } = call;
  const articleIds = articleIdsOf(world, ticket.id);
  const assets: Assets = {};
  collect(world, KINDS, assets, 'tickets', ticket);
  for (const id of articleIds)
    collect(world, KINDS, assets, 'ticket_articles', world.table('ticket_articles').get(id));
  // Whoever may own the ticket comes along for the form.
  if (may(call, ['ticket.agent']))
    for (const agent of agentsOf(world, ticket['group_id'])) collect(world, KINDS, assets, 'users', agent);
  else if (assets['User']) assets['User'] = peopleForCitizens(call, assets['User']);
  return {
    ticket_id: ticket.id,
    ticket_article_ids: articleIds,
    assets,
    links: linksOf(world, 'Ticket', ticket.id),
    tags: tagsOf(world, 'Ticket', ticket.id),
    time_accountings: [],
    mentions: world.table('mentions').filter((row) => row['mentionable_id'] === ticket.id),
    form_meta: formMeta(world, call.actor, ticket),
  };
};

const show = (call: Call) => {
  const ticket = readable(call, call.params['id']);
  return ok(asked(call, 'all') ? showAll(call, ticket) : showOne(call, KINDS, TICKETS, ticket));
};

/** After a write the ticket comes with the ids of its articles, unless another form is asked for. */
const written = (call: Call, ticket: Row): unknown =>
  asked(call, 'expand') || asked(call, 'full')
    ? showOne(call, KINDS, TICKETS, ticket)
    : { ...present(call.world, TICKETS, ticket), ...belongings(call.world, ticket) };

/** The answer to a creation shows what triggers have done already. */
const create = (call: Call) => {
  const ticket = createTicket(call);
  call.transaction.commit();
  return created(written(call, ticket));
};

/** The answer to a change shows the ticket as it is before triggers run; from 7 after them. */
const update = (call: Call) => {
  const ticket = accessible(call, call.params['id'], 'change');
  updateTicket(call, ticket);
  call.transaction.escalate();
  if (call.world.flavour === '7') call.transaction.commit();
  return ok(written(call, ticket));
};

const history = (call: Call) => {
  const ticket = readable(call, call.params['id']);
  const assets: Assets = {};
  collect(call.world, KINDS, assets, 'tickets', ticket);
  for (const id of articleIdsOf(call.world, ticket.id)) {
    collect(call.world, KINDS, assets, 'ticket_articles', call.world.table('ticket_articles').get(id));
  }
  for (const mention of call.world.table('mentions').where('mentionable_id', ticket.id)) {
    (assets['Mention'] ??= {})[String(mention.id)] = { ...mention };
    collect(call.world, KINDS, assets, 'users', call.world.table('users').get(Number(mention['user_id'])));
  }
  const rows = historyOf(call.world, ticket.id);
  for (const { created_by_id } of rows)
    collect(call.world, KINDS, assets, 'users', call.world.table('users').get(Number(created_by_id)));
  return ok({ history: rows, assets });
};

const remove = (call: Call) => {
  const ticket = ticketNumbered(call, call.params['id']);
  if (!may(call, ['admin'])) throw new Refusal(403, 'Not authorized (admin permission required)!');
  const { world } = call;
  for (const id of articleIdsOf(world, ticket.id)) world.table('ticket_articles').delete(id);
  world.table('tickets').delete(ticket.id);
  return ok(undefined);
};

export const ticketRoutes = (): Route[] => [
  route('GET', '/tickets/search', [], searchTickets),
  route('POST', '/tickets/search', [], searchTickets),
  route('POST', '/tickets/selector', ['admin.*'], previewSelector),
  route('POST', '/tickets/mass_macro', ['ticket.agent'], massMacro),
  route('POST', '/tickets/mass_update', ['ticket.agent'], massUpdate),
  route('GET', '/tickets', [], list),
  route('POST', '/tickets', AGENT_OR_CUSTOMER, create),
  route('GET', '/tickets/:id', [], show),
  route('PUT', '/tickets/:id', AGENT_OR_CUSTOMER, update),
  route('DELETE', '/tickets/:id', [], remove),
  route('GET', '/ticket_history/:id', ['ticket.agent'], history),
  route('PUT', '/ticket_merge/:source_id/:target_number', ['ticket.agent'], mergeTickets),
];
