/** Traces of changes: a file a change, a line a write, kept by whoever made them and readable by nobody else. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isError } from './fault.js';

export interface TraceFile {
  readonly name: string;
  readonly path: string;
  /** Makes the file; rejects where it is there already or cannot be written, and nothing may be changed then. */
  readonly begin: (head: unknown) => Promise<void>;
  readonly add: (line: unknown) => Promise<void>;
}

const causes: Readonly<Record<string, string>> = {
  EACCES: 'нет прав',
  EPERM: 'нет прав',
  EROFS: 'место только для чтения',
  ENOSPC: 'нет места на диске',
  EDQUOT: 'нет места на диске',
  ENOTDIR: 'часть пути — не папка',
  EISDIR: 'на его месте папка',
  EEXIST: 'такой уже есть',
};

/** In words: without a trace nothing may be changed, for it could not be taken back. */
const notKept = (path: string, what: string, cause: unknown): Error => {
  const code = isError(cause) && 'code' in cause ? String(cause.code) : '';
  return new Error(
    `Файл отката «${path}» ${what}: ${causes[code] ?? code}. Проверьте REGLAMENT_DATA и место на диске.`,
    { cause },
  );
};

const lineOf = (part: unknown): string => `${JSON.stringify(part)}\n`;

/** The trace in `folder` of a change that begins at `now`; two processes never share one. */
export const traceFile = (folder: string, now: Date): TraceFile => {
  const name = `${now.toISOString().replaceAll(':', '-')}-${process.pid}.jsonl`;
  const path = join(folder, name);
  return {
    name,
    path,
    begin: async (head) => {
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(path, lineOf(head), { mode: 0o600, flag: 'wx' });
      } catch (cause) {
        throw notKept(path, 'не заведён, ничего не записано', cause);
      }
    },
    add: async (line) => {
      try {
        await appendFile(path, lineOf(line));
      } catch (cause) {
        throw notKept(path, 'не дописан', cause);
      }
    },
  };
};
