/**
 * The knowledge base as assets. The base's own lists of categories and answers, and its locale's lists, stay empty as
 * seen on a real one, where they are stale: whoever reads them instead of the records finds nothing.
 */
import { listOf } from '../behaviour/columns.js';
import { collect, type Assets } from '../kinds/assets.js';
import { KINDS } from '../kinds/catalogue.js';
import { tagsOf } from '../tickets/tags.js';
import type { Row, World } from '../world.js';
import { withAddresses } from './inline-images.js';
import { staleDates } from './stale-dates.js';

export const BASES = 'knowledge_bases';
export const LOCALES = 'knowledge_base_locales';
export const BASE_TRANSLATIONS = 'knowledge_base_translations';
export const CATEGORIES = 'knowledge_base_categories';
export const CATEGORY_TRANSLATIONS = 'knowledge_base_category_translations';
export const ANSWERS = 'knowledge_base_answers';
export const ANSWER_TRANSLATIONS = 'knowledge_base_answer_translations';
export const CONTENTS = 'knowledge_base_contents';
export const PERMISSIONS = 'knowledge_base_permissions';

const idsWhere = (world: World, table: string, column: string, value: unknown): number[] =>
  world
    .table(table)
    .where(column, value)
    .map((row) => row.id);

const permissionsOf = (world: World, holder: string, row: Row): Row[] =>
  world
    .table(PERMISSIONS)
    .filter((permission) => permission['holder'] === holder && permission['holder_id'] === row.id);

/** What takes effect from above on a category. */
export const inheritedPermissions = (world: World, category: Row): Row[] => {
  const parent = world.table(CATEGORIES).get(Number(category['parent_id']));
  if (parent) return effectivePermissions(world, parent);
  const base = world.table(BASES).get(Number(category['knowledge_base_id']));
  return base ? permissionsOf(world, 'knowledge_base', base) : [];
};

/** Whether a category's own word for a role says nothing, or may say nothing, beside what comes from above. */
export const isOverruled = (own: Readonly<Record<string, unknown>>, inherited: readonly Row[]): boolean =>
  inherited.some(
    ({ role_id, access }) => role_id === own['role_id'] && (access === 'none' || access === own['access']),
  );

const effectivePermissions = (world: World, category: Row): Row[] => {
  const inherited = inheritedPermissions(world, category);
  const own = permissionsOf(world, 'category', category).filter((entry) => !isOverruled(entry, inherited));
  return [...inherited.filter(({ role_id }) => !own.some((entry) => entry['role_id'] === role_id)), ...own];
};

const permissionLists = (world: World, holder: string, row: Row): Record<string, unknown> => {
  const permissions = permissionsOf(world, holder, row);
  return {
    permission_ids: permissions.map((permission) => permission.id),
    permissions_effective: (holder === 'category' ? effectivePermissions(world, row) : permissions).map(
      ({ id, access, role_id }) => ({ id, access, role_id }),
    ),
  };
};

export const baseShown = (world: World, base: Row): Record<string, unknown> => ({
  ...base,
  translation_ids: idsWhere(world, BASE_TRANSLATIONS, 'knowledge_base_id', base.id),
  kb_locale_ids: idsWhere(world, LOCALES, 'knowledge_base_id', base.id),
  category_ids: [],
  answer_ids: [],
  ...permissionLists(world, 'knowledge_base', base),
});

const localeShown = (world: World, locale: Row): Record<string, unknown> => ({
  ...locale,
  knowledge_base_translation_ids: idsWhere(world, BASE_TRANSLATIONS, 'kb_locale_id', locale.id),
  category_translation_ids: [],
  answer_translation_ids: [],
  menu_item_ids: [],
});

const byPosition = (a: Row, b: Row): number => Number(a['position']) - Number(b['position']) || a.id - b.id;

export const childrenOf = (world: World, table: string, column: string, value: unknown): Row[] =>
  world.table(table).where(column, value).toSorted(byPosition);

export const categoryShown = (world: World, category: Row): Record<string, unknown> => ({
  ...category,
  translation_ids: idsWhere(world, CATEGORY_TRANSLATIONS, 'category_id', category.id),
  answer_ids: childrenOf(world, ANSWERS, 'category_id', category.id).map((answer) => answer.id),
  // Not its children: Zammad answers a category's own id here.
  child_ids: [category.id],
  ...permissionLists(world, 'category', category),
});

/** Files of an answer, with the addresses to fetch them. */
const filesOf = (world: World, answer: Row): Record<string, unknown>[] =>
  world
    .table('attachments')
    .where('o_id', answer.id)
    .filter((file) => file['object'] === 'KnowledgeBase::Answer')
    .map((file) => ({
      id: file.id,
      url: `/api/v1/attachments/${file.id}`,
      preview_url: `/api/v1/attachments/${file.id}?preview=1`,
      filename: file['filename'],
      size: file['size'],
      preferences: file['preferences'],
    }));

export const answerShown = (world: World, answer: Row): Record<string, unknown> => ({
  ...answer,
  ...staleDates(answer),
  translation_ids: idsWhere(world, ANSWER_TRANSLATIONS, 'answer_id', answer.id),
  attachments: filesOf(world, answer),
  tags: tagsOf(world, 'KnowledgeBase::Answer', answer.id),
});

const put = (assets: Assets, model: string, id: number, record: Record<string, unknown>): void => {
  (assets[model] ??= {})[String(id)] = record;
};

export const addBase = (world: World, assets: Assets, base: Row): void => {
  put(assets, 'KnowledgeBase', base.id, baseShown(world, base));
  for (const row of world.table(BASE_TRANSLATIONS).where('knowledge_base_id', base.id)) {
    put(assets, 'KnowledgeBaseTranslation', row.id, { ...row });
  }
  for (const row of world.table(LOCALES).where('knowledge_base_id', base.id)) {
    put(assets, 'KnowledgeBaseLocale', row.id, localeShown(world, row));
  }
};

export const addCategory = (world: World, assets: Assets, category: Row): void => {
  put(assets, 'KnowledgeBaseCategory', category.id, categoryShown(world, category));
  for (const row of world.table(CATEGORY_TRANSLATIONS).where('category_id', category.id)) {
    put(assets, 'KnowledgeBaseCategoryTranslation', row.id, { ...row });
  }
  const parent = world.table(CATEGORIES).get(Number(category['parent_id']));
  if (parent) addCategory(world, assets, parent);
};

const addTranslation = (world: World, assets: Assets, translation: Row): void => {
  put(assets, 'KnowledgeBaseAnswerTranslation', translation.id, { ...translation });
  for (const id of [translation['created_by_id'], translation['updated_by_id']]) {
    collect(world, KINDS, assets, 'users', world.table('users').get(Number(id)));
  }
};

/** The body of a translation comes only when asked for by its content's id. */
const addContent = (world: World, assets: Assets, id: unknown): void => {
  const content = world.table(CONTENTS).get(Number(id));
  if (content)
    put(assets, 'KnowledgeBaseAnswerTranslationContent', content.id, {
      ...content,
      body: withAddresses(world, content),
      attachments: [],
    });
};

/** An answer with its category, base and translations, and the bodies whose content ids are named. */
export const addAnswer = (
  world: World,
  assets: Assets,
  answer: Row,
  contentIds: readonly unknown[] = [],
): void => {
  put(assets, 'KnowledgeBaseAnswer', answer.id, answerShown(world, answer));
  const category = world.table(CATEGORIES).get(Number(answer['category_id']));
  if (category) addCategory(world, assets, category);
  const base = world.table(BASES).get(Number(category?.['knowledge_base_id']));
  if (base) addBase(world, assets, base);
  for (const translation of world.table(ANSWER_TRANSLATIONS).where('answer_id', answer.id)) {
    addTranslation(world, assets, translation);
    if (contentIds.map(Number).includes(Number(translation['content_id']))) {
      addContent(world, assets, translation['content_id']);
    }
  }
};

/** Content ids of an answer's translations. */
export const contentIdsOf = (world: World, answer: Row): unknown[] =>
  listOf(
    world
      .table(ANSWER_TRANSLATIONS)
      .where('answer_id', answer.id)
      .map((row) => row['content_id']),
  );
