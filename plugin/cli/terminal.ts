/** Where commands speak: results on standard output, everything else on standard error. Tests hand in their own. */
import { createInterface } from 'node:readline/promises';

/** What a command may ask of its surroundings. */
export interface Terminal {
  /** A result; a line end is added. */
  out(text: string): void;
  /** Progress and faults; a line end is added. */
  err(text: string): void;
  /** Whether results may be coloured. */
  readonly colour: boolean;
  /** Asks the person at the terminal and gives the answer; absent where there is no person. */
  readonly ask?: (question: string) => Promise<string>;
  readonly now: () => Date;
}

const ask = async (question: string): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const gone = new Promise<string>((resolve) => {
    // Ctrl-C or the end of input is a no.
    lines.once('SIGINT', () => {
      resolve('');
    });
    lines.once('close', () => {
      resolve('');
    });
  });
  try {
    return await Promise.race([lines.question(`${question} `), gone]);
  } finally {
    lines.close();
  }
};

/** The process's own terminal. Colours only for a person's eyes, and not when NO_COLOR is set. */
export const processTerminal = (): Terminal => {
  // `reglament plan | head`: a reader that has seen enough is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    out: (text) => {
      process.stdout.write(`${text}\n`);
    },
    err: (text) => {
      process.stderr.write(`${text}\n`);
    },
    colour: process.stdout.isTTY && process.stdout.hasColors(),
    now: () => new Date(),
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
  };
};
