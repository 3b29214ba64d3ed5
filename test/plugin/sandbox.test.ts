/**
 * The gate of 4.2.1–4.2.3 on a helpdesk that behaves: configuration applied, webhooks really sent, a companion with a user
 * of its own, an operator who forgets the СНИЛС.
 */
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Flavour, type Sandbox } from 'zammad-sandbox';
import { loadConfig } from '../../config/load.js';
import { checkMailFilters } from '../../plugin/ask/doctor/filters.js';
import { checkWebhook } from '../../plugin/ask/doctor/webhook.js';
import {
  checkGroupAccess,
  checkPermissions,
  checkSenders,
  checkVersion,
} from '../../plugin/ask/doctor/zammad.js';
import { startCompanion, type Companion } from '../../plugin/serve.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createHelpdesk } from '../../sync/objects/helpdesk.js';
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
    const helpdesk = createHelpdesk(admin);
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
    // New groups are open to nobody, not even to who made them.
    const groups = await admin.groups.list();
    const all = Object.fromEntries(groups.map(({ id }) => [String(id), ['full']]));
    for (const client of [own, admin]) await admin.users.update((await client.me()).id, { group_ids: all });
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

  test('the doctor: permissions, version, groups, and a webhook really sent round', async () => {
    const settings = { publicUrl: companion.url, webhookSecret: secret };
    const now = new Date();
    const checks = [
      ...(await checkVersion(admin)),
      ...(await checkPermissions(admin, config, settings, now)),
      ...(await checkGroupAccess(admin, config)),
      ...(await checkMailFilters(admin, config)),
      await checkWebhook({ client: admin, config, publicUrl: companion.url, now: () => now, waitMs: 20_000 }),
    ];
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    const missing = await checkPermissions(operator, config, settings, now);
    expect(missing.some(({ state, what }) => state === 'fail' && what.includes('admin'))).toBe(true);
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

  test('no secret and nobody of the story stands in the log', () => {
    expect(lines.join('')).not.toMatch(/secret-of-the-webhook|anna@|Образцова|112-233/);
  });
});
