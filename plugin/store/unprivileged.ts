/** PostgreSQL refuses to run as root. Started so, as in many containers, it runs as `postgres` or `nobody` instead. */
import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

type Binaries = Readonly<Record<'initdb' | 'postgres', string>>;

/** Under whose name PostgreSQL's programs run, and what that takes. */
export interface Identity {
  readonly spawn: { readonly uid?: number; readonly gid?: number };
  /** Gives the paths to that user. */
  own(...paths: string[]): Promise<void>;
  /** Makes a folder that is that user's alone. */
  makeOwn(folder: string): Promise<void>;
  /** The programs where that user can run them: a copy if they lie behind a folder of root's. */
  reachable(binaries: Binaries): Promise<Binaries>;
  /** Removes that copy; for when nothing runs from it any more. */
  forget(): Promise<void>;
}

const idOf = async (flag: '-u' | '-g', user: string): Promise<number> =>
  Number((await promisify(execFile)('id', [flag, user])).stdout);

const otherUser = async (): Promise<{ uid: number; gid: number }> => {
  for (const user of ['postgres', 'nobody']) {
    const ids = await Promise.all([idOf('-u', user), idOf('-g', user)]).catch(() => null);
    if (ids !== null) return { uid: ids[0], gid: ids[1] };
  }
  throw new Error(
    'PostgreSQL не работает от имени root, а пользователей postgres и nobody здесь нет: запустите не от root или задайте DATABASE_URL',
  );
};

/** Whether every folder above `path` lets strangers through. */
const isOpen = async (path: string): Promise<boolean> => {
  const parent = dirname(path);
  if (((await stat(parent)).mode & 0o001) === 0) return false;
  return parent === dirname(parent) || isOpen(parent);
};

const copyTo = async (copy: string, binaries: Binaries): Promise<Binaries> => {
  const native = dirname(dirname(binaries.postgres));
  await chmod(copy, 0o755);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  const moved = (path: string) => join(copy, relative(native, path));
  return { initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) };
};

/**
 * The identity for a cluster under `folder`. Throws an `Error` (Russian) when root's own folder is given, where no other
 * user may read.
 */
export const identityFor = async (folder: string): Promise<Identity> => {
  if (process.getuid?.() !== 0)
    return {
      spawn: {},
      own: () => Promise.resolve(),
      makeOwn: async (made) => {
        await mkdir(made, { recursive: true, mode: 0o700 });
      },
      reachable: (binaries) => Promise.resolve(binaries),
      forget: () => Promise.resolve(),
    };
  const ids = await otherUser();
  await chmod(folder, 0o711);
  if (!(await isOpen(join(folder, 'postgres'))))
    throw new Error(
      `PostgreSQL не работает от имени root, а другому пользователю папка ${folder} закрыта: задайте REGLAMENT_DATA в открытом месте (например, /var/lib/reglament), запустите не от root или задайте DATABASE_URL`,
    );
  let copy: string | null = null;
  const copied = async (binaries: Binaries): Promise<Binaries> => {
    if (await isOpen(binaries.postgres)) return binaries;
    copy = await mkdtemp(join(tmpdir(), 'reglament-postgres-'));
    return copyTo(copy, binaries);
  };
  let reached: Promise<Binaries> | null = null;
  return {
    spawn: ids,
    own: async (...paths) => {
      await Promise.all(paths.map((path) => chown(path, ids.uid, ids.gid)));
    },
    makeOwn: async (made) => {
      await mkdir(made, { recursive: true, mode: 0o700 });
      await chown(made, ids.uid, ids.gid);
    },
    reachable: (binaries) => (reached ??= copied(binaries)),
    forget: async () => {
      if (copy !== null) await rm(copy, { recursive: true, force: true });
    },
  };
};
