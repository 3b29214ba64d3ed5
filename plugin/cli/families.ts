/** Commands with commands of their own, which bring along what the others do without. */
import type { Command } from 'commander';
import type { Terminal } from './terminal.js';

/** Takes the exit code. */
export type Finish = (code: number) => void;

/** To the other commands they are a line of the help. */
export const families: Readonly<
  Record<
    string,
    {
      readonly usage: string;
      readonly description: string;
      readonly add: (program: Command, terminal: Terminal, finish: Finish) => Promise<void>;
    }
  >
> = {
  faq: {
    usage: '<команда> [параметры]',
    description: 'загрузить FAQ СП ЕПГУ в базу знаний (п. 2.1): показать, применить, сверить',
    add: async (program, terminal, finish) => {
      const [{ addFaq }, { readFaq }, { keepSaid }] = await Promise.all([
        import('./faq-command.js'),
        import('../../sync/faq/source.js'),
        import('../../sync/faq/manifest-file.js'),
      ]);
      addFaq(program, { terminal, stdin: process.stdin, read: readFaq, keep: keepSaid }, finish);
    },
  },
  intake: {
    usage: '<письмо...> [параметры]',
    description: 'показать, что прочитано из письма портала или гражданина (п. 4.1, 4.2.1); ничего не менять',
    add: async (program, terminal, finish) => {
      const { addIntake } = await import('./intake-command.js');
      addIntake(program, { terminal, stdin: process.stdin }, finish);
    },
  },
};
