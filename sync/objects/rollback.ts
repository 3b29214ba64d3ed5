/** Takes an apply back: carries out a {@link RollbackPlan}. */
import { asText, isRecord } from './canonical.js';
import { said } from './errors.js';
import { saveLedger, withEntries } from './ledger.js';
import { isGone, isRefused } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import { resources } from './resources/index.js';
import { isPending } from './resources/object-attributes.js';
import type { RollbackPlan, RollbackStep } from './rollback-plan.js';
import type { Columns, Ledger } from './types.js';

export interface RolledBack {
  readonly restored: number;
  readonly deleted: number;
  readonly deactivated: number;
  readonly recreated: number;
  /** What a person has to look at, in words. */
  readonly left: readonly string[];
}

/** Objects that had to be made anew have new ids; SLAs name their calendar and triggers their webhook by id. */
const withNewIds = (columns: Columns, made: ReadonlyMap<string, number>): Columns => {
  const calendar = made.get(`calendars ${asText(columns['calendar_id'])}`);
  const perform = columns['perform'];
  const hook = isRecord(perform) ? perform['notification.webhook'] : undefined;
  const webhook = isRecord(hook) ? made.get(`webhooks ${asText(hook['webhook_id'])}`) : undefined;
  return {
    ...columns,
    ...(calendar === undefined ? {} : { calendar_id: calendar }),
    ...(webhook === undefined || !isRecord(perform)
      ? {}
      : { perform: { ...perform, 'notification.webhook': { webhook_id: String(webhook) } } }),
  };
};

export interface RollbackOptions {
  /** Given to a webhook that has to be made anew; a former, different secret was never kept. */
  readonly webhookSecret: string;
  readonly ledger: Ledger;
  readonly progress?: (step: RollbackStep) => void;
  /** Aborted: stops before the next write. */
  readonly signal?: AbortSignal;
}

const isField = ({ kind }: RollbackStep): boolean => kind === 'object_manager_attributes';

/**
 * Carries the plan out; made again from the same trace it is empty then.
 * @throws ZammadError when the helpdesk goes away; plan and run it again then
 */
export const rollback = async (
  helpdesk: ObjectStore,
  { steps, left }: RollbackPlan,
  { webhookSecret, ledger, progress, signal }: RollbackOptions,
): Promise<RolledBack> => {
  const tally = { restored: 0, deleted: 0, deactivated: 0, recreated: 0 };
  const unable = [...left];
  const made = new Map<string, number>();
  const anew: { kind: RollbackStep['kind']; id: number; origin: 'made' }[] = [];
  const gone: { kind: RollbackStep['kind']; id: number }[] = [];

  const switchOff = async ({ kind, id, columns }: RollbackStep): Promise<void> => {
    if (id === null) return;
    await helpdesk.update(kind, id, { ...columns, active: false });
    tally.deactivated += 1;
  };
  const remove = async (step: RollbackStep): Promise<void> => {
    const { kind, id } = step;
    if (id === null) return;
    try {
      await helpdesk.remove(kind, id);
    } catch (error) {
      if (isRefused(error)) {
        // Somebody's data hang on it after all; a group that is off would hide its tickets.
        if (kind === 'groups') throw error;
        await switchOff(step);
        return;
      }
      if (!isGone(error)) throw error;
    }
    gone.push({ kind, id });
    tally.deleted += 1;
  };
  const carryOut = async (step: RollbackStep): Promise<void> => {
    const { kind, id, does, columns } = step;
    if (does === 'delete') await remove(step);
    else if (does === 'off') await switchOff(step);
    else if (does === 'again') {
      const secret = kind === 'webhooks' ? { signature_token: webhookSecret } : {};
      const again = await helpdesk.create(kind, { ...withNewIds(columns, made), ...secret });
      made.set(`${kind} ${id ?? ''}`, again.id);
      anew.push({ kind, id: again.id, origin: 'made' });
      tally.recreated += 1;
    } else if (id !== null) {
      await helpdesk.update(kind, id, columns);
      if (step.frees) gone.push({ kind, id });
      tally.restored += 1;
    }
  };

  for (const step of steps) {
    if (signal?.aborted === true) {
      unable.push('остановлено; остальное не возвращено: повторите rollback');
      break;
    }
    try {
      await carryOut(step);
    } catch (error) {
      if (!isRefused(error) && !isGone(error)) throw error;
      unable.push(`${resources[step.kind].title} «${step.name}»: ${said(error)}`);
    }
    progress?.(step);
  }
  if (steps.some(isField) && (await helpdesk.list('object_manager_attributes')).some(isPending))
    await helpdesk.migrate();
  if (gone.length + anew.length > 0 && ledger.id !== null)
    await saveLedger(helpdesk, withEntries(ledger, anew, gone));
  return { ...tally, left: unable };
};
