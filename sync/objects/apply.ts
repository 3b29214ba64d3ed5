/** The only writer. Everything it does stands in the plan; what was there stands in the bundle before the first write. */
import { openBooks } from './books.js';
import { makeBundle } from './bundle.js';
import type { Bundle, Done } from './bundle.js';
import { createCatalogue, rowName } from './catalogue.js';
import type { Catalogue } from './catalogue.js';
import { ApplyInterrupted, ApplyStopped, PermissionMissing, PlanRefused, WriteDropped } from './errors.js';
import { isForbidden } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import type { Planned } from './make-plan.js';
import { refuse } from './refuse.js';
import { resources } from './resources/index.js';
import type { Change, Plan, Row } from './types.js';
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
  /** Notes what was written, as soon as it was. */
  readonly record?: (done: Done) => Promise<void>;
  readonly progress?: (step: Progress) => void;
  /** Aborted: stops before the next write. */
  readonly signal?: AbortSignal;
}

interface Applied {
  readonly done: number;
  readonly bundle: Bundle | null;
  readonly requests: { readonly reads: number; readonly writes: number };
}

/** Why a saved plan no longer holds; null when it does. */
export const staleness = (saved: Plan, current: Plan): string | null => {
  if (saved.fingerprint.helpdesk !== current.fingerprint.helpdesk) {
    return 'С тех пор как план сохранён, Zammad изменился. Постройте и посмотрите план заново; ничего не записано.';
  }
  if (saved.fingerprint.desired !== current.fingerprint.desired) {
    return 'С тех пор как план сохранён, изменилась конфигурация. Постройте и посмотрите план заново; ничего не записано.';
  }
  return null;
};

const isAttribute = ({ kind }: Change): boolean => kind === 'object_manager_attributes';

/** Consecutive changes that share a step: definitions of fields wait for one migration, all else goes one by one. */
const steps = (changes: readonly Change[]): Change[][] => {
  const grouped: Change[][] = [];
  for (const change of changes) {
    const last = grouped.at(-1);
    if (last?.[0] && isAttribute(last[0]) && isAttribute(change)) last.push(change);
    else grouped.push([change]);
  }
  return grouped;
};

/**
 * Carries a plan out: fields and one migration, then kind after kind, removals last; each write is read back.
 * Interrupted, it is simply planned and applied again: only what is left differs then.
 * @throws PlanRefused before anything was written; ApplyInterrupted, PermissionMissing or WriteDropped after
 */
export const applyPlan = async (options: ApplyOptions): Promise<Applied> => {
  const { helpdesk, planned, saved, yes, progress } = options;
  const { plan, snapshot, unclaimed } = planned;
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

  const books = openBooks(helpdesk, snapshot, options.record ?? (() => Promise.resolve()), unclaimed);
  const writing = { helpdesk, catalogue, snapshot, webhookSecret: options.webhookSecret };
  const counted = { done: 0, total: plan.changes.length };
  const finish = (change: Change): void => {
    counted.done += 1;
    progress?.({ ...counted, change });
  };
  const carryOut = async (change: Change): Promise<void> => {
    const id = await write(change, writing);
    const row = id === null ? null : await helpdesk.get(change.kind, id);
    await books.enter(change, id ?? change.id ?? 0, row);
    if (row !== null) verify(change, row, catalogue, plan.version, counted);
  };
  const carryOutFields = async (step: readonly Change[], at: (change: Change) => void): Promise<void> => {
    for (const change of step) {
      at(change);
      stopIf(options.signal, counted);
      const id = await write(change, writing);
      if (id !== null) await books.enter(change, id, null);
    }
    await helpdesk.migrate();
    progress?.({ ...counted, change: null });
    for (const [change, row] of await fieldsOf(step, helpdesk)) {
      await books.enter(change, row.id, row);
      verify(change, row, catalogue, plan.version, counted);
    }
  };
  let current: Change | undefined;
  try {
    for (const step of steps(plan.changes)) {
      const [first] = step;
      if (first === undefined) continue;
      current = first;
      stopIf(options.signal, counted);
      if (isAttribute(first)) await carryOutFields(step, (change) => (current = change));
      else await carryOut(first);
      step.forEach(finish);
    }
    current = undefined;
    await books.settle();
  } catch (error) {
    // What has a note bears our mark; where the helpdesk is away nothing can be written anyway.
    if (current !== undefined) await books.settle().catch(() => undefined);
    throw explained(error, current, counted);
  }
  return { done: counted.done, bundle, requests: helpdesk.requests() };
};

const verify = (
  change: Change,
  row: Parameters<typeof dropped>[1],
  catalogue: Catalogue,
  version: string,
  counted: { done: number; total: number },
): void => {
  const fault = dropped(change, row, catalogue, version);
  if (fault) throw new WriteDropped(fault, counted);
};

/** @throws ApplyStopped between two writes, once somebody has asked for it */
const stopIf = (signal: AbortSignal | undefined, counted: { done: number; total: number }): void => {
  if (signal?.aborted === true) throw new ApplyStopped(counted);
};

/** The fields of a step as they are after the migration. */
const fieldsOf = async (step: readonly Change[], helpdesk: ObjectStore): Promise<[Change, Row][]> => {
  const rows = await helpdesk.list('object_manager_attributes');
  return step.map((change) => {
    const row = rows.find((each) => rowName(change.kind, each) === change.name);
    if (row === undefined) throw new Error(`поле «${change.name}» после миграции не найдено`);
    return [change, row];
  });
};

const explained = (
  error: unknown,
  change: Change | undefined,
  counted: { done: number; total: number },
): Error => {
  if (error instanceof WriteDropped || error instanceof ApplyStopped) return error;
  if (change === undefined) return new ApplyInterrupted(counted, 'учёт объектов', error);
  const { kind, title, permission } = resources[change.kind];
  if (isForbidden(error)) return new PermissionMissing([{ kind, title, permission }]);
  return new ApplyInterrupted(counted, `${title} «${change.name}»`, error);
};
