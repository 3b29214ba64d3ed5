/** A plan for people: one line an object, below it each field with what is and what is to be. Never a secret. */
import { diffWords } from 'diff';
import picocolors from 'picocolors';
import { asText } from './canonical.js';
import { driftOf } from './drift.js';
import type { RolledBack } from './rollback.js';
import { resources } from './resources/index.js';
import type { Change, Json, Plan } from './types.js';

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

function coloured({ action }: Change, colours: Colours): (text: string) => string {
  if (action === 'create') return colours.green;
  return action === 'remove' || action === 'deactivate' ? colours.red : colours.yellow;
}

const short = (value: Json): string => {
  if (value === null || value === '') return 'пусто';
  const text = typeof value === 'string' ? `«${value}»` : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

/** Long texts show only the words that differ and their neighbours. */
function field(name: string, before: Json, after: Json, colours: Colours): string {
  if (name === 'secret') return `      секрет: отпечаток ${short(before)} → ${short(after)}`;
  if (typeof before !== 'string' || typeof after !== 'string' || before.length + after.length < 120) {
    return `      ${name}: ${short(before)} → ${short(after)}`;
  }
  const words = diffWords(before, after)
    .map(({ added, removed, value }) => {
      if (added) return colours.green(`{+${value}+}`);
      if (removed) return colours.red(`[-${value}-]`);
      return value.length > 60 ? `${value.slice(0, 25)}…${value.slice(-25)}` : value;
    })
    .join('');
  return `      ${name}: ${words}`;
}

function lines(change: Change, colours: Colours): string[] {
  const { kind, name, action, fields, clauses } = change;
  const former =
    fields['name'] && action !== 'create' && action !== 'remove' ? asText(fields['name'].before) : '';
  const was = former === '' ? '' : ` (было «${former}»)`;
  const why = clauses.length === 0 ? '' : colours.dim(`  ${clauses.join(', ')}`);
  const head = `${signs[action]} ${verbs[action]}: ${resources[kind].title} «${name}»${was}`;
  const shown = action === 'create' || action === 'remove' ? [] : Object.entries(fields);
  return [
    `  ${coloured(change, colours)(head)}${why}`,
    ...shown
      .filter(([key]) => key !== 'name')
      .map(([key, { before, after }]) => field(key, before, after, colours)),
  ];
}

function faultLines(plan: Plan, colours: Colours): string[] {
  return plan.faults.map(({ kind, object, text }) => {
    const where = kind === null ? '' : `${resources[kind].title} «${object ?? ''}»: `;
    return `  ${colours.red('!')} ${where}${text}`;
  });
}

/** `создать 12 · изменить 3 · …; без изменений 40` */
export function countsLine(plan: Plan): string {
  const total = (key: keyof Plan['counts'][string]): number =>
    Object.values(plan.counts).reduce((sum, counts) => sum + counts[key], 0);
  const parts = (Object.entries(verbs) as [Change['action'], string][])
    .map(([action, verb]) => ({ verb, number: total(action) }))
    .filter(({ number }) => number > 0)
    .map(({ verb, number }) => `${verb} ${number}`);
  return `${parts.length === 0 ? 'Изменений нет' : parts.join(' · ')}; без изменений ${total('same')}`;
}

interface ShowOptions {
  readonly colour: boolean;
}

/** The whole plan as text in Russian, its last line the counts. */
export function showPlan(plan: Plan, { colour }: ShowOptions): string {
  const colours = picocolors.createColors(colour);
  return [
    `Zammad ${plan.version}`,
    ...plan.changes.flatMap((change) => lines(change, colours)),
    ...plan.warnings.map((text) => `  ${colours.yellow('?')} ${text}`),
    ...faultLines(plan, colours),
    plan.faults.length === 0
      ? countsLine(plan)
      : `Ошибок: ${plan.faults.length}; применять нельзя. ${countsLine(plan)}`,
  ].join('\n');
}

/** The same plan, read as drift: what was changed by hand, what is missing, what has come back. */
export function showDrift(plan: Plan, { colour }: ShowOptions): string {
  const colours = picocolors.createColors(colour);
  const { changed, missing, returned } = driftOf(plan);
  const part = (title: string, changes: readonly Change[]): string[] =>
    changes.length === 0 ? [] : [title, ...changes.flatMap((change) => lines(change, colours))];
  const found = [
    ...part('Отличается от конфигурации:', changed),
    ...part('Нет в Zammad:', missing),
    ...part('Убрано конфигурацией, но снова есть:', returned),
    ...faultLines(plan, colours),
  ];
  return found.length === 0 ? 'Zammad соответствует конфигурации.' : [...found, countsLine(plan)].join('\n');
}

/** What a rollback did. */
export function showRollback({ restored, deleted, deactivated, recreated, left }: RolledBack): string {
  return [
    `Возвращено ${restored} · удалено созданное ${deleted} · отключено ${deactivated} · создано заново ${recreated}`,
    ...left.map((text) => `  ! ${text}`),
  ].join('\n');
}

/** 1 faults · 2 something would change · 0 all is as wanted. */
export function exitCode(plan: Plan): 0 | 1 | 2 {
  if (plan.faults.length > 0) return 1;
  return plan.changes.length > 0 ? 2 : 0;
}
