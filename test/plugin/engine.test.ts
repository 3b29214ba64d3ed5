/** One look at one ticket, in every bad moment there is: the end state is asserted, on the ticket and in the log. */
import type { Mode } from '../../config/schema/mode.js';
import type { ActPorts } from '../../plugin/engine/act/act.js';
import { bindClauses, type BoundClause } from '../../plugin/engine/evaluate.js';
import { createTicketDesk } from '../../plugin/engine/ticket-desk.js';
import { lookAt, type LookPorts } from '../../plugin/engine/look.js';
import { newsOf } from '../../plugin/store/news.js';
import { openStore, type Store } from '../../plugin/store/store.js';
import { useDesks, users, type Desk } from './desk.js';
import { gate, regions } from './gate.js';
import { config } from '../triggers/tickets.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import { freshSchema, listeningLog, usePostgres } from './postgres.js';

usePostgres();
const openDesk = useDesks();
const now = new Date('2026-11-23T09:30:00Z');
let store: Store;
let lines: string[];
let log: ActPorts['log'];
beforeEach(async () => {
  ({ log, lines } = listeningLog());
  store = await openStore({ ...freshSchema(), log, clock: () => now });
});
afterEach(() => store.close());

const parties = partiesOf(config);
const ports = (desk: Desk, more: Partial<LookPorts> & { mode?: Mode } = {}): LookPorts => ({
  helpdesk: createTicketDesk(desk.client),
  records: store,
  log,
  clock: () => now,
  breaker: 3,
  clauses: bindClauses([gate(more.mode)]),
  parties: { ...parties, regions, federalGroups: ['Начальник смены ЦПП', 'СП ЕПГУ'] },
  ...more,
});
const look = (on: LookPorts, last = false) => lookAt(on, { ticket: 7, last });

const returned = {
  group: 'СП РПГУ::Северная область',
  state: 'В ожидании (без срока)',
  state_reason: 'Запрошена информация (пользователь)',
  wait_source: 'до передачи',
  owner_id: 1,
};
const sentOn = { group: 'Начальник смены ЦПП', state: 'Назначен', state_reason: '', wait_source: '' };

test('without СНИЛС the ticket goes back with one note in one write, and stays there', async () => {
  const desk = await openDesk({ snils: '', owner_id: users.operator });
  const on = ports(desk);
  expect(await look(on)).toBe('done');
  expect(await look(on)).toBe('done');
  expect(desk.ticket()).toMatchObject(returned);
  const [note, ...more] = desk.notes();
  expect(more).toEqual([]);
  expect(note?.subject).toMatch(/^Регламент R-4\.2\.1 · [0-9a-f]{12}$/);
  expect(note?.body).toContain('СНИЛС: не заполнено');
  expect(note?.by).toBe(users.companion);
  expect(desk.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1);
  expect((await store.decisionsOf(7)).map(({ verdict, outcome }) => [verdict, outcome])).toEqual([
    ['notApplicable', 'none'],
    ['due', 'act'],
  ]);
});

test('sent on again without data it goes back again, told again; with data it goes through', async () => {
  const desk = await openDesk({ snils: '' });
  const on = ports(desk);
  await look(on);
  await desk.change(sentOn);
  await look(on);
  expect(desk.ticket()).toMatchObject(returned);
  expect(new Set(desk.notes().map(({ subject }) => subject)).size).toBe(2);
  await desk.change({ ...sentOn, snils: '112-233-445 95' });
  await look(on);
  expect(desk.ticket()).toMatchObject({ group: 'Начальник смены ЦПП', state: 'Назначен' });
  expect(desk.notes()).toHaveLength(2);
});

/** A helpdesk that takes its time: no reading is fresh by the time something is to be written. */
const slowly = () => {
  let elapsed = 0;
  return { stopwatch: () => (elapsed += 1000) };
};

test('a reading just made is written upon at once; an older one only after a question', async () => {
  const desk = await openDesk({ snils: '' });
  await look(ports(desk, { stopwatch: () => 0 }));
  expect(desk.requests.filter((request) => request.includes('/tickets/7'))).toEqual([
    'GET /tickets/7?all',
    'PUT /tickets/7',
  ]);
  const other = await openDesk({ snils: '' });
  await look(ports(other, slowly()));
  expect(other.requests.filter((request) => request.includes('/tickets/7'))).toEqual([
    'GET /tickets/7?all',
    'GET /tickets/7',
    'PUT /tickets/7',
  ]);
});

test('somebody fills the field in between reading and writing: nothing is sent back', async () => {
  const desk = await openDesk({ snils: '' });
  let once = true;
  desk.before = async (request) => {
    if (request === 'GET /tickets/7' && once) {
      once = false;
      await desk.change({ snils: '112-233-445 95' });
    }
  };
  await look(ports(desk, slowly()));
  expect(desk.ticket()['group']).toBe('Начальник смены ЦПП');
  expect(desk.notes()).toEqual([]);
});

test('a letter that comes in between the question and our write is read, not taken for known', async () => {
  const desk = await openDesk({ snils: '' });
  let once = true;
  desk.before = async (request) => {
    if (request === 'PUT /tickets/7' && once) {
      once = false;
      await desk.write('Вот ещё');
    }
  };
  await look(ports(desk));
  expect(desk.ticket()).toMatchObject(returned);
  const written = desk.requests.indexOf('PUT /tickets/7');
  expect(desk.requests.slice(written)).toContain('GET /tickets/7?all');
});

test('a ticket that never stands still is left to a later look, unwritten', async () => {
  const desk = await openDesk({ snils: '' });
  let turn = 0;
  desk.before = async (request) => {
    if (request === 'GET /tickets/7') await desk.change({ title: `ещё раз ${(turn += 1)}` });
  };
  await expect(look(ports(desk, slowly()))).rejects.toThrow('меняют чаще');
  expect(desk.notes()).toEqual([]);
});

test('what a trigger makes of our write is seen before another clause writes', async () => {
  const returns = gate();
  const sendsOn = {
    ...returns,
    ids: ['R-4.10' as const],
    rule: {
      kind: 'route-by-state',
      params: {
        from: [returned.group],
        states: [returned.state],
        to: 'СП ЕПГУ',
      },
    },
  };
  const desk = await openDesk({ snils: '' });
  await desk.admin.triggers.create({
    name: 'Не ждать',
    condition: {
      'ticket.action': { operator: 'is', value: 'update' },
      'ticket.state_id': { operator: 'has changed' },
    },
    perform: { 'ticket.state_id': { value: '2' } },
    active: true,
  });
  await look(ports(desk, { clauses: bindClauses([returns, sendsOn]) }));
  expect(desk.ticket()).toMatchObject({ group: returned.group, state: 'Назначен' });
  expect(desk.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1);
});

test('a signal from the sweep is looked at, whatever was seen', async () => {
  const desk = await openDesk({ snils: '' });
  await look(ports(desk));
  await store.keep({ id: 'sweep', ticketId: 7, news: null });
  expect(await look(ports(desk))).toBe('done');
});

test('death between the write and the log makes no second note', async () => {
  const desk = await openDesk({ snils: '' });
  const dying = { ...store, decideAll: () => Promise.reject(new Error('killed')) };
  await expect(look(ports(desk, { records: dying }))).rejects.toThrow('killed');
  expect(desk.notes()).toHaveLength(1);
  await look(ports(desk));
  expect(desk.notes()).toHaveLength(1);
  expect(desk.ticket()).toMatchObject(returned);
});

test('an answer lost after the write makes no second note', async () => {
  const desk = await openDesk({ snils: '' });
  desk.after = (request) => {
    if (request.startsWith('PUT')) throw new TypeError('fetch failed');
  };
  await expect(look(ports(desk))).rejects.toThrow();
  desk.after = () => undefined;
  await look(ports(desk));
  expect(desk.notes()).toHaveLength(1);
});

test.each<[string, Mode, number, string]>([
  ['who observes decides and logs', 'observe', 0, 'observe'],
  ['who notes says it once', 'note', 1, 'note'],
])('%s, and the ticket stays where it is', async (_, mode, notes, outcome) => {
  const desk = await openDesk({ snils: '' });
  const on = ports(desk, { mode });
  await look(on);
  await desk.change({ title: 'правка оператора' });
  await look(on);
  expect(desk.ticket()['group']).toBe('Начальник смены ЦПП');
  expect(desk.notes()).toHaveLength(notes);
  expect((await store.decisionsOf(7)).some((decision) => decision.outcome === outcome)).toBe(true);
});

test.each<[Mode, string]>([
  ['observe', 'п. 4.2: прежнее'],
  ['note', 'п. 4.2: прежнее'],
  ['act', 'п. 4.2.1: посмотрите'],
])('where all may %s at most, what is shown on the ticket reads «%s» then', async (mode, shown) => {
  const attention = 'request_summary';
  const desk = await openDesk({ [attention]: 'п. 4.2: прежнее' });
  const because = { clause: 'R-4.2.1', text: 'посмотрите', facts: {} } as const;
  const flag: BoundClause = {
    id: 'R-4.2.1',
    mode,
    needs: () => [],
    judge: () => ({ status: 'flagged', because }),
  };
  await look(ports(desk, { clauses: [flag], attention }));
  expect(desk.ticket()[attention]).toBe(shown);
  expect(desk.notes()).toEqual([]);
  expect((await store.decisionsOf(7)).map(({ verdict }) => verdict)).toEqual(['flagged']);
});

test('with the store lost a warning is still known by its mark on the ticket', async () => {
  const desk = await openDesk({ snils: '' });
  await look(ports(desk, { mode: 'note' }));
  const another = await openStore({ ...freshSchema(), log, clock: () => now });
  await desk.change({ title: 'правка оператора' });
  await look(ports(desk, { mode: 'note', records: another }));
  await another.close();
  expect(desk.notes()).toHaveLength(1);
});

test('the breaker: what is undone three times a day is left alone, and somebody is called', async () => {
  const desk = await openDesk({ snils: '' });
  const on = ports(desk);
  for (let round = 0; round < 3; round += 1) {
    await look(on);
    await desk.change(sentOn);
  }
  expect(await look(on)).toBe('stopped');
  expect(await look(on)).toBe('stopped');
  expect(desk.ticket()).toMatchObject(sentOn);
  expect(desk.notes()).toHaveLength(3);
  expect(lines.filter((line) => line.includes('предохранитель'))[0]).toContain('"level":"error"');
});

test("the breaker does not stop what a citizen's new letter causes each time", async () => {
  const desk = await openDesk({ snils: '' });
  const on = ports(desk);
  for (let round = 0; round < 6; round += 1) {
    expect(await look(on)).toBe('done');
    await desk.change(sentOn);
    await desk.write('Когда?');
  }
  expect(await look(on)).toBe('done');
  expect(desk.ticket()).toMatchObject(returned);
});

test('a breaker whose log was lost counts the marks on the ticket', async () => {
  const desk = await openDesk({ snils: '' });
  for (let round = 0; round < 3; round += 1) {
    await look(ports(desk, { clock: () => now }));
    await desk.change(sentOn);
  }
  const another = await openStore({ ...freshSchema(), log, clock: () => now });
  expect(await look(ports(desk, { records: another }))).toBe('stopped');
  await another.close();
});

test('our own echo is not read again; a change after it is, also under our own user', async () => {
  const desk = await openDesk({ snils: '' });
  const on = ports(desk);
  await look(on);
  const before = desk.requests.length;
  await store.keep({ id: 'echo', ticketId: 7, news: newsOf(JSON.parse(desk.delivery())) });
  await store.keep({ id: 'twice', ticketId: 7, news: newsOf(JSON.parse(desk.delivery())) });
  expect(await look(on)).toBe('known');
  expect(desk.requests.length).toBe(before);
  expect(await store.signalsOf(7)).toEqual([]);
  await desk.changeAsCompanion(sentOn);
  await store.keep({ id: 'news', ticketId: 7, news: newsOf(JSON.parse(desk.delivery())) });
  await look(on);
  expect(desk.ticket()).toMatchObject(returned);
});

test('a deleted ticket ends its signals without a fuss', async () => {
  const desk = await openDesk();
  await desk.delete();
  await store.keep({ id: 'a', ticketId: 7, news: null });
  expect(await look(ports(desk))).toBe('gone');
  expect(await store.signalsOf(7)).toEqual([]);
});

test('a region nobody named is flagged and not guessed', async () => {
  const desk = await openDesk({ snils: '', region: '' });
  await look(ports(desk));
  expect(desk.ticket()['group']).toBe('Начальник смены ЦПП');
  expect((await store.decisionsOf(7))[0]).toMatchObject({ verdict: 'flagged', outcome: 'none' });
  expect(lines.join('')).toContain('тикет требует внимания');
});

test('a field that Zammad drops without a word is told', async () => {
  const desk = await openDesk({ snils: '', wait_source: undefined });
  await look(ports(desk));
  expect(lines.join('')).toMatch(/Zammad не принял поля.*"wait_source"/);
  expect(desk.notes()).toHaveLength(1);
});

/** A form that wants what our write does not say. */
const wantingForm = async (desk: Desk): Promise<() => Promise<void>> => {
  const { id } = await desk.admin.coreWorkflows.create({
    name: 'Комментарий обязателен',
    object: 'Ticket',
    preferences: { screen: ['edit'] },
    condition_saved: {},
    condition_selected: {},
    perform: { 'ticket.data_waiver_reason': { operator: 'set_mandatory', set_mandatory: 'true' } },
    active: true,
    priority: 500,
  });
  return () => desk.admin.coreWorkflows.delete(id);
};

test.each<[string, (desk: Desk) => Promise<() => Promise<void>>, string]>([
  ['a form that wants a field (422)', wantingForm, 'core workflow требует поле'],
  [
    'no right to change tickets of the group (403)',
    (desk) => desk.forbidChange(),
    'reglament doctor назовёт',
  ],
  ['a fault of Zammad (500)', (desk) => desk.fail(2, 500, 'PUT /tickets'), 'Посмотрите production.log'],
])('%s: tried again, and the last time a person is told what to do', async (_, trouble, words) => {
  const desk = await openDesk({ snils: '' });
  const mend = await trouble(desk);
  await store.keep({ id: 'a', ticketId: 7, news: null });
  await expect(look(ports(desk))).rejects.toThrow();
  expect(await store.signalsOf(7)).toHaveLength(1);
  await expect(look(ports(desk), true)).rejects.toThrow();
  expect(lines.at(-1)).toMatch(new RegExp(`"level":"error".*тикет отложен.*${words}`));
  await mend();
  await look(ports(desk));
  expect(desk.notes()).toHaveLength(1);
});

test('given up on after a refusal, a ticket waits for a real change: news of it as it stands wakes nobody', async () => {
  const desk = await openDesk({ snils: '' });
  const mend = await wantingForm(desk);
  await store.keep({ id: 'a', ticketId: 7, news: null });
  await expect(look(ports(desk), true)).rejects.toThrow();
  await store.keep({ id: 'b', ticketId: 7, news: newsOf(JSON.parse(desk.delivery())) });
  expect(await look(ports(desk))).toBe('known');
  await mend();
  await desk.change({ title: 'Снова' });
  await store.keep({ id: 'c', ticketId: 7, news: newsOf(JSON.parse(desk.delivery())) });
  expect(await look(ports(desk))).toBe('done');
  expect(desk.notes()).toHaveLength(1);
});

test("a citizen's data stand in no log line and in no decision", async () => {
  const data = { snils: '112-233-445 96', inn: '500100732250', contact_value: '+7 000 000-00-01' };
  const desk = await openDesk({ ...data, birth_date: '2999-01-01' });
  await store.keep({ id: 'a', ticketId: 7, news: newsOf(JSON.parse(desk.delivery())) });
  await look(ports(desk));
  expect(desk.ticket()).toMatchObject(returned);
  const kept = lines.join('') + JSON.stringify(await store.decisionsOf(7));
  for (const value of [...Object.values(data), '2999-01-01', 'Образцова', 'token-of-the-desk'])
    expect(kept).not.toContain(value);
});
