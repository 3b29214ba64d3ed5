/** Searching tickets: by condition, exact and current, or by words. */
import { brokenPattern, conditionFaults, unknownOperator } from '../behaviour/condition-faults.js';
import { brokenColumn, findTickets } from '../behaviour/condition.js';
import { mayRead } from '../behaviour/access.js';
import { isBlank, isTruthy, plain } from '../behaviour/columns.js';
import { Refusal, ok, unprocessable } from '../http/answer.js';
import { asked, parameter, textParameter, type Call } from '../http/call.js';
import { collect, type Assets } from '../kinds/assets.js';
import { KINDS } from '../kinds/catalogue.js';
import { showMany } from '../kinds/crud.js';
import { TICKETS, belongings } from '../kinds/definitions/tickets.js';
import { present } from '../kinds/present.js';
import { paged, sorted } from '../kinds/listing.js';
import type { Row, World } from '../world.js';

const ARTICLE_TEXTS = ['subject', 'from', 'to', 'body'];

/** Without a search index the words must stand in number, title or an article. */
const byWords = (world: World, query: string): Row[] => {
  const fold = (text: string): string => text.toLowerCase();
  const words = fold(query.replaceAll('*', '').trim());
  if (words === '') return [...world.table('tickets').all()];
  const holds = (row: Row, columns: readonly string[]): boolean =>
    columns.some((column) => fold(plain(row[column])).includes(words));
  const inArticles = new Set(
    world
      .table('ticket_articles')
      .filter((article) => holds(article, ARTICLE_TEXTS))
      .map((article) => article['ticket_id']),
  );
  return world
    .table('tickets')
    .filter((ticket) => holds(ticket, ['number', 'title']) || inArticles.has(ticket.id));
};

/** What becomes of a search that the database cannot run. @throws Refusal 422, 500 */
const insistJudgeable = (world: World, condition: unknown): void => {
  const broken = brokenColumn(world, condition);
  if (broken !== null) throw unprocessable(complaint(broken), false);
  const operator = unknownOperator(condition);
  if (operator !== null) throw new Refusal(500, operator, false);
  const pattern = brokenPattern(condition);
  if (pattern !== null) throw unprocessable(pattern, false);
  if (conditionFaults(condition).length > 0) throw unprocessable('Invalid object selector conditions', false);
};

/** PostgreSQL shows where in the query it stopped. */
const complaint = (broken: string): string => {
  const column = /column (\S+)/.exec(broken)?.[1] ?? '';
  const query = `LINE 1: ...M (SELECT "tickets".* FROM "tickets" WHERE ((${column} IN ('1')`;
  return `${broken}\n${query}\n${' '.repeat(60)}^\n`;
};

/** @throws Refusal 422 for a condition nobody can judge */
const conditionIn = (call: Call): unknown => {
  const condition = parameter(call, 'condition');
  const parsed: unknown = typeof condition === 'string' ? JSON.parse(condition) : condition;
  if (isBlank(parsed)) return null;
  insistJudgeable(call.world, parsed);
  return parsed;
};

const found = (call: Call): Row[] => {
  const { world, actor } = call;
  const query = textParameter(call, 'query');
  const condition = conditionIn(call);
  // Words make the condition be ignored.
  if (condition !== null && query === '') return findTickets(world, condition, actor);
  return byWords(world, query).filter((ticket) => mayRead(world, actor, ticket));
};

const assetsOf = (call: Call, tickets: readonly Row[]): Assets => {
  const assets: Assets = {};
  for (const ticket of tickets) collect(call.world, KINDS, assets, 'tickets', ticket);
  return assets;
};

/** `GET` or `POST /tickets/search`: newest first unless sorted. */
export const searchTickets = (call: Call) => {
  const tickets = found(call);
  if (isTruthy(parameter(call, 'only_total_count'))) return ok({ total_count: tickets.length });
  const page = paged(call, sorted(call, tickets, 'updated_at,id', 'desc'), [50, 200]);
  const bare = !asked(call, 'expand') && !asked(call, 'full');
  const shown = bare
    ? page.map((ticket) => ({ ...present(call.world, TICKETS, ticket), ...belongings(call.world, ticket) }))
    : showMany(call, KINDS, TICKETS, page, tickets.length);
  return ok(shown);
};

const SAMPLES = 6;

/** `POST /tickets/selector`: how many tickets a condition finds, with a few of them. */
export const previewSelector = (call: Call) => {
  const tickets = findTickets(call.world, conditionIn(call) ?? {});
  const samples = tickets.slice(0, SAMPLES);
  const ids = samples.map((ticket) => ticket.id);
  const assets = assetsOf(call, samples);
  return ok({ object_ids: ids, object_count: tickets.length, assets });
};
