/** Titles: Zammad allows each once in a category and language. What stands in the way decides here, before any write. */
import { conflictOf } from './merge.js';
import type { FaqChange, FaqConflict, FaqPlanInput } from './plan-types.js';
import { pathKey } from '../tree.js';
import type { categoryPaths, TreeAnswer } from '../tree.js';

interface Place {
  readonly category: string;
  readonly locale: number;
  readonly title: string;
}

const key = ({ category, locale, title }: Place): string => JSON.stringify([category, locale, title]);

/** The language of a text in the base: looked up, else the one of the only text there is, else the base's own. */
export const localeOf = (
  code: string,
  answer: TreeAnswer | null,
  { locales, tree }: Pick<FaqPlanInput, 'locales' | 'tree'>,
): number =>
  locales?.get(code) ??
  answer?.texts[0]?.locale ??
  (tree.locales.find(({ primary }) => primary) ?? tree.locales[0])?.id ??
  0;

/** Leaves out, as conflicts, changes whose title would be taken by an answer that stays as it is. */
export const titleClashes = (
  proposed: readonly FaqChange[],
  input: FaqPlanInput,
  { paths }: ReturnType<typeof categoryPaths>,
): { readonly changes: readonly FaqChange[]; readonly conflicts: readonly FaqConflict[] } => {
  const standing = (answer: TreeAnswer): Place[] =>
    answer.texts.map(({ locale, title }) => ({
      category: pathKey(paths.get(answer.category) ?? []),
      locale,
      title,
    }));
  const coming = ({ desired, answer, text, movedFrom }: FaqChange): Place[] => {
    const stays = answer !== null && movedFrom === null;
    const category = pathKey(stays ? (paths.get(answer.category) ?? []) : desired.category);
    if (!text && answer) return standing(answer).map((place) => ({ ...place, category }));
    return desired.texts.map(({ question, locale }) => ({
      category,
      locale: localeOf(locale, answer, input),
      title: question,
    }));
  };
  const conflicts: FaqConflict[] = [];
  let changes = [...proposed];
  const moving = new Set(changes.flatMap(({ answer }) => (answer ? [answer.id] : [])));
  const taken = new Map<string, TreeAnswer>();
  const stand = (answer: TreeAnswer): void => {
    for (const place of standing(answer)) taken.set(key(place), answer);
  };
  for (const answer of input.tree.answers) if (!moving.has(answer.id)) stand(answer);
  for (;;) {
    const clashes = changes.flatMap((change) => {
      const holder = coming(change).flatMap((place) => taken.get(key(place)) ?? [])[0];
      return holder ? [{ change, holder }] : [];
    });
    if (clashes.length === 0) return { changes, conflicts };
    for (const { change, holder } of clashes) {
      const { id, category, texts } = change.desired;
      const whose = holder.note === null ? 'чужого ответа' : `ответа «${holder.note.id}»`;
      conflicts.push(
        conflictOf(
          { id, category, question: texts[0]?.question ?? '' },
          'title',
          `такой заголовок в разделе уже у ${whose} (№ ${holder.id}); переименуйте один из них`,
        ),
      );
      // What is not changed after all goes on standing where it stood.
      if (change.answer) stand(change.answer);
    }
    const out = new Set(clashes.map(({ change }) => change));
    changes = changes.filter((change) => !out.has(change));
  }
};
