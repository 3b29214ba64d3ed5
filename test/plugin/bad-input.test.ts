/**
 * The list of bad input, case by case, on a helpdesk that behaves and with a companion that really runs: a person is told
 * what to do, nothing is lost, nothing is half-done.
 */
import { access, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createZammadClient } from 'zammad-api-client-ts';
import { regionGroup } from '../../config/regions.js';
import { loadConfig } from '../../config/load.js';
import { run } from '../../plugin/cli/program.js';
import { signatureOf } from '../../plugin/http/signature.js';
import { startCompanion, type Companion } from '../../plugin/serve.js';
import { rawOf } from '../scenario/letter.js';
import { freePort, openField, type Field } from './field.js';
import { freshSchema, listeningLog, until, usePostgres } from './postgres.js';

usePostgres();
const webhookSecret = 'secret-of-the-webhook';
const shipped = await loadConfig('config');
/** The gate and the reading of letters: the shortest story in which something can be lost. */
const config = {
  ...shipped,
  stance: 'act' as const,
  clauses: shipped.clauses.filter(({ ids }) => ids.includes('R-4.2.1') || ids.includes('R-4.1.a')),
};
const [region] = config.regions.values();
const home = region === undefined ? '' : regionGroup(region);
const waits = 'В ожидании (без срока)';
const sentOn = { group: config.federal.entryGroup, state: 'Новый', waitSource: '', notes: [] };
const sentBack = {
  group: home,
  state: waits,
  reason: 'Запрошена информация (пользователь)',
  waitSource: 'до передачи',
  notes: ['Регламент R-4.2.1'],
};

let field: Field;
let port: number;
let companion: Companion;
let lines: string[];
/** Called before each request of the companion's is sent. */
let before: (call: string) => Promise<unknown> | null;

const start = async (): Promise<void> => {
  const heard = listeningLog([webhookSecret, field.token]);
  lines = heard.lines;
  const where = freshSchema();
  companion = await startCompanion({
    zammad: createZammadClient({
      url: field.sandbox.url,
      auth: { token: field.token },
      timeoutMs: 1000,
      backoffMs: 1,
      // What Zammad asks to be waited for is not sat out.
      clock: { now: () => performance.now(), sleep: () => Promise.resolve() },
      fetch: async (input, init) => {
        const { pathname, search } = new URL(String(input instanceof Request ? input.url : input));
        await before(`${init?.method ?? 'GET'} ${pathname.replace('/api/v1', '')}${search}`);
        return fetch(input, init);
      },
    }),
    config,
    webhookSecret,
    host: '127.0.0.1',
    port,
    database: { url: where.connectionString, schema: where.schema },
    log: heard.log,
    clock: () => new Date(),
    // No reading is fresh by the time something is written: the question before the write is always asked.
    stopwatch: () => performance.now() * 1e6,
    sweepAt: null,
    retry: { limit: 2, delaySeconds: 0 },
    pollSeconds: 0.5,
  });
};

const table = (name: string) => field.sandbox.world.table(name);
/** Told by the world and not by a call, which would use up the trouble ordered for the companion's. */
const notesOn = (ticket: number): number =>
  table('ticket_articles').filter(
    (row) => row['ticket_id'] === ticket && String(row['subject']).startsWith('Регламент '),
  ).length;
const warnings = (): string => lines.filter((line) => /"level":"(warn|error)"/.test(line)).join('');
const quiet = (ticket: number): Promise<void> =>
  until(async () => (await companion.store.signalsOf(ticket)).length === 0);
const dead = async (ticket: number) =>
  (await companion.store.dead()).filter((letter) => letter.ticket === ticket);
const fail = (times: number, how: number | string, call: string): Promise<void> =>
  field.control('fail', { next: times, with: how, match: call });
/** Until it is ended. */
const failing = async (how: number | string, call: string) => {
  await fail(1000, how, call);
  return () => fetch(`${field.sandbox.url}/__sandbox/fail`, { method: 'DELETE' });
};
/** Changes a row of the helpdesk, as an admin does, and hands out the way back. */
const change = (name: string, which: (row: Record<string, unknown>) => boolean, columns: object) => {
  const row = table(name).find(which);
  if (row === undefined) throw new Error(`nothing in ${name} to change`);
  const saved = { ...row };
  table(name).patch(row, { ...columns });
  return () => {
    table(name).patch(row, saved);
  };
};
const remove = (name: string, which: (row: Record<string, unknown>) => boolean) => {
  const row = table(name).find(which);
  if (row === undefined) throw new Error(`nothing in ${name} to remove`);
  table(name).delete(row.id);
  return () => {
    table(name).insert(row, row.id);
  };
};
/** As where a newer configuration was not applied yet: no definition, no column. */
const forget = (name: string) => {
  const define = remove('object_manager_attributes', named(name));
  const held = table('tickets')
    .all()
    .map((row) => [row, row[name]] as const);
  for (const [row] of held) Reflect.deleteProperty(row, name);
  return () => {
    define();
    for (const [row, value] of held) row[name] = value;
  };
};
const recordOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
const named = (name: string) => (row: Record<string, unknown>) => row['name'] === name;

describe('bad input', () => {
  beforeAll(async () => {
    port = await freePort();
    field = await openField(config, { publicUrl: `http://127.0.0.1:${port}`, webhookSecret });
    await start();
    // Each look is asked for by a delivery of the test's own: two looks at once would tell each story twice.
    await field.control('deliveries', { mode: 'drop', share: 1 });
  }, 60_000);
  afterAll(async () => {
    await companion.close();
    await field.sandbox.close();
  });
  beforeEach(() => {
    lines.length = 0;
    before = () => null;
  });
  afterEach(() => {
    expect(lines.join('')).not.toMatch(/secret-of-the-webhook|anna@|Образцова|112-233/);
  });

  const deliver = async (ticket: number, url = companion.url, told: object = {}): Promise<void> => {
    const body = JSON.stringify({ ticket: { id: ticket, ...told } });
    const { status } = await fetch(`${url}/zammad/webhook`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-zammad-delivery': `of ${ticket}`,
        'x-hub-signature': signatureOf(Buffer.from(body), webhookSecret),
      },
    });
    expect(status).toBe(202);
  };
  /** Without the data that the gate asks for. */
  const sendOn = async (ticket: number): Promise<void> => {
    await field.slip(ticket, { snils: '' });
    await deliver(ticket);
  };

  type Mend = () => unknown;
  /** Zammad tells its reason to administrators only, so what it may be is all that is told. */
  const refusedWrite =
    /запись в тикет \(PUT.*ответ 422.*нет такого поля, варианта, состояния или группы.*core workflow.*reglament plan/;
  test.each<[string, (ticket: number) => Mend | Promise<Mend>, RegExp]>([
    [
      'the group is unknown: renamed while serve runs',
      () => change('groups', named(home), { name: 'СП РПГУ::Иное имя' }),
      refusedWrite,
    ],
    [
      'the group is switched off while serve runs',
      () => change('groups', named(home), { active: false }),
      refusedWrite,
    ],
    [
      'the group that has the ticket is closed to the key',
      () => {
        const mends = [
          change('users', (row) => row['login'] === 'reglament@example.org', { group_ids: {} }),
          change('roles', (row) => row['name'] === 'Компаньон регламента', { group_ids: {} }),
        ];
        return () => {
          for (const mend of mends) mend();
        };
      },
      /ответ 403.*Ключу или роли его владельца не хватает права или доступа к группе: reglament doctor/,
    ],
    ['the state is missing', () => remove('ticket_states', named(waits)), refusedWrite],
    [
      'a core workflow of somebody refuses (422)',
      async () => {
        const { id } = await field.admin.coreWorkflows.create({
          name: 'Чужое правило',
          object: 'Ticket',
          preferences: { screen: ['edit'] },
          condition_saved: {},
          condition_selected: {},
          perform: { 'ticket.portal_service': { operator: 'set_mandatory', set_mandatory: 'true' } },
          active: true,
          stop_after_match: false,
          changeable: true,
          priority: 900,
        });
        return () => field.admin.coreWorkflows.delete(id);
      },
      refusedWrite,
    ],
    [
      'Zammad answers 500, and goes on to',
      (ticket) => failing(500, `GET /tickets/${ticket}?`),
      /ответ 500.*production\.log/,
    ],
    [
      'Zammad does not answer in time, and goes on not to',
      (ticket) => failing('hang', `GET /tickets/${ticket}?`),
      /нет ответа. Проверьте нагрузку Zammad/,
    ],
    [
      'a page of a proxy in place of Zammad (200), and goes on',
      (ticket) => failing('page', `GET /tickets/${ticket}?`),
      /ответ 200. Это страница, а не JSON. Проверьте, что ZAMMAD_URL ведёт в сам Zammad/,
    ],
  ])(
    'lasting: %s',
    async (_, trouble, told) => {
      const ticket = await field.register();
      const mend = await trouble(ticket);
      try {
        await field.slip(ticket, { snils: '' });
        const asSent = { ...table('tickets').get(ticket) };
        await deliver(ticket);
        await until(async () => (await dead(ticket)).length > 0);
        expect(table('tickets').get(ticket)).toEqual(asSent);
        expect(notesOn(ticket)).toBe(0);
        const last = lines.findLast((line) => line.includes('"level":"error"'));
        expect(last).toMatch(/тикет отложен.*reglament dead --replay/);
        expect(last).toMatch(told);
      } finally {
        await mend();
      }
      for (const letter of await dead(ticket)) {
        expect(letter.error).toMatch(told);
        await companion.store.replay(letter);
      }
      await until(() => notesOn(ticket) > 0);
      await quiet(ticket);
      expect(await field.see(ticket)).toMatchObject(sentBack);
      expect(await dead(ticket)).toEqual([]);
    },
    30_000,
  );

  test.each<[string, (ticket: number) => Mend | Promise<Mend>, RegExp]>([
    [
      'an attribute is missing',
      () => forget('wait_source'),
      /В Zammad нет полей тикета: wait_source. Ничего не записано; создайте их: reglament plan/,
    ],
    [
      'the attribute that is asked for is missing, which would read as not filled in',
      () => forget('citizen_name'),
      /В Zammad нет полей тикета: citizen_name/,
    ],
    [
      'the key is revoked (401)',
      () => change('tokens', (row) => row['secret'] === field.token, { secret: 'another' }),
      /ответ 401.*Проверьте ZAMMAD_TOKEN: ключ отозван/,
    ],
    [
      'Zammad does not answer at all, and goes on not to',
      (ticket) => failing('reset', `GET /tickets/${ticket}?`),
      /нет ответа: .*проверьте.*ZAMMAD_URL/,
    ],
  ])(
    "lasting, and everybody's: %s: told once, given up on never, and done when it is over",
    async (_, trouble, told) => {
      const ticket = await field.register();
      const mend = await trouble(ticket);
      try {
        await field.slip(ticket, { snils: '' });
        const asSent = { ...table('tickets').get(ticket) };
        await deliver(ticket);
        await until(() => companion.outage.words() !== null);
        expect(companion.outage.words()).toMatch(told);
        expect(await (await fetch(`${companion.url}/readyz`)).text()).toMatch(told);
        expect(table('tickets').get(ticket)).toEqual(asSent);
        expect(lines.filter((line) => /"level":"(warn|error)"/.test(line))).toHaveLength(1);
      } finally {
        await mend();
      }
      await until(() => notesOn(ticket) > 0);
      await quiet(ticket);
      expect(await field.see(ticket)).toMatchObject(sentBack);
      expect(companion.outage.words()).toBeNull();
      expect(await dead(ticket)).toEqual([]);
    },
    30_000,
  );

  /** Null: the client comes again by itself, and nobody needs to know. */
  test.each<[string, number, number | string, string, RegExp | null]>([
    ['Zammad answers 500 to the reading', 1, 500, 'GET', /production\.log/],
    ['Zammad answers 500 to the write', 1, 500, 'PUT', /production\.log/],
    ['Zammad restarts behind its proxy (502) while it is read', 2, 502, 'GET', null],
    ['Zammad is in maintenance (503) at the write', 2, 503, 'PUT', null],
    ['too many requests (429 with Retry-After)', 1, 429, 'GET', null],
    ['a page of a proxy in place of the ticket', 1, 'page', 'GET', /ZAMMAD_URL ведёт в сам Zammad/],
    ['a page of a proxy in place of the write', 1, 'page', 'PUT', /ZAMMAD_URL ведёт в сам Zammad/],
    ['the connection breaks amid the ticket', 1, 'cut', 'GET', null],
    ['the connection breaks amid the answer to a write that took effect', 1, 'cut', 'PUT', /нет ответа/],
    ['the connection breaks before the write', 1, 'reset', 'PUT', /нет ответа/],
    ['an answer to the write that never comes', 1, 'hang', 'PUT', /нет ответа. Проверьте нагрузку/],
  ])('passing: %s', async (_, times, how, method, told) => {
    const ticket = await field.register();
    await fail(times, how, `${method} /tickets/${ticket}`);
    await sendOn(ticket);
    await until(() => notesOn(ticket) > 0);
    await quiet(ticket);
    expect(await field.see(ticket)).toMatchObject(sentBack);
    if (told === null) expect(warnings()).toBe('');
    else expect(warnings()).toMatch(told);
    expect(warnings()).not.toContain('тикет отложен');
  });

  test.each<[number | string, number, RegExp]>([
    [500, 1, /answered 500/],
    [429, 4, /answered 429/],
    ['page', 1, /not JSON/],
    ['hang', 1, /no answer within/],
    ['reset', 4, /no connection/],
    ['cut', 4, /no connection/],
  ])(
    'the sweep meets %s: it rejects, and the next one finds what this one should have',
    async (how, times, words) => {
      const ticket = await field.register();
      await companion.sweep();
      await quiet(ticket);
      await field.slip(ticket, { snils: '' });
      await fail(times, how, 'POST /tickets/search');
      await expect(companion.sweep()).rejects.toThrow(words);
      expect(await companion.sweep()).toBe(1);
      await until(() => notesOn(ticket) > 0);
      await quiet(ticket);
      expect(await field.see(ticket)).toMatchObject(sentBack);
      expect(await dead(ticket)).toEqual([]);
    },
  );

  test('the ticket is deleted before it is read: its signals end, nobody is troubled', async () => {
    const ticket = await field.register();
    await field.admin.tickets.delete(ticket);
    await deliver(ticket);
    await until(() => lines.join('').includes('тикет удалён, смотреть нечего'));
    await quiet(ticket);
    expect(warnings()).toBe('');
  });

  test('the ticket is deleted between reading and writing: the write is refused, the next look says so', async () => {
    const ticket = await field.register();
    before = (call) => {
      if (call !== `PUT /tickets/${ticket}`) return null;
      before = () => null;
      return field.admin.tickets.delete(ticket);
    };
    await sendOn(ticket);
    await until(() => lines.some((line) => line.includes('тикет удалён, смотреть нечего')));
    await quiet(ticket);
    expect(warnings()).toMatch(/ответ 404.*Проверьте, что объект ещё есть/);
    expect(warnings()).not.toContain('тикет отложен');
  });

  test('the ticket is moved between reading and writing: it stays where it was put, without a note', async () => {
    const ticket = await field.register();
    const homeId = table('groups').find(named(home))?.id;
    before = (call) => {
      if (call !== `GET /tickets/${ticket}`) return null;
      before = () => null;
      return field.admin.tickets.update(ticket, { group_id: homeId });
    };
    await sendOn(ticket);
    await until(() => table('tickets').get(ticket)?.['group_id'] === homeId);
    await quiet(ticket);
    expect(await field.see(ticket)).toMatchObject({ ...sentOn, group: home });
    expect(warnings()).toBe('');
  });

  test('the ticket is in a group that no file names: it is left alone', async () => {
    const ticket = await field.register();
    const { id } = await field.admin.groups.create({ name: 'Архив' });
    for (const user of table('users').all())
      table('users').patch(user, { group_ids: { ...recordOf(user['group_ids']), [String(id)]: ['full'] } });
    const row = table('tickets').get(ticket);
    if (row === undefined) throw new Error('no ticket');
    table('tickets').patch(row, { group_id: id, snils: '' });
    await deliver(ticket);
    await quiet(ticket);
    expect(await field.see(ticket)).toMatchObject({ group: 'Архив', notes: [] });
    expect(warnings()).toBe('');
  });

  test('the ticket is in a group that no file names and the key may not see: no fault, no dead letter', async () => {
    const ticket = await field.register();
    const { id } = await field.admin.groups.create({ name: 'Кадры' });
    const row = table('tickets').get(ticket);
    if (row === undefined) throw new Error('no ticket');
    table('tickets').patch(row, { group_id: id, snils: '' });
    await deliver(ticket, companion.url, { updated_at: row['updated_at'], group: { name: 'Кадры' } });
    await quiet(ticket);
    expect(notesOn(ticket)).toBe(0);
    expect(await dead(ticket)).toEqual([]);
    expect(warnings()).toBe('');
  });

  test('a page of a proxy in place of a letter is not read as one: the letter is, once it comes', async () => {
    await fail(1, 'page', 'GET /ticket_article_plain');
    const body = 'ФИО: Образцова Анна Тестовна\nСНИЛС: 112-233-445 95\n';
    const answer = await fetch(`${field.sandbox.url}/__sandbox/mail?group=${encodeURIComponent(home)}`, {
      method: 'POST',
      body: rawOf({ from: 'anna@example.org', body }, new Date()),
    });
    const { ticket_id: ticket } = (await answer.json()) as { ticket_id: number };
    await deliver(ticket);
    await until(() => table('tickets').get(ticket)?.['snils'] === '112-233-445 95');
    await quiet(ticket);
    expect(warnings()).toMatch(
      /GET \/ticket_article_plain\/\d+\): ответ 200. Это страница, а не JSON. Проверьте, что ZAMMAD_URL ведёт/,
    );
    expect(table('tickets').get(ticket)?.['letters_read_up_to']).not.toBe('');
  });

  test.each<[string, typeof fetch, RegExp]>([
    [
      'Zammad is not there',
      () => Promise.reject(new TypeError('fetch failed')),
      /нет ответа: .*проверьте.*ZAMMAD_URL/,
    ],
    [
      'a page of a proxy is there in its place',
      () => Promise.resolve(new Response('<html>Вход</html>')),
      /ответ 200. Это страница, а не JSON. Проверьте, что ZAMMAD_URL ведёт в сам Zammad/,
    ],
    [
      'the key is of another Zammad',
      () => Promise.resolve(Response.json({ error: "Can't find User for Token" }, { status: 401 })),
      /ответ 401.*Проверьте ZAMMAD_TOKEN/,
    ],
  ])('serve starts while %s: it takes deliveries, and says each time what to do', async (_, answer, told) => {
    const heard = listeningLog();
    const where = freshSchema();
    const early = await startCompanion({
      zammad: createZammadClient({
        url: 'http://zammad.test',
        auth: { token: 'token' },
        backoffMs: 1,
        fetch: answer,
      }),
      config,
      webhookSecret,
      host: '127.0.0.1',
      port: 0,
      database: { url: where.connectionString, schema: where.schema },
      log: heard.log,
      clock: () => new Date(),
      // The sweep runs each second: what it meets is told by the clock's own edge.
      sweepAt: '* * * * * *',
      retry: { limit: 100, delaySeconds: 60 },
    });
    try {
      await deliver(1, early.url);
      const toldBy = (begin: string) => heard.lines.some((line) => line.includes(begin) && told.test(line));
      await until(() => toldBy('Zammad пока не отвечает'));
      await until(() => toldBy('обход не удался, следующий начнёт с того же места'));
      await until(
        () => toldBy('тикет не обработан, будет повтор') || toldBy('тикеты пока не обрабатываются'),
      );
      expect(await early.store.signalsOf(1)).toHaveLength(1);
    } finally {
      await early.close();
    }
  });

  test('clause files with faults: serve starts nothing and shows all of them, each with its line and what is allowed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'reglament-faults-'));
    const saved = { ...process.env };
    const spoil = async (file: string, from: string, to: string): Promise<string> => {
      const whole = await readFile(path.join('config', file), 'utf8');
      expect(whole).toContain(from);
      await writeFile(path.join(folder, file), whole.replace(from, to));
      return `${file}:${whole.slice(0, whole.indexOf(from)).split('\n').length + (to.includes('\t') ? 1 : 0)}:`;
    };
    try {
      await cp('config', folder, { recursive: true });
      const data = path.join(folder, 'data');
      const places = [
        await spoil('regulation/05-letters.yaml', 'kind: letters-read', 'kind: letter-read'),
        await spoil('regulation/10-gate.yaml', 'kind: required-data', 'knd: x\n      kind: required-data'),
        await spoil('regulation/25-solution.yaml', 'enforcer: companion', 'enforcer: compnion'),
        await spoil('regulation/30-waiting.yaml', 'sameActMinutes: 15', 'sameActMinutes: пятнадцать'),
        await spoil('regulation/40-agency.yaml', 'clauses:\n', 'clauses:\n\t- {}\n'),
        await spoil('regulation/process.yaml', 'holder: СП ЕПГУ', 'holder: СП ЕПУ'),
      ];
      Object.assign(process.env, {
        ZAMMAD_URL: field.sandbox.url,
        ZAMMAD_TOKEN: field.token,
        REGLAMENT_PUBLIC_URL: 'http://127.0.0.1:9',
        REGLAMENT_WEBHOOK_SECRET: webhookSecret,
        REGLAMENT_CONFIG: folder,
        REGLAMENT_DATA: data,
        PORT: '0',
      });
      let said = '';
      const terminal = { out: () => undefined, err: (text: string) => (said += text), colour: false };
      expect(await run(['serve'], { ...terminal, now: () => new Date() })).toBe(1);
      for (const place of places) expect(said).toContain(place);
      expect(said).toContain('(6)');
      expect(said).toMatch(/неизвестный вид правила «letter-read»; возможно, «letters-read»/);
      expect(said).toMatch(/неизвестная группа «СП ЕПУ»; возможно, «СП ЕПГУ»/);
      await expect(access(data)).rejects.toThrow('ENOENT');
    } finally {
      process.env = saved;
      await rm(folder, { recursive: true, force: true });
    }
  });
});
