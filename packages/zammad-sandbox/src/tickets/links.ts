/** Links between tickets, and between tickets and knowledge base answers. */
import { plain } from '../behaviour/columns.js';
import { Refusal, created, notAuthorized, notFound, ok } from '../http/answer.js';
import { parameter, textParameter, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import { collect, type Assets } from '../kinds/assets.js';
import { KINDS } from '../kinds/catalogue.js';
import type { Row, World } from '../world.js';
import { sees } from '../knowledge-base/access.js';
import { ANSWERS, ANSWER_TRANSLATIONS, addAnswer } from '../knowledge-base/assets.js';
import { accessible, readable, ticketNumbered } from './access.js';
import { touchTicket } from './tags.js';

/** The types there are; Zammad makes any other that is asked for. */
const TYPES = ['normal', 'child', 'parent'];

const typesOf = (world: World): string[] => [
  ...TYPES,
  ...world
    .table('link_types')
    .all()
    .map((row) => plain(row['name'])),
];

const knowType = (world: World, type: string): void => {
  if (!typesOf(world).includes(type)) world.table('link_types').insert({ name: type });
};
const OBJECTS = ['Ticket', 'KnowledgeBase::Answer::Translation'];

/** Seen from the other end a child is a parent. */
const inverse = (type: string): string => (type === 'child' ? 'parent' : type === 'parent' ? 'child' : type);

interface Ends {
  readonly type: string;
  readonly source: readonly [object: string, id: number];
  readonly target: readonly [object: string, id: number];
}

const rowOf = (world: World, { type, source, target }: Ends): Record<string, unknown> => ({
  link_type_id: typesOf(world).indexOf(type) + 1,
  link_object_source_id: OBJECTS.indexOf(source[0]) + 1,
  link_object_source_value: source[1],
  link_object_target_id: OBJECTS.indexOf(target[0]) + 1,
  link_object_target_value: target[1],
});

const sameAs = (columns: Record<string, unknown>) => (row: Row) =>
  Object.entries(columns).every(([key, value]) => row[key] === value);

const touchEnds = (world: World, { source, target }: Pick<Ends, 'source' | 'target'>): void => {
  touchTicket(world, ...source);
  touchTicket(world, ...target);
};

/** What is linked so already is answered as a link that was not saved. */
const addLink = (world: World, ends: Ends): Record<string, unknown> => {
  knowType(world, ends.type);
  const columns = rowOf(world, ends);
  if (world.table('links').find(sameAs(columns)))
    return { ...columns, id: null, created_at: null, updated_at: null };
  const now = world.clock.now().toISOString();
  touchEnds(world, ends);
  return world.table('links').insert({ ...columns, created_at: now, updated_at: now });
};

/** A link given with a new ticket: `links: {Ticket: {child: [7]}}` makes it a child of ticket 7. */
export const linkOnCreate = (world: World, ticket: Row, type: string, id: unknown): void => {
  addLink(world, { type, source: ['Ticket', ticket.id], target: ['Ticket', Number(id)] });
};

/** Links of an object as `GET /links` lists them: what stands at the other end, and what it is to this one. */
export const linksOf = (world: World, object: string, id: number): Record<string, unknown>[] => {
  const objectId = OBJECTS.indexOf(object) + 1;
  return world
    .table('links')
    .all()
    .flatMap((link) => {
      const type = typesOf(world)[Number(link['link_type_id']) - 1] ?? 'normal';
      const entry = (linkType: string, side: 'source' | 'target') => ({
        link_type: linkType,
        link_object: OBJECTS[Number(link[`link_object_${side}_id`]) - 1],
        link_object_value: link[`link_object_${side}_value`],
      });
      const isTarget = link['link_object_target_id'] === objectId && link['link_object_target_value'] === id;
      const isSource = link['link_object_source_id'] === objectId && link['link_object_source_value'] === id;
      return [
        ...(isTarget ? [entry(type, 'source')] : []),
        ...(isSource ? [entry(inverse(type), 'target')] : []),
      ];
    });
};

const list = (call: Call) => {
  const object = textParameter(call, 'link_object');
  const id = Number(parameter(call, 'link_object_value'));
  if (object === 'Ticket') readable(call, id);
  const links = linksOf(call.world, object, id);
  const assets: Assets = {};
  for (const link of links) {
    if (link['link_object'] !== 'Ticket') {
      const text = call.world.table(ANSWER_TRANSLATIONS).get(Number(link['link_object_value']));
      const answer = call.world.table(ANSWERS).get(Number(text?.['answer_id']));
      if (answer) addAnswer(call.world, assets, answer);
      continue;
    }
    collect(
      call.world,
      KINDS,
      assets,
      'tickets',
      call.world.table('tickets').get(Number(link['link_object_value'])),
    );
  }
  return ok({ links, assets });
};

/** Who links an answer to a ticket has to be able to read it. */
const readableAnswer = (call: Call, id: number): void => {
  const text = call.world.table(ANSWER_TRANSLATIONS).get(id);
  if (!text) throw notFound('KnowledgeBase::Answer::Translation', id);
  const answer = call.world.table(ANSWERS).get(Number(text['answer_id']));
  if (!answer || !sees(call, answer)) throw notAuthorized();
};

/** The source goes by ticket number (knowledge base answers by id), the target by id. */
const endsIn = (call: Call): Ends => {
  const sourceObject = textParameter(call, 'link_object_source');
  const targetObject = textParameter(call, 'link_object_target');
  const number =
    textParameter(call, 'link_object_source_number') || textParameter(call, 'link_object_source_value');
  const byNumber = call.world.table('tickets').find((row) => plain(row['number']) === number);
  if (sourceObject === 'Ticket' && !byNumber)
    throw new Refusal(404, 'Couldn\'t find Ticket with [WHERE "tickets"."number" = $1]');
  const sourceId = sourceObject === 'Ticket' ? (byNumber?.id ?? 0) : Number(number);
  const targetId = Number(parameter(call, 'link_object_target_value'));
  if (targetObject === 'Ticket') accessible(call, targetId, 'change');
  if (sourceObject === 'Ticket') readable(call, sourceId);
  else readableAnswer(call, sourceId);
  return {
    type: textParameter(call, 'link_type'),
    source: [sourceObject, sourceId],
    target: [targetObject, targetId],
  };
};

/** Removing takes ids at both ends, unlike adding. */
const remove = (call: Call) => {
  const value = (side: string): number => Number(parameter(call, `link_object_${side}_value`));
  const target = textParameter(call, 'link_object_target');
  if (target === 'Ticket') accessible(call, ticketNumbered(call, value('target')).id, 'change');
  const ends: Ends = {
    type: textParameter(call, 'link_type'),
    source: [textParameter(call, 'link_object_source'), value('source')],
    target: [target, value('target')],
  };
  const link = call.world.table('links').find(sameAs(rowOf(call.world, ends)));
  if (link) {
    call.world.table('links').delete(link.id);
    touchEnds(call.world, ends);
  }
  return created([]);
};

const AGENTS = ['ticket.agent', 'knowledge_base.editor'];

export const linkRoutes = (): Route[] => [
  route('GET', '/links', [...AGENTS, 'knowledge_base.reader'], list),
  route('POST', '/links/add', [], (call) => created(addLink(call.world, endsIn(call)))),
  route('DELETE', '/links/remove', AGENTS, remove),
];
