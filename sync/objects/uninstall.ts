/**
 * What it takes to stop the regulation on a helpdesk: all that acts is switched off, the webhook and what calls it first. What
 * holds tickets, data or access stays as it is and is named.
 */
import type { ObjectKind } from '../../config/schema/helpdesk.js';
import { objectKinds } from '../../config/kinds.js';
import { rowName } from './catalogue.js';
import { knower, originOf } from './ledger.js';
import type { RollbackPlan, RollbackStep } from './rollback-plan.js';
import type { Row, Snapshot } from './types.js';

/** Kinds that act by themselves or on an operator's form, in the order in which they are stopped. */
const acting: readonly ObjectKind[] = [
  'triggers',
  'webhooks',
  'postmaster_filters',
  'core_workflows',
  'slas',
  'macros',
  'overviews',
  'templates',
  'text_modules',
];

export interface Uninstall {
  readonly plan: RollbackPlan;
  /** Ours, and left as they are: tickets, data or access hang on them. */
  readonly stays: readonly { readonly kind: ObjectKind; readonly name: string; readonly id: number }[];
}

const stopOf = (kind: ObjectKind, row: Row, isMade: boolean): Omit<RollbackStep, 'kind' | 'name'> | null => {
  const common = { id: row.id, columns: {}, because: '', frees: false };
  if (row['active'] === true)
    return { ...common, does: 'off', fields: { active: { before: true, after: false } } };
  // An SLA has no switch. It holds nothing but its own terms, and `apply` makes it anew.
  return kind === 'slas' && isMade ? { ...common, does: 'delete', fields: {} } : null;
};

/** Pure: what is ours, by the ledger and by marks. */
export const uninstallOf = (snapshot: Snapshot): Uninstall => {
  const isOurs = knower(snapshot);
  const ours = (kind: ObjectKind): readonly Row[] =>
    (snapshot.rows[kind] ?? []).filter((row) => isOurs(kind, row));
  const steps = acting.flatMap((kind) =>
    ours(kind).flatMap((row): RollbackStep[] => {
      const stop = stopOf(kind, row, originOf(snapshot.ledger, kind, row.id) === 'made');
      return stop === null ? [] : [{ kind, name: rowName(kind, row), ...stop }];
    }),
  );
  const stopped = new Set(steps.map(({ kind, id }) => `${kind} ${id ?? ''}`));
  const stays = objectKinds
    .flatMap((kind) => ours(kind).map((row) => ({ kind, row })))
    .filter(({ kind, row }) => row['active'] !== false && !stopped.has(`${kind} ${row.id}`))
    .map(({ kind, row }) => ({ kind, name: rowName(kind, row), id: row.id }));
  return { plan: { steps, stays: [], left: [] }, stays };
};
