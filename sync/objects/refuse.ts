/** When a plan is not carried out, however well it is meant. */
import { resources } from './resources/index.js';
import type { Plan } from './types.js';

/** Above this share of changed objects a plan looks like the wrong helpdesk or the wrong configuration. */
const share = 0.3;
/** Below this number of managed objects a share says nothing. */
const enough = 10;

interface RefusalOptions {
  /** The person has seen the plan and means it. */
  readonly yes: boolean;
}

/**
 * Why the plan must not be applied, in the words of the person who has to decide; null when it may be.
 * Objects that become ours for the first time or are renamed by `was` do not count: the configuration says so aloud.
 */
export const refuse = (plan: Plan, { yes }: RefusalOptions): string | null => {
  if (plan.faults.length > 0) {
    return `В плане ошибок: ${plan.faults.length}. Исправьте их и постройте план заново; ничего не записано.`;
  }
  const foreign = plan.changes.filter(({ needsWord }) => needsWord === true);
  if (foreign.length > 0) {
    const names = foreign.map(({ kind, name }) => `${resources[kind].title} «${name}» (${kind})`).join(', ');
    return (
      `В Zammad есть чужие объекты с нашими именами: ${names}. Без вашего слова о каждом они не меняются, --yes не в счёт. ` +
      'Переименуйте их в Zammad или впишите в adopt.yaml папки конфигурации: «adopt: { вид: [имя] }»; ничего не записано.'
    );
  }
  if (yes) return null;
  const removals = plan.changes.filter(({ action }) => action === 'remove' || action === 'deactivate');
  if (removals.length > 0) {
    const names = removals.map(({ name }) => `«${name}»`).join(', ');
    return `План убирает объекты: ${names}. Если так и задумано, повторите с --yes; ничего не записано.`;
  }
  const { existing, changed } = plan.managed;
  if (existing < enough || changed <= existing * share) return null;
  return (
    `План меняет ${changed} из ${existing} управляемых объектов — больше ${share * 100} %. ` +
    'Проверьте, тот ли это Zammad и та ли папка конфигурации. Если так и задумано, повторите с --yes; ничего не записано.'
  );
};
