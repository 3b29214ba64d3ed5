/** The commands on the helpdesk's set-up and on the configuration: their words and options. */
import { Option, type Command } from 'commander';
import type { AccessOptions } from './access-command.js';
import type { ClausesOptions } from './clauses-command.js';
import type { DeadlineOptions } from './deadline-command.js';
import type { KeyOf } from './doctor-command.js';
import type { ApplyOptions } from './apply-command.js';
import type { Finish } from './families.js';
import type { UndoOptions } from './rollback-command.js';
import type { Terminal } from './terminal.js';

const breakLock = 'снять отметку «идёт apply», которую оставил прерванный процесс';

/** The admin's own folder; no helpdesk is asked. */
export const addOwnFolder = (program: Command, terminal: Terminal, finish: Finish): void => {
  program
    .command('init')
    .usage('<папка>')
    .description('завести свою папку: регионы, номера, переопределения; остальное берётся из пакета')
    .argument('<папка>', 'новая или пустая')
    .action(async (folder: string) => {
      const { initCommand } = await import('./own-commands.js');
      finish(await initCommand(terminal, folder));
    });
  program
    .command('check')
    .usage('[параметры]')
    .description('проверить конфигурацию без Zammad: все ошибки сразу, оставшиеся образцы')
    .option('--json', 'итог в JSON')
    .action(async (options: { json?: boolean }) => {
      const { checkCommand } = await import('./own-commands.js');
      finish(await checkCommand(terminal, options));
    });
};

/** Adds them; each loads what it needs when it is called. */
export const addHelpdeskCommands = (program: Command, terminal: Terminal, finish: Finish): void => {
  program
    .command('plan')
    .usage('[параметры]')
    .description('показать, чем Zammad отличается от конфигурации; ничего не менять')
    .option('--out <файл>', 'сохранить план, чтобы потом применить именно его')
    .option('--json', 'план в JSON')
    .action(async (options: { out?: string; json?: boolean }) => {
      const { planCommand } = await import('./sync-commands.js');
      finish(await planCommand(terminal, options));
    });
  program
    .command('apply')
    .usage('[параметры] [план]')
    .description('привести Zammad к конфигурации')
    .argument('[план]', 'файл сохранённого плана; устаревший будет отклонён')
    .option('--yes', 'согласие с планом; без терминала обязательно. На чужие объекты не распространяется')
    .option('--break-lock', breakLock)
    .action(async (file: string | undefined, options: ApplyOptions) => {
      const { applyCommand } = await import('./apply-command.js');
      finish(await applyCommand(terminal, file, options));
    });
  program
    .command('drift')
    .usage('[параметры]')
    .description('показать, что изменено в Zammad вручную')
    .option('--json', 'отличия в JSON')
    .action(async (options: { json?: boolean }) => {
      const { driftCommand } = await import('./sync-commands.js');
      finish(await driftCommand(terminal, options));
    });
  program
    .command('access')
    .usage('[параметры]')
    .description(
      'сверить учётные записи Zammad с реестрами доступа регионов (п. 2.3); без --apply ничего не менять',
    )
    .option('--apply', 'завести, дать, забрать, отключить по показанному; удалять никого не будет')
    .option('--strangers', 'забрать доступ и у тех, кого нет ни в одном реестре')
    .option('--json', 'сверка в JSON')
    .option('--yes', 'согласие с показанным; без терминала обязательно')
    .option('--break-lock', breakLock)
    .action(async (options: AccessOptions) => {
      const { accessCommand } = await import('./access-command.js');
      finish(await accessCommand(terminal, options));
    });
  program
    .command('rollback')
    .usage('<файл отката> [параметры]')
    .description('вернуть Zammad, как было до apply: показать и после согласия сделать')
    .argument('<файл>', 'файл отката, который назвал apply')
    .option('--yes', 'согласие с показанным; без терминала обязательно')
    .option('--moved', 'адрес Zammad с тех пор изменился')
    .option('--break-lock', breakLock)
    .action(async (file: string, options: UndoOptions) => {
      const { rollbackCommand } = await import('./rollback-command.js');
      finish(await rollbackCommand(terminal, file, options));
    });
  program
    .command('uninstall')
    .usage('[параметры]')
    .description('остановить регламент в Zammad: отключить всё, что действует, и назвать, что остаётся')
    .option('--yes', 'согласие с показанным; без терминала обязательно')
    .option('--break-lock', breakLock)
    .action(async (options: UndoOptions) => {
      const { uninstallCommand } = await import('./rollback-command.js');
      finish(await uninstallCommand(terminal, options));
    });
  program
    .command('import')
    .usage('--out <папка>')
    .description('выписать настройки Zammad в файл конфигурации')
    .requiredOption('--out <папка>', 'куда записать imported.yaml')
    .action(async (options: { out: string }) => {
      const { importCommand } = await import('./sync-commands.js');
      finish(await importCommand(terminal, options));
    });
};

/** Checks, terms, clauses. */
export const addQuestions = (program: Command, terminal: Terminal, finish: Finish): void => {
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
      const { doctorCommand } = await import('./doctor-command.js');
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
      const { deadlineCommand } = await import('./deadline-command.js');
      finish(await deadlineCommand(terminal, options));
    });
  program
    .command('clauses')
    .usage('[параметры]')
    .description('показать обязанности регламента: кто и чем держит каждую')
    .option('--json', 'перечень в JSON')
    .option('--markdown', 'страница docs/regulation.md')
    .action(async (options: ClausesOptions) => {
      const { clausesCommand } = await import('./clauses-command.js');
      finish(await clausesCommand(terminal, options));
    });
};
