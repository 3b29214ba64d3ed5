/** LibreOffice, where it is installed: formats only office programs read are converted by it, one file at a time. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Convert } from './edition/read-edition.js';

const run = promisify(execFile);
const PATIENCE_MS = 90_000;
const PROGRAMS = ['soffice', 'libreoffice'];

const absent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Rejects in Russian when the program takes too long or gives nothing; resolves null where there is none. */
export const convertByOffice: Convert = async ({ name, data }, to) => {
  const folder = await mkdtemp(join(tmpdir(), 'reglament-faq-'));
  try {
    const source = join(folder, `source${/\.[a-z]{2,4}$/i.exec(name)?.[0].toLowerCase() ?? ''}`);
    await writeFile(source, data);
    // A profile of its own: two programs at once would lock each other out, and nobody's macros run.
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
    for (const program of PROGRAMS) {
      try {
        await run(
          program,
          [profile, '--headless', '--norestore', '--convert-to', to, '--outdir', folder, source],
          {
            timeout: PATIENCE_MS,
            killSignal: 'SIGKILL',
          },
        );
        return await readFile(join(folder, `source.${to}`)).catch(() => {
          throw new Error('нет результата');
        });
      } catch (error) {
        if (absent(error)) continue;
        if (error instanceof Error && 'killed' in error && error.killed === true)
          throw new Error(`дольше ${PATIENCE_MS / 1000} секунд`, { cause: error });
        throw error;
      }
    }
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
