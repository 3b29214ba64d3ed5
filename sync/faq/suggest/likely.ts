/** What is worth showing of what was found: nothing rather than anything. Pure. */
import type { Likely, Similarity } from './similarity.js';

/** An operator reads three lines, not ten. */
const SHOWN = 3;
/** Below this the likeness is one of letters only; nine requests of ten without an answer stay below. */
const ENOUGH = 0.1;
/** One that is much less likely than the first is not worth the look. */
const BESIDE = 0.4;

/** Up to three, likeliest first; empty when nothing is similar enough. */
export const worthShowing = (similar: Similarity, parts: readonly string[]): readonly Likely[] => {
  const found = similar(parts, SHOWN);
  const first = found[0]?.score ?? 0;
  return found.filter(({ score }) => score >= Math.max(ENOUGH, first * BESIDE));
};
