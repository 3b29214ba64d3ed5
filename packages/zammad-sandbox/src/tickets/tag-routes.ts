/** Tags of tickets and answers, the admin's list of tags, and mentions. */
import { plain } from '../behaviour/columns.js';
import { columnRequired, created, notAuthorized, notFound, ok, unprocessable } from '../http/answer.js';
import { may, parameter, textParameter, type Call, idInPath } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import { isTruthy, setting } from '../behaviour/columns.js';
import { accessible, readable, ticketNumbered } from './access.js';
import { addTag, knowTag, removeTag, tagNames, tagsOf } from './tags.js';

const objectIn = (call: Call): { object: string; id: number; item: string } => ({
  object: textParameter(call, 'object'),
  id: Number(parameter(call, 'o_id')),
  item: textParameter(call, 'item').trim(),
});

const insistTagger = (call: Call): void => {
  if (!may(call, ['ticket.agent', 'knowledge_base.editor'])) throw notAuthorized();
};

const add = (call: Call) => {
  insistTagger(call);
  const { object, id, item } = objectIn(call);
  if (object === 'Ticket') ticketNumbered(call, id);
  if (item === '' || /[,*]/.test(item)) throw columnRequired('tag_item_id', 'tags');
  const known = call.world.table('tag_list').find((row) => row['name'] === item);
  if (!known && !isTruthy(setting(call.world, 'tag_new')))
    throw unprocessable('Tag does not exist and may not be made');
  if (object === 'Ticket') {
    accessible(call, id, 'change');
    for (const tag of tagNames(item)) call.transaction.tag(id, tag);
  } else {
    addTag(call.world, object, id, item);
  }
  return created(true);
};

const remove = (call: Call) => {
  insistTagger(call);
  const { object, id, item } = objectIn(call);
  if (object === 'Ticket') {
    accessible(call, id, 'change');
    call.transaction.untag(id, item);
  } else {
    removeTag(call.world, object, id, item);
  }
  return ok(true);
};

const list = (call: Call) => {
  const { object, id } = objectIn(call);
  if (object === 'Ticket') readable(call, id);
  return ok({ tags: tagsOf(call.world, object, id) });
};

const search = (call: Call) => {
  const term = textParameter(call, 'term').toLowerCase();
  const known = call.world.table('tag_list').filter((row) => plain(row['name']).toLowerCase().includes(term));
  return ok(known.slice(0, 10).map((row) => ({ id: row.id, value: row['name'] })));
};

const adminList = (call: Call) => {
  const { world } = call;
  const count = (name: unknown): number => world.table('tags').filter((row) => row['item'] === name).length;
  const all = world
    .table('tag_list')
    .all()
    .map((row) => ({ id: row.id, name: row['name'], count: count(row['name']) }));
  return ok(all.toSorted((a, b) => (plain(a.name) < plain(b.name) ? -1 : 1)));
};

const tagInPath = (call: Call) => {
  const tag = call.world.table('tag_list').get(idInPath(call));
  if (!tag) throw notFound('Tag::Item', call.params['id']);
  return tag;
};

/** Renaming renames the tag wherever it stands. */
const rename = (call: Call) => {
  const tag = tagInPath(call);
  const name = plain(call.body['name']);
  const tags = call.world.table('tags');
  for (const row of tags.filter((entry) => entry['item'] === tag['name'])) tags.patch(row, { item: name });
  call.world.table('tag_list').patch(tag, { name });
  return ok({});
};

const discard = (call: Call) => {
  const tag = tagInPath(call);
  const tags = call.world.table('tags');
  for (const row of tags.filter((entry) => entry['item'] === tag['name'])) tags.delete(row.id);
  call.world.table('tag_list').delete(tag.id);
  return ok({});
};

const mentionsOf = (call: Call) => {
  const id = Number(parameter(call, 'mentionable_id'));
  readable(call, id);
  return ok({ mentions: call.world.table('mentions').filter((row) => row['mentionable_id'] === id) });
};

/** Everybody mentions only themselves. */
const mention = (call: Call) => {
  const id = Number(parameter(call, 'mentionable_id'));
  readable(call, id);
  const row = { mentionable_type: 'Ticket', mentionable_id: id, user_id: call.actor.id };
  call.world.table('mentions').insert(row);
  return created(true);
};

const unmention = (call: Call) => {
  const row = call.world.table('mentions').get(idInPath(call));
  if (row?.['user_id'] !== call.actor.id) throw notAuthorized();
  call.world.table('mentions').delete(row.id);
  return ok(true);
};

export const tagRoutes = (): Route[] => [
  route('GET', '/tags', [], list),
  route('POST', '/tags/add', [], add),
  route('DELETE', '/tags/remove', [], remove),
  route('GET', '/tag_search', [], search),
  route('GET', '/tag_list', ['admin.tag'], adminList),
  route('POST', '/tag_list', ['admin.tag'], (call) => {
    const name = plain(call.body['name']).trim();
    if (name === '') throw unprocessable("Name can't be blank");
    knowTag(call.world, name);
    return ok({});
  }),
  route('PUT', '/tag_list/:id', ['admin.tag'], rename),
  route('DELETE', '/tag_list/:id', ['admin.tag'], discard),
  route('GET', '/mentions', ['ticket.agent'], mentionsOf),
  route('POST', '/mentions', ['ticket.agent'], mention),
  route('DELETE', '/mentions/:id', ['ticket.agent'], unmention),
];
