/** When an edition is not loaded, however well it is meant. */
import type { FaqPlan } from './plan-types.js';

/** Above this share of archived answers the file looks like a part of an edition. */
const share = 0.3;
/** Below this number of answers a share says nothing. */
const enough = 10;

/** Whether anything would be written. */
const writes = ({ changes, archive, categories, reorder }: FaqPlan): boolean =>
  [changes, archive, categories, reorder].some(({ length }) => length > 0);

/** Why nothing may be written, in the words of the person who has to decide; null when it may. */
export const refuseFaq = (
  plan: FaqPlan,
  { yes, strict }: { readonly yes: boolean; readonly strict: boolean },
): string | null => {
  if (strict && plan.faults.length > 0)
    return `В издании ошибок: ${plan.faults.length}, а задано --strict. Исправьте их; ничего не записано.`;
  const { archive, managed, later, date } = plan;
  if (!yes && later !== null && writes(plan))
    return (
      `Издание от ${date ?? ''} старше действующего (${later.edition} от ${later.date}): оно вернуло бы прежние ответы. ` +
      'Если так и задумано, повторите с --yes; ничего не записано.'
    );
  if (yes || managed < enough || archive.length <= managed * share) return null;
  return (
    `План убирает в архив ${archive.length} из ${managed} ответов — больше ${share * 100} %. ` +
    'Проверьте, всё ли издание передано. Если так и задумано, повторите с --yes; ничего не записано.'
  );
};
