/** The store under `serve` goes away, stops, fills up, is found half-made: what the companion does then. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { signatureOf } from '../../../plugin/http/signature.js';
import { startCompanion, type Companion } from '../../../plugin/serve.js';
import { startEmbedded } from '../../../plugin/store/embedded.js';
import { openStore } from '../../../plugin/store/store.js';
import { config } from '../../triggers/tickets.js';
import { useDesks } from '../desk.js';
import { freshSchema, listeningLog, until, usePostgres } from '../postgres.js';
import { SECRETS, startServing, type Serving } from './serving.js';

usePostgres();
const openDesk = useDesks();
const folders: string[] = [];
const processes: ChildProcess[] = [];
const companions: Companion[] = [];
const freshFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'reglament-fault-'));
  folders.push(folder);
  return folder;
};
const serve = async (environment: Record<string, string>, before?: string): Promise<Serving> => {
  const serving = await startServing(environment, before);
  processes.push(serving.child);
  return serving;
};
afterEach(async () => {
  for (const companion of companions.splice(0)) await companion.close();
  for (const child of processes.splice(0)) {
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const end = setTimeout(() => child.kill('SIGKILL'), 20_000);
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((gone) => child.once('close', gone));
    clearTimeout(end);
  }
  for (const folder of folders.splice(0)) {
    const pid = await pidOf(folder);
    if (pid > 0 && isAlive(pid) && isPostgres(await commandOf(pid))) process.kill(pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

const pidOf = async (data: string): Promise<number> =>
  Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '0')).split('\n')[0]);
const commandOf = (pid: number): Promise<string> => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
const isPostgres = (command: string): boolean => /(^|\/)postgres\0/.test(command);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const admin = async (connectionString: string, ...statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};
const post = (url: string, secret: string, id: string): Promise<number> => {
  const body = JSON.stringify({ ticket: { id: 7, updated_at: '2026-11-23T09:30:00Z' } });
  return fetch(`${url}/zammad/webhook`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(25_000),
    headers: {
      'content-type': 'application/json',
      'x-zammad-delivery': id,
      'x-hub-signature': signatureOf(Buffer.from(body), secret),
    },
  }).then(
    ({ status }) => status,
    () => 0,
  );
};
const start = async (database: Parameters<typeof startCompanion>[0]['database']): Promise<Companion> => {
  const companion = await startCompanion({
    zammad: (await openDesk()).client,
    config: { ...config, stance: 'act', clauses: [] },
    webhookSecret: SECRETS.REGLAMENT_WEBHOOK_SECRET,
    host: '127.0.0.1',
    port: 0,
    database,
    log: listeningLog().log,
    clock: () => new Date('2026-11-23T09:30:00Z'),
    sweepAt: null,
  });
  companions.push(companion);
  return companion;
};

test('connections that break under load end no process', async () => {
  const { connectionString } = freshSchema();
  const serving = await serve({ DATABASE_URL: connectionString });
  for (let round = 0; round < 3; round += 1) {
    const posts = Array.from({ length: 40 }, (_, at) =>
      post(serving.url, SECRETS.REGLAMENT_WEBHOOK_SECRET, `d-${round}-${at}`),
    );
    await admin(
      connectionString,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'reglament%' and pid <> pg_backend_pid()`,
    );
    await Promise.all(posts);
  }
  await until(async () => (await post(serving.url, SECRETS.REGLAMENT_WEBHOOK_SECRET, 'after')) === 202, 20);
  expect(serving.child.exitCode).toBeNull();
}, 120_000);

test('an embedded server that is killed comes back by itself, with what it held', async () => {
  const data = await freshFolder();
  const companion = await start({ data });
  await companion.store.setWatermark('kept', new Date(0));
  const killed = await pidOf(data);
  process.kill(killed, 'SIGKILL');
  // A connection of the old one may still answer once.
  await until(async () => (await pidOf(data)) !== killed, 40);
  await until(async () => (await post(companion.url, SECRETS.REGLAMENT_WEBHOOK_SECRET, 'after')) === 202, 40);
  expect(await companion.store.watermark('kept')).toEqual(new Date(0));
}, 90_000);

test('an embedded server whose folder is gone ends the process, non-zero, with words', async () => {
  const data = await freshFolder();
  const serving = await serve({ REGLAMENT_DATA: data });
  const pid = await pidOf(data);
  await rm(join(data, 'postgres'), { recursive: true, force: true });
  process.kill(pid, 'SIGKILL');
  const code = await Promise.race([
    serving.gone,
    new Promise((late) =>
      setTimeout(() => {
        late('still there');
      }, 40_000),
    ),
  ]);
  expect(code).toBe(1);
  expect(serving.said()).toContain('встроенн');
}, 120_000);

test('a server that is frozen: deliveries and readiness are answered, in words, not left to hang', async () => {
  const data = await freshFolder();
  const companion = await start({ data });
  const postmaster = await pidOf(data);
  const own = (await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8'))
    .trim()
    .split(' ')
    .map(Number);
  const frozen = [postmaster, ...own];
  for (const pid of frozen) process.kill(pid, 'SIGSTOP');
  try {
    const answers = await Promise.all([
      post(companion.url, SECRETS.REGLAMENT_WEBHOOK_SECRET, 'frozen'),
      fetch(`${companion.url}/readyz`, { signal: AbortSignal.timeout(25_000) }).then(
        ({ status }) => status,
        () => 0,
      ),
    ]);
    expect(answers).toEqual([503, 503]);
  } finally {
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
  }
  await until(
    async () => (await post(companion.url, SECRETS.REGLAMENT_WEBHOOK_SECRET, 'thawed')) === 202,
    30,
  );
}, 120_000);

test('a store that reads but cannot write is not ready', async () => {
  const { connectionString } = freshSchema();
  const companion = await start({ url: connectionString, schema: 'unwritable' });
  await admin(
    connectionString,
    'alter database postgres set default_transaction_read_only = on',
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'reglament' and pid <> pg_backend_pid()`,
  );
  try {
    await until(async () => (await fetch(`${companion.url}/readyz`)).status === 503, 10);
  } finally {
    await admin(
      connectionString,
      'set default_transaction_read_only = off',
      'alter database postgres reset default_transaction_read_only',
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'reglament%' and pid <> pg_backend_pid()`,
    );
    await until(async () => (await fetch(`${companion.url}/readyz`)).status === 200, 20);
  }
}, 60_000);

describe('a postmaster.pid whose number is somebody else’s', () => {
  test('does not keep the server from starting, and nobody else is signalled', async () => {
    const data = await freshFolder();
    const first = await startEmbedded(data);
    await openStore({
      connectionString: first.connectionString,
      log: listeningLog().log,
      clock: () => new Date(),
    }).then((store) => store.close());
    const path = join(data, 'postgres', 'postmaster.pid');
    const left = await readFile(path, 'utf8');
    await first.close();
    const stranger = spawn('sleep', ['600'], { stdio: 'ignore' });
    processes.push(stranger);
    await writeFile(path, left.replace(/^\d+/, String(stranger.pid)));
    const next = await startEmbedded(data);
    await next.close();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
  }, 60_000);
});

test('a first start on a full disk leaves nothing that keeps the next one from starting', async () => {
  const data = await freshFolder();
  // No file may grow: what a full disk comes to.
  const full = await serve({ REGLAMENT_DATA: data }, 'ulimit -f 0;');
  expect(await full.gone).toBe(1);
  const next = await startEmbedded(data);
  await next.close();
}, 90_000);

test('what a start left half-made is made anew', async () => {
  const data = await freshFolder();
  await writeFile(join(data, 'password'), '');
  await mkdir(join(data, 'postgres'));
  const next = await startEmbedded(data);
  await next.close();
}, 60_000);

test('the server knows neither token nor secret from its environment', async () => {
  const data = await freshFolder();
  await serve({ REGLAMENT_DATA: data });
  const environment = await readFile(`/proc/${await pidOf(data)}/environ`, 'utf8');
  for (const secret of Object.values(SECRETS)) expect(environment).not.toContain(secret);
}, 90_000);

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s ends the server too',
  async (signal) => {
    const data = await freshFolder();
    const serving = await serve({ REGLAMENT_DATA: data });
    const pid = await pidOf(data);
    serving.child.kill(signal);
    expect(await serving.gone).toBe(0);
    expect(isAlive(pid)).toBe(false);
  },
  90_000,
);
