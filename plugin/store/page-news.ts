/** Looks as PostgreSQL tells of them, from whatever process: by region and place, nothing of the ticket. */
import pg from 'pg';
import { z } from 'zod';
import type { Log } from '../process/log.js';
import { LIMITS, sessionOptions } from './pool.js';

/** Where something changed: of which regions, at which places; null among them: of none that is known. */
export interface Changed {
  readonly regions: readonly (string | null)[];
  readonly places: readonly (string | null)[];
}

const changed = z.object({
  regions: z.array(z.string().nullable()),
  places: z.array(z.string().nullable()),
});

/** Null: told in a way that nobody here tells it, and so it may be anything. */
const changeIn = (payload: string | undefined): Changed | null => {
  try {
    return changed.safeParse(JSON.parse(payload ?? 'null')).data ?? null;
  } catch {
    return null;
  }
};

/** A connection that broke is made anew so long after. */
const AGAIN_MS = 5_000;

/**
 * Hears changes until it is closed. `heard` null: something may have been missed. A store that is away is waited for.
 */
export const hearChanges = (
  { connectionString, schema }: { readonly connectionString: string; readonly schema: string },
  heard: (change: Changed | null) => void,
  log: Pick<Log, 'warn'>,
): { close(): Promise<void> } => {
  let closed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  const listen = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString,
      options: sessionOptions(schema),
      application_name: 'reglament-page-news',
      connectionTimeoutMillis: LIMITS.connect,
      keepAlive: true,
    });
    let gone = false;
    /** Left out: the server closed it without a word. */
    const lost = (error?: unknown): void => {
      if (gone) return;
      gone = true;
      if (client === fresh) client = null;
      if (closed) return;
      log.warn('страница: новостей из хранилища пока нет, соединение будет восстановлено', {
        ...(error !== undefined && { error }),
      });
      timer = setTimeout(start, AGAIN_MS);
    };
    fresh.on('error', lost);
    fresh.on('end', () => {
      lost();
    });
    fresh.on('notification', ({ payload }) => {
      heard(changeIn(payload));
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${schema}_page`);
      client = fresh;
      heard(null);
    } catch (error) {
      lost(error);
      await fresh.end().catch(() => undefined);
    }
    if (closed) await fresh.end().catch(() => undefined);
  };
  const start = (): void => {
    running = listen();
  };
  let running = listen();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
      await client?.end().catch(() => undefined);
    },
  };
};
