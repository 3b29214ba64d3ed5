/** A rollback or an uninstall for people: what would be done, and what was. */
import picocolors from 'picocolors';
import { asText } from './canonical.js';
import type { RolledBack } from './rollback.js';
import type { RollbackPlan, RollbackStep } from './rollback-plan.js';
import { resources } from './resources/index.js';
import type { Uninstall } from './uninstall.js';
import type { Json } from './types.js';

const verbs: Readonly<Record<RollbackStep['does'], string>> = {
  delete: 'удалить созданное',
  off: 'отключить',
  restore: 'вернуть',
  again: 'создать заново',
};

const short = (value: Json): string => {
  if (value === null || value === '') return 'пусто';
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  const text = typeof value === 'object' ? 'прежнее значение' : `«${asText(value)}»`;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};

const lines = ({ kind, name, id, does, because, fields }: RollbackStep): string[] => {
  const why = because === '' ? '' : `: ${because}`;
  const head = `  ${verbs[does]}: ${resources[kind].title} «${name}»${id === null ? '' : ` (id ${id})`}${why}`;
  if (does !== 'restore') return [head];
  return [
    head,
    ...Object.entries(fields).map(([column, { before, after }]) =>
      typeof before === 'object' || typeof after === 'object'
        ? `      ${column}: станет, как было до apply`
        : `      ${column}: ${short(before)} → ${short(after)}`,
    ),
  ];
};

/** Deletions last, so that they stand where one looks; the last line counts. */
export const showRollbackPlan = (
  { steps, stays, left }: RollbackPlan,
  { colour }: { readonly colour: boolean },
): string => {
  const colours = picocolors.createColors(colour);
  const count = (does: RollbackStep['does']): number => steps.filter((step) => step.does === does).length;
  const counts = (Object.keys(verbs) as RollbackStep['does'][])
    .filter((does) => count(does) > 0)
    .map((does) => `${verbs[does]} ${count(does)}`);
  const last = steps.filter(({ does }) => does === 'delete');
  return [
    ...steps.filter(({ does }) => does !== 'delete').flatMap(lines),
    ...last.flatMap(lines).map((line) => colours.red(line)),
    ...stays.map((text) => `  = ${text}`),
    ...left.map((text) => `  ! ${text}`),
    counts.length === 0 ? 'Возвращать нечего' : counts.join(' · '),
  ].join('\n');
};

/** What a rollback did. */
export const showRollback = ({ restored, deleted, deactivated, recreated, left }: RolledBack): string =>
  [
    `Возвращено ${restored} · удалено созданное ${deleted} · отключено ${deactivated} · создано заново ${recreated}`,
    ...left.map((text) => `  ! ${text}`),
  ].join('\n');

/** What was applied after the trace that is gone back by, the latest first; never empty. */
export const showLater = (files: readonly string[]): string =>
  `  ? применено позже этого файла и само не возвращается: ${files.join(', ')}. Верните сначала их, начиная с последнего, если нужно вернуть и то.`;

/** What uninstalling leaves, by kind. */
export const showStays = (stays: Uninstall['stays']): string => {
  if (stays.length === 0) return 'Ничего нашего больше не действует.';
  const kinds = [...new Set(stays.map(({ kind }) => kind))];
  return [
    'Остаётся: на этом держатся тикеты, данные заявителей и доступ; отключите в Zammad сами, когда они больше не нужны.',
    ...kinds.map((kind) => {
      const names = stays.filter((each) => each.kind === kind).map(({ name }) => `«${name}»`);
      return `  ${resources[kind].title}: ${names.join(', ')}`;
    }),
  ].join('\n');
};
