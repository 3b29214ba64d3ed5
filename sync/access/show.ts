/** Access for people: what the registers of clause 2.3 want and the helpdesk has not. */
import picocolors from 'picocolors';
import type { Access, AccessChange, Rights, Stranger } from './access.js';

const quoted = (names: readonly string[]): string => names.map((name) => `«${name}»`).join(', ');

const rightsWords = ({ roles, groups }: Rights): string =>
  [
    ...(roles.length === 0 ? [] : [`${roles.length === 1 ? 'роль' : 'роли'} ${quoted(roles)}`]),
    ...(groups.length === 0 ? [] : [`${groups.length === 1 ? 'группа' : 'группы'} ${quoted(groups)}`]),
  ].join(', ');

const isSome = ({ roles, groups }: Rights): boolean => roles.length + groups.length > 0;
const who = ({ name, email }: { readonly name: string; readonly email: string }): string =>
  `${name} <${email}>`;

const lines = (change: AccessChange): string[] => {
  const { does, give, take, activates, because, id } = change;
  const verb = does === 'create' ? 'завести' : does === 'disable' ? 'отключить' : 'изменить';
  return [
    `  ${verb}: ${who(change)}${id === null ? '' : ` (id ${id})`} — ${because}`,
    ...(activates ? ['      + учётная запись включается'] : []),
    ...(isSome(give) ? [`      + ${rightsWords(give)}`] : []),
    ...(isSome(take) ? [`      - ${rightsWords(take)}`] : []),
  ];
};

const strangerLine = (stranger: Stranger): string => {
  const has = isSome(stranger.take) ? `: ${rightsWords(stranger.take)}` : '';
  return `  ? ${who(stranger)} (id ${stranger.id})${has}${stranger.stays === null ? '' : ` — ${stranger.stays}`}`;
};

const PASSWORD =
  'Паролей программа не задаёт: скажите новым людям адрес Zammad, пароль каждый задаст сам по «Забыли пароль?».';

/** How many of what: the last line. */
const accessCounts = ({ changes, strangers, registered }: Access): string => {
  const count = (test: (change: AccessChange) => boolean): number => changes.filter(test).length;
  return [
    `завести ${count(({ does }) => does === 'create')}`,
    `дать ${count(({ does, give, activates }) => does === 'change' && (activates || isSome(give)))}`,
    `забрать ${count(({ take }) => isSome(take))}`,
    `отключить ${count(({ does }) => does === 'disable')}`,
    `не в реестре ${strangers.length}`,
    `по реестрам ${registered}`,
  ].join(' · ');
};

/** The whole comparison. */
export const showAccess = (access: Access, { colour }: { readonly colour: boolean }): string => {
  const { changes, strangers, faults, left, unregistered } = access;
  const colours = picocolors.createColors(colour);
  const offs = changes.filter(({ does }) => does === 'disable');
  return [
    ...changes.filter(({ does }) => does !== 'disable').flatMap(lines),
    ...offs.flatMap(lines).map((line) => colours.red(line)),
    ...(strangers.length === 0
      ? []
      : ['Не в реестре (не трогаются; забрать доступ: --strangers):', ...strangers.map(strangerLine)]),
    ...(unregistered.length === 0 ? [] : [`Нет реестра (п. 2.3): ${unregistered.join(', ')}`]),
    ...left.map((text) => `  ! ${text}`),
    ...faults.map((text) => colours.red(`  ✗ ${text}`)),
    ...(changes.some(({ does }) => does === 'create') ? [PASSWORD] : []),
    changes.length === 0 ? `Менять нечего · ${accessCounts(access)}` : accessCounts(access),
  ].join('\n');
};
