/** An administrator at work: a folder, a terminal without a person, a helpdesk in memory. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Hooks, type Sandbox } from 'zammad-sandbox';
import { run } from '../../plugin/cli/program.js';
import type { Row } from '../../packages/zammad-sandbox/src/world.js';
import { small } from '../config/small-config.js';

/** A whole small configuration: every kind that is made, taken over or only compared. */
export const smallFolder: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(small).map(([file, text]) => [
      file,
      text
        .replaceAll('Регионы', 'СП РПГУ')
        .replace('was: open, clauses: [R-4.2], state_type: open', '$&, default_follow_up: true'),
    ]),
  ),
  'helpdesk/own.yaml': `object_manager_attributes:
  wanted:
    - { name: snils, display: СНИЛС, clauses: [R-4.2.1], data_type: input, position: 3, screens: {} }
triggers:
  wanted:
    - name: 010 Сообщить
      clauses: [R-4.2]
      condition: { ticket.state: { is: [Назначен] } }
      perform: { notification.webhook: reglament }
overviews:
  wanted:
    - name: Взять в работу
      clauses: [R-4.2]
      roles: [Оператор]
      prio: 2010
      condition: { ticket.state: { is: [Назначен] } }
      order: { by: created_at, direction: ASC }
      view: [number, title]
macros:
  wanted:
    - { name: Назначить, clauses: [R-4.2], perform: { ticket.state: Назначен } }
text_modules:
  wanted:
    - { name: Ответ, clauses: [R-4.2], keywords: ответ, content: Здравствуйте. }
`,
};

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Both, as a person sees them. */
  readonly all: string;
}

export interface Admin {
  readonly sandbox: Sandbox;
  readonly client: ReturnType<typeof createZammadClient>;
  /** Where the commands are called: `config` and `data` lie in it. */
  readonly home: string;
  readonly config: string;
  readonly call: (...args: string[]) => Promise<Said>;
  /** The same with a person at the terminal who answers so. */
  readonly answering: (answers: readonly string[], ...args: string[]) => Promise<Said>;
  readonly put: (files: Readonly<Record<string, string | null>>) => Promise<void>;
  readonly rows: (kind: string) => readonly Row[];
  /** The newest file below `data`. */
  readonly trace: () => Promise<string>;
  readonly writes: () => Promise<number>;
  /** A ticket in the group, with these columns. */
  readonly ticket: (group: number, columns?: Readonly<Record<string, unknown>>) => Promise<number>;
  readonly set: (variables: Readonly<Record<string, string>>) => void;
  readonly close: () => Promise<void>;
}

const saved = { ...process.env };

export const openAdmin = async (
  clock = new Date('2026-11-27T09:00:00Z'),
  files: Readonly<Record<string, string>> = smallFolder,
  hooks: Hooks = {},
): Promise<Admin> => {
  const sandbox = await startSandbox({ flavour: '6.6', clock, hooks });
  const home = await mkdtemp(path.join(tmpdir(), 'reglament-admin-'));
  const config = path.join(home, 'config');
  const put: Admin['put'] = async (given) => {
    for (const [name, text] of Object.entries(given)) {
      const file = path.join(config, name);
      await mkdir(path.dirname(file), { recursive: true });
      if (text === null) await rm(file, { force: true });
      else await writeFile(file, text);
    }
  };
  await put(files);
  const set: Admin['set'] = (variables) => {
    Object.assign(process.env, variables);
  };
  const environment = {
    ZAMMAD_URL: sandbox.url,
    ZAMMAD_TOKEN: sandbox.token,
    REGLAMENT_PUBLIC_URL: 'http://127.0.0.1:8080',
    REGLAMENT_WEBHOOK_SECRET: 'sixteen-or-more-characters',
    REGLAMENT_CONFIG: config,
    REGLAMENT_DATA: path.join(home, 'data'),
    LOG_LEVEL: 'info',
  };
  set(environment);
  let called = 0;
  const speak = async (args: readonly string[], answers?: readonly string[]): Promise<Said> => {
    const said = { out: '', err: '' };
    const left = [...(answers ?? [])];
    called += 1;
    const code = await run(args, {
      out: (text) => (said.out += `${text}\n`),
      err: (text) => (said.err += `${text}\n`),
      colour: false,
      // Two commands are never called at one moment.
      now: () => new Date(clock.getTime() + called * 1000),
      ...(answers !== undefined && { ask: () => Promise.resolve(left.shift() ?? '') }),
    });
    return { code, ...said, all: said.out + said.err };
  };
  const client = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token }, backoffMs: 1 });
  return {
    sandbox,
    client,
    home,
    config,
    put,
    set,
    call: (...args) => speak(args),
    answering: (answers, ...args) => speak(args, answers),
    rows: (kind) => sandbox.world.table(kind).all(),
    trace: async () => {
      const folder = path.join(home, 'data', 'rollback');
      const names = (await readdir(folder)).sort();
      return path.join(folder, names.at(-1) ?? '');
    },
    ticket: async (group, columns = {}) => {
      const me = await client.me();
      await client.users.update(me.id, { group_ids: { [group]: ['full'] } });
      const ticket = await client.tickets.create({
        title: 'Обращение',
        group_id: group,
        customer_id: me.id,
        article: { body: 'т', type: 'note', internal: true },
        ...columns,
      });
      return ticket.id;
    },
    writes: async () => {
      const answer = await fetch(`${sandbox.url}/__sandbox/requests`);
      return ((await answer.json()) as { writes: number }).writes;
    },
    close: async () => {
      process.env = { ...saved };
      await sandbox.close();
      await rm(home, { recursive: true, force: true });
    },
  };
};

export const textOf = (file: string): Promise<string> => readFile(file, 'utf8');
