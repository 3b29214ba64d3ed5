/** What an apply made and could enter nowhere before it was killed. */
import type { ObjectKind } from '../../config/schema/helpdesk.js';
import { knower, originOf } from './ledger.js';
import { match } from './match.js';
import type { DesiredState, Plan, Snapshot } from './types.js';

export interface Unclaimed {
  readonly kind: ObjectKind;
  readonly id: number;
}

/**
 * Objects of kinds without notes that are wholly as wanted, stand in no ledger, and were made by the person who made what stands there:
 * an apply was killed between the write and its entry. Whoever makes one by hand that differs in anything keeps it.
 */
export const unclaimedOf = (desired: DesiredState, snapshot: Snapshot, plan: Plan): Unclaimed[] => {
  const isOurs = knower(snapshot);
  const changing = new Set(plan.changes.map(({ kind, id }) => `${kind} ${id ?? ''}`));
  const { matches } = match(desired, snapshot);
  const makers = new Set(
    matches.flatMap(({ desired: { kind }, row }) =>
      row !== null && originOf(snapshot.ledger, kind, row.id) === 'made' ? [row['created_by_id']] : [],
    ),
  );
  return matches.flatMap(({ desired: { kind }, row }) =>
    row === null ||
    'note' in row ||
    isOurs(kind, row) ||
    changing.has(`${kind} ${row.id}`) ||
    !makers.has(row['created_by_id'])
      ? []
      : [{ kind, id: row.id }],
  );
};
