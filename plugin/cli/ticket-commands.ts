/** The commands on tickets and on the running companion: their words and options. */
import type { Command } from 'commander';
import type { DeadOptions } from './dead-command.js';
import type { Finish } from './families.js';
import type { ReportOptions } from './report-command.js';
import type { SimulateOptions } from './simulate-command.js';
import type { Terminal } from './terminal.js';

/** Adds them; each loads what it needs when it is called. */
export const addTicketCommands = (program: Command, terminal: Terminal, finish: Finish): void => {
  program
    .command('explain')
    .usage('<тикет> [параметры]')
    .description('объяснить тикет: каждое обязательство, вердикт и почему; ничего не менять')
    .argument('<тикет>', 'номер тикета или его id')
    .option('--json', 'объяснение в JSON')
    .action(async (ticket: string, options: { json?: boolean }) => {
      const { explainCommand } = await import('./explain-command.js');
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
      const { simulateCommand } = await import('./simulate-command.js');
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
    .option('--lines', 'сами решения, по строке JSON на каждое: чтобы сохранить их надолго')
    .action(async (options: ReportOptions) => {
      const { reportCommand } = await import('./report-command.js');
      finish(await reportCommand(terminal, options));
    });
  program
    .command('dead')
    .usage('[параметры]')
    .description('показать тикеты, которые не удалось обработать, или вернуть их в очередь')
    .option('--replay [тикет]', 'вернуть в очередь: все или один по id')
    .option('--json', 'список в JSON')
    .action(async (options: DeadOptions) => {
      const { deadCommand } = await import('./dead-command.js');
      finish(await deadCommand(terminal, options));
    });
  program
    .command('serve')
    .usage('')
    .description('работать: принимать вебхуки, следить за тикетами')
    .action(async () => {
      const { serveCommand } = await import('./serve-command.js');
      finish(await serveCommand(terminal));
    });
  program
    .command('demo')
    .usage('[параметры]')
    .description('показать всё на имитации Zammad')
    .option('--keep', 'не останавливать после показа')
    .action(async (options: { keep?: boolean }) => {
      const { demoCommand } = await import('./serve-command.js');
      finish(await demoCommand(terminal, options));
    });
};
