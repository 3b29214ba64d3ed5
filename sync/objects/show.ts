/** A plan for people: what is new, what changes, what of somebody else's is reached; below each object what differs. Never a secret. */
import picocolors from 'picocolors';
import { asText } from './canonical.js';
import { driftOf } from './drift.js';
import { resources } from './resources/index.js';
import { fieldLines } from './show-field.js';
import type { Change, Plan } from './types.js';

type Colours = ReturnType<typeof picocolors.createColors>;

const verbs: Readonly<Record<Change['action'], string>> = {
  create: 'создать',
  update: 'изменить',
  adopt: 'принять под управление',
  rename: 'переименовать',
  deactivate: 'отключить',
  remove: 'удалить',
};
const signs: Readonly<Record<Change['action'], string>> = {
  create: '+',
  update: '~',
  adopt: '~',
  rename: '~',
  deactivate: '-',
  remove: '-',
};

const coloured = ({ action }: Change, colours: Colours): ((text: string) => string) => {
  if (action === 'create') return colours.green;
  return action === 'remove' || action === 'deactivate' ? colours.red : colours.yellow;
};

const ticketsOf = ({ tickets }: { readonly tickets?: number | undefined }): string =>
  (tickets ?? 0) === 0 ? '' : `, тикетов: ${tickets}`;

const lines = (change: Change, colours: Colours): string[] => {
  const { kind, name, action, fields, clauses, needsWord } = change;
  const former =
    fields['name'] && action !== 'create' && action !== 'remove' ? asText(fields['name'].before) : '';
  const was = former === '' ? '' : ` (было «${former}»)`;
  const why = clauses.length === 0 ? '' : colours.dim(`  ${clauses.join(', ')}`);
  const head = `${signs[action]} ${verbs[action]}: ${resources[kind].title} «${name}»${was}${ticketsOf(change)}`;
  const shown = action === 'create' || action === 'remove' ? [] : Object.entries(fields);
  return [
    `  ${coloured(change, colours)(head)}${why}`,
    ...(needsWord === true
      ? [colours.red(`      чужой объект: нужно ваше слово — adopt: { ${kind}: ['${name}'] } в adopt.yaml`)]
      : []),
    ...shown
      .filter(([key]) => key !== 'name')
      .flatMap(([key, both]) => fieldLines(key, both, colours).map((line) => `      ${line}`)),
  ];
};

/** Columns of tickets are made or changed: Zammad stops itself afterwards and is back within a minute. */
const restarts = ({ kind, action, fields }: Change): boolean =>
  kind === 'object_manager_attributes' &&
  (action !== 'update' ||
    Object.keys(fields).some((field) => !['options', 'display', 'screens', 'position'].includes(field)));

/** How many objects of one kind are told one by one when they are new. */
const toldNew = 8;

/** New objects need no comparing: a kind with many of them is one line. */
const newLines = (changes: readonly Change[], colours: Colours): string[] => {
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const own = changes.filter((change) => change.kind === kind);
    if (own.length <= toldNew) return own.flatMap((change) => lines(change, colours));
    const names = own.map(({ name }) => `«${name}»`).join(', ');
    return [`  ${colours.green(`+ создать: ${resources[kind].title}, ${own.length}`)}: ${names}`];
  });
};

const isNew = ({ action }: Change): boolean => action === 'create';
const isForeign = ({ action }: Change): boolean => action === 'adopt';
const goes = ({ action }: Change): boolean => action === 'remove' || action === 'deactivate';

/** The changes in the order in which a person wants to know of them: what is somebody else's stands last, next to the count. */
const grouped = ({ changes }: Plan, colours: Colours): string[] => {
  const part = (
    title: string,
    own: readonly Change[],
    told = own.flatMap((each) => lines(each, colours)),
  ): string[] => (own.length === 0 ? [] : [colours.bold(`${title} (${own.length})`), ...told]);
  const fresh = changes.filter(isNew);
  return [
    ...part('Новое', fresh, newLines(fresh, colours)),
    ...part(
      'Меняется',
      changes.filter((each) => !isNew(each) && !isForeign(each) && !goes(each)),
    ),
    ...part('Отключается и удаляется', changes.filter(goes)),
    ...part('Чужое задето', changes.filter(isForeign)),
    ...(changes.some(restarts)
      ? ['Поля в базе меняются: после этого шага Zammad перезапустится, до минуты.']
      : []),
  ];
};

/** Ours, in force and no longer wanted. */
const orphanLines = ({ orphans }: Plan, colours: Colours): string[] => {
  if (orphans.length === 0) return [];
  return [
    colours.bold(
      `Больше не нужно конфигурации, но действует (${orphans.length}); снять — removed в её файлах`,
    ),
    ...orphans.map(
      ({ kind, name, id, tickets }) =>
        `  ${colours.yellow('?')} ${resources[kind].title} «${name}» (id ${id})${ticketsOf({ tickets })}`,
    ),
    ...(orphans.some(({ kind }) => kind === 'groups')
      ? ['  Группа региона: переименован — впишите прежнее имя в was, закрыт — верните файл с closed.']
      : []),
  ];
};

const faultLines = (plan: Plan, colours: Colours): string[] =>
  plan.faults.map(({ kind, object, text }) => {
    const where = kind === null ? '' : `${resources[kind].title} «${object ?? ''}»: `;
    return `  ${colours.red('!')} ${where}${text}`;
  });

/** More than this of the same said of several is one line, which names so many of them. */
const toldAlike = 3;

const named = (names: readonly string[]): string => {
  const rest = names.length - toldAlike;
  return [...names.slice(0, toldAlike), ...(rest > 0 ? [`и ещё ${rest}`] : [])].join(', ');
};

/** Warnings; what is the same for many (`Регион: …`) is told once, with their number. */
const warningLines = ({ warnings }: Plan, colours: Colours): string[] => {
  const alike = Map.groupBy(warnings, (text) => /^[^:«]+: (.*)$/s.exec(text)?.[1] ?? text);
  return [...alike].flatMap(([said, texts]) => {
    const told =
      texts.length <= toldAlike
        ? texts
        : [`${said}: ${texts.length} (${named(texts.map((text) => text.slice(0, text.indexOf(':'))))})`];
    return told.map((text) => `  ${colours.yellow('?')} ${text}`);
  });
};

/** `создать 12 · изменить 3 · …; без изменений 40` */
export const countsLine = (plan: Plan): string => {
  const total = (key: keyof Plan['counts'][string]): number =>
    Object.values(plan.counts).reduce((sum, counts) => sum + counts[key], 0);
  const parts = (Object.entries(verbs) as [Change['action'], string][])
    .map(([action, verb]) => ({ verb, number: total(action) }))
    .filter(({ number }) => number > 0)
    .map(({ verb, number }) => `${verb} ${number}`);
  return `${parts.length === 0 ? 'Изменений нет' : parts.join(' · ')}; без изменений ${total('same')}`;
};

interface ShowOptions {
  readonly colour: boolean;
}

/** The whole plan as text in Russian, its last line the counts. */
export const showPlan = (plan: Plan, { colour }: ShowOptions): string => {
  const colours = picocolors.createColors(colour);
  return [
    `Zammad ${plan.version}`,
    ...grouped(plan, colours),
    ...orphanLines(plan, colours),
    ...warningLines(plan, colours),
    ...faultLines(plan, colours),
    plan.faults.length === 0
      ? countsLine(plan)
      : `Ошибок: ${plan.faults.length}; применять нельзя. ${countsLine(plan)}`,
  ].join('\n');
};

/** The same plan, read as drift: what was changed by hand, what is missing, what has come back. */
export const showDrift = (plan: Plan, { colour }: ShowOptions): string => {
  const colours = picocolors.createColors(colour);
  const { changed, missing, returned } = driftOf(plan);
  const part = (title: string, changes: readonly Change[]): string[] =>
    changes.length === 0 ? [] : [title, ...changes.flatMap((change) => lines(change, colours))];
  const found = [
    ...part('Отличается от конфигурации:', changed),
    ...part('Нет в Zammad:', missing),
    ...part('Убрано конфигурацией, но снова есть:', returned),
    ...orphanLines(plan, colours),
    ...faultLines(plan, colours),
  ];
  const others = warningLines(plan, colours);
  return found.length === 0
    ? ['Zammad соответствует конфигурации.', ...others].join('\n')
    : [...found, ...others, countsLine(plan)].join('\n');
};

/** 1 faults · 2 something would change · 0 all is as wanted. */
export const exitCode = (plan: Plan): 0 | 1 | 2 => {
  if (plan.faults.length > 0) return 1;
  return plan.changes.length > 0 ? 2 : 0;
};
