/**
 * Letters on a helpdesk that behaves: asked by mail once whatever happens to the companion, customers found and not doubled,
 * and nothing a citizen wrote in anything that the companion writes for itself.
 */
import pg from 'pg';
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { bindClauses } from '../../plugin/engine/evaluate.js';
import { createTicketDesk } from '../../plugin/engine/ticket-desk.js';
import { logLetterFailure } from '../../plugin/engine/read/letters.js';
import { lookAt } from '../../plugin/engine/look.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import type { MailSettings } from 'portal-letter';
import { openStore } from '../../plugin/store/store.js';
import { config as shipped } from '../triggers/tickets.js';
import { openField, type Field } from './field.js';
import { giveAddresses } from '../scenario/people.js';
import { freshSchema, listeningLog, usePostgres } from './postgres.js';

usePostgres();
const config = { ...shipped, intake: { ...shipped.intake, askMissing: 'citizen' as const } };
const clauses = bindClauses(config.clauses.filter(({ ids: [id] }) => id === 'R-4.1.a' || id === 'R-4.2.2.a'));
const ROBOT = 'robot@portal.bashkortostan.example';

let field: Field;
let companion: ZammadClient;
/** Counts the companion's calls and ends its life at one of them. */
const life = { calls: [] as string[], dieAt: Infinity, lost: 'answer' as 'answer' | 'request' };

beforeAll(async () => {
  field = await openField(config, {
    publicUrl: 'http://127.0.0.1:9',
    webhookSecret: 'secret-of-the-webhook',
  });
  await giveAddresses(field.admin);
  companion = createZammadClient({
    url: field.sandbox.url,
    auth: { token: field.token },
    retries: 0,
    fetch: async (input, init) => {
      const { pathname } = new URL(String(input instanceof Request ? input.url : input));
      life.calls.push(`${init?.method ?? 'GET'} ${pathname.replace('/api/v1', '')}`);
      const dies = life.calls.length === life.dieAt;
      if (dies && life.lost === 'request') throw new TypeError('fetch failed');
      const answer = await fetch(input, init);
      if (!dies) return answer;
      await answer.arrayBuffer();
      throw new TypeError('fetch failed');
    },
  });
});
afterAll(() => field.sandbox.close());
beforeEach(() => Object.assign(life, { calls: [], dieAt: Infinity, lost: 'answer' }));

let sent = 0;
const receive = async (form: Readonly<Record<string, string>>, from = ROBOT): Promise<number> => {
  sent += 1;
  const lines = Object.entries(form).map(([label, value]) => `${label}: ${value}`);
  const raw = [
    `From: ${from}`,
    'To: support@helpdesk.example',
    `Message-ID: <form-${sent}@portal.bashkortostan.example>`,
    'Subject: Request',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...lines,
    '',
  ].join('\r\n');
  const answer = await fetch(`${field.sandbox.url}/__sandbox/mail`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body: raw,
  });
  const { ticket_id: id } = (await answer.json()) as { ticket_id: number };
  return id;
};

/** A letter that lacks the ИНН, of a person of its own. */
const lacking = (): Readonly<Record<string, string>> => ({
  ФИО: 'Вымышленная Вера Павловна',
  СНИЛС: '112-233-445 95',
  'Дата рождения': '29.02.1984',
  'Удобный способ связи': 'эл. почта',
  'E-mail': `vera-${sent}@mail.example`,
  'Суть обращения': 'Не открывается карточка заявления',
});

const look = async (
  ticket: number,
  where: ReturnType<typeof freshSchema>,
  broken: Partial<MailSettings> = {},
): Promise<string[]> => {
  const { log, lines } = listeningLog();
  const store = await openStore({ ...where, log, clock: () => new Date() });
  try {
    const helpdesk = createTicketDesk(companion);
    const ports = { helpdesk, records: store, log, clock: () => new Date(), breaker: 5, clauses };
    const { letters, ...others } = partiesOf(config);
    const parties = {
      ...others,
      letters: { ...letters, ...broken },
      letterFailed: logLetterFailure(log),
    };
    await lookAt({ ...ports, parties }, { ticket, last: false });
  } finally {
    await store.close();
  }
  return lines;
};

const expectAskedOnce = async (ticket: number, mail: string): Promise<void> => {
  const [full, named] = await Promise.all([
    field.admin.tickets.full(ticket),
    field.admin.tickets.get(ticket, { expand: true }),
  ]);
  const mails = full.articles.filter(({ to, internal }) => to === mail && !internal);
  expect(mails.map(({ body }) => [body.includes('<li>ИНН</li>'), body.includes('<li>СНИЛС</li>')])).toEqual([
    [true, false],
  ]);
  expect(named).toMatchObject({
    state: 'В ожидании (без срока)',
    state_reason: 'Запрошена информация (пользователь)',
    wait_source: 'до передачи',
    customer: mail,
    snils: '112-233-445 95',
    birth_date: '1984-02-29',
  });
  const notes = full.articles
    .map(({ subject }) => subject ?? '')
    .filter((one) => one.startsWith('Регламент '));
  expect(notes.map((note) => /R-[\d.a-z]+/u.exec(note)?.[0])).toEqual(['R-4.1.a', 'R-4.2.2.a']);
  expect((await field.admin.users.list()).filter(({ email }) => email === mail)).toHaveLength(1);
};

test('asked by mail once: without a fault, and after death at any call, with the store or without it', async () => {
  const attempt = async (dieAt: number, lost: typeof life.lost, keepsStore: boolean): Promise<number> => {
    const form = lacking();
    const ticket = await receive(form);
    const where = freshSchema();
    Object.assign(life, { calls: [], dieAt, lost });
    const died = await look(ticket, where).then(
      () => false,
      () => true,
    );
    const { calls } = life;
    Object.assign(life, { calls: [], dieAt: Infinity });
    if (died) await look(ticket, keepsStore ? where : freshSchema());
    await expectAskedOnce(ticket, form['E-mail'] ?? '');
    return calls.length;
  };
  const calls = await attempt(Infinity, 'answer', true);
  expect(calls).toBeGreaterThan(6);
  for (let dieAt = 1; dieAt <= calls; dieAt += 1)
    for (const lost of ['answer', 'request'] as const) await attempt(dieAt, lost, dieAt % 2 === 0);
}, 120_000);

test('told the number once: without a fault, and after death at any call', async () => {
  const attempt = async (dieAt: number, lost: typeof life.lost): Promise<number> => {
    const { 'E-mail': mail = '', ...form } = { ...lacking(), ИНН: '500100732259' };
    const ticket = await receive({ 'E-mail': mail, ...form });
    const where = freshSchema();
    Object.assign(life, { calls: [], dieAt, lost });
    const died = await look(ticket, where).then(
      () => false,
      () => true,
    );
    const { calls } = life;
    Object.assign(life, { calls: [], dieAt: Infinity });
    if (died) await look(ticket, where);
    const { ticket: after, articles } = await field.admin.tickets.full(ticket);
    const mails = articles.filter(({ to }) => to === mail);
    expect(mails.map(({ subject }) => subject)).toEqual([`Обращение принято, № ${after.number}`]);
    expect(after).toMatchObject({ letters_sent: 1 });
    return calls.length;
  };
  const calls = await attempt(Infinity, 'answer');
  // Reading is tried by the ask; here what comes after it, where the letter is.
  for (let dieAt = calls - 4; dieAt <= calls; dieAt += 1)
    for (const lost of ['answer', 'request'] as const) await attempt(dieAt, lost);
}, 120_000);

test('an answer is asked for only what is still missing, and a complete one ends it', async () => {
  const { 'E-mail': mail = '', ...form } = lacking();
  const ticket = await receive({ 'E-mail': mail, ...form, 'Дата рождения': '' });
  const where = freshSchema();
  await look(ticket, where);
  const { number } = await field.admin.tickets.get(ticket);
  const reply = async (body: string): Promise<void> => {
    await fetch(`${field.sandbox.url}/__sandbox/mail`, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822' },
      body: `From: ${mail}\r\nTo: support@helpdesk.example\r\nSubject: Re: [Ticket#${number}]\r\nContent-Type: text/plain; charset=utf-8\r\nIn-Reply-To: <a@b.example>\r\n\r\n${body}\r\n`,
    });
    await look(ticket, where);
  };
  const asked = async () =>
    (await field.admin.articles.byTicket(ticket))
      .filter(({ to }) => to === mail)
      .map(({ body }) => [...body.matchAll(/<li>(.*?)<\/li>/gu)].map(([, label]) => label));
  await reply('ИНН: 500100732259');
  expect(await asked()).toEqual([['ИНН', 'Дата рождения'], ['Дата рождения']]);
  await reply('Дата рождения: 29 февраля 1984 года');
  expect(await asked()).toHaveLength(2);
  const full = await field.admin.tickets.full(ticket);
  expect(full.ticket).toMatchObject({ inn: '500100732259', birth_date: '1984-02-29' });
  expect(full.tags).not.toContain('не-хватает-данных');
});

test('no mail of the citizen: the known customer of the same СНИЛС, else a new one with the phone', async () => {
  const where = freshSchema();
  const form = {
    ...lacking(),
    'Удобный способ связи': 'телефон',
    Телефон: '8 (900) 000-00-17',
    'E-mail': 'не указано',
  };
  const customerOf = async (ticket: number) =>
    field.admin.users.get((await field.admin.tickets.get(ticket)).customer_id);
  const fresh = await receive({ ...form, СНИЛС: '160-722-397 77', 'Номер обращения': 'Т-1' });
  await look(fresh, where);
  const made = await customerOf(fresh);
  expect(made).toMatchObject({ phone: '+79000000017', lastname: 'Вымышленная', firstname: 'Вера Павловна' });
  const again = await receive({ ...form, СНИЛС: '16072239777', 'Номер обращения': 'Т-2' });
  await look(again, where);
  expect((await customerOf(again)).id).toBe(made.id);
});

/** 26 letters stand for digits, so that a name is nobody's else and can be looked for. */
const letters = (index: number): string =>
  Array.from(String(index).padStart(4, '0'), (digit) => 'абвгдежзик'[Number(digit)] ?? '').join('');
const snilsOf = (index: number): string => {
  const digits = String(300_000_000 + index * 37);
  const sum = Array.from(digits, Number).reduce((total, digit, at) => total + digit * (9 - at), 0);
  const check = String((sum % 101) % 100).padStart(2, '0');
  return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)} ${check}`;
};

test('1,000 letters: nothing of them in logs, errors, queue or decision log', async () => {
  const count = 1_000;
  const where = freshSchema();
  const { log, lines } = listeningLog();
  const store = await openStore({ ...where, log, clock: () => new Date() });
  const ports = {
    helpdesk: createTicketDesk(companion),
    records: store,
    log,
    clock: () => new Date(),
    breaker: 5,
    clauses,
    parties: partiesOf(config),
  };
  const said: string[] = [];
  const one = async (index: number): Promise<void> => {
    const person = {
      ФИО: `Пробная${letters(index)} Вера Павловна`,
      СНИЛС: index % 5 === 0 ? `${snilsOf(index).slice(0, -2)}xx` : snilsOf(index),
      'E-mail': `probe-${letters(index)}@mail.example`,
      Телефон: `+7900${String(5_000_000 + index)}`,
      'Дата рождения': index % 7 === 0 ? '31.02.1984' : '29.02.1984',
      'Суть обращения': `Вопрос${letters(index)} о карточке`,
    };
    said.push(
      `Пробная${letters(index)}`,
      snilsOf(index).slice(0, 11),
      snilsOf(index).replace(/\D/gu, '').slice(0, 9),
      `probe-${letters(index)}`,
      `900${String(5_000_000 + index)}`,
      `Вопрос${letters(index)}`,
    );
    const ticket = await receive(person);
    // Every tenth look dies in the middle, so that errors are written too.
    Object.assign(life, { calls: [], dieAt: index % 10 === 0 ? 5 : Infinity, lost: 'answer' });
    await lookAt(ports, { ticket, last: index % 20 === 0 }).catch(() => null);
    life.dieAt = Infinity;
    await lookAt(ports, { ticket, last: false });
  };
  for (let index = 0; index < count; index += 1) await one(index);
  const pool = new pg.Pool({ connectionString: where.connectionString, max: 1 });
  const { rows: tables } = await pool.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const dumps = await Promise.all(
    tables.map(async ({ schema, name }) => {
      const { rows } = await pool.query<{ row: string }>(
        `select row_to_json(t)::text as row from "${schema}"."${name}" t`,
      );
      return rows.map(({ row }) => row);
    }),
  );
  await pool.end();
  await store.close();
  const written = [...lines, ...dumps.flat()].join('\n');
  expect(dumps.flat().length).toBeGreaterThan(count);
  expect(lines.length).toBeGreaterThan(count);
  expect(said.filter((value) => written.includes(value))).toEqual([]);
}, 600_000);

test('an error of the program in a letter is told on the ticket, and logged with its place and nothing of the letter', async () => {
  const ticket = await receive(lacking());
  const lines = await look(ticket, freshSchema(), {
    keysOf: () => {
      throw new SyntaxError('Unexpected token: "ФИО: Вымышленная Вера Павловна", 112-233-445 95');
    },
  });
  const [line, ...more] = lines.filter((one) => one.includes('ошибки программы'));
  expect(more).toEqual([]);
  expect(line).toMatch(
    /"level":"error".*"ticket":\d+,"article":\d+,"cause":"SyntaxError","at":\["at .*read-mail\.ts/,
  );
  expect(lines.join('')).not.toMatch(/Вымышленная|112-233|vera-/);
  const notes = (await field.admin.articles.byTicket(ticket)).map(({ body }) => body);
  expect(notes.join('')).toContain('Поля письма не прочитаны из-за ошибки программы: внесите данные сами');
});
