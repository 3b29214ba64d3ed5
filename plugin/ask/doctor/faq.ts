/** The federal FAQ (clause 2.1): loaded at all, and not older than the settings allow. */
import type { ZammadClient } from 'zammad-api-client-ts';
import type { FaqSettings } from '../../../config/schema/faq.js';
import { createFaqDesk } from '../../../sync/faq/desk.js';
import { FaqForbidden } from '../../../sync/faq/errors.js';
import { readTree } from '../../../sync/faq/plan/make-plan.js';
import { faqStatusOf, staleness } from '../../../sync/faq/status.js';
import { ok, warn, type Check } from './check.js';

/** One call. Rejects with ZammadError. */
export const checkFaq = async (client: ZammadClient, settings: FaqSettings, now: Date): Promise<Check> => {
  let tree: Awaited<ReturnType<typeof readTree>>;
  try {
    tree = await readTree(createFaqDesk(client), now);
  } catch (error) {
    if (!(error instanceof FaqForbidden)) throw error;
    return warn(
      'базы знаний нет или ключу она не видна: подсказок из FAQ (п. 3.1, 4.1) не будет',
      'Загрузите FAQ ключом настройки (reglament faq apply); ключу службы и его роли нужно право knowledge_base.reader.',
    );
  }
  const status = faqStatusOf(tree, settings.staleAfterDays, now);
  const stale = staleness(status);
  if (stale !== null)
    return warn(
      stale,
      'Получите издание в СП ЕПГУ и загрузите: reglament faq plan ФАЙЛ, затем reglament faq apply ФАЙЛ.',
    );
  return ok(
    `FAQ СП ЕПГУ: издание ${status.edition ?? ''}, ${status.ageDays ?? 0} дн., ответов ${status.answers}`,
  );
};
