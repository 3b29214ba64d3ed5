/**
 * `kill -9` of a real `serve` in the middle of its work, again and again: nothing is lost, and no note stands twice.
 * Ten points; CRASH_POINTS asks for more, SEED for others.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../config/load.js';
import { freePort, gateOnly, openField, randomOf, type Field } from './field.js';
import { freshSchema, until, usePostgres } from './postgres.js';

usePostgres();
const points = Number(process.env['CRASH_POINTS'] ?? 10);
const random = randomOf(Number(process.env['SEED'] ?? 2026));
const webhookSecret = 'secret-of-the-webhook';
const config = gateOnly(await loadConfig('config'));
let field: Field;
let folder: string;
let environment: NodeJS.ProcessEnv;
let told = '';

beforeAll(async () => {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  field = await openField(config, { publicUrl, webhookSecret });
  folder = await mkdtemp(path.join(tmpdir(), 'reglament-crash-'));
  await cp('config', folder, { recursive: true });
  await writeFile(path.join(folder, 'stance.yaml'), 'stance: act\n');
  const regulation = path.join(folder, 'regulation');
  for (const name of await readdir(regulation)) {
    const file = path.join(regulation, name);
    const text = await readFile(file, 'utf8');
    if (!name.startsWith('10-')) await writeFile(file, text.replaceAll('mode: act', 'mode: observe'));
  }
  environment = {
    ...process.env,
    ZAMMAD_URL: field.sandbox.url,
    ZAMMAD_TOKEN: field.token,
    REGLAMENT_CONFIG: folder,
    REGLAMENT_PUBLIC_URL: publicUrl,
    REGLAMENT_WEBHOOK_SECRET: webhookSecret,
    DATABASE_URL: freshSchema().connectionString,
    PORT: String(port),
  };
}, 60_000);
afterAll(async () => {
  await field.sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const serve = async (): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'plugin/main.ts', 'serve'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let listening = false;
  child.stdout.on('data', () => (listening = true));
  child.stderr.on('data', (chunk: Buffer) => (told = (told + chunk.toString()).slice(-4000)));
  await until(() => {
    if (child.exitCode !== null) throw new Error(told);
    return listening;
  }, 30);
  return child;
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  const gone = new Promise((done) => child.once('close', done));
  child.kill(signal);
  await gone;
};

test(
  `killed at ${points} points: every ticket is back with one note`,
  async () => {
    const tickets: number[] = [];
    for (let point = 1; point <= points; point += 1) {
      const fresh = [await field.register(), await field.register()];
      tickets.push(...fresh);
      const serving = await serve();
      for (const ticket of fresh) await field.slip(ticket, { snils: '' });
      await new Promise((wake) => setTimeout(wake, random() * 900));
      await end(serving, 'SIGKILL');
    }
    const last = await serve();
    const isBack = async (ticket: number) => (await field.see(ticket)).notes.length > 0;
    // One after another: asking for all of them at once would keep the helpdesk from answering the companion.
    for (const ticket of tickets) await until(() => isBack(ticket), 120);
    await end(last, 'SIGTERM');
    for (const ticket of tickets) {
      const seen = await field.see(ticket);
      expect(seen.group).toContain('СП РПГУ::');
      expect(seen).toMatchObject({
        state: 'В ожидании (без срока)',
        waitSource: 'до передачи',
        notes: ['Регламент R-4.2.1'],
      });
    }
  },
  180_000 + points * 15_000,
);
