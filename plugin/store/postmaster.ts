/**
 * Whose number stands in a `postmaster.pid`. The file outlives its server where that was killed, and in a container the
 * number soon is another program's. So the number alone proves nothing: the program behind it must be a `postgres` that was
 * started on this very folder. Nobody else is ever signalled, or kept from starting.
 */
import { execFile } from 'node:child_process';
import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Words of the command a process was started by; empty: there is no such process, or one that is dead and unburied. */
const commandOf = async (pid: number): Promise<string[]> => {
  const told = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (told !== null) return told.split('\0').filter((word) => word !== '');
  if (process.platform === 'linux') return [];
  const listed = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(
    () => null,
  );
  return listed?.stdout.trim().split(/\s+/) ?? [];
};

const real = (folder: string): Promise<string> => realpath(folder).catch(() => path.resolve(folder));

const isServerOf = async (folder: string, pid: number): Promise<boolean> => {
  if (!isAlive(pid)) return false;
  // Nothing there to ask by name.
  if (process.platform === 'win32') return true;
  const [program = '', ...words] = await commandOf(pid);
  if (path.basename(program) !== 'postgres') return false;
  const given = words[words.indexOf('-D') + 1];
  return given !== undefined && (await real(given)) === (await real(folder));
};

const fileOf = (folder: string): string => path.join(folder, 'postmaster.pid');

const linesOf = async (folder: string): Promise<string[]> =>
  (await readFile(fileOf(folder), 'utf8').catch(() => '')).split('\n');

/** The server that has the folder: pid and port are the 1st and 4th line of its file. Null: none has. */
export const postmasterOf = async (folder: string): Promise<Postmaster | null> => {
  const lines = await linesOf(folder);
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 && (await isServerOf(folder, pid)) ? { pid, port } : null;
};

/**
 * Makes a file of a dead server harmless. PostgreSQL judges by the number alone and would refuse to start while some other
 * program has it; the number of the program that starts it, ours, it takes for stale, and then still sees for itself whether
 * processes of the dead server hold its memory.
 */
export const disarmStale = async (folder: string): Promise<void> => {
  const told = await readFile(fileOf(folder), 'utf8').catch(() => null);
  if (told === null) return;
  const [first = '', ...rest] = told.split('\n');
  if (await isServerOf(folder, Number(first))) return;
  // An empty one is what a full disk leaves; it would be refused as well.
  if (first === '') await rm(fileOf(folder));
  // Only what stands in it changes: the file stays in the hands of the user the server runs as.
  else await writeFile(fileOf(folder), [process.pid, ...rest].join('\n'));
};
