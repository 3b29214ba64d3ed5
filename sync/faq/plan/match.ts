/** Which answer of the knowledge base is which question of the edition. */
import type { DesiredAnswer, DesiredFaq } from './desired.js';
import { categoryPaths, pathKey } from '../tree.js';
import type { Tree, TreeAnswer } from '../tree.js';

export interface FaqMatch {
  readonly desired: DesiredAnswer;
  /** Null: there is none yet. */
  readonly answer: TreeAnswer | null;
}

export interface FaqMatching {
  readonly matches: readonly FaqMatch[];
  /** Ours, and no longer in the edition. */
  readonly gone: readonly TreeAnswer[];
}

/**
 * By the id in the note; else, of our answers that the edition no longer names, the one of the same category and title: its
 * question got another key. Answers without our note are never matched.
 */
export const matchFaq = (desired: DesiredFaq, tree: Tree): FaqMatching => {
  const { paths } = categoryPaths(tree);
  const byId = new Map<string, TreeAnswer>();
  for (const answer of tree.answers.toSorted((one, other) => one.id - other.id))
    if (answer.note !== null && !byId.has(answer.note.id)) byId.set(answer.note.id, answer);
  const wanted = new Set(desired.answers.map(({ id }) => id));
  const gone = new Map([...byId].filter(([id]) => !wanted.has(id)));
  const byTitle = new Map<string, TreeAnswer>();
  for (const answer of gone.values())
    for (const { title } of answer.texts)
      byTitle.set(JSON.stringify([pathKey(paths.get(answer.category) ?? []), title]), answer);
  const matches = desired.answers.map((each): FaqMatch => {
    const known = byId.get(each.id);
    if (known) return { desired: each, answer: known };
    const title = each.texts[0]?.question ?? '';
    const renamed = byTitle.get(JSON.stringify([pathKey(each.category), title]));
    if (!renamed?.note || !gone.delete(renamed.note.id)) return { desired: each, answer: null };
    return { desired: each, answer: renamed };
  });
  return { matches, gone: [...gone.values()] };
};
