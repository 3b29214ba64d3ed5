/** The order of writes: a title must be free before another answer of the category takes it. */
import { writtenHash } from '../body.js';
import type { PlannedFaq } from './make-plan.js';
import { writeNote } from '../note.js';
import type { FaqChange } from './plan-types.js';
import { localeOf } from './titles.js';
import { categoryPaths, pathKey } from '../tree.js';
import type { TreeAnswer } from '../tree.js';
import type { FaqWriting } from '../write/write.js';

export interface FaqStep {
  readonly change: FaqChange;
  /** An answer that first gets another title, because others wait for its own in a circle; null: the change itself. */
  readonly aside: TreeAnswer | null;
}

/** Titles, category by category and language by language, that an answer holds or will hold. */
const placesOf = (
  { desired, answer, text, movedFrom }: FaqChange,
  planned: PlannedFaq,
  paths: ReadonlyMap<number, readonly string[]>,
): { readonly before: readonly string[]; readonly after: readonly string[] } => {
  const from = answer ? pathKey(paths.get(answer.category) ?? []) : '';
  const to = answer && movedFrom === null ? from : pathKey(desired.category);
  const key = (path: string, locale: number, title: string): string => JSON.stringify([path, locale, title]);
  const held = answer?.texts ?? [];
  return {
    before: held.map(({ locale, title }) => key(from, locale, title)),
    after:
      text || !answer
        ? desired.texts.map(({ question, locale }) => key(to, localeOf(locale, answer, planned), question))
        : held.map(({ locale, title }) => key(to, locale, title)),
  };
};

/** The edition's order, save that who waits for a title comes after who gives it up. */
export const sequence = (changes: readonly FaqChange[], planned: PlannedFaq): FaqStep[] => {
  const { paths } = categoryPaths(planned.tree);
  let waiting = changes.map((change) => ({ change, ...placesOf(change, planned, paths) }));
  const held = new Map(
    waiting.flatMap(({ change, before }) => before.map((place) => [place, change] as const)),
  );
  const steps: FaqStep[] = [];
  while (waiting.length > 0) {
    const blocked: typeof waiting = [];
    for (const each of waiting) {
      const free = each.after.every((place) => (held.get(place) ?? each.change) === each.change);
      if (!free) {
        blocked.push(each);
        continue;
      }
      for (const place of each.before) if (held.get(place) === each.change) held.delete(place);
      for (const place of each.after) held.set(place, each.change);
      steps.push({ change: each.change, aside: null });
    }
    if (blocked.length === waiting.length) {
      // A circle: who holds the title that the first waits for gives it up for a moment.
      const place = blocked[0]?.after.find((each) => held.get(each) !== blocked[0]?.change);
      const holder = place === undefined ? undefined : held.get(place);
      if (place === undefined || !holder?.answer)
        throw new Error('titles wait for each other without a circle');
      for (const [each, by] of held) if (by === holder) held.delete(each);
      steps.push({ change: holder, aside: holder.answer });
    }
    waiting = blocked;
  }
  return steps;
};

/**
 * Gives an answer titles nobody else has. Its note says that writing is under way and what the answer is meanwhile, so that the
 * next run ends it even when this one is cut off.
 */
export const retitle = async (
  { aside, change }: FaqStep,
  { desk, base, edition, date }: FaqWriting,
): Promise<void> => {
  if (aside?.note == null) return;
  const contentIds = aside.texts.map(({ content }) => content);
  const { assets } = await desk.kb.answers.get(base, aside.id, { contentIds });
  const contents = assets.KnowledgeBaseAnswerTranslationContent ?? {};
  const texts = aside.texts.map(({ id, locale, title, content }) => ({
    id,
    locale,
    title: `${title.slice(0, 230)} (№ ${aside.id})`,
    body: contents[String(content)]?.body ?? '',
  }));
  const written = writtenHash(texts);
  const begun = { ...aside.note, id: change.desired.id, edition, date, source: null, written };
  await desk.kb.answers.update(base, aside.id, {
    category_id: aside.category,
    internal_note: writeNote(aside.internalNote, begun),
    translations_attributes: texts.map(({ id, title }) => ({ id, title })),
  });
};
