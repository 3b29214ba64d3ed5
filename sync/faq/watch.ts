/** Looks after the federal FAQ (clause 2.1): says when the edition in force is too old, and takes new ones where they are handed over. */
import type { FaqSettings } from '../../config/schema/faq.js';
import { applyFaq } from './write/apply.js';
import type { FaqDesk } from './desk.js';
import { FaqRefused } from './errors.js';
import { makeFaqPlan, readTree } from './plan/make-plan.js';
import { noChoices, type FaqPlan } from './plan/plan-types.js';
import { faqCounts, hasChanges } from './plan/show.js';
import { faqStatusOf, staleness } from './status.js';
import type { FaqEdition } from './types.js';

/** Where the watch says what it found: the companion's log, or a test's. */
interface WatchLog {
  readonly info: (message: string, told?: Readonly<Record<string, unknown>>) => unknown;
  readonly warn: (message: string, told?: Readonly<Record<string, unknown>>) => unknown;
  readonly error: (message: string, told?: Readonly<Record<string, unknown>>) => unknown;
}

interface FaqWatch {
  readonly desk: FaqDesk;
  readonly settings: FaqSettings;
  /** Reads the edition from a folder, a file or an address. */
  readonly read: (source: string) => Promise<FaqEdition>;
  readonly log: WatchLog;
  readonly clock: () => Date;
  /** Told what the edition that was handed over comes to. Left out: nobody is. */
  readonly told?: (plan: FaqPlan) => Promise<void>;
}

/** When to look where the settings name no source: once a day, for the age alone. */
export const faqWatchAt = ({ watch }: FaqSettings): string => watch?.at ?? '0 6 * * *';

const take = async ({ desk, settings, read, log, clock, told }: FaqWatch): Promise<void> => {
  const { watch } = settings;
  if (watch === null) return;
  const edition = await read(watch.source);
  const now = clock();
  const planned = await makeFaqPlan(desk, edition, settings, { now, choices: noChoices });
  const { plan } = planned;
  for (const { where, message } of plan.faults) log.warn('ошибка в издании FAQ', { where, because: message });
  for (const { id, message } of plan.conflicts)
    log.warn('конфликт в FAQ: решает человек (reglament faq plan)', { id, because: message });
  for (const { id, question, formerQuestion } of plan.renames)
    log.warn('вопрос FAQ похож на прежний: решает человек (reglament faq apply --same или --different)', {
      id,
      question,
      formerQuestion,
    });
  for (const because of plan.warnings) log.info('замечание к изданию FAQ', { because });
  await told?.(plan);
  if (!hasChanges(plan)) return;
  if (!watch.apply) {
    log.info('новое издание FAQ: применить — reglament faq apply', {
      edition: plan.edition,
      counts: faqCounts(plan),
    });
    return;
  }
  try {
    const { done, altered } = await applyFaq({ desk, planned, settings, now, yes: false, strict: false });
    log.info('издание FAQ загружено', { edition: plan.edition, done, counts: faqCounts(plan) });
    if (altered.length > 0)
      log.warn('Zammad сохранил не весь текст, посмотрите ответы FAQ', { answers: altered });
  } catch (error) {
    if (!(error instanceof FaqRefused)) throw error;
    log.warn('издание FAQ не загружено', { edition: plan.edition, because: error.message });
  }
};

/** One look: the edition that is handed over, then the age of the one in force. Rejects when Zammad or the source is away. */
export const lookAtFaq = async (watch: FaqWatch): Promise<void> => {
  const { desk, settings, log, clock } = watch;
  try {
    await take(watch);
  } finally {
    const status = faqStatusOf(await readTree(desk, clock()), settings.staleAfterDays, clock());
    const stale = staleness(status);
    if (stale !== null) log.warn(stale, { edition: status.edition, ageDays: status.ageDays });
  }
};
