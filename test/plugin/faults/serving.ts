/** The real `serve` in a process of its own, where nothing but its process can tell whether it lives. */
import { spawn, type ChildProcess } from 'node:child_process';
import { freePort } from '../field.js';
import { until } from '../postgres.js';

/** Secrets of every serving process; none of them may be found anywhere. */
export const SECRETS = {
  ZAMMAD_TOKEN: 'token-of-the-faults',
  REGLAMENT_WEBHOOK_SECRET: 'webhook-secret-of-the-faults',
};

export interface Serving {
  readonly child: ChildProcess;
  readonly url: string;
  /** All it said on standard error so far. */
  said(): string;
  /** Its exit code; null: ended by a signal. */
  readonly gone: Promise<number | null>;
  /** Status of a GET; 0: nobody answers. */
  get(path: string): Promise<number>;
}

/** Starts `serve` with a helpdesk that is away and waits until it listens. `before`: shell words in front of it. */
export const startServing = async (
  environment: Readonly<Record<string, string>>,
  before = '',
): Promise<Serving> => {
  const port = await freePort();
  const command = `${before} exec ${process.execPath} --import tsx plugin/main.ts serve`;
  const child = spawn('bash', ['-c', command], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...SECRETS,
      ZAMMAD_URL: 'http://127.0.0.1:1',
      REGLAMENT_CONFIG: 'config',
      REGLAMENT_PUBLIC_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let listening = false;
  child.stdout.on('data', () => (listening = true));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = new Promise<number | null>((done) => child.once('close', done));
  await until(() => listening || child.exitCode !== null, 60);
  const url = `http://127.0.0.1:${port}`;
  return {
    child,
    url,
    said: () => said,
    gone,
    get: (path) =>
      fetch(url + path, { signal: AbortSignal.timeout(20_000) }).then(
        ({ status }) => status,
        () => 0,
      ),
  };
};
