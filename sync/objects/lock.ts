/**
 * One apply at a time, on whatever machine. The lock is an inactive macro: its name is unique in the helpdesk, so that of
 * two who make it at once one is refused. Its note says who holds it; renewing it shows that he is alive.
 */
import { asText } from './canonical.js';
import { isRefused } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import type { Row } from './types.js';

export const lockName = 'Регламент: идёт apply (не менять)';

/** A holder renews every minute; one silent this long has most likely died. */
const SILENT_MS = 5 * 60_000;

/** Somebody else is at work, or died at it. Russian. */
class Locked extends Error {
  override readonly name = 'Locked';
}

export interface Lock {
  /** Shows that the holder is alive. */
  readonly renew: (now: Date) => Promise<void>;
  readonly release: () => Promise<void>;
}

const perform = { 'ticket.tags': { operator: 'add', value: 'reglament-apply' } };
const noteOf = (holder: string, since: Date, now: Date): string =>
  `${holder}, с ${since.toISOString()}, отметка ${now.toISOString()}`.slice(0, 250);

const silentFor = (row: Row, now: Date): number => {
  const seen = /отметка (\S+)$/.exec(asText(row['note']))?.[1] ?? asText(row['updated_at']);
  return now.getTime() - Date.parse(seen);
};

const words = (row: Row, now: Date): string => {
  const silent = silentFor(row, now);
  const held = `Изменение этого Zammad уже идёт: ${asText(row['note'])}.`;
  return silent > SILENT_MS
    ? `${held} Отметки не было ${Math.round(silent / 60_000)} мин: вероятно, тот процесс прерван. Убедитесь в этом и повторите с --break-lock; ничего не записано.`
    : `${held} Дождитесь конца и повторите; ничего не записано.`;
};

const held = async (helpdesk: ObjectStore): Promise<Row | undefined> =>
  (await helpdesk.list('macros')).find((row) => row['name'] === lockName);

/**
 * Takes the lock. `holder`: who and where, as people read it. `breaks`: a lock that is there is taken away first. `isDead`: whether the
 * holder that a lock's note names is known to be gone; his lock is taken away, too.
 * @throws Locked, ZammadError
 */
export const takeLock = async (
  helpdesk: ObjectStore,
  {
    holder,
    now,
    breaks = false,
    isDead = () => false,
  }: {
    readonly holder: string;
    readonly now: Date;
    readonly breaks?: boolean;
    readonly isDead?: (note: string) => boolean;
  },
): Promise<Lock> => {
  const since = now;
  const columns = (at: Date) => ({ name: lockName, active: false, perform, note: noteOf(holder, since, at) });
  if (breaks) {
    const old = await held(helpdesk);
    if (old !== undefined) await helpdesk.remove('macros', old.id);
  }
  let id: number;
  try {
    ({ id } = await helpdesk.create('macros', columns(now)));
  } catch (error) {
    if (!isRefused(error)) throw error;
    const row = await held(helpdesk);
    if (row === undefined) throw error;
    if (!isDead(asText(row['note']))) throw new Locked(words(row, now), { cause: error });
    return takeLock(helpdesk, { holder, now, breaks: true });
  }
  return {
    renew: async (at) => {
      await helpdesk.update('macros', id, columns(at));
    },
    release: async () => {
      await helpdesk.remove('macros', id);
    },
  };
};
