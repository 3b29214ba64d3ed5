/** What it costs to ask for the help, and what `serve` holds while nothing happens: the built program, in processes of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Table } from './table.js';

const PROGRAM = 'dist/plugin/main.js';
const ROUNDS = 5;
const IDLE_MS = 10_000;

const runOnce = async (args: readonly string[]): Promise<number> => {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  await once(child, 'close');
  return performance.now() - began;
};

const median = async (args: readonly string[]): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await runOnce(args));
  return times.toSorted((one, other) => one - other)[ROUNDS >> 1] ?? 0;
};

/** Megabytes by the kernel's account: all, and what is the process's alone. */
const memoryOf = async (pid: number): Promise<{ all: number; own: number }> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { all: of('VmRSS'), own: of('RssAnon') };
};

const idle = async (args: readonly string[], environment: NodeJS.ProcessEnv) => {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  await pause(IDLE_MS);
  const memory = await memoryOf(child.pid ?? 0);
  const gone = once(child, 'close');
  child.kill('SIGTERM');
  await gone;
  return memory;
};

export const start = async (): Promise<Table> => {
  await access(PROGRAM).catch(() => {
    throw new Error(`${PROGRAM} is not there: npm run build first`);
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'reglament-bench-'));
  try {
    const bare = await median(['-e', '']);
    const help = await median([PROGRAM, '--help']);
    const nothing = await idle(['-e', 'console.log(1); setInterval(() => {}, 1000)'], {});
    const serving = await idle([PROGRAM, 'serve'], {
      ZAMMAD_URL: 'http://127.0.0.1:1',
      ZAMMAD_TOKEN: 'token-of-the-bench',
      REGLAMENT_PUBLIC_URL: 'http://127.0.0.1:1',
      REGLAMENT_WEBHOOK_SECRET: 'secret-of-the-bench',
      REGLAMENT_DATA: folder,
      LOG_LEVEL: 'error',
      PORT: '0',
    });
    return {
      title: 'Start: the built program beside bare Node',
      unit: 'ms',
      rows: [
        { what: 'node -e ""', value: bare },
        { what: 'reglament --help', value: help },
      ],
      notes: [
        `serve at rest holds ${Math.round(serving.all)} MB, ${Math.round(serving.own)} MB of it its own (PostgreSQL apart)`,
        `bare Node at rest holds ${Math.round(nothing.all)} MB, ${Math.round(nothing.own)} MB of it its own`,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
