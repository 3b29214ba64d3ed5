/**
 * The whole companion beside a helpdesk that behaves: people come in by keys of that helpdesk, and no page tells anything of the
 * citizens whose requests it speaks of. None of them exists.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { createZammadClient, type AnyAttributes, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { loadConfig } from '../../config/load.js';
import { lookAtFaqForPage } from '../../plugin/ask/insight/faq-look.js';
import { knownTo } from '../../plugin/page/person.js';
import { startCompanion, type Companion } from '../../plugin/serve.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { lockName } from '../../sync/objects/lock.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { freshSchema, listeningLog, until, usePostgres } from '../plugin/postgres.js';
import { browse, type Browser } from './site.js';

usePostgres();
const secret = 'secret-of-the-webhook';
const config = { ...(await loadConfig('config')), stance: 'act' as const };
const HOME = 'СП РПГУ::Республика Башкортостан';

/** Data as forms, letters and hands put them into a ticket, some of them where they do not belong. */
const citizens = [
  {
    title: 'Жалоба Образцовой',
    citizen_name: 'Образцова Анна Тестовна',
    snils: '112-233-445 59',
    inn: '500100732259',
    birth_date: '1980-02-29',
    contact_method: 'эл. почта',
    contact_value: 'anna.obraztsova@mail.example',
    request_summary: 'Анна Тестовна, +7 900 000-11-22, не получает ответ',
    transition_comment: 'Образцова просит перезвонить: +79000001122',
  },
  {
    title: '<script>Примеров</script>',
    citizen_name: 'Примеров <b>Иван</b>',
    snils: '201 304 587 97',
    inn: '027400001195',
    birth_date: '1975-05-05',
    contact_method: 'телефон',
    contact_value: '8 (900) 000-33-44',
    request_summary: 'Примеров И. Т., i.primerov@mail.example',
    transition_comment: 'i.primerov@mail.example',
  },
  {
    title: 'без ничего',
    citizen_name: '',
    contact_value: 'o.bez@mail.example',
    request_summary: 'Безымянная Ольга',
    transition_comment: '',
  },
] as const;

const WORDS =
  /Образцов|Примеров|Безымянн|Тестовн|112.?233.?445|201.?304.?587|500100732259|027400001195|900.{0,6}000|1980-02-29|29\.02\.1980|@mail\.example/;

let sandbox: Sandbox;
let companion: Companion;
let admin: ZammadClient<AnyAttributes>;
const numbers: string[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'reglament-rollback-'));
const heard = listeningLog([secret]);
let headKey: string;
let operatorKey: string;

/** Where Zammad will reach the companion, known before it listens: it stands in the plan. */
const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const hire = async (login: string, role: string): Promise<string> => {
  const { id } = (await admin.roles.list()).find(({ name }) => name === role) ?? { id: 0 };
  const password = 'Password-of-the-test-1';
  const agent = (await admin.roles.list()).find(({ name }) => name === 'Agent');
  await admin.users.create({
    login,
    email: login,
    firstname: 'Сотрудник',
    lastname: 'Вымышленный',
    password,
    role_ids: [id, agent?.id ?? 0],
  });
  const own = createZammadClient({ url: sandbox.url, auth: { username: login, password } });
  return (await own.tokens.create({ name: 'page', permissions: ['ticket.agent'] })).token;
};

beforeAll(async () => {
  sandbox = await startSandbox({ flavour: '6.6' });
  admin = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
  const where = freshSchema();
  const port = await freePort();
  companion = await startCompanion({
    zammad: { url: sandbox.url, token: sandbox.token },
    config,
    webhookSecret: secret,
    host: '127.0.0.1',
    port,
    database: { url: where.connectionString, schema: where.schema },
    log: heard.log,
    clock: () => sandbox.clock.now(),
    page: {
      address: { base: '/page', secure: false, hosts: null },
      roles: { head: ['Руководитель СП'], admin: ['Admin'] },
      knows: knownTo(sandbox.url),
      zammad: sandbox.url,
      version: '0.0.0',
      faq: config.faq,
      ownFile: () => Promise.resolve(null),
      setup: {
        config,
        settings: { publicUrl: `http://127.0.0.1:${port}`, webhookSecret: secret },
        folder,
        open: (token) => createObjectStore(createZammadClient({ url: sandbox.url, auth: { token } })),
      },
    },
    sweepAt: null,
    pollSeconds: 0.5,
  });
  const helpdesk = createObjectStore(admin);
  const now = new Date();
  await applyPlan({
    helpdesk,
    planned: await makePlan(helpdesk, config, { publicUrl: companion.url, webhookSecret: secret }, now),
    webhookSecret: secret,
    yes: true,
    now,
    saveBundle: () => Promise.resolve(),
  });
  const groups = await admin.groups.list();
  const me = await admin.me();
  const role = (await admin.roles.list()).find(({ name }) => name === 'Компаньон регламента');
  await admin.users.update(me.id, {
    group_ids: Object.fromEntries(groups.map(({ id }) => [String(id), ['full']])),
    role_ids: [...me.role_ids, role?.id ?? 0],
  });
  for (const { title, transition_comment: comment, ...fields } of citizens) {
    const made = await admin.tickets.create({
      title,
      group: HOME,
      customer_id: `guess:${fields.contact_value.includes('@') ? fields.contact_value : 'i.primerov@mail.example'}`,
      article: { body: fields.request_summary, type: 'web', sender: 'Customer', internal: false },
      ...fields,
    });
    numbers.push(made.number);
    await admin.tickets
      .update(made.id, {
        group: 'Начальник смены ЦПП',
        faq_result: 'не найдено',
        federal_kb_result: 'не найдено',
        transition_comment: comment,
      })
      // The form refuses who has not filled it in; a hand in the database would not.
      .catch(() => undefined);
    await until(async () => (await companion.store.signalsOf(made.id)).length === 0, 30);
  }
  await companion.sweep();
  await until(async () => (await companion.store.waiting()) === 0, 30);
  headKey = await hire('head@desk.example', 'Руководитель СП');
  operatorKey = await hire('operator@desk.example', 'Оператор СП РПГУ');
}, 180_000);

afterAll(async () => {
  await companion.close();
  await sandbox.close();
});

const opened = (): Browser => browse({ url: `${companion.url}/page` });

test('a key of the helpdesk opens the page for the roles it is for, a revoked one nothing', async () => {
  const visits = await Promise.all(
    [sandbox.token, headKey, operatorKey, 'no-such-key-0123456789'].map(
      async (key) => (await opened().signIn(key)).status,
    ),
  );
  expect(visits).toEqual([303, 303, 403, 401]);
});

test('what FAQ lacks is looked up by the companion’s own key and told without words of a citizen', async () => {
  await lookAtFaqForPage({
    client: admin,
    config,
    url: sandbox.url,
    store: companion.store,
    clock: () => sandbox.clock.now(),
  });
  const known = await companion.store.faqState();
  expect(known?.state.gaps?.requests).toBeGreaterThan(0);
  expect(JSON.stringify(known)).not.toMatch(WORDS);
  const browser = opened();
  await browser.signIn(sandbox.token);
  const { html } = await browser.get('/faq');
  expect(html).toContain('Издание FAQ ещё не загружено');
  expect(html).not.toContain('Ещё не посчитано');
});

test('no page that can be reached tells anything of a citizen', async () => {
  const browser = opened();
  await browser.signIn(sandbox.token);
  const seen = new Map<string, string>();
  const ahead = ['/'];
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    if (seen.has(path) || seen.size > 400) continue;
    const { html, headers } = await browser.get(path);
    seen.set(path, html + JSON.stringify([...headers]));
    const links = [...html.matchAll(/(?:href|action)=["']\/page([^"']*)["']/g)].map(([, link = '']) =>
      link.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
    );
    ahead.push(
      ...links,
      ...[headers.get('location') ?? ''].flatMap((to) => (to.startsWith('/page') ? [to.slice(5)] : [])),
    );
  }
  for (const path of numbers.map((number) => `/ticket?number=${number}`)) {
    const to = (await browser.get(path)).headers.get('location') ?? '';
    expect(seen.has(to.slice(5)) || (await browser.get(to.slice(5))).status === 200).toBe(true);
    seen.set(to, (await browser.get(to.slice(5))).html);
  }
  expect(seen.size).toBeGreaterThan(60);
  expect([...seen.values()].join('')).toContain(numbers[0]);
  const told = [...seen].flatMap(([path, text]) => {
    const match = WORDS.exec(text);
    return match === null ? [] : [`${path}: ${text.slice(match.index - 60, match.index + 40)}`];
  });
  expect(told).toEqual([]);
}, 120_000);

describe('«Настройка»', () => {
  const opens = async (): Promise<Browser> => {
    const browser = opened();
    await browser.signIn(sandbox.token);
    return browser;
  };
  const planBy = async (browser: Browser, key: string) =>
    browser.post('/setup/plan', { form: await browser.word(), key });
  const printIn = (html: string): string => /name='print'\s+value='([^']*)'/.exec(html)?.[1] ?? '';

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("shows nothing by a key that is not the visitor's own", async () => {
    const browser = await opens();
    const seen = await planBy(browser, headKey);
    expect([seen.status, seen.html]).toEqual([
      403,
      expect.stringContaining('Это ключ не ваш, а head@desk.example'),
    ]);
    expect((await planBy(browser, 'no-such-key-0123456789')).status).toBe(403);
  });

  test('is not for a head', async () => {
    const browser = opened();
    await browser.signIn(headKey);
    expect((await browser.get('/setup')).status).toBe(403);
    expect((await planBy(browser, headKey)).status).toBe(403);
  });

  test.each([
    [
      'of a process that was killed here is taken away',
      hostname(),
      spawnSync(process.execPath, ['--version']).pid,
      303,
    ],
    [
      'of another machine is told, and nothing is written',
      'elsewhere',
      spawnSync(process.execPath, ['--version']).pid,
      409,
    ],
  ])('a lock %s', async (_, host, pid, status) => {
    const browser = await opens();
    const macro = (await admin.macros.list()).find(({ name }) => name.endsWith('Принять'));
    await admin.macros.update(macro?.id ?? 0, { active: false });
    const at = new Date().toISOString();
    await admin.macros.create({
      name: lockName,
      active: false,
      perform: { 'ticket.state_id': { value: '4' } },
      note: `reglament apply: admin на ${host}, процесс ${pid}, с ${at}, отметка ${at}`,
    });
    const lock = async () => (await admin.macros.list()).find(({ name }) => name === lockName);
    try {
      const shown = await planBy(browser, sandbox.token);
      const order = {
        form: await browser.word(),
        key: sandbox.token,
        print: printIn(shown.html),
        yes: 'yes',
      };
      const answer = await browser.post('/setup/apply', order);
      expect(answer.status).toBe(status);
      if (status === 409) expect(answer.html).toContain(`admin на ${host}, процесс ${pid}`);
      else await until(async () => (await lock()) === undefined);
      expect((await admin.macros.get(macro?.id ?? 0)).active).toBe(status === 303);
    } finally {
      const left = await lock();
      if (left !== undefined) await admin.macros.delete(left.id);
    }
  });

  test('what somebody changed by hand is shown, approved, put right, and leaves a bundle', async () => {
    const browser = await opens();
    const macro = (await admin.macros.list()).find(({ name }) => name.endsWith('Принять'));
    await admin.macros.update(macro?.id ?? 0, { active: false });
    const shown = await planBy(browser, sandbox.token);
    expect(shown.html).toContain('Принять');
    const order = { form: await browser.word(), key: sandbox.token, print: printIn(shown.html), yes: 'yes' };
    const answer = await browser.post('/setup/apply', order);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/page/setup']);
    await until(async () => (await browser.get('/setup')).html.includes('Применено изменений: 1.'));
    expect((await admin.macros.get(macro?.id ?? 0)).active).toBe(true);
    expect((await browser.get('/setup')).html).toMatch(/<code>[\w.-]+\.jsonl<\/code>/);
    expect((await planBy(browser, sandbox.token)).html).not.toContain('Применить изменений');
    const again = await browser.post('/setup/apply', order);
    expect([again.status, again.html]).toEqual([409, expect.stringContaining('посмотрите его заново')]);
    const { html } = await browser.get('/operations');
    expect(html).toContain('применение плана');
    expect(html + heard.lines.join('')).not.toContain(sandbox.token);
  });

  describe('shows what going back would do', () => {
    const bundleIn = async (browser: Browser): Promise<string> =>
      /<option[^>]*>([\w.-]+\.jsonl)</.exec((await browser.get('/setup')).html)?.[1] ?? '';
    const previewOf = async (browser: Browser, bundle: string) =>
      browser.post('/setup/rollback', { form: await browser.word(), key: sandbox.token, bundle });

    test('B-01, B-02, B-03: by the helpdesk as it is now, and does nothing of it', async () => {
      const browser = await opens();
      const bundle = await bundleIn(browser);
      const macro = (await admin.macros.list()).find(({ name }) => name.endsWith('Принять'));
      const before = JSON.stringify(await admin.macros.list());
      const kept = readFileSync(path.join(folder, bundle), 'utf8');
      const texts = [];
      for (let time = 0; time < 3; time += 1) {
        const seen = await previewOf(browser, bundle);
        expect([seen.status, seen.html]).toEqual([200, expect.stringContaining('ничего ещё не сделано')]);
        texts.push(/<code>(?!20)(.*?)<\/code>/s.exec(seen.html)?.[1]);
      }
      expect(new Set(texts).size).toBe(1);
      expect(texts[0]).toContain('Принять');
      expect(JSON.stringify(await admin.macros.list())).toBe(before);
      expect(readFileSync(path.join(folder, bundle), 'utf8')).toBe(kept);
      // Somebody has brought it back by hand meanwhile.
      await admin.macros.update(macro?.id ?? 0, { active: false });
      expect((await previewOf(browser, bundle)).html).toContain('Возвращать нечего');
      expect((await browser.get('/setup/rollback')).status).toBe(404);
    });

    test.each([
      ['B-05: cut in half', 'cut.jsonl', 422, 'Файл отката повреждён'],
      ['B-05: of another helpdesk', 'other.jsonl', 409, 'Файл сделан для'],
      ['B-05: a path', '../../etc/passwd', 404, 'Такого файла отката нет'],
      ['B-05: an absolute one', '/etc/passwd', 404, 'Такого файла отката нет'],
      ['B-05: one with a NUL', 'a\0.jsonl', 404, 'Такого файла отката нет'],
    ])('%s', async (_, name, status, words) => {
      const browser = await opens();
      const whole = readFileSync(path.join(folder, await bundleIn(browser)), 'utf8');
      const made = {
        'cut.jsonl': whole.slice(0, 40),
        'other.jsonl': whole.replace(/"seed":"[^"]*"/, '"seed":"1999"'),
      };
      for (const [file, text] of Object.entries(made)) writeFileSync(path.join(folder, file), text);
      const seen = await previewOf(browser, name);
      expect([seen.status, seen.html]).toEqual([status, expect.stringContaining(words)]);
      expect(seen.html).not.toMatch(/root:|Возвращать нечего/);
      for (const file of Object.keys(made)) rmSync(path.join(folder, file));
    });

    test('B-04: to an admin alone', async () => {
      const browser = opened();
      await browser.signIn(headKey);
      const seen = await browser.post('/setup/rollback', {
        form: await browser.word(),
        key: headKey,
        bundle: '20.jsonl',
      });
      expect([seen.status, /\.jsonl|Принять/.test(seen.html)]).toEqual([403, false]);
    });
  });
});
