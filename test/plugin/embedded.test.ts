/** Whose folder it is: one owner at a time, and none of the dead ones. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../plugin/store/embedded.js';
import { until } from './postgres.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reglament-embedded-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const query = async (connectionString: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};
const postmaster = async (): Promise<number> =>
  Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a folder in use is refused by name and left in peace; once let go it opens with what was in it', async () => {
  const first = await startEmbedded(folder);
  await query(first.connectionString, 'create table kept (id int)');
  await expect(startEmbedded(folder)).rejects.toThrow(`Папка ${folder} занята другим процессом Reglament`);
  expect(await query(first.connectionString, 'select * from kept')).toEqual([]);
  const server = await postmaster();
  await first.close();
  expect(isAlive(server)).toBe(false);
  const second = await startEmbedded(folder);
  expect(await query(second.connectionString, 'select * from kept')).toEqual([]);
  await second.close();
});

test('after kill -9 of the companion its server is taken over, after kill -9 of both it starts anew', async () => {
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(join(process.cwd(), 'plugin/store/embedded.ts'))});
    const store = await startEmbedded(${JSON.stringify(folder)});
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: store.connectionString });
    await client.connect();
    await client.query('create table kept as select 1 as id');
    process.stdout.write('up');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((up) => child.stdout.once('data', up));
  child.kill('SIGKILL');
  await new Promise((gone) => child.once('close', gone));
  const orphan = await postmaster();
  expect(isAlive(orphan)).toBe(true);

  const heir = await startEmbedded(folder);
  expect(await postmaster()).toBe(orphan);
  expect(await query(heir.connectionString, 'select * from kept')).toEqual([{ id: 1 }]);

  process.kill(orphan, 'SIGKILL');
  await until(() => !isAlive(orphan));
  // Its heir starts it anew, at the same address.
  await until(() =>
    query(heir.connectionString, 'select * from kept').then(
      () => true,
      () => false,
    ),
  );
  await heir.close();
  const next = await startEmbedded(folder);
  expect(await query(next.connectionString, 'select * from kept')).toEqual([{ id: 1 }]);
  await next.close();
});
