/** What commands share that change the helpdesk: a person's consent, one at a time on whatever machine, an end on a signal. */
import type { ObjectStore } from '../../sync/objects/object-store.js';
import { keepLock } from '../process/kept-lock.js';
import type { Terminal } from './terminal.js';

/** A shell's exit codes for a process ended by the signal. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Ending = keyof typeof codes;
const endings: readonly Ending[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const isYes = (answer: string): boolean => /^\s*(да|д|yes|y)\s*$/i.test(answer);

/** Asks at a terminal; without one only `--yes` is consent. */
export const consents = async (
  terminal: Terminal,
  question: string,
  yes: boolean | undefined,
): Promise<boolean> => {
  if (yes === true) return true;
  if (terminal.ask === undefined) {
    terminal.err('Ничего не записано. Если так и задумано, повторите с --yes.');
    return false;
  }
  if (isYes(await terminal.ask(`${question} [да/нет]`))) return true;
  terminal.err('Ничего не записано.');
  return false;
};

interface Held {
  /** Aborted by the first signal: end after the write that is under way. */
  readonly signal: AbortSignal;
  /** Exit code when a signal came, else undefined. */
  readonly ended: () => number | undefined;
}

/**
 * Does `act` while nobody else changes this helpdesk. The first signal asks it to stop after the current write, a second ends the
 * process at once. Rejects with Locked when somebody else is at work.
 */
export const alone = async <T>(
  { terminal, helpdesk }: { readonly terminal: Terminal; readonly helpdesk: ObjectStore },
  { command, breakLock }: { readonly command: string; readonly breakLock: boolean | undefined },
  act: (held: Held) => Promise<T>,
): Promise<T> => {
  const stop = new AbortController();
  let code: number | undefined;
  const listeners = endings.map((name) => {
    const listener = (): void => {
      if (code !== undefined) process.exit(code);
      code = codes[name];
      terminal.err('Останавливаюсь после текущей записи; ещё раз — сразу.');
      stop.abort();
    };
    process.on(name, listener);
    return { name, listener };
  });
  try {
    const lock = await keepLock(helpdesk, {
      what: `reglament ${command}`,
      clock: terminal.now,
      ...(breakLock === true && { breaks: true }),
    });
    try {
      return await act({ signal: stop.signal, ended: () => code });
    } finally {
      if (!(await lock.end()))
        terminal.err('Отметка «идёт apply» осталась в Zammad: он не ответил. Снять её: --break-lock.');
    }
  } finally {
    for (const { name, listener } of listeners) process.off(name, listener);
  }
};
