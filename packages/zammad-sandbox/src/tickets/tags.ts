/** Tags: rows {object, o_id, item}, and the list of known tags that admins keep. */
import { plain } from '../behaviour/columns.js';
import type { Row, World } from '../world.js';

const same = (object: string, id: number, item: string) => (row: Row) =>
  row['object'] === object && row['o_id'] === id && row['item'] === item;

export const tagsOf = (world: World, object: string, id: number): string[] =>
  world
    .table('tags')
    .where('o_id', id)
    .filter((row) => row['object'] === object)
    .map((row) => String(row['item']));

export const knowTag = (world: World, name: string): Row => {
  const list = world.table('tag_list');
  return list.find((row) => row['name'] === name) ?? list.insert({ name });
};

/** Whatever hangs on a ticket counts as a change of it: its `updated_at` moves, though no trigger hears of it. */
export const touchTicket = (world: World, object: unknown, id: unknown): void => {
  const ticket = object === 'Ticket' ? world.table('tickets').get(Number(id)) : undefined;
  if (ticket) world.table('tickets').patch(ticket, { updated_at: world.clock.now().toISOString() });
};

/** Adds a tag; false when it was there already, which harms nobody. */
export const addTag = (world: World, object: string, id: number, item: string): boolean => {
  if (world.table('tags').find(same(object, id, item))) return false;
  knowTag(world, item);
  world.table('tags').insert({ object, o_id: id, item });
  touchTicket(world, object, id);
  return true;
};

/** Removes a tag; false when it was not there. */
export const removeTag = (world: World, object: string, id: number, item: string): boolean => {
  const row = world.table('tags').find(same(object, id, item));
  touchTicket(world, object, id);
  return row !== undefined && world.table('tags').delete(row.id);
};

/** The words of a `tags: "a, b"`. */
export const tagNames = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map(plain) : plain(value).split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
