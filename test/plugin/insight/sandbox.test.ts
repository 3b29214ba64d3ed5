/**
 * The three questions asked by command on a helpdesk that behaves, beside a companion at work: what they say, and that
 * asking changes nothing.
 */
import { createZammadClient, type AnyAttributes, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { z } from 'zod';
import { loadConfig } from '../../../config/load.js';
import { run } from '../../../plugin/cli/program.js';
import { openDecisionLog } from '../../../plugin/ask/insight/decision-log.js';
import { startCompanion, type Companion } from '../../../plugin/serve.js';
import { applyPlan } from '../../../sync/objects/apply.js';
import { createObjectStore } from '../../../sync/objects/object-store.js';
import { makePlan } from '../../../sync/objects/make-plan.js';
import { freshSchema, listeningLog, until, usePostgres } from '../postgres.js';

usePostgres();
const secret = 'secret-of-the-webhook';
const config = { ...(await loadConfig('config')), stance: 'act' as const };
const HOME = 'СП РПГУ::Республика Башкортостан';
const ENTRY = 'Начальник смены ЦПП';

let sandbox: Sandbox;
let companion: Companion;
let admin: ZammadClient<AnyAttributes>;
let ticket: number;
let number: string;
const saved = { ...process.env };

const started = Date.now();
/** The command line as a process would be called, at the sandbox's time. */
const call = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const said = { out: '', err: '' };
  const code = await run(args, {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    colour: false,
    now: () => sandbox.clock.now(),
  });
  return { code, ...said };
};

const requests = z.object({ writes: z.number(), requests: z.array(z.looseObject({ path: z.string() })) });
const asked = async (what: () => Promise<unknown>): Promise<z.infer<typeof requests>> => {
  await fetch(`${sandbox.url}/__sandbox/requests`, { method: 'DELETE' });
  await what();
  return requests.parse(await (await fetch(`${sandbox.url}/__sandbox/requests`)).json());
};

beforeAll(async () => {
  sandbox = await startSandbox({ flavour: '6.6' });
  admin = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
  const where = freshSchema();
  companion = await startCompanion({
    zammad: { url: sandbox.url, token: sandbox.token },
    config,
    webhookSecret: secret,
    host: '127.0.0.1',
    port: 0,
    database: { url: where.connectionString },
    log: listeningLog([secret]).log,
    clock: () => sandbox.clock.now(),
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
  const all = Object.fromEntries(groups.map(({ id }) => [String(id), ['full']]));
  const me = await admin.me();
  const role = (await admin.roles.list()).find(({ name }) => name === 'Компаньон регламента');
  await admin.users.update(me.id, { group_ids: all, role_ids: [...me.role_ids, role?.id ?? 0] });
  const made = await admin.tickets.create({
    title: 'Не приходит ответ',
    group: HOME,
    customer_id: 'guess:anna@example.org',
    article: { body: 'Не приходит ответ', type: 'web', sender: 'Customer', internal: false },
    citizen_name: 'Образцова Анна Тестовна',
    snils: '112-233-445 59',
    inn: '500100732259',
    birth_date: '1980-02-29',
    contact_method: 'эл. почта',
    contact_value: 'anna@example.org',
    request_summary: 'Не приходит ответ по заявлению',
  });
  ticket = made.id;
  number = made.number;
  // Two digits mistyped: the form lets it pass, the check sum does not.
  await admin.tickets.update(ticket, {
    group: ENTRY,
    faq_result: 'не найдено',
    federal_kb_result: 'не найдено',
    transition_comment: 'Просим проверить',
  });
  await until(async () => (await admin.tickets.get(ticket, { expand: true })).group === HOME, 20);
  await until(async () => (await companion.store.signalsOf(ticket)).length === 0);
  Object.assign(process.env, {
    ZAMMAD_URL: sandbox.url,
    ZAMMAD_TOKEN: sandbox.token,
    REGLAMENT_CONFIG: 'config',
    DATABASE_URL: where.connectionString,
  });
}, 120_000);

afterAll(async () => {
  process.env = { ...saved };
  await companion.close();
  await sandbox.close();
});

const explanation = z.looseObject({
  ticket: z.looseObject({ number: z.string(), group: z.string() }),
  calendar: z.looseObject({ zone: z.string(), version: z.string() }),
  clauses: z.array(
    z.looseObject({
      ids: z.array(z.string()),
      enforcer: z.string(),
      log: z.array(z.looseObject({ outcome: z.string() })).optional(),
      objects: z.array(z.unknown()).optional(),
    }),
  ),
});

test('explain: every clause once, by number or id, with what was done; nothing is written, nobody is named', async () => {
  let said = { code: 1, out: '', err: '' };
  const seen = await asked(async () => {
    said = await call('explain', number, '--json');
  });
  expect([said.code, said.err, seen.writes]).toEqual([0, '', 0]);
  const told = explanation.parse(JSON.parse(said.out));
  expect(told.ticket).toMatchObject({ number, group: HOME });
  expect(told.calendar.zone).toBe('Asia/Yekaterinburg');
  expect(told.calendar.version).toMatch(/^bashkortostan-/);
  expect(told.clauses.flatMap(({ ids }) => ids).sort()).toEqual(
    config.clauses.flatMap(({ ids }) => ids).sort(),
  );
  const gate = told.clauses.find(({ ids }) => ids.includes('R-4.2.3'));
  expect(gate?.log?.map(({ outcome }) => outcome)).toContain('act');

  const text = await call('explain', String(ticket));
  expect(text.out).toContain(`Тикет № ${number} (id ${ticket})`);
  expect(text.out).toMatch(/R-4\.2\.1.*\n {2}компаньон только наблюдает; сейчас: не относится/);
  expect(text.out).toMatch(/журнал: .* исполнил: передан без данных пользователя/);
  expect(text.out).toContain('Держит Zammad');
  expect(said.out + text.out).not.toMatch(/Образцова|anna@|112-233|500100732259|1980-02-29/);
});

test('explain: a ticket that is not there', async () => {
  const { code, out, err } = await call('explain', '7777777');
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('«7777777»');
});

const simulation = z.looseObject({
  tickets: z.number(),
  skipped: z.array(z.unknown()),
  clauses: z.array(
    z.looseObject({
      clause: z.string(),
      due: z.number(),
      tickets: z.number(),
      examples: z.array(z.looseObject({ number: z.string(), would: z.array(z.string()) })),
    }),
  ),
});

test('simulate: the gate over what happened; nothing is written, nobody is named', async () => {
  const since = new Date(started - 60_000).toISOString();
  let said = { code: 1, out: '', err: '' };
  const seen = await asked(async () => {
    said = await call('simulate', '--since', since, '--json');
  });
  expect([said.code, said.err, seen.writes]).toEqual([0, '', 0]);
  const found = simulation.parse(JSON.parse(said.out));
  expect(found.skipped).toEqual([]);
  expect(found.tickets).toBeGreaterThan(0);
  const gate = found.clauses.find(({ clause }) => clause === 'R-4.2.1');
  expect(gate).toMatchObject({ due: 1, tickets: 1, examples: [{ number }] });
  expect(gate?.examples[0]?.would.join()).toContain(`group → «${HOME}»`);

  const text = await call('simulate', '--since', since);
  expect(text.out).toContain('Ничего не записано');
  expect(text.out).toContain('последствия не прокручиваются');
  expect(said.out + text.out).not.toMatch(/Образцова|anna@|112-233|500100732259/);
  expect(await call('simulate', '--since', '2026-11-23', '--until', '2026-11-01')).toMatchObject({ code: 1 });
});

test('report: the act is counted in its region; a foreign region has none', async () => {
  const today = sandbox.clock.now().toISOString().slice(0, 10);
  const tomorrow = new Date(sandbox.clock.now().getTime() + 24 * 3600_000).toISOString().slice(0, 10);
  const span = ['--from', today, '--to', tomorrow];
  const { out } = await call('report', ...span, '--json');
  const { rows } = z
    .looseObject({
      rows: z.array(z.looseObject({ clause: z.string(), region: z.string().nullable(), due: z.number() })),
    })
    .parse(JSON.parse(out));
  expect(rows.find(({ clause }) => clause === 'R-4.2.1')).toMatchObject({ region: 'bashkortostan', due: 1 });
  const csv = await call('report', ...span, '--csv', '--region', 'bashkortostan');
  expect(csv.out).toMatch(/^\ufeffПункт;.*\r\n/);
  expect(csv.out).toMatch(/R-4\.2\.1;.*;Республика Башкортостан;1;/);
  expect((await call('report', ...span, '--region', 'kamchatka')).out).toContain('записей нет');
  const wrong = await call('report', '--from', 'вчера', '--to', today);
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('«вчера»');
});

test('the log: nobody has kept one; one of another version', async () => {
  expect(await openDecisionLog({ data: '/nowhere/at/all' })).toBeNull();
  const { connectionString, schema } = freshSchema();
  const log = await openDecisionLog({ url: connectionString }, schema);
  await expect(log?.decisionsOf(1)).rejects.toThrow('запустите reglament serve');
  await log?.close();
});
