/**
 * The gate of 4.2.1–4.2.3 on a helpdesk that behaves: configuration applied, webhooks really sent, a companion with a user
 * of its own, an operator who forgets the СНИЛС.
 */
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Flavour, type Sandbox } from 'zammad-sandbox';
import { loadConfig } from '../../config/load.js';
import { checkServe } from '../../plugin/ask/doctor/path.js';
import { checkSenders, checkVersion } from '../../plugin/ask/doctor/zammad.js';
import { run } from '../../plugin/cli/program.js';
import { startCompanion, type Companion } from '../../plugin/serve.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { giveAddresses } from '../scenario/people.js';
import { freshSchema, listeningLog, until, usePostgres } from './postgres.js';

usePostgres();
const secret = 'secret-of-the-webhook';
const config = await loadConfig('config');
const region = [...config.regions.values()][0];
const home = `СП РПГУ::${region?.name ?? ''}`;

const control = (sandbox: Sandbox, name: string, body: unknown): Promise<Response> =>
  fetch(`${sandbox.url}/__sandbox/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** An agent of every group, and a client under their password. */
const hire = async (sandbox: Sandbox, admin: ZammadClient, login: string): Promise<ZammadClient> => {
  const [groups, roles] = await Promise.all([admin.groups.list(), admin.roles.list()]);
  await admin.users.create({
    login,
    email: login,
    firstname: login.split('@')[0],
    lastname: 'Тестовый',
    password: 'Password-of-the-test-1',
    role_ids: roles.filter(({ name }) => name === 'Agent').map(({ id }) => id),
    group_ids: Object.fromEntries(groups.map(({ id }) => [String(id), ['full']])),
  });
  return createZammadClient({
    url: sandbox.url,
    auth: { username: login, password: 'Password-of-the-test-1' },
  });
};

describe.each<Flavour>(['6.6', '7'])('on Zammad %s', (flavour) => {
  let sandbox: Sandbox;
  let companion: Companion;
  let admin: ZammadClient;
  let operator: ZammadClient;
  let lines: string[];
  let setupKey: string;
  let companionKey: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ flavour });
    admin = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
    const own = await hire(sandbox, admin, 'reglament@example.org');
    const { token } = await own.tokens.create({ name: 'reglament', permissions: ['ticket.agent'] });
    const heard = listeningLog([secret, token]);
    lines = heard.lines;
    const where = freshSchema();
    companion = await startCompanion({
      zammad: { url: sandbox.url, token },
      config: {
        ...config,
        stance: 'act',
        // The gate alone: a day's work within a second is no story for the other clauses.
        clauses: config.clauses.filter(({ ids }) => ids.includes('R-4.2.1')),
      },
      webhookSecret: secret,
      host: '127.0.0.1',
      port: 0,
      database: { url: where.connectionString, schema: where.schema },
      log: heard.log,
      clock: () => new Date(),
      sweepAt: null,
      retry: { limit: 6, delaySeconds: 0 },
      pollSeconds: 0.5,
    });
    const settings = { publicUrl: companion.url, webhookSecret: secret };
    const helpdesk = createObjectStore(admin);
    const now = new Date();
    await applyPlan({
      helpdesk,
      planned: await makePlan(helpdesk, config, settings, now),
      webhookSecret: secret,
      yes: true,
      now,
      saveBundle: () => Promise.resolve(),
    });
    expect(await checkVersion(admin)).toHaveLength(1);
    operator = await hire(sandbox, admin, 'operator@example.org');
    // As the README has it: the companion works with its role alone, the setup key has three rights.
    const companions = (await admin.roles.list()).find(({ name }) => name === 'Компаньон регламента');
    await admin.users.update((await own.me()).id, { role_ids: [companions?.id ?? 0], group_ids: {} });
    // The stories look at tickets as somebody who sees all of them; new groups are open to nobody, not even to who made them.
    const groups = await admin.groups.list();
    const all = Object.fromEntries(groups.map(({ id }) => [String(id), ['full']]));
    await admin.users.update((await admin.me()).id, { group_ids: all });
    const installer = await hire(sandbox, admin, 'setup@example.org');
    const roles = (await admin.roles.list()).filter(({ name }) => name === 'Admin' || name === 'Agent');
    const { id } = await installer.me();
    await admin.users.update(id, { role_ids: roles.map((role) => role.id), group_ids: {} });
    const rights = ['admin', 'ticket.agent', 'knowledge_base.editor'];
    setupKey = (await installer.tokens.create({ name: 'setup', permissions: rights })).token;
    companionKey = (
      await own.tokens.create({ name: 'serve', permissions: ['ticket.agent', 'knowledge_base.reader'] })
    ).token;
  }, 120_000);

  afterAll(async () => {
    await companion.close();
    await sandbox.close();
  });

  const data = {
    citizen_name: 'Образцова Анна Тестовна',
    snils: '112-233-445 95',
    inn: '500100732259',
    birth_date: '1980-02-29',
    contact_method: 'эл. почта',
    contact_value: 'anna@example.org',
    request_summary: 'Не приходит ответ по заявлению',
    region: region?.id,
  };
  const register = async (more: Record<string, unknown> = {}): Promise<number> =>
    (
      await operator.tickets.create({
        title: 'Обращение',
        group: home,
        customer_id: 'guess:anna@example.org',
        article: { body: 'Не приходит ответ', type: 'web', sender: 'Customer', internal: false },
        ...data,
        ...more,
      })
    ).id;
  /** Straight through the world, as a bulk change or a rule of somebody's does that asks no form. */
  const slip = async (id: number, columns: Record<string, unknown>): Promise<void> => {
    const groups = await admin.groups.list();
    const entry = groups.find(({ name }) => name === config.federal.entryGroup);
    const ticket = sandbox.world.table('tickets').get(id);
    if (ticket === undefined || entry === undefined) throw new Error('nothing to slip through');
    sandbox.world.table('tickets').patch(ticket, { ...columns, group_id: entry.id });
    await operator.articles.create(id, { body: 'Передаю', type: 'note', internal: true });
  };
  const see = (id: number) => admin.tickets.get(id, { expand: true });
  const notesOf = async (id: number) =>
    (await admin.articles.byTicket(id)).filter(({ subject }) => subject?.startsWith('Регламент ') === true);
  const settled = async (id: number): Promise<void> => {
    await until(async () => (await companion.store.signalsOf(id)).length === 0);
  };

  test('passed on without СНИЛС it is back at its region, waiting, with one note', async () => {
    const id = await register();
    await slip(id, { snils: '' });
    await until(async () => (await see(id)).group === home);
    await settled(id);
    expect(await see(id)).toMatchObject({
      group: home,
      state: 'В ожидании (без срока)',
      state_reason: 'Запрошена информация (пользователь)',
      wait_source: 'до передачи',
      owner_id: 1,
    });
    const [note, ...more] = await notesOf(id);
    expect(more).toEqual([]);
    expect(note?.internal).toBe(true);
    expect(note?.body).toContain('СНИЛС: не заполнено');
    expect(note?.body).toContain(
      'До получения от пользователя данных в п. 4.2.1. тикет не переводится на СП ЕПГУ',
    );
  });

  test('complete it stays where it was sent', async () => {
    const id = await register();
    await slip(id, {});
    await until(async () => (await companion.store.decisionsOf(id)).some(({ verdict }) => verdict === 'met'));
    expect((await see(id)).group).toBe(config.federal.entryGroup);
    expect(await notesOf(id)).toEqual([]);
  });

  test('with the delivery lost the sweep finds it', async () => {
    const id = await register();
    await settled(id);
    await control(sandbox, 'deliveries', { mode: 'drop' });
    await slip(id, { snils: '' });
    await until(async () => {
      await companion.sweep();
      return (await see(id)).group === home;
    });
    await control(sandbox, 'deliveries', { mode: 'normal' });
    expect(await notesOf(id)).toHaveLength(1);
  });

  test('the doctor: groups without a sender, whose mail Zammad refuses whole, until they have an address', async () => {
    const id = await register();
    const before = await see(id);
    await expect(
      admin.tickets.update(id, {
        title: 'Иначе',
        article: { to: 'anna@example.org', body: 'Ответ', type: 'email', internal: false },
      }),
    ).rejects.toThrow('No email address');
    expect(await see(id)).toMatchObject({ title: before.title, article_ids: before.article_ids });
    const [found] = await checkSenders(admin, config);
    expect(found?.state).toBe('fail');
    expect(found?.what).toContain(`«${home}»`);
    await giveAddresses(admin);
    expect((await checkSenders(admin, config)).map(({ state }) => state)).toEqual(['ok']);
  });

  /** What the command prints with this key, in its own process's environment. */
  const doctor = async (token: string, whose: 'setup' | 'serve', ...more: string[]) => {
    const before = { ...process.env };
    Object.assign(process.env, {
      ZAMMAD_URL: sandbox.url,
      ZAMMAD_TOKEN: token,
      REGLAMENT_PUBLIC_URL: companion.url,
      REGLAMENT_WEBHOOK_SECRET: secret,
      REGLAMENT_CONFIG: 'config',
    });
    let out = '';
    const terminal = { out: (text: string) => (out += text), err: () => undefined, colour: false };
    try {
      // Without --for it knows the key by what it may do.
      const args = more.length > 0 ? ['doctor', '--for', whose, ...more] : ['doctor'];
      const code = await run(args, { ...terminal, now: () => new Date() });
      return { code, out, red: out.split('\n').filter((line) => line.startsWith('✗')) };
    } finally {
      process.env = before;
    }
  };
  const keys = (): Record<'setup' | 'serve', string> => ({ setup: setupKey, serve: companionKey });
  const row = (table: string, name: string) => {
    const found = sandbox.world.table(table).find((one) => one['name'] === name || one['login'] === name);
    if (found === undefined) throw new Error(`no ${name} in ${table}`);
    return found;
  };
  /** Changes a row as an administrator does, and hands out the way back. */
  const change = (table: string, name: string, columns: Record<string, unknown>) => {
    const found = row(table, name);
    const before = Object.fromEntries(Object.keys(columns).map((key) => [key, found[key]]));
    sandbox.world.table(table).patch(found, columns);
    return () => {
      sandbox.world.table(table).patch(found, before);
    };
  };

  test('the doctor: green with exactly the keys of the README, told apart by themselves', async () => {
    await register();
    await giveAddresses(admin);
    for (const whose of ['setup', 'serve'] as const) {
      const { code, out, red } = await doctor(keys()[whose], whose);
      expect([whose, red.length > 0 ? out : '']).toEqual([whose, '']);
      expect(code).toBe(0);
      expect(out).toContain(whose === 'setup' ? 'вебхук доходит' : 'прочитан с историей');
    }
  });

  const setting = (value: unknown) => ({ state_current: { value } });
  test.each<[string, () => () => unknown, RegExp]>([
    [
      'a mail filter is switched off',
      () => change('postmaster_filters', `Портал: ${region?.name ?? ''}`, { active: false }),
      /письмо с адреса @.* не попадёт/,
    ],
    [
      'maintenance mode',
      () => change('settings', 'maintenance_mode', setting(true)),
      /включён режим обслуживания/,
    ],
    [
      'the companion has lost a group',
      () => change('roles', 'Компаньон регламента', { group_ids: {} }),
      /нет полного доступа к группам: .*«СП ЕПГУ»/,
    ],
    [
      'nobody has the companion’s role',
      () => change('users', 'reglament@example.org', { role_ids: [] }),
      /нет пользователя с ролью «Компаньон регламента»/,
    ],
    [
      'a state is renamed',
      () => change('ticket_states', 'В ожидании (без срока)', { name: 'Ждёт' }),
      /отличается.*«В ожидании/,
    ],
    [
      'a macro is switched off',
      () => change('macros', '1 Взять в работу', { active: false }),
      /отличается.*«1 Взять в работу»/,
    ],
    [
      'a core workflow is switched off',
      () => change('core_workflows', '900 Заявитель создаёт только новое', { active: false }),
      /отличается.*«900 Заявитель/,
    ],
  ])('the doctor is red: %s', async (_, trouble, words) => {
    const mend = trouble();
    try {
      const { code, red } = await doctor(setupKey, 'setup', '--read-only');
      expect(code).toBe(1);
      expect(red.join('\n')).toMatch(words);
    } finally {
      mend();
    }
  });

  test.each(['http://127.0.0.1:1', 'http://127.0.0.1:2'])(
    'the doctor is red where no serve answers: %s',
    async (publicUrl) => {
      const found = await checkServe(publicUrl, 'http://127.0.0.1:1');
      expect(found.state).toBe('fail');
      expect(found.what).toContain('не отвечает');
    },
  );
  test('the doctor finds a serve that a proxy hides by its own address', async () => {
    expect((await checkServe('http://127.0.0.1:1', companion.url)).state).toBe('ok');
  });

  test('the doctor names every right that a key lacks', async () => {
    const { token } = await operator.tokens.create({ name: 'operator', permissions: ['ticket.agent'] });
    const { code, red } = await doctor(token, 'setup', '--read-only');
    expect(code).toBe(1);
    expect(red.join('\n')).toMatch(/нет права admin\.calendar/);
    expect(red.join('\n')).toMatch(/нет права admin\.trigger/);
  });

  test('no secret and nobody of the story stands in the log', () => {
    expect(lines.join('')).not.toMatch(/secret-of-the-webhook|anna@|Образцова|112-233/);
  });
});
