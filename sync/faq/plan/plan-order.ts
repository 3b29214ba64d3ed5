/** What comes to stand in another order, foreseen; apply itself goes by what really stands where. */
import type { DesiredFaq } from './desired.js';
import type { FaqMatch } from './match.js';
import { reordered } from './order.js';
import type { FaqChange } from './plan-types.js';
import { answersIn, categoriesIn, pathKey } from '../tree.js';
import type { categoryPaths, Tree } from '../tree.js';

interface OrderInput {
  readonly desired: DesiredFaq;
  readonly tree: Tree;
  readonly matches: readonly FaqMatch[];
  readonly changes: readonly FaqChange[];
  /** To be made, in this order. */
  readonly categories: readonly (readonly string[])[];
}

/** Paths of all categories of an edition, each before those within it, in the order of first appearance. */
export const categoryOrder = (desired: Pick<DesiredFaq, 'answers'>): (readonly string[])[] => {
  const found = new Map<string, readonly string[]>();
  for (const { category } of desired.answers)
    category.forEach((_, index) => {
      const path = category.slice(0, index + 1);
      if (!found.has(pathKey(path))) found.set(pathKey(path), path);
    });
  return [...found.values()];
};

/** Paths whose answers or categories change their order, `[]` for the outermost. */
export const planOrder = (
  { desired, tree, matches, changes, categories }: OrderInput,
  { ids, paths }: ReturnType<typeof categoryPaths>,
): (readonly string[])[] => {
  const byAnswer = new Map(changes.map((change) => [change.answer?.id ?? change.desired.id, change]));
  const arriving = Map.groupBy(
    changes.filter(({ answer, movedFrom }) => answer === null || movedFrom !== null),
    ({ desired: { category } }) => pathKey(category),
  );
  const wanted = Map.groupBy(matches, ({ desired: { category } }) => pathKey(category));
  const answers = categoryOrder(desired).filter((path) => {
    const id = ids.get(pathKey(path));
    const standing =
      id === undefined ? [] : answersIn(tree, id).filter((each) => byAnswer.get(each)?.movedFrom == null);
    const coming = (arriving.get(pathKey(path)) ?? []).map(
      (change) => change.answer?.id ?? change.desired.id,
    );
    const order = (wanted.get(pathKey(path)) ?? []).map(({ desired: each, answer }) => answer?.id ?? each.id);
    return reordered([...standing, ...coming], order) !== null;
  });
  const parents = [[], ...categoryOrder(desired)];
  const children = parents.filter((parent) => {
    const id = parent.length === 0 ? null : ids.get(pathKey(parent));
    const within = (path: readonly string[]): boolean =>
      path.length === parent.length + 1 && parent.every((title, index) => title === path[index]);
    const standing =
      id === undefined ? [] : categoriesIn(tree, id).map((child) => pathKey(paths.get(child) ?? []));
    const coming = categories.filter(within).map(pathKey);
    return reordered([...standing, ...coming], categoryOrder(desired).filter(within).map(pathKey)) !== null;
  });
  return [...new Map([...children, ...answers].map((path) => [pathKey(path), path])).values()];
};
