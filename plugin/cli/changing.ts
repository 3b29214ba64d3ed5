/** What commands share that change the helpdesk: a person's consent, one at a time on whatever machine, an end on a signal. */
import { hostname, userInfo } from 'node:os';
import { takeLock } from '../../sync/objects/lock.js';
import type { ObjectStore } from '../../sync/objects/object-store.js';
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

/** No address by its looks: those are masked wherever the program speaks. */
const holderOf = (command: string): string =>
  `reglament ${command}: ${userInfo().username} на ${hostname()}, процесс ${process.pid}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, and is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Killed on this machine: of another one nobody here can know. */
const isDead = (note: string): boolean => {
  const [, host, pid] = / на (\S+), процесс (\d+)/.exec(note) ?? [];
  return host === hostname() && !isAlive(Number(pid));
};

const RENEW_MS = 60_000;

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
    const lock = await takeLock(helpdesk, {
      holder: holderOf(command),
      now: terminal.now(),
      isDead,
      ...(breakLock === true && { breaks: true }),
    });
    const renewing = setInterval(() => {
      // A Zammad that restarts misses a renewal; the next one comes.
      lock.renew(terminal.now()).catch(() => undefined);
    }, RENEW_MS);
    renewing.unref();
    try {
      return await act({ signal: stop.signal, ended: () => code });
    } finally {
      clearInterval(renewing);
      await lock.release().catch(() => {
        terminal.err('Отметка «идёт apply» осталась в Zammad: он не ответил. Снять её: --break-lock.');
      });
    }
  } finally {
    for (const { name, listener } of listeners) process.off(name, listener);
  }
};
