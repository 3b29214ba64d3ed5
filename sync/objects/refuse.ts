/** When a plan is not carried out, however well it is meant. */
import { asText, isRecord } from './canonical.js';
import { resources } from './resources/index.js';
import type { Change, Json, Plan } from './types.js';

/** Above this share of changed objects a plan looks like the wrong helpdesk or the wrong configuration. */
const share = 0.3;
/** Below this number of managed objects a share says nothing. */
const enough = 10;

interface RefusalOptions {
  /** The person has seen the plan and means it. */
  readonly yes: boolean;
  /** A person sees it and is asked before it is carried out: a mere number of changes needs no more. */
  readonly isAsked?: boolean;
}

const namesIn = (value: Json): readonly string[] => {
  if (Array.isArray(value)) return value.map(asText);
  return isRecord(value) ? Object.keys(value) : [];
};

/** Groups in force that the change takes from an object's list of them. */
const taken = ({ fields }: Change): readonly string[] => {
  const { before = null, after = null } = fields['groups'] ?? {};
  const kept = new Set(namesIn(after));
  return namesIn(before).filter((name) => !kept.has(name));
};

/**
 * A group that the configuration no longer names is left as it is, while patterns over all regions let go of it: mail comes still, and
 * neither the companion nor an operator's macros reach its tickets. Null: nothing of the kind.
 */
const leftAlone = ({ changes, orphans }: Plan): string | null => {
  const groups = orphans.filter(
    ({ kind, name }) => kind === 'groups' && changes.some((change) => taken(change).includes(name)),
  );
  if (groups.length === 0) return null;
  const losing = changes
    .filter((change) => taken(change).some((name) => groups.some((group) => group.name === name)))
    .map(({ kind, name }) => `${resources[kind].title} «${name}»`);
  const named = groups.map(({ name, tickets }) => `«${name}» (тикетов: ${tickets ?? 0})`).join(', ');
  return (
    `План отнимает (${losing.join(', ')}) группы, которых больше нет в конфигурации: ${named}. Письма в них идут по-прежнему. ` +
    'Регион закрыт — верните его файл и впишите closed: дата; переименован — впишите прежнее имя в was. ' +
    'Если так и задумано, повторите с --yes; ничего не записано.'
  );
};

/**
 * Why the plan must not be applied, in the words of the person who has to decide; null when it may be.
 * Objects that become ours for the first time or are renamed by `was` do not count: the configuration says so aloud.
 */
export const refuse = (plan: Plan, { yes, isAsked = false }: RefusalOptions): string | null => {
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
  const left = leftAlone(plan);
  if (left !== null) return left;
  const { existing, changed } = plan.managed;
  if (isAsked || existing < enough || changed <= existing * share) return null;
  return (
    `План меняет ${changed} из ${existing} управляемых объектов — больше ${share * 100} %. ` +
    'Проверьте, тот ли это Zammad и та ли папка конфигурации. Если так и задумано, повторите с --yes; ничего не записано.'
  );
};
