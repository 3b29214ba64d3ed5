/** The plan of an edition for people and for programs. */
import { diffWords } from 'diff';
import picocolors from 'picocolors';
import type { FaqChange, FaqConflict, FaqPlan, FaqRename, FaqSlip } from './plan-types.js';
import type { FaqFault } from '../types.js';

type Colours = ReturnType<typeof picocolors.createColors>;

export const stateWords = {
  draft: 'черновик',
  internal: 'для операторов',
  public: 'для всех',
  archived: 'в архиве',
} as const;

const pathText = (path: readonly string[]): string => (path.length === 0 ? 'разделы' : path.join(' › '));

interface Listed {
  readonly id: string;
  readonly category: readonly string[];
  readonly question: string;
}

const listed = ({ desired: { id, category, texts } }: FaqChange): Listed => ({
  id,
  category,
  question: texts[0]?.question ?? '',
});

const isCreate = ({ answer }: FaqChange): boolean => answer === null;
const isMove = ({ movedFrom }: FaqChange): boolean => movedFrom !== null;
/** What changes in an answer that is there, a move apart: text, visibility, or only our note. */
const isUpdate = (change: FaqChange): boolean =>
  !isCreate(change) && (change.text || change.state !== null || !isMove(change));

const warningsOf = ({ later, warnings }: FaqPlan): readonly string[] => [
  ...(later === null ? [] : [`действует более позднее издание: ${later.edition} от ${later.date}`]),
  ...warnings,
];

/** The plan as JSON; an answer that is both changed and moved stands in both lists. */
export interface FaqPlanJson {
  readonly edition: string;
  readonly date: string | null;
  readonly createBase: boolean;
  readonly categories: readonly (readonly string[])[];
  readonly create: readonly Listed[];
  readonly update: readonly (Listed & {
    readonly text: boolean;
    readonly visibility: FaqChange['state'];
    readonly formerQuestion: string | null;
  })[];
  readonly move: readonly (Listed & { readonly from: readonly string[] })[];
  readonly archive: readonly Listed[];
  readonly renames: readonly FaqRename[];
  readonly emptied: readonly (readonly string[])[];
  readonly slipped: readonly FaqSlip[];
  readonly reorder: readonly (readonly string[])[];
  readonly access: readonly (readonly string[])[];
  readonly unchanged: number;
  readonly conflicts: readonly FaqConflict[];
  readonly declined: readonly string[];
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly string[];
}

export const faqPlanJson = (plan: FaqPlan): FaqPlanJson => ({
  edition: plan.edition,
  date: plan.date,
  createBase: plan.createBase,
  categories: plan.categories,
  create: plan.changes.filter(isCreate).map(listed),
  update: plan.changes.filter(isUpdate).map((change) => ({
    ...listed(change),
    text: change.text,
    visibility: change.state,
    formerQuestion: change.titleFrom,
  })),
  move: plan.changes.filter(isMove).map((change) => ({ ...listed(change), from: change.movedFrom ?? [] })),
  archive: plan.archive.map(({ id, category, question }) => ({ id, category, question })),
  renames: plan.renames,
  emptied: plan.emptied,
  slipped: plan.slipped,
  reorder: plan.reorder,
  access: plan.access.map(({ path }) => path),
  unchanged: plan.unchanged,
  conflicts: plan.conflicts,
  declined: plan.declines.map(({ id }) => id),
  faults: plan.faults,
  warnings: warningsOf(plan),
});

const lineOf = (sign: string, verb: string, { id, category, question }: Listed, more = ''): string =>
  `  ${sign} ${verb}: ${pathText(category)} › «${question}» [${id}]${more}`;

const changeLines = (change: FaqChange, colours: Colours): string[] => {
  const item = listed(change);
  if (isCreate(change)) return [colours.green(lineOf('+', 'создать', item))];
  const { movedFrom, state, text, titleFrom } = change;
  const turn = state === null ? [] : [`видимость: ${stateWords[state.from]} → ${stateWords[state.to]}`];
  const title = titleFrom === null ? [] : [`вопрос «${titleFrom}» → «${item.question}»`];
  const what = [...title, ...(text ? ['текст и файлы'] : []), ...turn];
  return [
    ...(movedFrom === null
      ? []
      : [colours.yellow(lineOf('~', 'перенести', item, ` из «${pathText(movedFrom)}»`))]),
    ...(isUpdate(change)
      ? [
          colours.yellow(
            lineOf(
              '~',
              'изменить',
              item,
              what.length === 0 ? ' (служебная заметка)' : `: ${what.join(', ')}`,
            ),
          ),
        ]
      : []),
  ];
};

/** Without it every Cyrillic letter is a word of its own. */
const segmenter = new Intl.Segmenter('ru', { granularity: 'word' });

/** Texts that differ in more places than this are not compared word by word: nobody would read it, and it takes minutes. */
const placesAtMost = 1000;

/** Only the words that differ and their neighbours. */
const wordDiff = (before: string, after: string, colours: Colours): string =>
  (diffWords(before, after, { intlSegmenter: segmenter, maxEditLength: placesAtMost }) ?? [])
    .map(({ added, removed, value }) => {
      if (added) return colours.green(`{+${value}+}`);
      if (removed) return colours.red(`[-${value}-]`);
      return value.length > 80 ? `${value.slice(0, 35)}…${value.slice(-35)}` : value;
    })
    .join('')
    .replaceAll('\n', ' ') ||
  'тексты различаются слишком сильно, чтобы показать разницу: сравните их целиком (--json)';

const conflictLines = (conflict: FaqConflict, colours: Colours): string[] => {
  const { id, message, local, edition, kind } = conflict;
  const choice = kind === 'title' ? '' : `\n      взять издание: --theirs ${id}; оставить своё: --ours ${id}`;
  const compared = local === null || edition === null ? '' : `\n      ${wordDiff(local, edition, colours)}`;
  return [`${colours.magenta(lineOf('?', 'конфликт', conflict, `: ${message}`))}${compared}${choice}`];
};

const renameLines = ({ id, category, question, formerQuestion }: FaqRename, colours: Colours): string[] => [
  colours.magenta(`  ? переименован? ${pathText(category)}: «${formerQuestion}» → «${question}» [${id}]`),
  `      тот же вопрос: --same ${id}; другой: --different ${id}; пока не решено, ни тот, ни другой не меняются`,
];

const slipLine = ({ id, from, to }: FaqSlip, colours: Colours): string =>
  colours.magenta(`  ? ключ ${id} теперь у другого вопроса: «${from}» → «${to}»`);

/** `создать 12 · изменить 3 · …; без изменений 40` */
export const faqCounts = (plan: FaqPlan): string => {
  const json = faqPlanJson(plan);
  const counts: [string, number][] = [
    ['создать базу знаний', plan.createBase ? 1 : 0],
    ['разделов', json.categories.length],
    ['создать', json.create.length],
    ['изменить', json.update.length],
    ['перенести', json.move.length],
    ['в архив', json.archive.length],
    ['убрать пустых разделов', json.emptied.length],
    ['упорядочить', json.reorder.length],
    ['доступ', json.access.length],
    ['оставить своё', json.declined.length],
    ['отметить издание', plan.bearer === null ? 0 : 1],
  ];
  const said = counts.filter(([, number]) => number > 0).map(([what, number]) => `${what} ${number}`);
  const conflicts =
    (plan.conflicts.length === 0 ? '' : `; конфликтов ${plan.conflicts.length}`) +
    (plan.renames.length === 0 ? '' : `; переименований решить ${plan.renames.length}`);
  return `${said.length === 0 ? 'Изменений нет' : said.join(' · ')}; без изменений ${plan.unchanged}${conflicts}`;
};

/** Whether applying the plan would write anything. */
export const hasChanges = (plan: FaqPlan): boolean =>
  plan.createBase ||
  plan.bearer !== null ||
  [plan.categories, plan.access, plan.changes, plan.archive, plan.declines, plan.reorder, plan.emptied].some(
    ({ length }) => length > 0,
  );

/** The whole plan as text in Russian, its last line the counts. */
export const showFaqPlan = (plan: FaqPlan, { colour }: { readonly colour: boolean }): string => {
  const colours = picocolors.createColors(colour);
  const date = plan.date === null ? 'дата не указана' : `от ${plan.date}`;
  return [
    `Издание ${plan.edition} (${date})`,
    ...(plan.createBase ? [colours.green('  + создать: база знаний')] : []),
    ...plan.categories.map((path) => colours.green(`  + создать раздел: ${pathText(path)}`)),
    ...plan.changes.flatMap((change) => changeLines(change, colours)),
    ...plan.archive.map((each) => colours.red(lineOf('-', 'в архив', each))),
    ...plan.emptied.map((path) => colours.red(`  - убрать пустой раздел: ${pathText(path)}`)),
    ...plan.renames.flatMap((rename) => renameLines(rename, colours)),
    ...plan.slipped.map((slip) => slipLine(slip, colours)),
    ...plan.reorder.map((path) => colours.yellow(`  ~ упорядочить: ${pathText(path)}`)),
    ...plan.access.map(({ path }) => colours.yellow(`  ~ доступ по ролям: ${pathText(path)}`)),
    ...plan.conflicts.flatMap((conflict) => conflictLines(conflict, colours)),
    ...warningsOf(plan).map((text) => `  ${colours.yellow('?')} ${text}`),
    ...plan.faults.map(({ where, message }) => `  ${colours.red('!')} ${where}: ${message}`),
    plan.faults.length === 0 ? faqCounts(plan) : `Ошибок: ${plan.faults.length}. ${faqCounts(plan)}`,
  ].join('\n');
};

/** 1 faults · 2 something would change or is in conflict · 0 all is as in the edition. */
export const faqExitCode = (plan: FaqPlan): 0 | 1 | 2 => {
  if (plan.faults.length > 0) return 1;
  return hasChanges(plan) || plan.conflicts.length > 0 || plan.renames.length > 0 ? 2 : 0;
};
