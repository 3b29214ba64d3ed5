/** Traces of changes: a file a change, a line a write, kept by whoever made them and readable by nobody else. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface TraceFile {
  readonly name: string;
  readonly path: string;
  /** Makes the file; rejects where it is there already or cannot be written, and nothing may be changed then. */
  readonly begin: (head: unknown) => Promise<void>;
  readonly add: (line: unknown) => Promise<void>;
}

const lineOf = (part: unknown): string => `${JSON.stringify(part)}\n`;

/** The trace in `folder` of a change that begins at `now`; two processes never share one. */
export const traceFile = (folder: string, now: Date): TraceFile => {
  const name = `${now.toISOString().replaceAll(':', '-')}-${process.pid}.jsonl`;
  const path = join(folder, name);
  return {
    name,
    path,
    begin: async (head) => {
      await mkdir(folder, { recursive: true });
      await writeFile(path, lineOf(head), { mode: 0o600, flag: 'wx' });
    },
    add: (line) => appendFile(path, lineOf(line)),
  };
};
