/** What runs by the clock, on node-cron: a run that rejects is told in the log and comes again. */
import cron from 'node-cron';
import { wordsOf } from './fault.js';
import type { Log } from './log.js';

export interface Job {
  /** Russian, for the log. */
  readonly name: string;
  /** As node-cron has it. */
  readonly at: string;
  readonly run: () => Promise<unknown>;
}

/** node-cron prints to the terminal unless told otherwise. */
const cronLog = (log: Log) => ({
  info: (message: string) => {
    log.debug(message);
  },
  debug: (message: string | Error) => {
    log.debug(String(message));
  },
  warn: (message: string) => {
    log.warn(message);
  },
  error: (message: string | Error, error?: Error) => {
    log.warn(String(message), { error });
  },
});

/** Starts the job; never two of its runs at once. `atOnce`: also now. Its end is awaited by what it returns. */
export const startJob = (
  { at, name, run }: Job,
  failed: string,
  log: Log,
  { atOnce = false }: { readonly atOnce?: boolean } = {},
): (() => Promise<void>) => {
  let running: Promise<void> | null = null;
  const once = async (): Promise<void> => {
    try {
      await run();
    } catch (error) {
      log.warn(failed, { words: wordsOf(error), error });
    }
  };
  const start = (): Promise<void> => {
    running ??= once().finally(() => (running = null));
    return running;
  };
  const task = cron.schedule(at, start, { noOverlap: true, name, logger: cronLog(log) });
  if (atOnce) void start();
  return async () => {
    await task.destroy();
    await running;
  };
};
