/** What a plan leaves behind: sections that hold nothing any more, and ids that came to stand beside other questions. */
import { wordingOf } from '../edition/identity.js';
import { categoryPaths, pathKey, type Tree, type TreeAnswer } from '../tree.js';
import type { DesiredFaq } from './desired.js';
import type { FaqMatch } from './match.js';
import { categoryOrder } from './plan-order.js';
import type { FaqChange, FaqSlip } from './plan-types.js';

/** Paths of sections all of whose answers move away, deeper ones first. One that a region filled or keeps archived answers in stays. */
export const emptiedBy = (
  changes: readonly FaqChange[],
  desired: DesiredFaq,
  tree: Tree,
): (readonly string[])[] => {
  const { paths } = categoryPaths(tree);
  const leaving = new Set(
    changes.flatMap(({ answer, movedFrom }) => (answer !== null && movedFrom !== null ? [answer.id] : [])),
  );
  const wanted = new Set(categoryOrder(desired).map(pathKey));
  const emptied = new Set<number>();
  const deepestFirst = tree.categories.toSorted(
    (one, other) => (paths.get(other.id)?.length ?? 0) - (paths.get(one.id)?.length ?? 0),
  );
  for (const { id } of deepestFirst) {
    const held = tree.answers.filter(({ category }) => category === id);
    const inner = tree.categories.filter(({ parent }) => parent === id);
    const filled = held.length > 0 || inner.length > 0;
    if (!filled || wanted.has(pathKey(paths.get(id) ?? []))) continue;
    if (held.every((answer) => leaving.has(answer.id)) && inner.every((child) => emptied.has(child.id)))
      emptied.add(id);
  }
  return [...emptied].map((id) => paths.get(id) ?? []);
};

/** Matches by id whose question is, word for word, that of another answer of ours. */
export const slippedIn = (matches: readonly FaqMatch[], tree: Tree): FaqSlip[] => {
  const held = Map.groupBy(
    tree.answers
      .filter(({ note, state }) => note !== null && state !== 'archived')
      .flatMap((answer) => answer.texts.map(({ title }) => ({ id: answer.id, title: wordingOf(title) }))),
    ({ title }) => title,
  );
  return matches.flatMap(({ desired, answer }): FaqSlip[] => {
    if (answer?.note?.id !== desired.id) return [];
    const to = desired.texts[0]?.question ?? '';
    const own = answer.texts.some(({ title }) => wordingOf(title) === wordingOf(to));
    const others = held.get(wordingOf(to))?.some(({ id }) => id !== answer.id) ?? false;
    return own || !others ? [] : [{ id: desired.id, from: answer.texts[0]?.title ?? '', to }];
  });
};

/** Answers to questions that stand in the edition hidden, or as drafts, are not gone. */
export const withoutWithheld = (
  gone: readonly TreeAnswer[],
  { withheld }: DesiredFaq,
): { readonly gone: readonly TreeAnswer[]; readonly kept: number } => {
  const ids = new Set(withheld.map(({ id }) => id));
  const wordings = new Set(withheld.map(({ question }) => wordingOf(question)));
  const hidden = gone.filter(
    ({ note, texts, state }) =>
      state !== 'archived' &&
      (ids.has(note?.id ?? '') || texts.some(({ title }) => wordings.has(wordingOf(title)))),
  );
  return { gone: gone.filter((answer) => !hidden.includes(answer)), kept: hidden.length };
};
