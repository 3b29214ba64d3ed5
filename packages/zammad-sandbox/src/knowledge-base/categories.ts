/** Categories of the knowledge base. */
import { idOf, isBlank, listOf, plain } from '../behaviour/columns.js';
import { Refusal, created, ok, unprocessable } from '../http/answer.js';
import { asked, nowText, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import type { Assets } from '../kinds/assets.js';
import type { Row, World } from '../world.js';
import { EDITORS, READERS, baseInPath, categoryInPath } from './access.js';
import {
  ANSWERS,
  CATEGORIES,
  CATEGORY_TRANSLATIONS,
  addAnswer,
  addBase,
  addCategory,
  BASES,
  categoryShown,
  childrenOf,
} from './assets.js';
import { forgetDates } from './stale-dates.js';
import { insistTranslations, writeCategoryTranslations } from './translations.js';

const siblingsOf = (call: Call, baseId: number, parentId: number | null): Row[] =>
  childrenOf(call.world, CATEGORIES, 'parent_id', parentId).filter(
    (row) => row['knowledge_base_id'] === baseId,
  );

const idsOf = (rows: readonly Row[]): number[] => rows.map((row) => row.id);

const create = (call: Call) => {
  const { world, body } = call;
  const base = baseInPath(call);
  if (isBlank(body['category_icon'])) throw unprocessable("Category icon can't be blank");
  const parentId = idOf(body['parent_id']);
  const siblings = siblingsOf(call, base.id, parentId);
  insistTranslations(call, 'Category', idsOf(siblings));
  const now = nowText(world);
  const category = world.table(CATEGORIES).insert({
    knowledge_base_id: base.id,
    parent_id: parentId,
    category_icon: plain(body['category_icon']),
    // The order of roots runs through all bases.
    position: childrenOf(world, CATEGORIES, 'parent_id', parentId).length,
    created_at: now,
    updated_at: now,
  });
  writeCategoryTranslations(call, category.id, idsOf(siblings));
  return created(categoryShown(world, category));
};

/** Whether a category is another one or lies below it. */
const isBelow = (world: World, id: unknown, top: number): boolean => {
  const row = world.table(CATEGORIES).get(Number(id));
  return row !== undefined && (row.id === top || isBelow(world, row['parent_id'], top));
};

const update = (call: Call) => {
  const { world, body } = call;
  const category = categoryInPath(call);
  const columns: Record<string, unknown> = { updated_at: nowText(world) };
  if ('category_icon' in body) columns['category_icon'] = plain(body['category_icon']);
  if ('parent_id' in body) columns['parent_id'] = idOf(body['parent_id']);
  if (isBelow(world, columns['parent_id'], category.id))
    throw unprocessable('Parent cannot be a subcategory of the parent category');
  world.table(CATEGORIES).patch(category, columns);
  const siblings = siblingsOf(call, Number(category['knowledge_base_id']), idOf(category['parent_id']));
  writeCategoryTranslations(call, category.id, idsOf(siblings));
  return ok(categoryShown(world, category));
};

/** Only an empty category can be deleted. */
const remove = (call: Call) => {
  const { world } = call;
  const category = categoryInPath(call);
  if (world.table(ANSWERS).where('category_id', category.id).length > 0) {
    throw new Refusal(422, 'Cannot delete record because of dependent answers', false);
  }
  if (world.table(CATEGORIES).where('parent_id', category.id).length > 0) {
    throw new Refusal(422, 'Cannot delete record because of dependent children', false);
  }
  for (const row of [...world.table(CATEGORY_TRANSLATIONS).where('category_id', category.id)]) {
    world.table(CATEGORY_TRANSLATIONS).delete(row.id);
  }
  world.table(CATEGORIES).delete(category.id);
  return ok({});
};

/** Gives rows the positions of their ids in `ordered_ids`, which must name them all. */
const reorder = (call: Call, table: string, rows: readonly Row[]): void => {
  const ordered = listOf(call.body['ordered_ids']).map(Number);
  const complete = rows.length === ordered.length && rows.every((row) => ordered.includes(row.id));
  if (!complete) throw unprocessable('Provide position of all items in scope');
  for (const row of rows) call.world.table(table).patch(row, { position: ordered.indexOf(row.id) });
};

const categoryAssets = (call: Call, categories: readonly Row[]): Assets => {
  const assets: Assets = {};
  for (const category of categories) {
    addCategory(call.world, assets, category);
    const base = call.world.table(BASES).get(Number(category['knowledge_base_id']));
    if (base) addBase(call.world, assets, base);
  }
  return assets;
};

const reorderRoots = (call: Call) => {
  const roots = siblingsOf(call, baseInPath(call).id, null);
  reorder(call, CATEGORIES, roots);
  return ok(categoryAssets(call, roots));
};

const reorderChildren = (call: Call) => {
  const children = childrenOf(call.world, CATEGORIES, 'parent_id', categoryInPath(call).id);
  reorder(call, CATEGORIES, children);
  return ok(categoryAssets(call, children));
};

const reorderAnswers = (call: Call) => {
  const answers = childrenOf(call.world, ANSWERS, 'category_id', categoryInPath(call).id);
  reorder(call, ANSWERS, answers);
  answers.forEach(forgetDates);
  const assets: Assets = {};
  for (const answer of answers) addAnswer(call.world, assets, answer);
  return ok(assets);
};

const ROOT = '/knowledge_bases/:kb/categories';

export const categoryRoutes = (): Route[] => [
  route('PATCH', `${ROOT}/reorder_root_categories`, EDITORS, reorderRoots),
  route('PATCH', `${ROOT}/:id/reorder_categories`, EDITORS, reorderChildren),
  route('PATCH', `${ROOT}/:id/reorder_answers`, EDITORS, reorderAnswers),
  route('GET', ROOT, READERS, (call) => {
    const base = baseInPath(call);
    const rows = call.world.table(CATEGORIES).where('knowledge_base_id', base.id);
    return ok(rows.map((row) => categoryShown(call.world, row)));
  }),
  route('GET', `${ROOT}/:id`, READERS, (call) => {
    const category = categoryInPath(call);
    if (!asked(call, 'full')) return ok(categoryShown(call.world, category));
    return ok({ id: category.id, assets: categoryAssets(call, [category]) });
  }),
  route('POST', ROOT, EDITORS, create),
  ...(['PUT', 'PATCH'] as const).map((method) => route(method, `${ROOT}/:id`, EDITORS, update)),
  route('DELETE', `${ROOT}/:id`, EDITORS, remove),
];
