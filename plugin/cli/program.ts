/** The command line: commands, their help in Russian, and the one place where errors end. */
import { Command, CommanderError, Option } from 'commander';
import { ZodError } from 'zod';
import { logEnv, readEnv } from '../process/env.js';
import { keepSaid } from '../../sync/faq/manifest-file.js';
import { readFaq } from '../../sync/faq/source.js';
import { clausesCommand, type ClausesOptions } from './clauses-command.js';
import { deadCommand, type DeadOptions } from './dead-command.js';
import { deadlineCommand, type DeadlineOptions } from './deadline-command.js';
import { doctorCommand, type KeyOf } from './doctor-command.js';
import { explainCommand } from './explain-command.js';
import { addFaq } from './faq-command.js';
import { isError, wordsOf } from '../process/fault.js';
import { addIntake } from './intake-command.js';
import { reportCommand, type ReportOptions } from './report-command.js';
import { demoCommand, serveCommand } from './serve-command.js';
import { simulateCommand, type SimulateOptions } from './simulate-command.js';
import { applyCommand, type ApplyOptions } from './apply-command.js';
import { rollbackCommand, uninstallCommand, type UndoOptions } from './rollback-command.js';
import { driftCommand, importCommand, planCommand } from './sync-commands.js';
import type { Terminal } from './terminal.js';

const titles: Readonly<Record<string, string>> = {
  'Usage:': 'Использование:',
  'Options:': 'Параметры:',
  'Commands:': 'Команды:',
  'Arguments:': 'Аргументы:',
};

const wrongCall: Readonly<Record<string, string>> = {
  'commander.unknownCommand': 'нет такой команды',
  'commander.unknownOption': 'нет такого параметра',
  'commander.missingArgument': 'не хватает аргумента',
  'commander.excessArguments': 'лишний аргумент',
  'commander.optionMissingArgument': 'у параметра нет значения',
  'commander.missingMandatoryOptionValue': 'не задан обязательный параметр',
};

const environment = `
Переменные окружения (каждую можно задать и файлом: ИМЯ_FILE):
  ZAMMAD_URL, ZAMMAD_TOKEN     адрес Zammad и ключ доступа
  REGLAMENT_CONFIG             папка конфигурации (config)
  REGLAMENT_PUBLIC_URL         адрес, по которому Zammad видит Reglament
  REGLAMENT_WEBHOOK_SECRET     секрет вебхука
  DATABASE_URL                 PostgreSQL; не задан — встроенный, данные в REGLAMENT_DATA (data)
  HOST, PORT                   где слушать (127.0.0.1, 8080)
  LOG_LEVEL                    error, warn, info, debug

Код возврата: 0 — менять нечего или сделано, 2 — есть изменения, 1 — ошибка.`;

const build = (terminal: Terminal, finish: (code: number) => void): Command => {
  const program = new Command('reglament')
    .description('Приводит Zammad в соответствие с регламентом поддержки и следит за его исполнением')
    .usage('<команда> [параметры]')
    .helpOption('-h, --help', 'показать справку')
    .helpCommand('help [команда]', 'показать справку по команде')
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleSubcommandTerm: (term) => term.replace('[options]', '[параметры]'),
    })
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.err(text.trimEnd());
      },
      // Said once, in Russian, where all errors end.
      outputError: () => undefined,
    })
    .addHelpText('after', environment)
    .exitOverride();
  program
    .command('plan')
    .usage('[параметры]')
    .description('показать, чем Zammad отличается от конфигурации; ничего не менять')
    .option('--out <файл>', 'сохранить план, чтобы потом применить именно его')
    .option('--json', 'план в JSON')
    .action(async (options: { out?: string; json?: boolean }) => {
      finish(await planCommand(terminal, options));
    });
  program
    .command('apply')
    .usage('[параметры] [план]')
    .description('привести Zammad к конфигурации')
    .argument('[план]', 'файл сохранённого плана; устаревший будет отклонён')
    .option('--yes', 'согласие с планом; без терминала обязательно. На чужие объекты не распространяется')
    .option('--break-lock', 'снять отметку «идёт apply», которую оставил прерванный процесс')
    .action(async (file: string | undefined, options: ApplyOptions) => {
      finish(await applyCommand(terminal, file, options));
    });
  program
    .command('drift')
    .usage('[параметры]')
    .description('показать, что изменено в Zammad вручную')
    .option('--json', 'отличия в JSON')
    .action(async (options: { json?: boolean }) => {
      finish(await driftCommand(terminal, options));
    });
  program
    .command('rollback')
    .usage('<файл отката> [параметры]')
    .description('вернуть Zammad, как было до apply')
    .argument('<файл>', 'файл отката, который назвал apply')
    .option('--yes', 'согласие с показанным; без терминала обязательно')
    .option('--moved', 'адрес Zammad с тех пор изменился')
    .option('--break-lock', 'снять отметку «идёт apply», которую оставил прерванный процесс')
    .action(async (file: string, options: UndoOptions) => {
      finish(await rollbackCommand(terminal, file, options));
    });
  program
    .command('uninstall')
    .usage('[параметры]')
    .description('остановить регламент в Zammad: отключить всё, что действует, и назвать, что остаётся')
    .option('--yes', 'согласие с показанным; без терминала обязательно')
    .option('--break-lock', 'снять отметку «идёт apply», которую оставил прерванный процесс')
    .action(async (options: UndoOptions) => {
      finish(await uninstallCommand(terminal, options));
    });
  program
    .command('import')
    .usage('--out <папка>')
    .description('выписать настройки Zammad в файл конфигурации')
    .requiredOption('--out <папка>', 'куда записать imported.yaml')
    .action(async (options: { out: string }) => {
      finish(await importCommand(terminal, options));
    });
  addFaq(program, { terminal, stdin: process.stdin, read: readFaq, keep: keepSaid }, finish);
  addIntake(program, { terminal, stdin: process.stdin }, finish);
  program
    .command('doctor')
    .usage('[параметры]')
    .description('проверить права, версию, часы, вебхук, календарь и данные регионов')
    .addOption(
      new Option('--for <ключ>', 'чей ключ: setup — настройка, serve — служба; иначе узнаётся сам').choices([
        'setup',
        'serve',
      ]),
    )
    .option('--json', 'проверки в JSON')
    .option('--read-only', 'без проверки вебхука: она добавляет заметку к служебному тикету')
    .action(async (options: { json?: boolean; readOnly?: boolean; for?: KeyOf }) => {
      finish(await doctorCommand(terminal, options));
    });
  program
    .command('deadline')
    .usage('--from <момент> --working-days <число> [параметры]')
    .description('сосчитать срок в рабочих днях так, как считает Reglament')
    .requiredOption('--from <момент>', 'начало в ISO 8601; без смещения — по местному времени')
    .requiredOption('--working-days <число>', 'сколько рабочих дней')
    .option('--region <id>', 'регион: его пояс и выходные')
    .option('--zone <пояс>', 'часовой пояс IANA')
    .option('--mode <счёт>', 'чем кончается срок: end-of-day, same-time или office-close')
    .option('--office-close <время>', 'конец рабочего дня для office-close')
    .option('--json', 'ответ в JSON')
    .action(async (options: DeadlineOptions) => {
      finish(await deadlineCommand(terminal, options));
    });
  program
    .command('clauses')
    .usage('[параметры]')
    .description('показать обязанности регламента: кто и чем держит каждую')
    .option('--json', 'перечень в JSON')
    .option('--markdown', 'страница docs/regulation.md')
    .action(async (options: ClausesOptions) => {
      finish(await clausesCommand(terminal, options));
    });
  program
    .command('explain')
    .usage('<тикет> [параметры]')
    .description('объяснить тикет: каждое обязательство, вердикт и почему; ничего не менять')
    .argument('<тикет>', 'номер тикета или его id')
    .option('--json', 'объяснение в JSON')
    .action(async (ticket: string, options: { json?: boolean }) => {
      finish(await explainCommand(terminal, ticket, options));
    });
  program
    .command('simulate')
    .usage('--since <момент> [параметры]')
    .description('показать, что было бы сделано с тикетами прошлого; ничего не менять')
    .requiredOption('--since <момент>', 'тикеты, изменённые с этого момента; ISO 8601')
    .option('--until <момент>', 'до какого момента; по умолчанию — до сих пор')
    .option('--json', 'находки в JSON')
    .action(async (options: SimulateOptions) => {
      finish(await simulateCommand(terminal, options));
    });
  program
    .command('report')
    .usage('--from <дата> --to <дата> [параметры]')
    .description('сосчитать по журналу решений: что наступало, исполнено, опоздало')
    .requiredOption('--from <дата>', 'первый день')
    .requiredOption('--to <дата>', 'последний день, включительно')
    .option('--region <id>', 'только один регион')
    .option('--csv', 'CSV для Excel')
    .option('--json', 'отчёт в JSON')
    .action(async (options: ReportOptions) => {
      finish(await reportCommand(terminal, options));
    });
  program
    .command('dead')
    .usage('[параметры]')
    .description('показать тикеты, которые не удалось обработать, или вернуть их в очередь')
    .option('--replay [тикет]', 'вернуть в очередь: все или один по id')
    .option('--json', 'список в JSON')
    .action(async (options: DeadOptions) => {
      finish(await deadCommand(terminal, options));
    });
  program
    .command('serve')
    .usage('')
    .description('работать: принимать вебхуки, следить за тикетами')
    .action(async () => {
      finish(await serveCommand(terminal));
    });
  program
    .command('demo')
    .usage('[параметры]')
    .description('показать всё на имитации Zammad')
    .option('--keep', 'не останавливать после показа')
    .action(async (options: { keep?: boolean }) => {
      finish(await demoCommand(terminal, options));
    });
  return program;
};

const isDebug = (): boolean => {
  try {
    return readEnv(logEnv).LOG_LEVEL === 'debug';
  } catch {
    return false;
  }
};

/** Runs one command line; resolves to the exit code and never rejects: 0, 2 (`plan`, `drift`: changes) or 1. */
export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  let code = 0;
  const program = build(terminal, (finished) => {
    code = finished;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const named = /'([^']+)'/.exec(error.message)?.[1];
      const words = wrongCall[error.code];
      if (words !== undefined)
        terminal.err(
          `Ошибка: ${words}${named === undefined ? '' : ` «${named}»`}. Справка: reglament --help`,
        );
      return 1;
    }
    terminal.err(`Ошибка: ${wordsOf(error)}`);
    if (isDebug() && isError(error) && !(error instanceof ZodError)) terminal.err(error.stack ?? '');
    return 1;
  }
};
