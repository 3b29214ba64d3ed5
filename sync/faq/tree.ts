/** The knowledge base as the plan sees it: categories by path, answers with their texts' ids, read from one call's assets. */
import type { KbAnswer, KbAssets, KbCategory } from 'zammad-api-client-ts';
import type { Visibility } from '../../config/schema/faq.js';
import { readNote } from './note.js';
import type { Note } from './note.js';

export interface TreeCategory {
  readonly id: number;
  readonly parent: number | null;
  /** In the language of the base. */
  readonly title: string;
  readonly position: number;
  /** Role id → access, as it takes effect. */
  readonly access: ReadonlyMap<number, string>;
}

export interface TreeText {
  readonly id: number;
  readonly locale: number;
  readonly title: string;
  readonly content: number;
}

export type TreeState = Visibility | 'archived' | 'draft';

export interface TreeAnswer {
  readonly id: number;
  readonly category: number;
  readonly position: number;
  readonly state: TreeState;
  /** What it would be if it were not archived. */
  readonly below: Exclude<TreeState, 'archived'>;
  /** No date of its own can come after the minute that a step of publishing is dated with. */
  readonly steppable: boolean;
  /** Dates still to come. */
  readonly planned: readonly ('internal_at' | 'published_at')[];
  readonly internalNote: string | null;
  /** Null: not ours. */
  readonly note: Note | null;
  readonly texts: readonly TreeText[];
  readonly files: readonly { readonly id: number; readonly name: string; readonly size: number }[];
}

export interface TreeLocale {
  readonly id: number;
  readonly systemLocale: number;
  readonly primary: boolean;
}

export interface Tree {
  /** Null: the helpdesk has no knowledge base yet. */
  readonly base: number | null;
  readonly locales: readonly TreeLocale[];
  readonly categories: readonly TreeCategory[];
  readonly answers: readonly TreeAnswer[];
}

const rows = <Row>(table: Readonly<Record<string, Row>> | undefined): Row[] => Object.values(table ?? {});

const past = (moment: string | null, now: Date): boolean =>
  moment !== null && Date.parse(moment) <= now.getTime();

type Dates = Pick<KbAnswer, 'internal_at' | 'published_at' | 'archived_at'>;

/**
 * Zammad saves no dates in this order. It shows them all the same, to everybody and until the answer is next written, after an edit
 * that carried a step it could not take. What the answer really is cannot be told from them.
 */
const disordered = ({ internal_at, published_at, archived_at }: Dates): boolean =>
  [
    [internal_at, published_at],
    [internal_at, archived_at],
    [published_at, archived_at],
  ].some(
    ([earlier = null, later = null]) =>
      earlier !== null && later !== null && Date.parse(later) < Date.parse(earlier),
  );

const MINUTE_MS = 60_000;

/** Steps are dated with their seconds cut off, and one that would come before another date is not taken, without a word. */
const steppable = (dates: Dates, now: Date): boolean =>
  !disordered(dates) &&
  [dates.internal_at, dates.published_at].every(
    (moment) => moment === null || (past(moment, now) && Date.parse(moment) % MINUTE_MS === 0),
  );

const belowOf = (answer: Dates, now: Date): TreeAnswer['below'] => {
  if (disordered(answer)) return 'draft';
  if (past(answer.published_at, now)) return 'public';
  return past(answer.internal_at, now) ? 'internal' : 'draft';
};

/** What an answer is by its dates; a draft where they cannot be believed. */
export const stateOf = (answer: Dates, now: Date): TreeState =>
  past(answer.archived_at, now) && !disordered(answer) ? 'archived' : belowOf(answer, now);

const accessOf = (category: KbCategory): Map<number, string> => {
  const entries = category['permissions_effective'];
  const given: readonly unknown[] = Array.isArray(entries) ? entries : [];
  return new Map(
    given.flatMap((entry): [number, string][] => {
      if (typeof entry !== 'object' || entry === null || !('role_id' in entry) || !('access' in entry))
        return [];
      return typeof entry.role_id === 'number' && typeof entry.access === 'string'
        ? [[entry.role_id, entry.access]]
        : [];
    }),
  );
};

/** Our note; where the dates cannot be believed our last step is not known to have been taken. */
const editionNoteOf = (answer: KbAnswer): Note | null => {
  const note = readNote(answer.internal_note);
  return note !== null && disordered(answer) ? { ...note, state: null } : note;
};

/** An answer out of assets that hold it and its translations. */
export const answerOf = (answer: KbAnswer, assets: KbAssets, now: Date): TreeAnswer => {
  return {
    id: answer.id,
    category: answer.category_id,
    position: answer.position,
    state: stateOf(answer, now),
    below: belowOf(answer, now),
    steppable: steppable(answer, now),
    planned: (['internal_at', 'published_at'] as const).filter(
      (name) => answer[name] !== null && !past(answer[name], now),
    ),
    internalNote: answer.internal_note ?? null,
    note: editionNoteOf(answer),
    texts: answer.translation_ids.flatMap((id) => {
      const text = assets.KnowledgeBaseAnswerTranslation?.[String(id)];
      return text ? [{ id, locale: text.kb_locale_id, title: text.title, content: text.content_id }] : [];
    }),
    files: (answer.attachments ?? []).map(({ id, filename, size }) => ({
      id,
      name: filename,
      size: Number(size),
    })),
  };
};

/** @param now by which dates of publication are judged */
export const treeOf = (assets: KbAssets, now: Date): Tree => {
  const bases = rows(assets.KnowledgeBase);
  const base = (bases.find(({ active }) => active) ?? bases[0])?.id ?? null;
  const locales = rows(assets.KnowledgeBaseLocale)
    .filter((locale) => locale.knowledge_base_id === base)
    .map(({ id, system_locale_id, primary }) => ({ id, systemLocale: system_locale_id, primary }));
  const primary = (locales.find((locale) => locale.primary) ?? locales[0])?.id;
  const titles = new Map<number, string>();
  for (const { category_id, title, kb_locale_id } of rows(assets.KnowledgeBaseCategoryTranslation))
    if (kb_locale_id === primary || !titles.has(category_id)) titles.set(category_id, title);
  const categories = rows(assets.KnowledgeBaseCategory)
    .filter((category) => category.knowledge_base_id === base)
    .map((category) => ({
      id: category.id,
      parent: category.parent_id,
      title: titles.get(category.id) ?? '',
      position: category.position,
      access: accessOf(category),
    }));
  const known = new Set(categories.map(({ id }) => id));
  const answers = rows(assets.KnowledgeBaseAnswer)
    .filter(({ category_id }) => known.has(category_id))
    .map((answer) => answerOf(answer, assets, now));
  return { base, locales, categories, answers };
};

const byPosition = (
  one: { readonly position: number; readonly id: number },
  other: { readonly position: number; readonly id: number },
): number => one.position - other.position || one.id - other.id;

/** Ids of a category's answers, archived ones among them, as they stand. */
export const answersIn = (tree: Tree, category: number): number[] =>
  tree.answers
    .filter((answer) => answer.category === category)
    .sort(byPosition)
    .map(({ id }) => id);

/** Ids of the categories below one, or of the outermost. */
export const categoriesIn = (tree: Tree, parent: number | null): number[] =>
  tree.categories
    .filter((category) => category.parent === parent)
    .sort(byPosition)
    .map(({ id }) => id);

/** A category path as a key of maps. */
export const pathKey = (path: readonly string[]): string => JSON.stringify(path);

/** Path → id; of two categories of one path (Zammad allows none) the first. */
export const categoryPaths = (
  tree: Tree,
): { readonly ids: Map<string, number>; readonly paths: Map<number, string[]> } => {
  const ids = new Map<string, number>();
  const paths = new Map<number, string[]>();
  const descend = (parent: number | null, above: readonly string[]): void => {
    for (const id of categoriesIn(tree, parent)) {
      const title = tree.categories.find((category) => category.id === id)?.title ?? '';
      const path = [...above, title];
      paths.set(id, path);
      if (!ids.has(pathKey(path))) ids.set(pathKey(path), id);
      descend(id, path);
    }
  };
  descend(null, []);
  return { ids, paths };
};
