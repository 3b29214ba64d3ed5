/**
 * A plan carried out for a signed-in admin, with the admin's own key, while the page shows how far it is. The key lives as long as the
 * run and is kept nowhere. One run at a time in a process; on the helpdesk, one of anybody's, by the same lock as the command.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../../config/load.js';
import { applyPlan } from '../../../sync/objects/apply.js';
import type { CompanionSettings } from '../../../sync/objects/desired/desired-state.js';
import { makePlan, type Planned } from '../../../sync/objects/make-plan.js';
import type { ObjectStore } from '../../../sync/objects/object-store.js';
import { refuse } from '../../../sync/objects/refuse.js';
import type { Plan } from '../../../sync/objects/types.js';
import { isError, wordsOf } from '../../process/fault.js';
import { keepLock } from '../../process/kept-lock.js';
import type { Log } from '../../process/log.js';
import { traceFile } from '../../process/trace-file.js';
import { PageFault } from '../section.js';
import { previewOf, type RollbackPreview } from './rollback-preview.js';

export interface SetupOptions {
  readonly config: Config;
  readonly settings: CompanionSettings;
  /** Where rollback bundles are kept. */
  readonly folder: string;
  /** The helpdesk's objects, by somebody's key. */
  readonly open: (key: string) => ObjectStore;
}

export interface Run {
  readonly by: string;
  readonly began: Date;
  readonly done: number;
  readonly total: number;
  /** What is being written. */
  readonly at: string;
  /** Null: under way. */
  readonly ended: Date | null;
  /** Why it stopped; empty: it did not. */
  readonly fault: string;
  /** Name of the bundle. */
  readonly bundle: string;
}

export interface Applying {
  plan(helpdesk: ObjectStore, now: Date): Promise<Planned>;
  /** Begins; throws PageFault where it may not. Resolves when the first write is about to be made. */
  begin(order: {
    readonly helpdesk: ObjectStore;
    /** Of the plan that was looked at. */
    readonly seen: string;
    readonly yes: boolean;
    readonly login: string;
  }): Promise<void>;
  /** The last run of this process; null: none. */
  current(): Run | null;
  /** Names of bundles, newest first. */
  bundles(limit: number): Promise<string[]>;
  /** What going back to before a bundle would do now; writes nothing. Throws PageFault. */
  preview(helpdesk: ObjectStore, bundle: string): Promise<RollbackPreview>;
}

/** By this a plan is known again: it comes out otherwise when helpdesk or configuration have changed. */
export const printOf = ({ fingerprint: { helpdesk, desired } }: Plan): string => `${helpdesk}.${desired}`;

export const createApplying = (
  { config, settings, folder }: Omit<SetupOptions, 'open'>,
  { clock, log }: { readonly clock: () => Date; readonly log: Pick<Log, 'info' | 'warn'> },
): Applying => {
  let run: Run | null = null;
  const step = (more: Partial<Run>): void => {
    if (run !== null) run = { ...run, ...more };
  };
  const carryOut = async (helpdesk: ObjectStore, planned: Planned): Promise<void> => {
    const now = clock();
    const trace = traceFile(folder, now);
    step({ total: planned.plan.changes.length });
    await applyPlan({
      helpdesk,
      planned,
      webhookSecret: settings.webhookSecret,
      // Asked and answered by now.
      yes: true,
      now,
      saveBundle: async (made) => {
        await trace.begin(made);
        step({ bundle: trace.name });
      },
      record: trace.add,
      progress: ({ done, total, change }) => {
        step({ done, total, at: change?.name ?? 'перестройка полей в базе Zammad' });
      },
    });
  };
  const checked = async (helpdesk: ObjectStore, seen: string, yes: boolean): Promise<Planned> => {
    const planned = await makePlan(helpdesk, config, settings, clock());
    if (printOf(planned.plan) !== seen)
      throw new PageFault(
        409,
        'С тех пор как план показан, изменился Zammad или конфигурация: посмотрите его заново.',
      );
    const refusal = refuse(planned.plan, { yes });
    if (refusal !== null) throw new PageFault(409, refusal);
    return planned;
  };
  const names = async (): Promise<string[]> => {
    const files = await readdir(folder).catch((error: unknown) => {
      // Nothing has been applied yet.
      if (isError(error) && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    return files
      .filter((file) => file.endsWith('.jsonl'))
      .toSorted()
      .toReversed();
  };
  return {
    plan: (helpdesk, now) => makePlan(helpdesk, config, settings, now),
    async begin({ helpdesk, seen, yes, login }) {
      if (run !== null && run.ended === null)
        throw new PageFault(409, `Применение уже идёт: начал ${run.by}. Дождитесь его конца.`);
      const before = run;
      run = { by: login, began: clock(), done: 0, total: 0, at: '', ended: null, fault: '', bundle: '' };
      let lock;
      let planned;
      try {
        lock = await keepLock(helpdesk, { what: 'страница Reglament', clock });
        planned = await checked(helpdesk, seen, yes);
      } catch (error) {
        await lock?.end();
        run = before;
        throw error instanceof PageFault ? error : new PageFault(409, wordsOf(error));
      }
      const held = lock;
      void carryOut(helpdesk, planned)
        .then(
          () => {
            log.info('план применён со страницы', { login, changes: run?.total });
          },
          (error: unknown) => {
            step({ fault: wordsOf(error) });
            log.warn('применение плана со страницы остановилось', { login, words: wordsOf(error) });
          },
        )
        .finally(async () => {
          if (!(await held.end()))
            log.warn('отметка «идёт apply» осталась в Zammad: снимет reglament apply --break-lock', {
              login,
            });
          step({ ended: clock() });
        });
    },
    current: () => run,
    bundles: async (limit) => (await names()).slice(0, limit),
    async preview(helpdesk, bundle) {
      const known = await names();
      if (!known.includes(bundle))
        throw new PageFault(404, 'Такого файла отката нет: выберите его из списка.');
      return previewOf(helpdesk, {
        text: await readFile(path.join(folder, bundle), 'utf8'),
        later: known.filter((name) => name > bundle),
      });
    },
  };
};
