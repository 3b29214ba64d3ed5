/** When an edition is not loaded, however well it is meant; each refusal names the way on. */
import type { Accepted, FaqPlan } from './plan-types.js';

/** Above this share of archived answers the file looks like a part of an edition, from the first answer on. */
const share = 0.3;
/** More ids than this beside other questions are a column that slipped, not a change of mind. */
const swapped = 2;

/** Whether anything would be written. */
const writes = ({ changes, archive, categories, reorder }: FaqPlan): boolean =>
  [changes, archive, categories, reorder].some(({ length }) => length > 0);

interface Consent {
  /** The old word for `archive` and `later` together. */
  readonly yes: boolean;
  readonly strict: boolean;
  readonly accept: ReadonlySet<Accepted>;
}

/** Why nothing may be written, in the words of the person who has to decide; null when it may. */
export const refuseFaq = (plan: FaqPlan, { yes, strict, accept }: Consent): string | null => {
  if (strict && plan.faults.length > 0)
    return `В издании ошибок: ${plan.faults.length}, а задано --strict. Исправьте их; ничего не записано.`;
  const { archive, managed, later, date, slipped } = plan;
  if (slipped.length > swapped && !accept.has('ids')) {
    const shown = slipped.slice(0, 3).map(({ id, from, to }) => `${id}: «${from}» → «${to}»`);
    return (
      `Ключи стоят у других вопросов (${slipped.length}): ${shown.join('; ')}. Похоже, столбец ключей съехал. ` +
      'Исправьте его; если так и задумано, повторите с --accept ids; ничего не записано.'
    );
  }
  if (!yes && !accept.has('later') && later !== null && writes(plan))
    return (
      `Издание от ${date ?? ''} старше действующего (${later.edition} от ${later.date}): оно вернуло бы прежние ответы. ` +
      'Если так и задумано, повторите с --accept later (или --yes); ничего не записано.'
    );
  if (yes || accept.has('archive') || archive.length <= managed * share) return null;
  return (
    `План убирает в архив ${archive.length} из ${managed} ответов — больше ${share * 100} %. ` +
    'Проверьте, всё ли издание передано. Если так и задумано, повторите с --accept archive (или --yes); ничего не записано.'
  );
};
