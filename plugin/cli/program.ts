/** The command line: commands, their help in Russian, and the one place where errors end. */
import { Command, CommanderError } from 'commander';
import { packageVersion } from '../process/package.js';
import { families, type Finish } from './families.js';
import { addHelpdeskCommands, addOwnFolder, addQuestions } from './helpdesk-commands.js';
import type { Terminal } from './terminal.js';
import { addTicketCommands } from './ticket-commands.js';

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
  REGLAMENT_METRICS_PORT       порт метрик Prometheus; не задан — метрик нет
  REGLAMENT_AT_ONCE            сколько тикетов смотреть сразу (2)
  REGLAMENT_KEEP_LOG           сколько месяцев хранить журнал решений (24)
  REGLAMENT_PAGE_URL           где люди открывают страницу; off — её нет; не задан — /page только на своей машине
  REGLAMENT_PAGE_HEADS, REGLAMENT_PAGE_ADMINS  роли Zammad, которым она открыта, через запятую
  LOG_LEVEL                    error, warn, info, debug

Код возврата: 0 — менять нечего или сделано, 2 — есть изменения, 1 — ошибка.`;

/** Each command loads what it needs when it is called: the help needs none of it. `isAsked`: whether a family is spoken of. */
const build = async (
  terminal: Terminal,
  isAsked: (family: string) => boolean,
  finish: Finish,
): Promise<Command> => {
  const program = new Command('reglament')
    .description('Приводит Zammad в соответствие с регламентом поддержки и следит за его исполнением')
    .usage('<команда> [параметры]')
    .helpOption('-h, --help', 'показать справку')
    .version(packageVersion(), '-V, --version', 'показать версию')
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
  addOwnFolder(program, terminal, finish);
  addHelpdeskCommands(program, terminal, finish);
  for (const [name, { usage, description, add }] of Object.entries(families))
    if (isAsked(name)) await add(program, terminal, finish);
    else program.command(name).usage(usage).description(description);
  addQuestions(program, terminal, finish);
  addTicketCommands(program, terminal, finish);
  program
    .command('completion')
    .usage('<оболочка>')
    .description('выписать дополнение команд для оболочки: bash, zsh или fish')
    .argument('<оболочка>', 'bash, zsh или fish')
    .action(async (shell: string) => {
      const { completionOf } = await import('./completion.js');
      terminal.out(completionOf(shell, await build(terminal, () => true, finish)));
    });
  return program;
};

const tellFault = async (error: unknown, terminal: Terminal): Promise<void> => {
  const [{ logEnv, readEnv }, { isError, wordsOf }, { ZodError }] = await Promise.all([
    import('../process/env.js'),
    import('../process/fault.js'),
    import('zod'),
  ]);
  const isDebug = (): boolean => {
    try {
      return readEnv(logEnv).LOG_LEVEL === 'debug';
    } catch {
      return false;
    }
  };
  terminal.err(`Ошибка: ${wordsOf(error)}`);
  if (isDebug() && isError(error) && !(error instanceof ZodError)) terminal.err(error.stack ?? '');
};

/** Runs one command line; resolves to the exit code and never rejects: 0, 2 (`plan`, `drift`: changes) or 1. */
export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  let code = 0;
  const asked = args.find((word) => word !== 'help' && !word.startsWith('-'));
  try {
    const program = await build(
      terminal,
      (family) => family === asked,
      (finished) => {
        code = finished;
      },
    );
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
    await tellFault(error, terminal);
    return 1;
  }
};
