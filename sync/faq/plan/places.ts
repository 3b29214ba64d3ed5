/** Where the edition's sections stand in the base: a region may have renamed them, and an edition writes their names anew. */
import { wordingOf } from '../edition/identity.js';
import { categoryPaths, pathKey, type Tree } from '../tree.js';
import { placeOf, type DesiredFaq } from './desired.js';

const bare = (path: readonly string[]): string => pathKey(path.map(wordingOf));

/** Section as the edition called it → category that most of its answers were put into, where that is still there. */
const noted = (tree: Tree, paths: ReadonlyMap<number, readonly string[]>): Map<string, readonly string[]> => {
  const votes = new Map<string, Map<number, number>>();
  for (const { note } of tree.answers) {
    if (note?.place == null || note.category === null || !paths.has(note.category)) continue;
    const each = votes.get(note.place) ?? new Map<number, number>();
    each.set(note.category, (each.get(note.category) ?? 0) + 1);
    votes.set(note.place, each);
  }
  return new Map(
    [...votes].flatMap(([place, each]) => {
      const [most] = [...each].toSorted(([, one], [, other]) => other - one);
      const path = most === undefined ? undefined : paths.get(most[0]);
      return path === undefined ? [] : [[place, path] as const];
    }),
  );
};

/**
 * The edition with its sections named as the base names them: the same path, else one that differs in marks and numbers only, else
 * the one its answers were put into when the edition called it so. What is left is new.
 */
export const settlePlaces = (desired: DesiredFaq, tree: Tree): DesiredFaq => {
  const { ids, paths } = categoryPaths(tree);
  const byWording = new Map([...paths.values()].toReversed().map((path) => [bare(path), path]));
  const byNote = noted(tree, paths);
  const known = new Map<string, readonly string[]>();
  const settle = (path: readonly string[]): readonly string[] => {
    if (path.length === 0) return path;
    const found =
      known.get(pathKey(path)) ??
      (ids.has(pathKey(path)) ? path : (byWording.get(bare(path)) ?? byNote.get(placeOf(path))));
    const settled = found ?? within(settle(path.slice(0, -1)), path.at(-1) ?? '');
    known.set(pathKey(path), settled);
    return settled;
  };
  const within = (parent: readonly string[], title: string): readonly string[] => {
    const path = [...parent, title];
    return ids.has(pathKey(path)) ? path : (byWording.get(bare(path)) ?? path);
  };
  return {
    ...desired,
    answers: desired.answers.map((answer) => ({ ...answer, category: settle(answer.category) })),
  };
};
