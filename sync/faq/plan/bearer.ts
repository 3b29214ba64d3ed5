/** The edition in force is read from the notes; one that changes no answer is noted on the first. */
import type { DesiredFaq } from './desired.js';
import type { FaqMatch } from './match.js';
import type { Tree, TreeAnswer } from '../tree.js';

export const bearerOf = (
  { edition, date }: DesiredFaq,
  tree: Tree,
  matches: readonly FaqMatch[],
  /** How many notes are written anyway, each with the edition. */
  noted: number,
): TreeAnswer | null => {
  if (noted > 0) return null;
  if (tree.answers.some(({ note }) => note?.edition === edition && note.date === date)) return null;
  return matches.find(({ answer }) => answer !== null)?.answer ?? null;
};
