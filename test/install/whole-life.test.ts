/**
 * The life of an installation, from a bare folder to its end: the packed program as a process of its own, the shipped configuration, a
 * helpdesk that others use too. After each step the values of two hundred tickets are compared.
 */
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { freePort } from '../plugin/field.js';
import { freshSchema, until, usePostgres } from '../plugin/postgres.js';
import { fillFields, ticketsOf } from './desk.js';
import { edition, inShell, installed, serving } from './package.js';

usePostgres();
/** Each command is a process of its own. */
const STEP_MS = 240_000;

let home: string;
let own: string;
let root: string;
let next: string;
let sandbox: Sandbox;
let port: number;
let served: ChildProcess | undefined;
let ended: number | null | undefined;
let kept: unknown;
let trace = '';
const environment: NodeJS.ProcessEnv = {};

/** The commands of one step and their exit codes; all that was said. What tickets hold is as it was. */
const does = async (codes: readonly number[], ...args: string[]): Promise<string> => {
  const { code, all } = await inShell(root, args, { env: environment, cwd: home });
  expect([args.join(' '), codes.includes(code ?? -1) ? 'as expected' : `${code}: ${all}`]).toEqual([
    args.join(' '),
    'as expected',
  ]);
  expect(all).not.toMatch(/^ {4}at |undefined|\[object Object\]|secret-of-the-webhook/m);
  if (kept !== undefined) expect(ticketsOf(sandbox.world)).toEqual(kept);
  return all;
};
const writes = async (): Promise<number> => {
  const answer = await fetch(`${sandbox.url}/__sandbox/requests`);
  return ((await answer.json()) as { writes: number }).writes;
};
const sumOf = async (folder: string): Promise<string> => {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder, { recursive: true })).sort())
    hash.update(name).update(await readFile(path.join(folder, name)).catch(() => ''));
  return hash.digest('hex');
};
const put = (name: string, text: string): Promise<void> => writeFile(path.join(own, name), text);
const rows = (kind: string) => sandbox.world.table(kind).all();
const row = (kind: string, name: string) => {
  const found = rows(kind).find((each) => each['name'] === name);
  if (found === undefined) throw new Error(`no «${name}» in ${kind}`);
  return found;
};
const traces = async (): Promise<string[]> =>
  (await readdir(path.join(home, 'data', 'rollback')))
    .sort()
    .map((name) => path.join(home, 'data', 'rollback', name));
const region = (id: string, name: string, timeZone: string, more = ''): string =>
  `id: ${id}\nname: ${name}\n${more}timeZone: ${timeZone}\nmailDomains: [gosuslugi.${id}-portal.ru]\ntransferPhone: '+748125550${id.length}0'\nprotocol: null\n`;
const acting = (kind: string, theirs: readonly string[]): string[] =>
  rows(kind).flatMap((each) =>
    each['active'] === true && !theirs.includes(String(each['name'])) ? [String(each['name'])] : [],
  );

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'reglament-life-'));
  own = path.join(home, 'own');
  root = await installed(path.join(home, 'p'));
  next = await edition(root, path.join(home, 'next', 'node_modules'), '0.2.0', {
    'config/helpdesk/text-modules.yaml': (text) =>
      text
        .replace(
          '- name: Запрос данных до передачи (4.2.2)\n',
          '- name: Запросить данные (4.2.2)\n      was: Запрос данных до передачи (4.2.2)\n',
        )
        .replace('тогда Вы сможете обратиться', 'после этого Вы сможете обратиться'),
    'config/helpdesk/added.yaml': () =>
      'object_manager_attributes:\n  wanted:\n    - { name: added_later, display: Новое поле, clauses: [R-4.2.1], data_type: input, position: 900, screens: {} }\n',
  });
  sandbox = await startSandbox({ flavour: '6.6' });
  port = await freePort();
  const client = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
  await client.groups.create({ name: 'Бухгалтерия' });
}, STEP_MS);
afterAll(async () => {
  served?.kill('SIGKILL');
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
});
test(
  'A01 installed: its version, none of the tools it is built with',
  async () => {
    Object.assign(environment, { PATH: process.env['PATH'], HOME: home });
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect((await does([0], '--version')).trim()).toBe(version);
    const modules = await readdir(path.join(root, '..'));
    expect(modules).toEqual(expect.arrayContaining(['express', 'zod', 'pg']));
    expect(modules.filter((name) => /^(typescript|jest|eslint|prettier|tsx|nock)$/.test(name))).toEqual([]);
  },
  STEP_MS,
);

test(
  'A02 without anything set: told what is missing, nothing left behind',
  async () => {
    const empty = path.join(home, 'empty');
    await mkdir(empty);
    for (const command of ['check', 'plan']) {
      const { code, all } = await inShell(root, [command], { env: environment, cwd: empty });
      expect([command, code]).toEqual([command, 1]);
      expect(all).toMatch(/init|REGLAMENT_CONFIG|ZAMMAD_URL/);
      expect(all).not.toMatch(/ENOENT/);
    }
    expect(await readdir(empty)).toEqual([]);
  },
  STEP_MS,
);

test(
  'A03–A05 a folder of one’s own, and all its faults at once',
  async () => {
    await does([0], 'init', own);
    const before = await sumOf(own);
    expect(await does([1], 'init', own)).toMatch(/не пуста/);
    expect(await sumOf(own)).toBe(before);
    Object.assign(environment, { REGLAMENT_CONFIG: own, REGLAMENT_DATA: path.join(home, 'data') });
    expect(await does([0, 1], 'check')).toMatch(/регион/);
    await put(
      'federal.yaml',
      "transferPhone: '+70000000000'\nclaimContacts: { phone: '+74957654321', email: claims@sp-epgu.ru }\n",
    );
    await put(
      'regions/tver.yaml',
      region('tver', 'Тверская область', 'Europe/Moscow').replace('name:', 'nmae:'),
    );
    await put('regions/karelia.yaml', region('karelia', 'Республика Карелия', 'Europe/Karelia'));
    await put('regions/sakhalin.yaml', region('sakhalin', 'Сахалинская область', 'Asia/Sakhalin'));
    const faults = await does([1], 'check');
    expect(faults).toMatch(/regions\/tver\.yaml:\d+:\d+/);
    expect(faults).toMatch(/regions\/karelia\.yaml:\d+:\d+/);
    await put('regions/tver.yaml', region('tver', 'Тверская область', 'Europe/Moscow'));
    await put('regions/karelia.yaml', region('karelia', 'Республика Карелия', 'Europe/Moscow'));
    expect(await does([0], 'check')).toMatch(/\+70000000000/);
    await put(
      'federal.yaml',
      "transferPhone: '+74951234567'\nclaimContacts: { phone: '+74957654321', email: claims@sp-epgu.ru }\n",
    );
    await put('faq.yaml', 'staleAfterDays: 30\n');
    expect(await does([0], 'check')).toMatch(/ошибок нет, предупреждений: 0/);
  },
  STEP_MS,
);

test(
  'A06–A07 looked at and not agreed to: nothing is written',
  async () => {
    Object.assign(environment, {
      ZAMMAD_URL: sandbox.url,
      REGLAMENT_PUBLIC_URL: `http://127.0.0.1:${port}`,
      REGLAMENT_WEBHOOK_SECRET: 'secret-of-the-webhook',
      PORT: String(port),
    });
    expect(await does([1], 'plan')).toMatch(/ZAMMAD_TOKEN/);
    environment['ZAMMAD_TOKEN'] = sandbox.token;
    const before = await writes();
    const shown = await does([2], 'plan', '--out', 'plan.json');
    expect(shown).toMatch(/Новое[\s\S]*Отключается[\s\S]*Close & Tag as Spam/);
    expect(await readFile(path.join(home, 'plan.json'), 'utf8')).not.toMatch(/secret-of-the-webhook/);
    expect(await does([1, 2], 'apply', 'plan.json')).toMatch(/--yes/);
    expect(await writes()).toBe(before);
  },
  STEP_MS,
);

test(
  'A08–A09 applied, and applied again: nothing more to do',
  async () => {
    expect(await does([0], 'apply', 'plan.json', '--yes')).toMatch(
      /Файл отката: [\s\S]*Применено изменений: \d+/,
    );
    [trace = ''] = await traces();
    expect(await readFile(trace, 'utf8')).not.toMatch(/secret-of-the-webhook/);
    for (const name of ['СП РПГУ::Тверская область', 'СП РПГУ::Республика Карелия', 'СП ЕПГУ'])
      expect(row('groups', name)).toMatchObject({ active: true });
    expect(JSON.stringify(rows('groups').concat(rows('text_modules')))).not.toMatch(/\+7000|Башкортостан/);
    expect(await does([0], 'plan')).toMatch(/Изменений нет/);
    await does([0], 'drift');
    const before = await writes();
    expect(await does([0], 'apply', '--yes')).toMatch(/Менять нечего/);
    expect([await writes(), (await traces()).length]).toEqual([before, 1]);
  },
  STEP_MS,
);

test(
  'A10–A11 two hundred tickets; the service is up and both keys are right',
  async () => {
    const groups = ['Бухгалтерия', 'СП ЕПГУ', 'Неразобранные обращения'].concat(
      ['Тверская область', 'Республика Карелия', 'Сахалинская область'].map((name) => `СП РПГУ::${name}`),
    );
    const address = rows('email_addresses')[0]?.id;
    for (const each of rows('groups'))
      sandbox.world.table('groups').patch(each, { email_address_id: address });
    fillFields(
      sandbox.world,
      groups.map((name) => row('groups', name).id),
    );
    const client = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
    const login = 'companion@helpdesk.example';
    await client.users.create({
      login,
      email: login,
      firstname: 'Компаньон',
      lastname: 'Регламента',
      password: 'Password-of-the-test-1',
      role_ids: [row('roles', 'Компаньон регламента').id],
    });
    const made = await fetch(`${sandbox.url}/api/v1/user_access_token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${login}:Password-of-the-test-1`).toString('base64')}`,
      },
      body: JSON.stringify({ name: 'serve', permission: ['ticket.agent', 'knowledge_base.reader'] }),
    });
    const { token } = (await made.json()) as { token: string };
    kept = structuredClone(ticketsOf(sandbox.world));
    const serve = { ...environment, ZAMMAD_TOKEN: token, DATABASE_URL: freshSchema().connectionString };
    served = serving(root, serve, home);
    served.on('exit', (code) => (ended = code));
    await until(
      () =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      60,
    );
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).ok).toBe(true);
    expect(await does([0], 'doctor', '--for', 'setup', '--read-only')).not.toMatch(/✗/);
    const asked = await inShell(root, ['doctor', '--for', 'serve'], { env: serve, cwd: home });
    expect([asked.code, asked.all]).toEqual([0, expect.not.stringMatching(/✗/)]);
  },
  STEP_MS,
);

test(
  'A13–A15 a region comes, one is renamed, one is closed',
  async () => {
    const tver = row('groups', 'СП РПГУ::Тверская область').id;
    await put('regions/pskov.yaml', region('pskov', 'Псковская область', 'Europe/Moscow'));
    const added = await does([2], 'plan');
    expect(added).toMatch(/Псковская область/);
    expect(added.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    await does([0], 'apply', '--yes');
    await does([0], 'plan');

    const { id } = row('groups', 'СП РПГУ::Республика Карелия');
    await put(
      'regions/karelia.yaml',
      region('karelia', 'Карелия', 'Europe/Moscow', 'was: Республика Карелия\n'),
    );
    const renamed = await does([2], 'plan');
    expect(renamed).toMatch(/группа «СП РПГУ::Карелия» \(было «СП РПГУ::Республика Карелия»\), тикетов: \d+/);
    expect(renamed).not.toMatch(/Новое/);
    await does([0], 'apply', '--yes');
    await does([0], 'plan');
    expect(row('groups', 'СП РПГУ::Карелия').id).toBe(id);

    await put(
      'regions/sakhalin.yaml',
      region('sakhalin', 'Сахалинская область', 'Asia/Sakhalin', 'closed: 2026-01-01\n'),
    );
    expect(await does([2], 'plan')).toMatch(/Сахалинская область» закрывается, но в ней тикетов: \d+/);
    await does([0], 'apply', '--yes');
    await does([0], 'plan');
    expect(row('groups', 'СП РПГУ::Сахалинская область')).toMatchObject({ active: true });
    expect(row('organizations', 'СП РПГУ Сахалинская область')).toMatchObject({ active: false });
    expect(row('groups', 'СП РПГУ::Тверская область').id).toBe(tver);
  },
  STEP_MS,
);

test(
  'A16–A19 a new edition, its field filled, taken back, and the former edition again',
  async () => {
    const before = await sumOf(own);
    const former = root;
    root = next;
    expect((await does([0], '--version')).trim()).toBe('0.2.0');
    await does([0], 'check');
    const shown = await does([2], 'plan');
    expect(shown).toMatch(/создать: поле «Ticket\.added_later» {2}R-4\.2\.1/);
    expect(shown).toMatch(/«Запросить данные \(4\.2\.2\)» \(было «Запрос данных до передачи \(4\.2\.2\)»\)/);
    expect(shown).toMatch(/\[-тогда-\]\[\+после этого\+\]/);
    expect(shown).toMatch(/создать 2 · изменить 3 · переименовать 1;/);
    kept = undefined;
    await does([0], 'apply', '--yes');
    for (const ticket of rows('tickets'))
      sandbox.world.table('tickets').patch(ticket, { added_later: `позже ${ticket.id}` });
    kept = structuredClone(ticketsOf(sandbox.world));
    await does([0], 'plan');

    const upgrade = (await traces()).at(-1) ?? '';
    expect(await does([2], 'rollback', upgrade)).toMatch(/added_later.*значения в тикетах сохраняются/);
    await does([0], 'rollback', upgrade, '--yes');
    expect(await does([0], 'rollback', upgrade, '--yes')).toMatch(/нечего/);
    expect(row('object_manager_attributes', 'added_later')).toMatchObject({ active: false });
    root = former;
    expect(await does([0], 'plan')).toMatch(/Изменений нет/);
    expect(await sumOf(own)).toBe(before);
  },
  STEP_MS,
);

test(
  'A20–A21 uninstalled and applied again: the same objects',
  async () => {
    const ids = () =>
      ['groups', 'triggers', 'macros', 'overviews', 'webhooks'].map((kind) => rows(kind).map(({ id }) => id));
    const before = ids();
    expect(await does([2], 'uninstall')).toMatch(/Остаётся/);
    await does([0], 'uninstall', '--yes');
    expect(
      acting('triggers', [
        'auto reply (on new tickets)',
        'auto reply (on follow-up of tickets)',
        'customer notification (on owner change)',
      ]),
    ).toEqual([]);
    expect(row('groups', 'Бухгалтерия')).toMatchObject({ active: true });
    expect(await does([0], 'uninstall', '--yes')).toMatch(/нечего/);
    const shown = await does([2], 'plan');
    expect(shown).not.toMatch(/создать: (группа|поле|триггер)/);
    await does([0], 'apply', '--yes');
    await does([0], 'plan');
    expect(ids()).toEqual(before);
  },
  STEP_MS,
);

test(
  'A22 the first apply taken back, uninstalled, the service ended: own folder and tickets are whole',
  async () => {
    const before = await sumOf(own);
    await does([0], 'rollback', trace, '--yes');
    await does([0], 'uninstall', '--yes');
    expect(
      rows('groups').filter(
        (each) =>
          each['active'] === false && rows('tickets').some((ticket) => ticket['group_id'] === each.id),
      ),
    ).toEqual([]);
    served?.kill('SIGTERM');
    await until(() => ended !== undefined, 30);
    expect(ended).toBe(0);
    expect(await sumOf(own)).toBe(before);
  },
  STEP_MS,
);
