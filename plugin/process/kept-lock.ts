/** The lock of a change on the helpdesk as a process of ours holds it: whose it is, renewed while the change lasts. */
import { hostname, userInfo } from 'node:os';
import { takeLock } from '../../sync/objects/lock.js';
import type { ObjectStore } from '../../sync/objects/object-store.js';
import { isError } from './fault.js';

const RENEW_MS = 60_000;

/** No address by its looks: those are masked wherever the program speaks. */
const holderOf = (what: string): string =>
  `${what}: ${userInfo().username} на ${hostname()}, процесс ${process.pid}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, and is there.
    return isError(error) && 'code' in error && error.code === 'EPERM';
  }
};

/** Killed on this machine: of another one nobody here can know. */
const isDead = (note: string): boolean => {
  const [, host, pid] = / на (\S+), процесс (\d+)/.exec(note) ?? [];
  return host === hostname() && !isAlive(Number(pid));
};

export interface KeptLock {
  /** False: the helpdesk did not answer, and the lock still stands there. */
  readonly end: () => Promise<boolean>;
}

/**
 * Takes the lock for `what` (the command, or the page) and renews it until `end`. A lock of a process that was killed on this machine
 * is taken away; `breaks`: any is.
 * @throws Locked, ZammadError
 */
export const keepLock = async (
  helpdesk: ObjectStore,
  {
    what,
    clock,
    breaks = false,
  }: { readonly what: string; readonly clock: () => Date; readonly breaks?: boolean },
): Promise<KeptLock> => {
  const lock = await takeLock(helpdesk, { holder: holderOf(what), now: clock(), isDead, breaks });
  const renewing = setInterval(() => {
    // A Zammad that restarts misses a renewal; the next one comes.
    lock.renew(clock()).catch(() => undefined);
  }, RENEW_MS);
  renewing.unref();
  return {
    end: () => {
      clearInterval(renewing);
      return lock.release().then(
        () => true,
        () => false,
      );
    },
  };
};
