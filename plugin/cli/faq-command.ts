/** `faq`: an edition of the federal FAQ (clause 2.1) against the knowledge base, and into it. */
import type { Command } from 'commander';
import { applyFaq } from '../../sync/faq/write/apply.js';
import { createFaqDesk } from '../../sync/faq/desk.js';
import { readFaqDrift, showFaqDrift } from '../../sync/faq/plan/drift.js';
import { makeFaqPlan, readTree, type PlannedFaq } from '../../sync/faq/plan/make-plan.js';
import { acceptable, noChoices, type Accepted, type Choices } from '../../sync/faq/plan/plan-types.js';
import { faqExitCode, faqPlanJson, showFaqPlan } from '../../sync/faq/plan/show.js';
import { faqReadingJson, showFaqReading } from '../../sync/faq/edition/show.js';
import { faqStatusOf, showFaqStatus } from '../../sync/faq/status.js';
import type { SaidOnce } from '../../sync/faq/manifest-file.js';
import type { FaqEdition } from '../../sync/faq/types.js';
import type { Said } from '../../sync/faq/source.js';
import { openClient } from './desk.js';
import { addGaps } from './faq-gaps-command.js';
import { addLearned } from './faq-learned-command.js';
import { addSuggest } from './faq-suggest-command.js';
import type { Terminal } from './terminal.js';

type ExitCode = 0 | 1 | 2;

interface ChoiceOptions extends Said {
  readonly theirs?: readonly string[];
  readonly ours?: readonly string[];
  readonly same?: readonly string[];
  readonly different?: readonly string[];
  readonly accept?: readonly string[];
}

interface ApplyOptions extends ChoiceOptions {
  readonly yes?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** Reads an edition from files, folders or addresses. */
type ReadFaq = (sources: readonly string[], said: Said) => Promise<FaqEdition>;

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

const isAcceptable = (what: string): what is Accepted => acceptable.some((each) => each === what);

const insistApart = (one: readonly string[], other: readonly string[], options: string): void => {
  const both = one.filter((id) => other.includes(id));
  if (both.length > 0) throw new Error(`${options}: ${both.join(', ')}. Выберите одно.`);
};

const choicesOf = ({
  theirs = [],
  ours = [],
  same = [],
  different = [],
  accept = [],
}: ChoiceOptions): Choices => {
  insistApart(theirs, ours, 'И в --theirs, и в --ours');
  insistApart(same, different, 'И в --same, и в --different');
  const unknown = accept.filter((what) => !isAcceptable(what));
  if (unknown.length > 0)
    throw new Error(`--accept: нет такого: ${unknown.join(', ')}; допустимо ${acceptable.join(', ')}`);
  return {
    theirs: new Set(theirs),
    ours: new Set(ours),
    same: new Set([...same, ...(accept.includes('renames') ? ['*'] : [])]),
    different: new Set(different),
    accept: new Set(accept.filter(isAcceptable)),
  };
};

const saidIn = ({ edition, date }: Said): Said => {
  if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw new Error(`--date: «${date}» — не дата, нужно ГГГГ-ММ-ДД`);
  return { ...(edition !== undefined && { edition }), ...(date !== undefined && { date }) };
};

interface Place {
  readonly terminal: Terminal;
  /** Read for a file called `-`. */
  readonly stdin: NodeJS.ReadableStream;
  readonly read: ReadFaq;
  /** Keeps what was said of renames; left out: nowhere. */
  readonly keep?: (sources: readonly string[], said: SaidOnce) => Promise<string | null>;
}

const open = async () => {
  const { client, config } = await openClient();
  return { desk: createFaqDesk(client), settings: config.faq };
};

interface Asked {
  readonly files: readonly string[];
  readonly said: Said;
  readonly choices: Choices;
}

const planned = async (
  { terminal, read }: Place,
  { desk, settings }: Awaited<ReturnType<typeof open>>,
  { files, said, choices }: Asked,
): Promise<PlannedFaq> =>
  makeFaqPlan(desk, await read(files, said), settings, { now: terminal.now(), choices });

/** `faq read`: what is understood of an edition, without a helpdesk. 0 without faults, else 1. */
const readCommand = async (
  { terminal, read }: Place,
  files: readonly string[],
  options: Said & { readonly json?: boolean },
): Promise<ExitCode> => {
  const edition = await read(files, saidIn(options));
  terminal.out(options.json === true ? pretty(faqReadingJson(edition)) : showFaqReading(edition));
  return edition.faults.length > 0 ? 1 : 0;
};

/** `faq plan`: 0 nothing to do, 2 changes or conflicts, 1 faults. Writes nothing. */
const planCommand = async (
  place: Place,
  files: readonly string[],
  options: ChoiceOptions & { readonly json?: boolean },
): Promise<ExitCode> => {
  const { terminal } = place;
  const { plan } = await planned(place, await open(), {
    files,
    said: saidIn(options),
    choices: choicesOf(options),
  });
  terminal.out(
    options.json === true ? pretty(faqPlanJson(plan)) : showFaqPlan(plan, { colour: terminal.colour }),
  );
  return faqExitCode(plan);
};

/** What was said of renames goes into the edition's description, so that the next region is not asked. */
const keepChoices = async (
  { terminal, keep }: Place,
  files: readonly string[],
  { plan, desired }: PlannedFaq,
  { different }: Choices,
): Promise<void> => {
  const apart = desired.answers
    .filter(({ id }) => different.has(id))
    .map(({ texts }) => texts[0]?.question ?? '');
  if (plan.confirmed.length === 0 && apart.length === 0) return;
  const renames = new Map(plan.confirmed.map(({ question, formerQuestion }) => [question, formerQuestion]));
  const path = (await keep?.(files, { renames, different: apart })) ?? null;
  if (path !== null) terminal.err(`Решения о переименованиях записаны: ${path}`);
};

/** `faq apply`: 0 loaded, 2 loaded save for conflicts, 1 loaded save for faulty rows, or not at all. */
const applyCommand = async (
  place: Place,
  files: readonly string[],
  options: ApplyOptions,
): Promise<ExitCode> => {
  const { terminal } = place;
  const choices = choicesOf(options);
  const opened = await open();
  const made = await planned(place, opened, { files, said: saidIn(options), choices });
  const { plan } = made;
  if (options.json !== true) terminal.out(showFaqPlan(plan, { colour: terminal.colour }));
  const { done, altered } = await applyFaq({
    ...opened,
    planned: made,
    now: terminal.now(),
    yes: options.yes === true,
    strict: options.strict === true,
    accept: choices.accept,
    progress: ({ done: count, total, what }) => {
      terminal.err(`${count}/${total} ${what}`);
    },
  });
  if (options.json === true) terminal.out(pretty({ ...faqPlanJson(plan), done, altered }));
  else terminal.out(done === 0 ? 'Менять нечего' : `Применено изменений: ${done}`);
  await keepChoices(place, files, made, choices);
  if (altered.length > 0)
    terminal.err(`Zammad сохранил не весь текст, посмотрите ответы: ${altered.join(', ')}`);
  if (plan.faults.length > 0) return 1;
  return plan.conflicts.length > 0 || plan.renames.length > 0 ? 2 : 0;
};

/** `faq drift`: 0 nobody has changed anything, 2 somebody has. */
const driftCommand = async (terminal: Terminal, { json }: { readonly json?: boolean }): Promise<ExitCode> => {
  const { desk } = await open();
  const drift = await readFaqDrift(desk, terminal.now());
  terminal.out(json === true ? pretty(drift) : showFaqDrift(drift, { colour: terminal.colour }));
  return drift.length > 0 ? 2 : 0;
};

/** `faq status`: 0 in force and fresh, 2 stale, unknown or in conflict. */
const statusCommand = async (
  place: Place,
  files: readonly string[],
  { json }: { readonly json?: boolean },
): Promise<ExitCode> => {
  const { terminal } = place;
  const opened = await open();
  const now = terminal.now();
  const made =
    files.length === 0 ? null : await planned(place, opened, { files, said: {}, choices: noChoices });
  const tree = made?.tree ?? (await readTree(opened.desk, now));
  const conflicts = made?.plan.conflicts.length ?? null;
  const status = faqStatusOf(tree, opened.settings.staleAfterDays, now, conflicts);
  terminal.out(json === true ? pretty(status) : showFaqStatus(status));
  return status.stale || (conflicts ?? 0) > 0 ? 2 : 0;
};

const editionHelp = 'файл, папка или адрес издания; несколько — одно издание по частям';

/** Adds `faq` with its commands to the program. */
export const addFaq = (program: Command, place: Place, finish: (code: number) => void): void => {
  const faq = program
    .command('faq')
    .usage('<команда> [параметры]')
    .description('загрузить FAQ СП ЕПГУ в базу знаний (п. 2.1): показать, применить, сверить');
  const choosing = (command: Command): Command =>
    command
      .argument('<файл...>', editionHelp)
      .option('--edition <имя>', 'как называется издание, если этого нет в файлах')
      .option('--date <дата>', 'от какого оно дня, ГГГГ-ММ-ДД')
      .option('--theirs <id...>', 'ответы, в которых берётся издание, хотя регион их изменил')
      .option('--ours <id...>', 'ответы, в которых остаётся текст региона')
      .option('--same <id...>', 'вопросы, которые только переименованы: ответ остаётся тем же')
      .option('--different <id...>', 'вопросы, которые похожи на прежние, но новые')
      .option(
        '--accept <что...>',
        'пропустить: archive — много ответов в архив, later — издание старше действующего, ids — ключи у других вопросов, ' +
          'unread — непрочитанные строки и файлы, renames — все предложенные переименования',
      );
  faq
    .command('read')
    .usage('<файл...> [параметры]')
    .description('показать, что понято в издании; Zammad не нужен')
    .argument('<файл...>', editionHelp)
    .option('--edition <имя>', 'как называется издание, если этого нет в файлах')
    .option('--date <дата>', 'от какого оно дня, ГГГГ-ММ-ДД')
    .option('--json', 'записи, ошибки и предупреждения в JSON')
    .action(async (files: string[], options: Said & { json?: boolean }) => {
      finish(await readCommand(place, files, options));
    });
  choosing(faq.command('plan').usage('<файл...> [параметры]'))
    .description('показать, что изменит издание; ничего не менять')
    .option('--json', 'план в JSON')
    .action(async (files: string[], options: ChoiceOptions & { json?: boolean }) => {
      finish(await planCommand(place, files, options));
    });
  choosing(faq.command('apply').usage('<файл...> [параметры]'))
    .description('загрузить издание; прерванное просто запускают снова')
    .option('--strict', 'не загружать ничего, если в издании есть ошибки')
    .option('--yes', 'согласие убрать в архив более 30 % ответов или загрузить издание старше действующего')
    .option('--json', 'план и итог в JSON')
    .action(async (files: string[], options: ApplyOptions) => {
      finish(await applyCommand(place, files, options));
    });
  faq
    .command('drift')
    .usage('[параметры]')
    .description('показать, что регион изменил в загруженных ответах')
    .option('--json', 'отличия в JSON')
    .action(async (options: { json?: boolean }) => {
      finish(await driftCommand(place.terminal, options));
    });
  faq
    .command('status')
    .usage('[файл...] [параметры]')
    .description('показать, какое издание загружено и не устарело ли оно')
    .argument('[файл...]', 'издание, с которым сравнить: покажет число конфликтов')
    .option('--json', 'состояние в JSON')
    .action(async (files: string[], options: { json?: boolean }) => {
      finish(await statusCommand(place, files, options));
    });
  addSuggest(faq, place, finish);
  addGaps(faq, place.terminal, finish);
  addLearned(faq, place.terminal, finish);
};
