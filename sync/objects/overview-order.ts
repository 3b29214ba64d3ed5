/**
 * Zammad renumbers the `prio` of all overviews whenever one of them moves, so numbers drift by themselves. What a person
 * sees is the order: while ours stand in the wanted order among themselves, their numbers are left alone.
 */
import { without } from './canonical.js';
import type { Match } from './match.js';

const wantedPrio = (match: Match): number => Number(match.desired.fields['prio']);
const actualPrio = (match: Match): number =>
  match.row === null ? wantedPrio(match) : Number(match.row['prio']);

/**
 * Takes `prio` out of what is wanted of existing overviews, or, when their order is wrong, has it written to all of
 * them: a single write would renumber the others. Written in ascending order, each in turn becomes the last.
 */
export const settleOverviewOrder = (matches: readonly Match[]): Match[] => {
  const overviews = matches.filter(({ desired }) => desired.kind === 'overviews');
  const wanted = overviews.toSorted((a, b) => wantedPrio(a) - wantedPrio(b));
  const asWanted = wanted.every((match, index) => {
    const next = wanted[index + 1];
    return (
      next === undefined || wantedPrio(match) === wantedPrio(next) || actualPrio(match) < actualPrio(next)
    );
  });
  return matches.map((match) => {
    if (match.desired.kind !== 'overviews' || match.row === null) return match;
    return asWanted
      ? { ...match, desired: { ...match.desired, fields: without(match.desired.fields, 'prio') } }
      : { ...match, rewrite: ['prio'] };
  });
};
