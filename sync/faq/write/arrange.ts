/** Brings answers and categories into the order of the edition, one call for each list that stands otherwise. */
import type { DesiredFaq } from '../plan/desired.js';
import { reordered } from '../plan/order.js';
import { categoryOrder } from '../plan/plan-order.js';
import { answersIn, categoriesIn, pathKey } from '../tree.js';
import type { Tree } from '../tree.js';
import type { FaqWriting } from './write.js';

interface Arranging {
  readonly desired: DesiredFaq;
  /** As it was before the first write. */
  readonly tree: Tree;
  /** Path → id of all categories, the new ones last. */
  readonly ids: ReadonlyMap<string, number>;
  /** Answer → category as they stand now; what came into a category comes after what was there. */
  readonly standing: ReadonlyMap<number, number>;
  /** Question's id → answer written just now. */
  readonly made: ReadonlyMap<string, number>;
  readonly writing: FaqWriting;
}

export const arrange = async ({ desired, tree, ids, standing, made, writing }: Arranging): Promise<void> => {
  const { desk, base } = writing;
  const order = categoryOrder(desired);
  const standingIds = new Set(ids.values());
  const known = new Set(tree.categories.map(({ id }) => id));
  for (const parent of [[], ...order]) {
    const id = parent.length === 0 ? null : ids.get(pathKey(parent));
    if (id === undefined) continue;
    const within = order.filter(
      (path) => path.length === parent.length + 1 && parent.every((title, index) => title === path[index]),
    );
    const wanted = within.flatMap((path) => ids.get(pathKey(path)) ?? []);
    const added = wanted.filter((child) => !known.has(child)).sort((one, other) => one - other);
    const there = categoriesIn(tree, id).filter((child) => standingIds.has(child));
    const next = reordered([...there, ...added], wanted);
    if (next === null) continue;
    if (id === null) await desk.kb.categories.reorderRoot(base, next);
    else await desk.kb.categories.reorder(base, id, next);
  }

  const answers = new Map(tree.answers.flatMap(({ id, note }) => (note ? [[note.id, id] as const] : [])));
  for (const [id, answer] of made) answers.set(id, answer);
  const inEdition = Map.groupBy(desired.answers, ({ category }) => pathKey(category));
  for (const path of order) {
    const id = ids.get(pathKey(path));
    if (id === undefined) continue;
    const before = answersIn(tree, id);
    const there = new Set(before);
    const stayed = before.filter((answer) => standing.get(answer) === id);
    const came = [...standing].flatMap(([answer, at]) => (at === id && !there.has(answer) ? [answer] : []));
    const wanted = (inEdition.get(pathKey(path)) ?? []).flatMap((each) => answers.get(each.id) ?? []);
    const next = reordered([...stayed, ...came], wanted);
    if (next !== null) await desk.kb.categories.reorderAnswers(base, id, next);
  }
};
