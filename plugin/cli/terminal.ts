/** Where commands speak: results on standard output, everything else on standard error. Tests hand in their own. */
export interface Terminal {
  /** A result; a line end is added. */
  out(text: string): void;
  /** Progress and faults; a line end is added. */
  err(text: string): void;
  /** Whether results may be coloured. */
  readonly colour: boolean;
  readonly now: () => Date;
}

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
  };
};
