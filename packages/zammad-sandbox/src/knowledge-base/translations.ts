/** Titles in the languages of the base: unique among siblings, and found again by their own id. */
import { isBlank, isRecord, listOf, plain } from '../behaviour/columns.js';
import { Refusal, unprocessable } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { sanitised } from '../kinds/sanitised.js';
import type { Row, World } from '../world.js';
import { ANSWER_TRANSLATIONS, CATEGORY_TRANSLATIONS, CONTENTS, LOCALES } from './assets.js';
import { storeInlineImages } from './inline-images.js';

const entriesIn = (call: Call): Record<string, unknown>[] =>
  listOf(call.body['translations_attributes']).filter(isRecord);

const insistTitle = (
  world: World,
  table: string,
  siblingIds: readonly number[],
  owner: string,
  entry: Row | Record<string, unknown>,
  own: number | null,
): void => {
  const title = plain(entry['title']);
  if (title === '') throw unprocessable("Translations title can't be blank");
  if (title.length > 250) throw unprocessable('Translations title is too long (maximum is 250 characters)');
  const twin = world
    .table(table)
    .find(
      (row) =>
        row.id !== own &&
        row['title'] === title &&
        row['kb_locale_id'] === entry['kb_locale_id'] &&
        siblingIds.includes(Number(row[owner])),
    );
  if (twin) throw unprocessable('Translations title is already used');
};

const modelOf = (owner: string): string =>
  owner === 'category_id' ? 'KnowledgeBase::Category' : 'KnowledgeBase::Answer';

/** The stored translation an entry means; one without an id is new, and a second in its language is refused. */
const storedFor = (
  world: World,
  table: string,
  owner: string,
  ownerId: number,
  entry: Record<string, unknown>,
): Row | null => {
  const own = world.table(table).where(owner, ownerId);
  if (entry['id'] !== undefined) {
    const stored = own.find((row) => row.id === Number(entry['id']));
    if (!stored)
      throw new Refusal(
        404,
        `Couldn't find ${modelOf(owner)}::Translation with ID=${plain(entry['id'])} for ${modelOf(owner)} with ID=${ownerId}`,
      );
    return stored;
  }
  if (own.some((row) => row['kb_locale_id'] === Number(entry['kb_locale_id']))) {
    throw new Refusal(
      500,
      `undefined method \`translations.kb_locale_id' for an instance of ${modelOf(owner)}`,
      false,
    );
  }
  return null;
};

interface Owner {
  readonly table: string;
  readonly column: 'category_id' | 'answer_id';
  readonly id: number;
  /** Whoever stands beside the owner, the owner among them. */
  readonly siblingIds: readonly number[];
}

const write = (call: Call, owner: Owner, more: Record<string, unknown>): [Row, Record<string, unknown>][] =>
  entriesIn(call).map((entry) => {
    const { world } = call;
    const stored = storedFor(world, owner.table, owner.column, owner.id, entry);
    const now = world.clock.now().toISOString();
    const title = entry['title'] ?? stored?.['title'];
    const kb_locale_id = stored?.['kb_locale_id'] ?? Number(entry['kb_locale_id']);
    insistTitle(
      world,
      owner.table,
      owner.siblingIds,
      owner.column,
      { title, kb_locale_id },
      stored?.id ?? null,
    );
    if (stored) {
      world.table(owner.table).patch(stored, { title, ...more, updated_at: now });
      return [stored, entry];
    }
    const columns = { title, kb_locale_id, [owner.column]: owner.id };
    return [
      world.table(owner.table).insert({ ...columns, ...more, created_at: now, updated_at: now }),
      entry,
    ];
  });

/**
 * What would be refused, before the owner's row is written. Zammad trips over its own texts for some of it.
 * @throws Refusal 422, 500
 */
export const insistTranslations = (
  call: Call,
  owner: 'Category' | 'Answer',
  siblingIds: readonly number[],
): void => {
  const [table, column] =
    owner === 'Category'
      ? ([CATEGORY_TRANSLATIONS, 'category_id'] as const)
      : ([ANSWER_TRANSLATIONS, 'answer_id'] as const);
  const stumble = (what: string): Refusal =>
    new Refusal(
      500,
      `undefined method \`translations.${what}' for an instance of KnowledgeBase::${owner}`,
      false,
    );
  for (const entry of entriesIn(call)) {
    if (entry['id'] !== undefined) continue;
    if (isBlank(entry['title'])) throw stumble('title');
    const locale = entry['kb_locale_id'];
    if (!call.world.table(LOCALES).get(Number(locale)))
      throw unprocessable(`Invalid value for param 'kb_locale_id': ${plain(locale)}`);
    insistTitle(call.world, table, siblingIds, column, entry, null);
    if (owner === 'Answer' && !isRecord(entry['content_attributes'])) throw stumble('content');
  }
};

/** @throws Refusal 422 for a title already used beside it, or none at all */
export const writeCategoryTranslations = (
  call: Call,
  categoryId: number,
  siblingIds: readonly number[],
): void => {
  write(call, { table: CATEGORY_TRANSLATIONS, column: 'category_id', id: categoryId, siblingIds }, {});
};

/** Titles and bodies of an answer. @throws Refusal 422 */
export const writeAnswerTranslations = (
  call: Call,
  answerId: number,
  siblingIds: readonly number[],
): void => {
  const { world, actor } = call;
  const owner = { table: ANSWER_TRANSLATIONS, column: 'answer_id' as const, id: answerId, siblingIds };
  for (const [translation, entry] of write(call, owner, { updated_by_id: actor.id })) {
    const content = entry['content_attributes'];
    const translations = world.table(ANSWER_TRANSLATIONS);
    if (translation['content_id'] === undefined) {
      const row = world.table(CONTENTS).insert({ body: '' });
      translations.patch(translation, { content_id: row.id, created_by_id: actor.id });
    }
    if (!isRecord(content) || !('body' in content)) continue;
    const stored = world.table(CONTENTS).get(Number(translation['content_id']));
    if (stored) {
      const body = storeInlineImages(world, stored.id, sanitised(plain(content['body'])));
      world.table(CONTENTS).patch(stored, { body });
    }
  }
};
