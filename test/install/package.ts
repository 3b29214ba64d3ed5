/** The program as it is installed: built, packed, laid out below a folder of its own with what it depends on and no more. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const call = promisify(execFile);
/** npm is asked for what lies here; nothing is fetched. */
const npm = (...args: string[]) =>
  call('npm', [...args, '--offline', '--silent'], { maxBuffer: 16 * 1024 * 1024 });

/** Packs this tree and lays the package out in `folder`, its dependencies linked in from here: those of `npm i --omit=dev`. */
export const installed = async (folder: string): Promise<string> => {
  await call('node_modules/.bin/tsc', ['--build', 'tsconfig.build.json']);
  await call(process.execPath, ['assemble.mjs']);
  await mkdir(folder, { recursive: true });
  await npm('pack', '--ignore-scripts', '--pack-destination', folder);
  const [packed = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await call('tar', ['xzf', packed], { cwd: folder });
  await rm(path.join(folder, packed));
  const modules = path.join(folder, 'node_modules');
  await mkdir(modules);
  await rename(path.join(folder, 'package'), path.join(modules, 'reglament'));
  const { stdout } = await npm('ls', '--omit=dev', '--all', '--parseable').catch((error: unknown) => {
    if (error instanceof Error && 'stdout' in error) return { stdout: String(error.stdout) };
    throw error;
  });
  const here = `${process.cwd()}/node_modules/`;
  const names = stdout
    .split('\n')
    .filter((line) => line.startsWith(here) && !line.slice(here.length).includes('node_modules/'))
    .map((line) => line.slice(here.length));
  for (const name of names) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
    await symlink(path.join(here, name), path.join(modules, name));
  }
  return path.join(modules, 'reglament');
};

/** The same package in another edition: its version and some of its files otherwise. */
export const edition = async (
  from: string,
  to: string,
  version: string,
  files: Readonly<Record<string, (text: string) => string>>,
): Promise<string> => {
  await cp(path.resolve(from, '..'), path.resolve(to), { recursive: true, verbatimSymlinks: true });
  const root = path.join(to, 'reglament');
  const changed = {
    'package.json': (text: string) => text.replace(/"version": "[^"]+"/, `"version": "${version}"`),
    ...files,
  };
  for (const [name, change] of Object.entries(changed)) {
    const file = path.join(root, name);
    const text = await readFile(file, 'utf8').catch(() => '');
    const after = change(text);
    if (after === text) throw new Error(`${name} is as before`);
    await writeFile(file, after);
  }
  return root;
};

export interface Said {
  readonly code: number | null;
  readonly all: string;
}

const program = (root: string): string => path.join(root, 'dist/plugin/main.js');

/** One command in a shell without a terminal. */
export const inShell = (
  root: string,
  args: readonly string[],
  { env, cwd }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program(root), ...args], {
      env,
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let all = '';
    child.stdout.on('data', (chunk: Buffer) => (all += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, all });
    });
  });

/** `serve`, until it is told to end. */
export const serving = (root: string, env: NodeJS.ProcessEnv, cwd: string): ChildProcess =>
  spawn(process.execPath, [program(root), 'serve'], { env, cwd, stdio: 'ignore' });
