/** What a look costs the helpdesk, with every clause of the shipped configuration in force: each call there is, counted. */
import { createZammadClient } from 'zammad-api-client-ts';
import { loadConfig } from '../../config/load.js';
import { bindClauses } from '../../plugin/engine/evaluate.js';
import { createTicketDesk } from '../../plugin/engine/ticket-desk.js';
import { lookAt } from '../../plugin/engine/look.js';
import { createMemory, type Memory } from '../../plugin/engine/read/memory.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import { newsOf } from '../../plugin/store/news.js';
import { openStore, type Store } from '../../plugin/store/store.js';
import { rawOf } from '../scenario/letter.js';
import { openField, type Field } from './field.js';
import { freshSchema, listeningLog, usePostgres } from './postgres.js';

usePostgres();
const config = await loadConfig('config');
const clauses = bindClauses(config.clauses);
const { log } = listeningLog();
/** The helpdesk's own: what happens one after another has moments of its own. */
const clock = (): Date => field.sandbox.clock.now();
let field: Field;
let store: Store;
let calls: string[];
let look: (ticket: number) => Promise<string>;
let memory: Memory;

beforeAll(async () => {
  field = await openField(config, {
    publicUrl: 'http://127.0.0.1:9',
    webhookSecret: 'secret-of-the-webhook',
  });
  store = await openStore({ ...freshSchema(), log, clock });
  const client = createZammadClient({
    url: field.sandbox.url,
    auth: { token: field.token },
    fetch: (input, init) => {
      const { pathname, searchParams } = new URL(String(input instanceof Request ? input.url : input));
      const all = searchParams.get('all') === 'true' ? ' whole' : '';
      const path = pathname.replace('/api/v1', '').replace(/\/\d+$/, '');
      calls.push(`${init?.method ?? 'GET'} ${path}${all}`);
      return fetch(input, init);
    },
  });
  const helpdesk = createTicketDesk(client);
  calls = [];
  await helpdesk.directory();
  const parties = partiesOf(config);
  look = (ticket) => {
    calls = [];
    return lookAt(
      { helpdesk, records: store, log, clock, breaker: 3, clauses, parties, memory, stopwatch: () => 0 },
      { ticket, last: true },
    );
  };
}, 60_000);
beforeEach(() => {
  memory = createMemory(config.vocabulary.attributes);
});
afterAll(async () => {
  await store.close();
  await field.sandbox.close();
});

const READ = 'GET /tickets whole';
/** With the ticket and its articles, so that it is a reading of its own. */
const HISTORY = 'GET /ticket_history';
/** For the citizen's other tickets: by СНИЛС, and by contact where that finds none; remembered for some minutes. */
const SEARCH = 'POST /tickets/search';
const WRITE = 'PUT /tickets';
/** A letter as it came in, read once. */
const LETTER = 'GET /ticket_article_plain';

/** Zammad tells of the ticket as it stands. */
const tell = async (ticket: number): Promise<void> => {
  const news = newsOf({ ticket: await field.admin.tickets.get(ticket) });
  await store.keep({ id: `${ticket}-${Math.random()}`, ticketId: ticket, news });
};
const note = async (ticket: number, body: string): Promise<void> => {
  await field.admin.articles.create(ticket, { body, type: 'note', internal: true });
};
const write = async (ticket: number): Promise<void> => {
  const { number } = await field.admin.tickets.get(ticket);
  await fetch(`${field.sandbox.url}/__sandbox/mail`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body: rawOf({ from: 'anna@example.org', body: 'Когда ответ?', answers: number }, clock()),
  });
};
const AGENCY = {
  faq_result: 'не найдено',
  group: 'СП ЕПГУ',
  state: 'В ожидании (без срока)',
  state_reason: 'Отклонено на ведомство',
  intake_channel: 'Письменное',
  foiv_name: 'ФНС',
  foiv_request_date: '2026-11-20',
  foiv_notice: 'выполнено',
  last_federal_group: 'СП ЕПГУ',
};
/** Not filled in from the beginning. */
const LACKING = { snils: '' };
/** Asked, by telephone, for what a transfer wants. */
const AWAITED = {
  state: 'В ожидании (без срока)',
  state_reason: 'Запрошена информация (пользователь)',
  wait_source: 'до передачи',
};
/** A number nobody else in these tests has, with its check sum. */
let citizens = 0;
const somebody = (): Readonly<Record<string, unknown>> => {
  citizens += 1;
  const digits = String(200_304_000 + citizens);
  const sum = Array.from(digits).reduce((total, digit, at) => total + Number(digit) * (9 - at), 0) % 101;
  const check = String(sum % 100).padStart(2, '0');
  return {
    snils: `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)} ${check}`,
    contact_value: `somebody-${citizens}@example.org`,
  };
};
/** Past every form, and a word about it. */
const put = async (
  ticket: number,
  { group, state, ...columns }: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const [groups, states] = await Promise.all([field.admin.groups.list(), field.admin.ticketStates.list()]);
  const row = field.sandbox.world.table('tickets').get(ticket);
  if (row === undefined) throw new Error('nothing to put');
  field.sandbox.world.table('tickets').patch(row, {
    ...columns,
    group_id: groups.find(({ name }) => name === group)?.id,
    state_id: states.find(({ name }) => name === state)?.id,
  });
  await note(ticket, 'Передано');
};
/** A ticket that was looked at before, and what the first look had to ask. */
const known = async (more?: Readonly<Record<string, unknown>>): Promise<number> => {
  const lacking = more === LACKING || more === AWAITED;
  const ticket = await field.register({ ...somebody(), ...(lacking && LACKING) });
  if (more === AWAITED)
    await field.admin.tickets.update(ticket, {
      ...AWAITED,
      article: { body: 'Сообщите СНИЛС', type: 'phone', sender: 'Agent', internal: false },
    });
  else if (more !== undefined && more !== LACKING) await put(ticket, more);
  expect(await look(ticket)).not.toBe('gone');
  return ticket;
};

/** What happens, what the companion asks and writes for it, and how it ends. */
const events: readonly {
  readonly what: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly happens: (ticket: number) => Promise<void>;
  readonly calls: readonly string[];
  readonly ends?: Readonly<Record<string, unknown>>;
}[] = [
  {
    what: 'a transfer without data goes back',
    before: LACKING,
    happens: (ticket) => field.slip(ticket, {}),
    // Our own act is read as a move on the map, too.
    calls: [HISTORY, WRITE, READ],
    ends: { state: 'Назначен', notes: ['Регламент R-4.2.1'] },
  },
  {
    what: 'a transfer goes back whose СНИЛС was taken out',
    happens: (ticket) => field.slip(ticket, { snils: '' }),
    // By СНИЛС another citizen's tickets were looked for; that is no part of what was put back.
    calls: [HISTORY, WRITE, SEARCH, READ],
    // Spoilt by the act that passed it on: no transfer by 4.2.3, so the guard has it back where it stood.
    ends: { state: 'Назначен', notes: ['Регламент R-4.2.1'] },
  },
  {
    what: 'a note that concerns nobody, in a region',
    happens: (ticket) => note(ticket, 'Звонили'),
    // Whatever was done is read as a move on the map, by the history.
    calls: [HISTORY, READ],
    ends: { notes: [] },
  },
  {
    what: 'a note that concerns nobody, while data are awaited',
    before: AWAITED,
    happens: (ticket) => note(ticket, 'Звонили'),
    calls: [HISTORY],
    ends: { state: 'В ожидании (без срока)' },
  },
  {
    what: 'a citizen writes while an agency is awaited',
    before: AGENCY,
    happens: write,
    calls: [HISTORY, LETTER, WRITE],
    ends: { state: 'В ожидании (без срока)', reason: 'Отклонено на ведомство', notes: ['Регламент R-4.8.b'] },
  },
  {
    what: 'a citizen answers what was asked before the transfer',
    before: AWAITED,
    happens: write,
    // What the letter did not say is asked for again (4.2.2).
    calls: [HISTORY, SEARCH, LETTER, READ, WRITE, 'GET /tickets', 'POST /tags/add', WRITE, HISTORY, READ],
    ends: {
      state: 'Назначен',
      reason: 'Информация получена',
      tags: ['не-хватает-данных'],
      notes: ['Регламент R-4.7.3.a', 'Регламент R-4.2.2.a'],
    },
  },
  {
    what: 'a comment on a transfer becomes a note',
    before: {
      ...AGENCY,
      group: 'СТП ЕПГУ',
      state: 'В работе',
      state_reason: '',
      foiv_name: '',
      foiv_request_date: '',
    },
    happens: async (ticket) => {
      await field.admin.tickets.update(ticket, { transition_comment: 'Нужен анализ журналов' });
    },
    calls: [HISTORY, WRITE],
  },
  {
    what: 'a ticket of a desk the regulation does not know',
    before: { group: 'Users', region: '', home_group: '', state: 'В работе' },
    happens: (ticket) => note(ticket, 'Звонили'),
    // Whether it was a desk of the regulation that sent it there, only the history tells.
    calls: [HISTORY, READ],
  },
];

test.each(events)('$what', async ({ before, happens, calls: expected, ends = {} }) => {
  const ticket = await known(before);
  await field.sandbox.clock.advanceBy(60_000);
  await happens(ticket);
  await tell(ticket);
  expect(await look(ticket)).toBe('done');
  expect(calls).toEqual(expected);
  expect(await field.see(ticket)).toMatchObject(ends);
  // What it did comes back as news, once and again.
  await tell(ticket);
  await tell(ticket);
  expect(await look(ticket)).toBe('known');
  expect(calls).toEqual([]);
});

test('a ticket never seen before is read, and its citizen looked for once', async () => {
  const ticket = await field.register(somebody());
  expect(await look(ticket)).toBe('done');
  expect(calls).toEqual([READ, HISTORY, SEARCH, SEARCH]);
  await note(ticket, 'Звонили');
  expect(await look(ticket)).toBe('done');
  expect(calls).toEqual([HISTORY, READ]);
});

test("what was found of a citizen's tickets is asked anew once one of them was looked at", async () => {
  const data = somebody();
  const first = await field.register(data);
  await field.sandbox.clock.advanceBy(60_000);
  const second = await field.register(data);
  await look(first);
  await look(second);
  await put(first, AGENCY);
  await look(first);
  await field.sandbox.clock.advanceBy(60_000);
  await note(second, 'Звонили');
  await look(second);
  expect(calls).toContain(SEARCH);
  // Only an operator names a repeat: what was found is suggested.
  const { number } = await field.admin.tickets.get(first);
  expect((await field.admin.tickets.get(second))['next_task']).toMatch(
    `обращение № ${number} ждёт ответа ФОИВ`,
  );
});

test('tags are brought up to date by the history, where the ticket is not read as a whole', async () => {
  const ticket = await known(AGENCY);
  await field.admin.tags.add(ticket, 'вопрос-другой');
  await field.admin.tags.add(ticket, 'лишний');
  await field.admin.tags.remove(ticket, 'лишний');
  await note(ticket, 'Звонили');
  await look(ticket);
  expect(calls).toEqual([HISTORY]);
  expect(memory.of(ticket)?.tags).toEqual((await field.see(ticket)).tags);
  expect(memory.of(ticket)?.tags).toContain('вопрос-другой');
});

test('what was remembered under a clock that was ahead does not hide later changes of tags', async () => {
  const ticket = await known(AGENCY);
  const remembered = memory.of(ticket);
  if (remembered === null) throw new Error('nothing remembered');
  memory.keep(ticket, { ...remembered, at: new Date(remembered.at.getTime() + 3600_000) });
  await field.admin.tags.add(ticket, 'вопрос-другой');
  await note(ticket, 'Звонили');
  await look(ticket);
  expect(memory.of(ticket)?.tags).toEqual((await field.see(ticket)).tags);
  expect(memory.of(ticket)?.tags).toContain('вопрос-другой');
});

test('an agency is awaited however often the citizen writes within a day', async () => {
  const ticket = await known(AGENCY);
  for (let letter = 1; letter <= 6; letter += 1) {
    await write(ticket);
    expect(await look(ticket)).toBe('done');
    expect(await field.see(ticket)).toMatchObject({ state: 'В ожидании (без срока)' });
  }
});
