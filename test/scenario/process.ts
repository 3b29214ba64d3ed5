/** A companion in a process of its own, the real `serve`, that can be killed: for stories with `kill -9` in the middle. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../plugin/field.js';
import { until } from '../plugin/postgres.js';
import { SECRET, type Database, type Life } from './desk.js';
import type { Site } from './site.js';

export interface Process {
  live(where: Database, port: number): Promise<Life>;
  /** How often it was killed while it had a ticket in hand. */
  readonly caught: () => number;
  close(): Promise<void>;
}

/** The shipped configuration, acting, in a folder of its own. @param pause milliseconds from an end asked for to the kill */
export const openProcess = async (site: Site, pause: () => number): Promise<Process> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'reglament-story-'));
  await cp('config', folder, { recursive: true });
  await writeFile(path.join(folder, 'stance.yaml'), 'stance: act\n');
  let caught = 0;
  let told = '';
  const start = async (where: Database, port: number): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'plugin/main.ts', 'serve'], {
      env: {
        ...process.env,
        ZAMMAD_URL: site.access.url,
        ZAMMAD_TOKEN: site.access.token,
        REGLAMENT_CONFIG: folder,
        REGLAMENT_PUBLIC_URL: `http://127.0.0.1:${port}`,
        REGLAMENT_WEBHOOK_SECRET: SECRET,
        DATABASE_URL: where.connectionString,
        PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let listening = false;
    child.stdout.on('data', () => (listening = true));
    child.stderr.on('data', (chunk: Buffer) => (told = (told + chunk.toString()).slice(-4000)));
    await until(() => {
      if (child.exitCode !== null) throw new Error(told);
      return listening;
    }, 60);
    return child;
  };
  return {
    caught: () => caught,
    close: () => rm(folder, { recursive: true, force: true }),
    async live(where, given) {
      const port = given === 0 ? await freePort() : given;
      const child = await start(where, port);
      const pool = new pg.Pool({ connectionString: where.connectionString, max: 1 });
      const rows = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> =>
        (await pool.query<Row>(sql)).rows;
      return {
        url: `http://127.0.0.1:${port}`,
        // It sweeps by itself, once a minute: this only tells whether there is something for it to find.
        async sweep() {
          const seen = await rows<{ ticket: string; at: Date }>(
            `select ticket, updated_at as at from ${where.schema}.seen`,
          );
          const judged = new Map(seen.map(({ ticket, at }) => [Number(ticket), at.getTime()]));
          let unseen = 0;
          for await (const { id, updated_at: at } of site.client().tickets.all())
            if (judged.get(id) !== Date.parse(at)) unseen += 1;
          return unseen;
        },
        decisionsOf: () => Promise.reject(new Error('the log of another process is not asked')),
        async end() {
          await new Promise((wake) => setTimeout(wake, pause()));
          const active = await rows(`select 1 from ${where.schema}_queue.job where state = 'active'`);
          if (active.length > 0) caught += 1;
          const gone = new Promise((done) => child.once('close', done));
          child.kill('SIGKILL');
          await gone;
          await pool.end();
        },
      };
    },
  };
};
