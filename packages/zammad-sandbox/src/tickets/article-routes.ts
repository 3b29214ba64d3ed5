/** Routes of articles and their attachments. */
import { hasGroupAccess } from '../behaviour/access.js';
import { isTruthy, plain, setting } from '../behaviour/columns.js';
import { FileAnswer, Refusal, created, notAuthorized, notFound, ok } from '../http/answer.js';
import { idInPath, nowText, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import { paged, sorted } from '../kinds/listing.js';
import { TICKET_ARTICLES } from '../kinds/definitions/tickets.js';
import { expand } from '../kinds/present.js';
import type { Row } from '../world.js';
import { accessible, readable } from './access.js';
import { addApiArticle } from './articles.js';
import { recordArticleChange } from './history.js';

/** Articles come with names beside ids whether asked or not. */
const shown = (call: Call, article: Row): Record<string, unknown> =>
  expand(call.world, TICKET_ARTICLES, article);

/** Customers never see what is internal. */
const visible = (call: Call, ticket: Row) => {
  const agent = hasGroupAccess(call.world, call.actor, ticket['group_id'], 'read');
  return (article: Row): boolean =>
    article['ticket_id'] === ticket.id && (agent || !isTruthy(article['internal']));
};

const articleInPath = (call: Call, name = 'id'): Row => {
  const article = call.world.table('ticket_articles').get(idInPath(call, name));
  if (!article) throw notFound('Ticket::Article', call.params[name]);
  return article;
};

const byTicket = (call: Call) => {
  const ticket = readable(call, call.params['id']);
  const articles = call.world.table('ticket_articles').filter(visible(call, ticket));
  return ok(articles.map((article) => shown(call, article)));
};

const create = (call: Call) => {
  const ticket = accessible(call, call.body['ticket_id'], 'change');
  return created(shown(call, addApiArticle(call, ticket, call.body)));
};

/** Only whether an article is internal can be changed. */
const update = (call: Call) => {
  const article = articleInPath(call);
  accessible(call, article['ticket_id'], 'change');
  const before = isTruthy(article['internal']);
  const after = 'internal' in call.body ? isTruthy(call.body['internal']) : before;
  if (before !== after) {
    const at = nowText(call.world);
    recordArticleChange({ world: call.world, actorId: call.actor.id, at }, article, 'internal', [
      before,
      after,
    ]);
    const columns = { internal: after, updated_by_id: call.actor.id, updated_at: at };
    call.world.table('ticket_articles').patch(article, columns);
  }
  return ok(shown(call, article));
};

/** For how long a note can be taken back; 0: for ever. */
const deletableMs = ({ world }: Call): number =>
  Number(setting(world, 'ui_ticket_zoom_article_delete_timeframe')) * 1000;

/** Own notes can be deleted for a while; what went out to a customer cannot. */
const remove = (call: Call) => {
  const article = articleInPath(call);
  accessible(call, article['ticket_id'], 'change');
  const isNote = plain(expand(call.world, TICKET_ARTICLES, article)['type']) === 'note';
  if (article['created_by_id'] !== call.actor.id) throw notAuthorized();
  if (!isNote && !isTruthy(article['internal']))
    throw new Refusal(403, 'Not authorized (communication articles cannot be deleted)!');
  const age = call.world.clock.now().getTime() - Date.parse(plain(article['created_at']));
  const within = deletableMs(call);
  if (within > 0 && age >= within) throw new Refusal(403, 'note is too old to be deleted');
  call.world.table('ticket_articles').delete(article.id);
  return ok({});
};

const attachment = (call: Call): FileAnswer => {
  const article = articleInPath(call, 'article_id');
  readable(call, article['ticket_id']);
  const file = call.world.table('attachments').get(idInPath(call));
  if (!file || file['o_id'] !== article.id || !(file['data'] instanceof Uint8Array)) {
    throw new Refusal(403, 'The file does not belong to the specified article.');
  }
  const preferences = JSON.stringify(file['preferences']);
  const type = /"(?:Mime|Content)-Type":"([^"]+)"/.exec(preferences)?.[1] ?? 'application/octet-stream';
  return new FileAnswer(file['data'], type, plain(file['filename']));
};

export const articleRoutes = (): Route[] => [
  route('GET', '/ticket_articles/by_ticket/:id', [], byTicket),
  route('GET', '/ticket_articles', ['admin'], (call) => {
    const articles = paged(call, sorted(call, call.world.table('ticket_articles').all()), [500, 1000]);
    return ok(articles.map((article) => shown(call, article)));
  }),
  route('GET', '/ticket_articles/:id', [], (call) => {
    const article = articleInPath(call);
    const ticket = readable(call, article['ticket_id']);
    if (!visible(call, ticket)(article)) throw notAuthorized();
    return ok(shown(call, article));
  }),
  route('POST', '/ticket_articles', [], create),
  route('PUT', '/ticket_articles/:id', ['ticket.agent'], update),
  route('DELETE', '/ticket_articles/:id', ['ticket.agent'], remove),
  route('GET', '/ticket_attachment/:ticket_id/:article_id/:id', [], attachment),
  route('GET', '/ticket_article_plain/:id', [], (call) => {
    const article = articleInPath(call);
    readable(call, article['ticket_id']);
    const raw = call.world
      .table('attachments')
      .find((file) => file['object'] === 'Ticket::Article::Mail' && file['o_id'] === article.id);
    if (!(raw?.['data'] instanceof Uint8Array)) return { status: 204, body: undefined };
    const mail = raw['data'];
    return new FileAnswer(mail, 'message/rfc822', `ticket-${article.id}.eml`);
  }),
];
