/** The only writer. Everything it does stands in the plan; what was there stands in the bundle before the first write. */
import { makeBundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { createCatalogue, rowName } from './catalogue.js';
import type { Catalogue } from './catalogue.js';
import { ApplyInterrupted, PermissionMissing, PlanRefused, WriteDropped } from './errors.js';
import { isForbidden } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import type { Planned } from './make-plan.js';
import { refuse } from './refuse.js';
import { resources } from './resources/index.js';
import type { Change, Plan } from './types.js';
import { dropped, write } from './write.js';

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What has just been carried out; null for the migration of fields. */
  readonly change: Change | null;
}

export interface ApplyOptions {
  readonly helpdesk: ObjectStore;
  /** Fresh from `makePlan`. */
  readonly planned: Planned;
  /** A plan somebody looked at earlier: applied only if it would come out the same today. */
  readonly saved?: Plan;
  readonly webhookSecret: string;
  readonly yes: boolean;
  readonly now: Date;
  /** Must have stored the bundle when it resolves; nothing is written before. */
  readonly saveBundle: (bundle: Bundle) => Promise<void>;
  readonly progress?: (step: Progress) => void;
}

interface Applied {
  readonly done: number;
  readonly bundle: Bundle | null;
  readonly requests: { readonly reads: number; readonly writes: number };
}

/** Why a saved plan no longer holds; null when it does. */
function staleness(saved: Plan, current: Plan): string | null {
  if (saved.fingerprint.helpdesk !== current.fingerprint.helpdesk) {
    return 'С тех пор как план сохранён, Zammad изменился. Постройте и посмотрите план заново; ничего не записано.';
  }
  if (saved.fingerprint.desired !== current.fingerprint.desired) {
    return 'С тех пор как план сохранён, изменилась конфигурация. Постройте и посмотрите план заново; ничего не записано.';
  }
  return null;
}

const isAttribute = ({ kind }: Change): boolean => kind === 'object_manager_attributes';

/** Consecutive changes that share a step: definitions of fields wait for one migration, all else goes one by one. */
function steps(changes: readonly Change[]): Change[][] {
  const grouped: Change[][] = [];
  for (const change of changes) {
    const last = grouped.at(-1);
    if (last?.[0] && isAttribute(last[0]) && isAttribute(change)) last.push(change);
    else grouped.push([change]);
  }
  return grouped;
}

/**
 * Carries a plan out: fields and one migration, then kind after kind, removals last; each write is read back.
 * Interrupted, it is simply planned and applied again: only what is left differs then.
 * @throws PlanRefused before anything was written; ApplyInterrupted, PermissionMissing or WriteDropped after
 */
export async function applyPlan(options: ApplyOptions): Promise<Applied> {
  const { helpdesk, planned, saved, yes, progress } = options;
  const { plan, snapshot } = planned;
  const refusal = refuse(plan, { yes }) ?? (saved ? staleness(saved, plan) : null);
  if (refusal !== null) throw new PlanRefused(refusal);
  if (plan.changes.length === 0) return { done: 0, bundle: null, requests: helpdesk.requests() };

  const catalogue = createCatalogue(
    snapshot,
    plan.changes.flatMap(({ kind, name, id, action }) =>
      id === null || action === 'remove' ? [] : [{ kind, name, id }],
    ),
  );
  const bundle = makeBundle(plan, snapshot, catalogue, options.now);
  await options.saveBundle(bundle);

  const writing = { helpdesk, catalogue, snapshot, webhookSecret: options.webhookSecret };
  const counted = { done: 0, total: plan.changes.length };
  const finish = (change: Change): void => {
    counted.done += 1;
    progress?.({ ...counted, change });
  };
  for (const step of steps(plan.changes)) {
    const [first] = step;
    if (first === undefined) continue;
    let current = first;
    try {
      if (isAttribute(first)) {
        for (const change of step) {
          current = change;
          await write(change, writing);
        }
        await helpdesk.migrate();
        progress?.({ ...counted, change: null });
        await verifyAttributes(step, helpdesk, catalogue, plan.version, counted);
      } else {
        const id = await write(first, writing);
        if (id !== null) verify(first, await helpdesk.get(first.kind, id), catalogue, plan.version, counted);
      }
    } catch (error) {
      throw explained(error, current, counted);
    }
    step.forEach(finish);
  }
  return { done: counted.done, bundle, requests: helpdesk.requests() };
}

function verify(
  change: Change,
  row: Parameters<typeof dropped>[1],
  catalogue: Catalogue,
  version: string,
  counted: { done: number; total: number },
): void {
  const fault = dropped(change, row, catalogue, version);
  if (fault) throw new WriteDropped(fault, counted);
}

async function verifyAttributes(
  step: readonly Change[],
  helpdesk: ObjectStore,
  catalogue: Catalogue,
  version: string,
  counted: { done: number; total: number },
): Promise<void> {
  const rows = await helpdesk.list('object_manager_attributes');
  for (const change of step) {
    const row = rows.find((each) => rowName(change.kind, each) === change.name);
    if (row) verify(change, row, catalogue, version, counted);
    else throw new Error(`поле «${change.name}» после миграции не найдено`);
  }
}

function explained(error: unknown, change: Change, counted: { done: number; total: number }): Error {
  if (error instanceof WriteDropped) return error;
  const { kind, title, permission } = resources[change.kind];
  if (isForbidden(error)) return new PermissionMissing([{ kind, title, permission }]);
  return new ApplyInterrupted(counted, `${title} «${change.name}»`, error);
}
