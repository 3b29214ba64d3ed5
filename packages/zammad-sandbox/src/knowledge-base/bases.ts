/** The knowledge base as a whole: making and setting it up, the tree in one answer, search. */
import { isBlank, isRecord, isTruthy, listOf, plain, setting } from '../behaviour/columns.js';
import { Refusal, created, ok, unprocessable } from '../http/answer.js';
import { may, nowText, parameter, textParameter, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import type { Assets } from '../kinds/assets.js';
import { wordsOf } from '../kinds/sanitised.js';
import { tagsOf } from '../tickets/tags.js';
import { EDITORS, READERS, baseInPath, categoryInPath, publicationOf, sees } from './access.js';
import {
  addAnswer,
  addBase,
  addCategory,
  ANSWER_TRANSLATIONS,
  ANSWERS,
  BASE_TRANSLATIONS,
  BASES,
  baseShown,
  CATEGORIES,
  CATEGORY_TRANSLATIONS,
  CONTENTS,
  LOCALES,
} from './assets.js';
import { permissions, permit } from './permissions.js';

const COLUMNS = {
  iconset: 'FontAwesome',
  color_highlight: '#38ad69',
  color_header: '#f9fafb',
  color_header_link: 'hsl(206,8%,50%)',
  homepage_layout: 'grid',
  category_layout: 'grid',
  active: true,
  show_feed_icon: false,
  custom_address: null,
};

const given = (body: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(COLUMNS)
      .filter((key) => key in body)
      .map((key) => [key, body[key]]),
  );

const create = (call: Call) => {
  const { world, body } = call;
  const locales = listOf(body['kb_locales_attributes']).filter(isRecord);
  if (isBlank(body['iconset'])) throw unprocessable("Iconset can't be blank");
  if (locales.length === 0) throw unprocessable("Kb locales can't be blank");
  const now = nowText(world);
  const stamps = { created_at: now, updated_at: now };
  const base = world.table(BASES).insert({ ...COLUMNS, ...given(body), ...stamps });
  for (const locale of locales) {
    const system = world.table('locales').get(Number(locale['system_locale_id']));
    if (!system) throw unprocessable('Kb locales system locale must exist');
    const primary = isTruthy(locale['primary']);
    const row = world
      .table(LOCALES)
      .insert({ knowledge_base_id: base.id, system_locale_id: system.id, primary, ...stamps });
    const organization = plain(setting(world, 'organization')) || plain(setting(world, 'product_name'));
    const title =
      system['locale'] === 'ru' ? `${organization} База знаний` : `${organization} Knowledge Base`;
    const translation = {
      title,
      footer_note: `© ${organization}`,
      kb_locale_id: row.id,
      knowledge_base_id: base.id,
    };
    world.table(BASE_TRANSLATIONS).insert({ ...translation, ...stamps });
  }
  markActive(call);
  return created(baseShown(world, base));
};

/** The setting `kb_active` says whether there is an active base. */
const markActive = (call: Call): void => {
  const { world } = call;
  const row = world.table('settings').find((entry) => entry['name'] === 'kb_active');
  const value = world.table(BASES).find((base) => isTruthy(base['active'])) !== undefined;
  if (row) world.table('settings').patch(row, { state_current: { value } });
};

const COLOUR = /^(#[0-9a-f]{3,8}|(rgb|hsl)a?\(.+\))$/i;

/** @throws Refusal 422 */
const insistColours = (columns: Readonly<Record<string, unknown>>): void => {
  for (const key of ['color_highlight', 'color_header', 'color_header_link']) {
    const label = `${key.charAt(0).toUpperCase()}${key.slice(1).replaceAll('_', ' ')}`;
    if (key in columns && !COLOUR.test(plain(columns[key])))
      throw unprocessable(`${label} is not a color. Only Hex, RGB and HSL colors are supported.`);
  }
};

const update = (columns: (call: Call) => Record<string, unknown>) => (call: Call) => {
  const base = baseInPath(call, 'id');
  insistColours(columns(call));
  call.world.table(BASES).patch(base, { ...columns(call), updated_at: nowText(call.world) });
  markActive(call);
  return ok(baseShown(call.world, base));
};

const remove = (call: Call) => {
  const base = baseInPath(call, 'id');
  if (call.world.table(CATEGORIES).where('knowledge_base_id', base.id).length > 0) {
    throw new Refusal(422, 'Cannot delete record because of dependent categories', false);
  }
  call.world.table(BASES).delete(base.id);
  markActive(call);
  return ok({});
};

const basesOnly = (call: Call): Assets => {
  const assets: Assets = {};
  for (const base of call.world.table(BASES).all()) addBase(call.world, assets, base);
  return assets;
};

/** Readers are shown categories with something to read in or below them. */
const holdsVisible = (call: Call, categoryId: number): boolean =>
  call.world
    .table(ANSWERS)
    .where('category_id', categoryId)
    .some((answer) => sees(call, answer)) ||
  call.world
    .table(CATEGORIES)
    .where('parent_id', categoryId)
    .some((child) => holdsVisible(call, child.id));

/** The whole tree as the caller may see it; bodies only of the contents named. */
const tree = (call: Call): Assets => {
  const { world } = call;
  const assets = basesOnly(call);
  for (const category of world.table(CATEGORIES).all())
    if (may(call, EDITORS) || holdsVisible(call, category.id)) addCategory(world, assets, category);
  const contents = listOf(parameter(call, 'answer_translation_content_ids'));
  for (const answer of world.table(ANSWERS).filter((row) => sees(call, row)))
    addAnswer(world, assets, answer, contents);
  return assets;
};

/** Whoever has no permission of the knowledge base is not refused: an empty list, or what is public. */
const publicAssets = (call: Call): Assets | [] => {
  const published = call.world.table(ANSWERS).filter((row) => publicationOf(call.world, row) === 'published');
  return published.length === 0 ? [] : basesOnly(call);
};

const titleOf = (call: Call, table: string, column: string, id: unknown): string =>
  plain(call.world.table(table).where(column, id)[0]?.['title']);

/** An id with the Latin words of a title behind it. */
const addressOf = (id: unknown, title: unknown): string => {
  const words = plain(title)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return words === '' ? plain(id) : `${plain(id)}-${words}`;
};

/** Words in titles and texts. */
const search = (call: Call) => {
  const { world } = call;
  const query = textParameter(call, 'query').toLowerCase();
  const hits = world.table(ANSWER_TRANSLATIONS).filter((translation) => {
    const body = plain(world.table(CONTENTS).get(Number(translation['content_id']))?.['body']);
    const answer = world.table(ANSWERS).get(Number(translation['answer_id']));
    const texts = [plain(translation['title']), wordsOf(body)];
    return (
      answer !== undefined && sees(call, answer) && texts.some((text) => text.toLowerCase().includes(query))
    );
  });
  const type = 'KnowledgeBase::Answer::Translation';
  const details = hits.map((translation) => {
    const answer = world.table(ANSWERS).get(Number(translation['answer_id']));
    return {
      id: translation.id,
      type,
      icon: 'knowledge-base-answer',
      date: translation['updated_at'],
      url: `/help/${textParameter(call, 'locale') || 'ru'}/${addressOf(answer?.['category_id'], titleOf(call, CATEGORY_TRANSLATIONS, 'category_id', answer?.['category_id']))}/${addressOf(answer?.id, translation['title'])}`,
      title: translation['title'],
      subtitle: titleOf(call, CATEGORY_TRANSLATIONS, 'category_id', answer?.['category_id']),
      body: wordsOf(plain(world.table(CONTENTS).get(Number(translation['content_id']))?.['body'])),
      tags: tagsOf(world, 'KnowledgeBase::Answer', answer?.id ?? 0),
    };
  });
  return ok({ result: hits.map(({ id }) => ({ id, type })), details });
};

const visibleIds = (call: Call) =>
  ok({
    answer_ids: call.world
      .table(ANSWERS)
      .filter((answer) => sees(call, answer))
      .map((answer) => answer.id),
    category_ids: call.world
      .table(CATEGORIES)
      .all()
      .map((category) => category.id),
  });

const ADMIN = ['admin.knowledge_base'];

export const baseRoutes = (): Route[] => [
  route('GET', '/knowledge_bases/manage/init', ADMIN, (call) => ok(basesOnly(call))),
  route('POST', '/knowledge_bases/manage', ADMIN, create),
  route('GET', '/knowledge_bases/manage/:id', ADMIN, (call) =>
    ok(baseShown(call.world, baseInPath(call, 'id'))),
  ),
  ...(['PUT', 'PATCH'] as const).map((method) =>
    route(
      method,
      '/knowledge_bases/manage/:id',
      ADMIN,
      update((call) => given(call.body)),
    ),
  ),
  route('DELETE', '/knowledge_bases/manage/:id', ADMIN, remove),
  route(
    'PATCH',
    '/knowledge_bases/manage/:id/activate',
    ADMIN,
    update(() => ({ active: true })),
  ),
  route(
    'PATCH',
    '/knowledge_bases/manage/:id/deactivate',
    ADMIN,
    update(() => ({ active: false })),
  ),
  route('POST', '/knowledge_bases/init', [], (call) =>
    ok(may(call, READERS) ? tree(call) : publicAssets(call)),
  ),
  route('GET', '/knowledge_bases/visible_ids', READERS, visibleIds),
  route('POST', '/knowledge_bases/search', READERS, search),
  route('GET', '/knowledge_bases/:id', READERS, (call) => ok(baseShown(call.world, baseInPath(call, 'id')))),
  route('GET', '/knowledge_bases/:id/permissions', ADMIN, (call) =>
    permissions(call, 'knowledge_base', baseInPath(call, 'id')),
  ),
  route('PUT', '/knowledge_bases/:id/permissions', ADMIN, (call) =>
    permit(call, 'knowledge_base', baseInPath(call, 'id')),
  ),
  route('GET', '/knowledge_bases/:kb/categories/:id/permissions', ADMIN, (call) =>
    permissions(call, 'category', categoryInPath(call)),
  ),
  route('PUT', '/knowledge_bases/:kb/categories/:id/permissions', ADMIN, (call) =>
    permit(call, 'category', categoryInPath(call)),
  ),
];
