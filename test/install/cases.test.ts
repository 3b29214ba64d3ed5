/** What an administrator sets out to do, with the README alone, and how it is to end. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import path from 'node:path';
import { lockName } from '../../sync/objects/lock.js';
import { openAdmin, textOf, type Admin } from './admin.js';

let admin: Admin;
beforeEach(async () => {
  admin = await openAdmin();
});
afterEach(() => admin.close());

const applied = async (): Promise<void> => {
  const { code, err } = await admin.call('apply', '--yes');
  expect([code, err.match(/Ошибка.*/)?.[0]]).toEqual([0, undefined]);
};
const named = (kind: string, name: string) => admin.rows(kind).find((row) => row['name'] === name);

const second = `id: karelia
name: Карелия
timeZone: Europe/Moscow
mailDomains: [karelia.example]
transferPhone: null
`;

describe('rolling back', () => {
  beforeEach(applied);

  test('without a terminal and --yes it only shows what it would do', async () => {
    const before = await admin.writes();
    const { code, all } = await admin.call('rollback', await admin.trace());
    expect(code).toBe(2);
    expect(all).toMatch(/СНИЛС|snils/);
    expect(all).toMatch(/--yes/);
    expect(await admin.writes()).toBe(before);
  });

  test('another helpdesk is refused by its identity', async () => {
    const file = await admin.trace();
    const other = await openAdmin(new Date('2026-11-27T10:00:00Z'));
    try {
      const group = await other.client.groups.create({ name: 'Вход', note: 'своя' });
      const { code, all } = await other.call('rollback', file, '--yes');
      expect(code).toBe(1);
      expect(all).toMatch(/другого Zammad/);
      expect((await other.client.groups.get(group.id)).active).toBe(true);
    } finally {
      await other.close();
    }
  });

  test('a citizen’s data stay readable', async () => {
    const group = named('groups', 'Вход')!;
    const id = await admin.ticket(group.id, { snils: '112-233-445 95' });
    await admin.call('rollback', await admin.trace(), '--yes');
    const field = named('object_manager_attributes', 'snils');
    expect(field).toMatchObject({ active: false });
    expect(await admin.client.tickets.get(id)).toMatchObject({ snils: '112-233-445 95' });
    expect(named('groups', 'Вход')).toMatchObject({ active: true });
  });

  test('what was made by hand under the same name is not ours by id', async () => {
    const macro = named('macros', 'Назначить')!;
    await admin.client.macros.delete(macro.id);
    const own = await admin.client.macros.create({
      name: 'Назначить',
      perform: { 'ticket.state_id': { value: '4' } },
    });
    await admin.call('rollback', await admin.trace(), '--yes');
    expect(named('macros', 'Назначить')).toMatchObject({ id: own.id });
  });

  test('what was edited since is switched off and kept', async () => {
    const { id } = named('text_modules', 'Ответ')!;
    await admin.sandbox.clock.advanceBy(60_000);
    await admin.client.textModules.update(id, { content: 'Мой текст' });
    await admin.call('rollback', await admin.trace(), '--yes');
    expect(named('text_modules', 'Ответ')).toMatchObject({ active: false, content: 'Мой текст' });
  });
});

test('uninstall: what acts is stopped, what holds data stays and is named', async () => {
  await applied();
  const shown = await admin.call('uninstall');
  expect([shown.code, named('webhooks', 'reglament')?.['active']]).toEqual([2, true]);
  const { code, all } = await admin.call('uninstall', '--yes');
  expect(code).toBe(0);
  expect(named('webhooks', 'reglament')).toMatchObject({ active: false });
  expect(named('triggers', '010 Сообщить')).toMatchObject({ active: false });
  expect(named('groups', 'Вход')).toMatchObject({ active: true });
  expect(all).toMatch(/Остаётся[\s\S]*Вход/);
  await applied();
  expect(named('triggers', '010 Сообщить')).toMatchObject({ active: true });
});

describe('foreign objects', () => {
  test.each([
    ['webhooks', { name: 'reglament', endpoint: 'https://crm.example/hook', ssl_verify: true, active: true }],
    ['roles', { name: 'Оператор', permission_ids: [1], active: true }],
    ['macros', { name: 'Назначить', perform: { 'ticket.state_id': { value: '4' } }, active: true }],
    ['text_modules', { name: 'Ответ', content: 'свой', active: true }],
  ] as const)('%s of our name is not taken over by --yes', async (kind, columns) => {
    const { id } = await admin.client.resource(kind).create({ ...columns });
    const before = structuredClone(admin.rows(kind).find((row) => row.id === id));
    const plan = await admin.call('plan');
    expect(plan.all).toMatch(/adopt/);
    const { code, all } = await admin.call('apply', '--yes');
    expect(code).toBe(1);
    expect(all).toContain(columns.name);
    expect(admin.rows(kind).find((row) => row.id === id)).toEqual(before);
  });

  test('the word for the object takes it over, its id stays', async () => {
    const { id } = await admin.client.textModules.create({ name: 'Ответ', content: 'свой' });
    await admin.put({ 'adopt.yaml': 'adopt:\n  text_modules: [Ответ]\n' });
    await applied();
    expect(named('text_modules', 'Ответ')).toMatchObject({ id, content: 'Здравствуйте.' });
  });

  test('said at the terminal it is taken over too', async () => {
    await admin.client.textModules.create({ name: 'Ответ', content: 'свой' });
    const { code } = await admin.answering(['да', 'да'], 'apply');
    expect([code, named('text_modules', 'Ответ')?.['content']]).toEqual([0, 'Здравствуйте.']);
  });

  test.each(['plan', 'drift'])('%s lists a foreign job that acts in our groups', async (command) => {
    await applied();
    await admin.client.jobs.create({
      name: 'Чистка',
      active: true,
      object: 'Ticket',
      timeplan: { days: { Mon: true }, hours: { 0: true }, minutes: { 0: true } },
      condition: { 'ticket.group_id': { operator: 'is', value: [String(named('groups', 'Вход')!.id)] } },
      perform: { 'ticket.state_id': { value: '4' } },
    });
    expect((await admin.call(command)).all).toContain('Чистка');
  });

  test('taking a state over says how many tickets stand in it', async () => {
    await admin.ticket(1, { state: 'open' });
    expect((await admin.call('plan')).out).toMatch(/Назначен[\s\S]*тикетов: \d/);
  });
});

describe('applying', () => {
  test('without a terminal and --yes nothing is written', async () => {
    const before = await admin.writes();
    const { code, all } = await admin.call('apply');
    expect([code, await admin.writes()]).toEqual([2, before]);
    expect(all).toMatch(/--yes/);
  });

  test('at a terminal it asks, and a no is a no', async () => {
    const before = await admin.writes();
    expect((await admin.answering(['нет'], 'apply')).code).toBe(2);
    expect(await admin.writes()).toBe(before);
    expect((await admin.answering(['да'], 'apply')).code).toBe(0);
  });

  test.each([[''], ['n'], ['может быть']])('confirm-terminal: «%s» is a no', async (answer) => {
    const before = await admin.writes();
    const { code, all } = await admin.answering([answer], 'apply');
    expect([code, await admin.writes()]).toEqual([2, before]);
    expect(all).toMatch(/Ничего не записано/);
  });

  test('confirm-terminal: what is switched off wants --yes, at a terminal too', async () => {
    await applied();
    await admin.client.resource('macros').create({
      name: 'Спам',
      active: true,
      perform: { 'ticket.tags': { operator: 'add', value: 'спам' } },
    });
    await admin.put({ 'helpdesk/gone.yaml': 'macros: { removed: [Спам] }\n' });
    const before = await admin.writes();
    const { code, all } = await admin.answering(['да'], 'apply');
    expect([code, await admin.writes()]).toEqual([1, before]);
    expect(all).toMatch(/«Спам».*--yes/);
    expect((await admin.answering([], 'apply', '--yes')).code).toBe(0);
    expect(named('macros', 'Спам')?.['active'] ?? false).toBe(false);
  });

  test.each(['trigger', 'folder'])('plan-moved: a saved plan and another %s since', async (what) => {
    await applied();
    await admin.put({
      'helpdesk/more.yaml':
        'text_modules:\n  wanted:\n    - { name: Ещё, clauses: [R-4.2], keywords: ещё, content: Текст. }\n',
    });
    const file = path.join(admin.home, 'plan.json');
    expect((await admin.call('plan', '--out', file)).code).toBe(2);
    if (what === 'folder')
      await admin.put({
        'helpdesk/more.yaml':
          'text_modules:\n  wanted:\n    - { name: Ещё, clauses: [R-4.2], keywords: ещё, content: Иначе. }\n',
      });
    else
      await admin.client
        .resource('triggers')
        .update(named('triggers', '010 Сообщить')!.id, { active: false });
    const before = await admin.writes();
    const { code, all } = await admin.call('apply', file, '--yes');
    expect([code, await admin.writes()]).toEqual([1, before]);
    expect(all).toMatch(what === 'folder' ? /изменилась конфигурация/ : /Zammad изменился/);
  });

  test('two at once: the second is told who is at work and since when', async () => {
    const both = await Promise.all([admin.call('apply', '--yes'), admin.call('apply', '--yes')]);
    const [done, told] = both.sort((a, b) => a.code - b.code);
    expect([done.code, told.code]).toEqual([0, 1]);
    expect(told.all).toMatch(/уже идёт.*2026-11-27/s);
    expect(admin.rows('macros').some((row) => String(row['name']).includes('apply'))).toBe(false);
  });

  test.each([
    [
      'killed on this machine: the next one goes on',
      hostname(),
      spawnSync(process.execPath, ['--version']).pid,
      0,
    ],
    ['alive on this machine', hostname(), process.ppid, 1],
    [
      'of another machine: nobody here can know',
      'elsewhere',
      spawnSync(process.execPath, ['--version']).pid,
      1,
    ],
  ])('a lock that was left, %s', async (_, host, pid, code) => {
    const at = '2026-11-27T09:00:00.000Z';
    await admin.client.macros.create({
      name: lockName,
      active: false,
      perform: { 'ticket.state_id': { value: '4' } },
      note: `reglament apply: admin на ${host}, процесс ${pid}, с ${at}, отметка ${at}`,
    });
    const said = await admin.call('apply', '--yes');
    expect(said.code).toBe(code);
    if (code === 1) expect(said.all).toContain(`admin на ${host}, процесс ${pid}`);
    expect(admin.rows('macros').some(({ name }) => name === lockName)).toBe(code === 1);
  });

  test('every apply leaves a trace: each object with its id, no secret', async () => {
    await applied();
    const text = await textOf(await admin.trace());
    const { id } = named('groups', 'Вход')!;
    expect(text).toMatch(new RegExp(`"kind":"groups","name":"Вход","action":"create","id":${id}\\b`));
    expect(text).not.toContain('sixteen-or-more');
  });

  test('of a plan no line reads the same on both sides', async () => {
    await applied();
    await admin.put({ 'regions/karelia.yaml': second });
    const { out } = await admin.call('plan');
    expect(out).toContain('Карелия');
    expect(out).not.toMatch(/[{}]|":/);
    for (const line of out.split('\n')) {
      const [left, right] = line.split(' → ');
      if (right !== undefined) expect(left!.endsWith(right)).toBe(false);
    }
    expect(out).toMatch(/Новое[\s\S]*Меняется/);
  });
});

describe('regions', () => {
  beforeEach(applied);

  test.each(['plan', 'drift'])('one whose file is gone is named by %s', async (command) => {
    await admin.put({ 'regions/karelia.yaml': second });
    await applied();
    await admin.put({ 'regions/karelia.yaml': null });
    expect((await admin.call(command)).all).toMatch(/СП РПГУ::Карелия/);
  });

  test('renamed by was it keeps its group', async () => {
    const { id } = named('groups', 'СП РПГУ::Башкортостан')!;
    await admin.put({
      'regions/bashkortostan.yaml': small('name: Башкортостан', 'name: Республика\nwas: Башкортостан'),
    });
    await applied();
    expect(named('groups', 'СП РПГУ::Республика')).toMatchObject({ id });
  });

  test('closed it is switched off, nothing is deleted', async () => {
    await admin.put({ 'regions/bashkortostan.yaml': small('name:', 'closed: 2026-11-01\nname:') });
    await applied();
    expect(named('groups', 'СП РПГУ::Башкортостан')).toMatchObject({ active: false });
  });
});

const small = (what: string, by: string): string =>
  `id: bashkortostan
name: Башкортостан
timeZone: Asia/Yekaterinburg
mailDomains: [portal.example]
transferPhone: null
`.replace(what, by);

describe('an own folder', () => {
  const own = async (): Promise<string> => {
    const folder = path.join(admin.home, 'own');
    expect((await admin.call('init', folder)).code).toBe(0);
    admin.set({ REGLAMENT_CONFIG: folder });
    return folder;
  };
  const region = `id: omsk
name: Омская область
timeZone: Asia/Omsk
mailDomains: [gosuslugi.omsk-portal.ru]
transferPhone: '+73812555555'
protocol: { number: 1/О, from: 2026-01-01, normative: true, firstResponseMinutes: 60, solutionMinutes: 960 }
`;

  test('init, own values, check, plan', async () => {
    const folder = await own();
    await writeFile(path.join(folder, 'regions', 'omsk.yaml'), region);
    await writeFile(
      path.join(folder, 'federal.yaml'),
      "transferPhone: '+74951234567'\nclaimContacts: { phone: '+74957654321', email: claims@sp-epgu.ru }\n",
    );
    const check = await admin.call('check');
    expect([check.code, check.all]).toEqual([0, expect.stringMatching(/ошибок нет/i)]);
    expect((await admin.call('plan')).code).toBe(2);
  });

  test('a sample value that was left is warned of', async () => {
    const folder = await own();
    await writeFile(
      path.join(folder, 'regions', 'omsk.yaml'),
      region.replace('omsk-portal.ru', 'omsk.example'),
    );
    const { all } = await admin.call('check');
    expect(all).toMatch(/\.example/);
    expect(all).toMatch(/\+7000/);
  });

  test('own-encodings: a mark, line ends of Windows; another encoding is named', async () => {
    const folder = await own();
    const file = path.join(folder, 'regions', 'omsk.yaml');
    await writeFile(file, region);
    const plain = await admin.call('plan', '--json');
    for (const text of [`\uFEFF${region}`, region.replaceAll('\n', '\r\n')]) {
      await writeFile(file, text);
      expect(await admin.call('plan', '--json')).toMatchObject({ code: plain.code, out: plain.out });
    }
    await writeFile(file, Buffer.from(region, 'utf16le'));
    const { code, all } = await admin.call('check');
    expect([code, all]).toEqual([1, expect.stringMatching(/regions\/omsk\.yaml:1:1 .*UTF-16.*как UTF-8/)]);
    expect(all).not.toMatch(/\uFFFD|Ð/);
  });

  test('own-check-all: every fault at once, with its place, as text and as JSON', async () => {
    const folder = await own();
    await mkdir(path.join(folder, 'helpdesk'));
    const files = {
      'regions/omsk.yaml': region.replace('mailDomains', 'mailDomain'),
      'regions/tomsk.yaml': region.replace('Asia/Omsk', 'Asia/Tomsk-2'),
      'regions/perm.yaml': `${region.replace('omsk', 'perm')}closed: 2026-02-30\n`,
      'federal.yaml': 'transferPhone: 8-800\n',
      'stance.yaml': 'stance: look\n',
      'adopt.yaml': 'adopt: { grups: [Вход] }\n',
      'helpdesk/own.yaml': 'macros: [\n',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    const { code, all } = await admin.call('check');
    expect(code).toBe(1);
    for (const name of Object.keys(files)) expect(all).toMatch(new RegExp(`^${name}:\\d+:\\d+ `, 'm'));
    expect(all).not.toMatch(/is required|invalid_type|Expected|Invalid/);
    const json = await admin.call('check', '--json');
    const { faults } = JSON.parse(json.out) as { faults: readonly { file: string; line: number }[] };
    expect([json.code, new Set(faults.map(({ file }) => file))]).toEqual([1, new Set(Object.keys(files))]);
    expect(all).toContain(`(${faults.length})`);
  });

  test.each<[string, string, RegExp]>([
    ['of another kind', '{"a":1}', /«[^»]*p\.json»: это не план.*reglament plan --out/],
    ['cut off', '{"format":', /«[^»]*p\.json» повреждён/],
  ])('a saved plan %s is named', async (_, text, words) => {
    const file = path.join(admin.home, 'p.json');
    await writeFile(file, text);
    const { code, all } = await admin.call('apply', file, '--yes');
    expect([code, all]).toEqual([1, expect.stringMatching(words)]);
    expect(all).not.toMatch(/Invalid|expected/);
  });

  test('a plan that cannot be saved is told in words', async () => {
    const { code, all } = await admin.call('plan', '--out', admin.home);
    expect([code, all]).toEqual([1, expect.stringMatching(/«[^»]+»: это папка, а нужен файл/)]);
    expect(all).not.toMatch(/EISDIR/);
  });

  test('an entry of the product is overridden, its file is not touched', async () => {
    const folder = await own();
    await writeFile(path.join(folder, 'regions', 'omsk.yaml'), region);
    await writeFile(path.join(folder, 'faq.yaml'), 'staleAfterDays: 30\n');
    expect((await admin.call('check')).code).toBe(0);
  });
});

test('--version', async () => {
  const { code, out } = await admin.call('--version');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect([code, out.trim()]).toEqual([0, version]);
});

test('what the program writes is not for git', () => {
  expect(readFileSync('.gitignore', 'utf8')).toMatch(/^\/data\/$[\s\S]*^\/plan\.json$/m);
});

describe('errors name their cause', () => {
  test.each<[string, string, RegExp]>([
    ['nobody listens', 'http://127.0.0.1:49151', /соединение отвергнуто/],
    ['no such name', 'http://zammad.invalid', /не найдено|не найден/],
  ])('%s', async (_, url, words) => {
    admin.set({ ZAMMAD_URL: url });
    expect((await admin.call('plan')).err).toMatch(words);
  });

  const answering = async (
    status: number,
    headers: Record<string, string>,
    body: string,
  ): Promise<string> => {
    const server = createServer((_, answer) => answer.writeHead(status, headers).end(body));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    admin.set({ ZAMMAD_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` });
    const { err } = await admin.call('plan');
    server.close();
    return err;
  };
  test('a redirect names its target', async () => {
    expect(await answering(301, { location: 'https://help.example/api/v1/version' }, '')).toMatch(
      /переадресует на https:\/\/help\.example/,
    );
  });
  test('a page instead of JSON', async () => {
    expect(await answering(200, { 'content-type': 'text/html' }, '<html></html>')).toMatch(/не JSON/);
  });
  test('TLS where there is none', async () => {
    admin.set({ ZAMMAD_URL: admin.sandbox.url.replace('http:', 'https:') });
    expect((await admin.call('plan')).err).toMatch(/TLS|https/);
  });
  test('a key with a byte-order mark is read', async () => {
    const file = path.join(admin.home, 'token');
    await writeFile(file, `\uFEFF${admin.sandbox.token}\r\n`);
    admin.set({ ZAMMAD_TOKEN: '', ZAMMAD_TOKEN_FILE: file });
    expect((await admin.call('plan')).code).toBe(2);
    delete process.env['ZAMMAD_TOKEN_FILE'];
  });
  test('YAML in cp1251 is named so', async () => {
    const file = path.join(admin.config, 'regions', 'cp.yaml');
    await writeFile(file, Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xce, 0xec, 0xf1, 0xea, 0x0a]));
    expect((await admin.call('plan')).err).toMatch(/cp\.yaml.*UTF-8/s);
  });
});
