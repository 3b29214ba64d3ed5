/** In which order changes are carried out: what others point to first, removals last and the other way round. */
import { asText } from './canonical.js';
import { resources } from './resources/index.js';
import type { Change } from './types.js';

const isRemoval = ({ action }: Change): boolean => action === 'remove' || action === 'deactivate';

/** Within a kind: overviews as they stand in lists; the state that becomes a default before the one that stops being
 * it, because a helpdesk left without a default picks one by itself. */
const rank = ({ kind, fields, wanted }: Change): number => {
  if (kind === 'overviews') return Number(wanted['prio'] ?? 0);
  if (kind !== 'ticket_states') return 0;
  return ['default_create', 'default_follow_up'].some((field) => fields[field]?.after === true) ? 0 : 1;
};

/** What of the same kind must be there before: a group's parent, the state a state goes to. */
const before = (change: Change, all: ReadonlyMap<string, Change>): Change[] => {
  if (change.action === 'remove' || change.action === 'deactivate') return [];
  return resources[change.kind].references(change.wanted).flatMap((reference) => {
    if ('field' in reference || reference.kind !== change.kind) return [];
    const other = all.get(reference.name);
    return other && other !== change ? [other] : [];
  });
};

const withinKind = (changes: readonly Change[]): Change[] => {
  const sorted = [...changes].sort(
    (a, b) => rank(a) - rank(b) || asText(a.name).localeCompare(asText(b.name), 'ru'),
  );
  const byName = new Map(
    sorted.filter(({ action }) => action === 'create').map((change) => [change.name, change]),
  );
  const placed = new Set<Change>();
  const ordered: Change[] = [];
  const place = (change: Change): void => {
    if (placed.has(change)) return;
    placed.add(change);
    for (const earlier of before(change, byName)) place(earlier);
    ordered.push(change);
  };
  sorted.forEach(place);
  return ordered;
};

/** Sorts by level, then within each kind by dependence. Equal input, equal order. */
export const inOrder = (changes: readonly Change[]): Change[] => {
  const levels = Object.values(resources).sort((a, b) => a.level - b.level);
  const of = (removal: boolean, kind: string): Change[] =>
    withinKind(changes.filter((change) => change.kind === kind && isRemoval(change) === removal));
  return [
    ...levels.flatMap(({ kind }) => of(false, kind)),
    ...levels.toReversed().flatMap(({ kind }) => of(true, kind).toReversed()),
  ];
};
