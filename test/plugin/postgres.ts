/** One embedded PostgreSQL for a test file, a schema for each test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createLog, type Log } from '../../plugin/process/log.js';
import { startEmbedded, type EmbeddedStore } from '../../plugin/store/embedded.js';

let running: { store: EmbeddedStore; folder: string } | undefined;
let schemas = 0;

/** Call at the top of a test file; the server lives until its last test. */
export const usePostgres = (): void => {
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reglament-test-'));
    running = { store: await startEmbedded(folder), folder };
  });
  afterAll(async () => {
    await running?.store.close();
    if (running !== undefined) await rm(running.folder, { recursive: true, force: true });
  });
};

/** Where the server is, and a schema nobody used before. */
export const freshSchema = (): { connectionString: string; schema: string } => {
  if (running === undefined) throw new Error('usePostgres() first');
  schemas += 1;
  return { connectionString: running.store.connectionString, schema: `test_${schemas}` };
};

/** A log whose lines a test can read. */
export const listeningLog = (secrets: readonly string[] = []): { log: Log; lines: string[] } => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { log: createLog({ level: 'debug', secrets, sink }), lines };
};

/** Waits until `check` says true; fails after `seconds`. */
export const until = async (check: () => boolean | Promise<boolean>, seconds = 15): Promise<void> => {
  const end = performance.now() + seconds * 1000;
  while (!(await check())) {
    if (performance.now() > end) throw new Error('it never came to pass');
    await new Promise((wake) => setTimeout(wake, 25));
  }
};
