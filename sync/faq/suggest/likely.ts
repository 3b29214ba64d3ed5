/** What is worth showing of what was found: nothing rather than anything. Pure. */
import type { Likely, Similarity } from './similarity.js';

/** An operator reads three lines, not ten. */
const SHOWN = 3;
/** Scores are counted so that this is enough. */
const ENOUGH = 1;
/** Where the first is worth showing, others nearly as likely stand beside it: one look, and the right one among them. */
const BESIDE = 0.6;

/** Up to three, likeliest first; empty when nothing is similar enough. */
export const worthShowing = (similar: Similarity, parts: readonly string[]): readonly Likely[] => {
  const found = similar(parts, SHOWN);
  const [first] = found;
  if (first === undefined || first.score < ENOUGH) return [];
  return found.filter(({ score }) => score >= first.score * BESIDE);
};
