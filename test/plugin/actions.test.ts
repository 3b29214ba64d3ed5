/**
 * Every action a rule can name, on a helpdesk that behaves, with the companion dying after any of its calls: the end state
 * is the same, and nothing is there twice.
 */
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import type { BoundClause } from '../../plugin/engine/evaluate.js';
import { createTicketDesk } from '../../plugin/engine/ticket-desk.js';
import { lookAt, type LookPorts } from '../../plugin/engine/look.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import { newsOf } from '../../plugin/store/news.js';
import { openStore, type Store } from '../../plugin/store/store.js';
import type { Action, TicketFacts } from '../../triggers/types.js';
import { config } from '../triggers/tickets.js';
import { freshSchema, listeningLog, usePostgres } from './postgres.js';

usePostgres();
const now = new Date('2026-11-23T09:30:00Z');
const wake = '2026-11-27T00:00:30.500Z';
let sandbox: Sandbox;
let admin: ZammadClient;
let store: Store;
let lines: string[];

/** Counts the companion's calls and ends its life at one of them. */
const life = { calls: [] as string[], dieAt: Infinity, lost: 'answer' as 'answer' | 'request' };
let companion: ZammadClient;

beforeAll(async () => {
  sandbox = await startSandbox({ flavour: '6.6' });
  admin = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
  const [groups, roles] = await Promise.all([admin.groups.list(), admin.roles.list()]);
  await admin.users.create({
    login: 'reglament@example.org',
    email: 'reglament@example.org',
    firstname: 'Reglament',
    lastname: 'Тестовый',
    password: 'Password-of-the-test-1',
    role_ids: roles.filter(({ name }) => name === 'Agent').map(({ id }) => id),
    group_ids: Object.fromEntries(groups.map(({ id }) => [String(id), ['full']])),
  });
  companion = createZammadClient({
    url: sandbox.url,
    auth: { username: 'reglament@example.org', password: 'Password-of-the-test-1' },
    fetch: async (input, init) => {
      const path = new URL(String(input instanceof Request ? input.url : input)).pathname;
      life.calls.push(`${init?.method ?? 'GET'} ${path.replace('/api/v1', '')}`);
      const dies = life.calls.length === life.dieAt;
      if (dies && life.lost === 'request') throw new TypeError('fetch failed');
      const answer = await fetch(input, init);
      if (!dies) return answer;
      await answer.arrayBuffer();
      throw new TypeError('fetch failed');
    },
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  const heard = listeningLog();
  lines = heard.lines;
  store = await openStore({ ...freshSchema(), log: heard.log, clock: () => now });
  Object.assign(life, { calls: [], dieAt: Infinity, lost: 'answer' });
});
afterEach(() => store.close());

const view = {
  from: 'Users',
  region: 'Северная область',
  state: 'В ожидании',
  reason: 'проверка',
  faults: [{ label: 'СНИЛС', why: 'не заполнено' }],
};
const clauseOf = (
  id: string,
  actions: (facts: TicketFacts) => readonly Action[],
  needs: BoundClause['needs'] = () => [],
): BoundClause => ({
  id,
  mode: 'act',
  needs,
  judge: (facts) => {
    const because = { clause: id, text: 'проверка', facts: {} };
    const wanted = actions(facts);
    return wanted.length === 0 ? { status: 'met', because } : { status: 'due', because, actions: wanted };
  },
});
const look = (ticket: number, clauses: readonly BoundClause[], records: LookPorts['records'] = store) => {
  const { log } = listeningLog();
  return lookAt(
    {
      helpdesk: createTicketDesk(companion),
      records,
      log,
      clock: () => now,
      breaker: 5,
      clauses,
      parties: partiesOf(config),
    },
    { ticket, last: false },
  );
};
const register = async (title: string, tags = ''): Promise<number> => {
  const ticket = await admin.tickets.create({
    title,
    group: 'Users',
    customer_id: 'guess:anna@example.org',
    tags,
    article: { body: 'Не приходит ответ', type: 'note', internal: false },
  });
  return ticket.id;
};
const notesOn = async (id: number) =>
  (await admin.articles.byTicket(id)).filter(({ subject }) => subject?.startsWith('Регламент ') === true);

/** A rule that asks for everything at once, and is content as soon as one part of it is there. */
const everything = (other: number, metBy: 'state' | 'tag' | 'child' | 'link') =>
  clauseOf(
    'R-4.2.1',
    ({ state, tags, linked }) => {
      const met = {
        state: state === 'pending close',
        tag: tags.includes('передано'),
        child: linked.some(({ relation }) => relation === 'child'),
        link: linked.some(({ id }) => id === other),
      };
      if (met[metBy]) return [];
      return [
        { do: 'set', fields: { state: 'pending close', pending_time: wake } },
        { do: 'tag', add: ['передано'], remove: ['ждёт'] },
        { do: 'note', template: 'data-missing', view },
        { do: 'link', to: other, relation: 'normal' },
        {
          do: 'create',
          relation: 'child',
          title: 'Претензия',
          fields: { group: 'Users', owner: null },
          template: 'data-missing',
          view,
        },
        {
          do: 'relay',
          to: other,
          occasion: 'повторное обращение',
          template: 'data-missing',
          view,
          fields: { title: 'Есть повторное обращение' },
        },
      ];
    },
    () => ['linked'],
  );

const expectWhole = async (id: number, other: number): Promise<void> => {
  const full = await admin.tickets.full(id);
  const children = full.links.filter(({ link_type: type }) => type === 'child');
  const [child] = children;
  expect(children).toHaveLength(1);
  expect(full.links).toHaveLength(2);
  expect(full.links).toContainEqual({ link_type: 'normal', link_object: 'Ticket', link_object_value: other });
  expect(full.tags).toEqual(['передано']);
  expect(full.ticket.pending_time).toBe('2026-11-27T00:00:00.000Z');
  expect(await notesOn(id)).toHaveLength(1);
  expect(await notesOn(other)).toHaveLength(1);
  expect((await admin.tickets.get(other)).title).toBe('Есть повторное обращение');
  const made = await admin.tickets.full(child?.link_object_value ?? 0);
  expect(made.ticket).toMatchObject({ title: 'Претензия', customer_id: full.ticket.customer_id });
  expect(made.articles.map(({ internal, sender_id: by }) => [internal, by])).toEqual([[true, 1]]);
  expect(made.tags).toEqual([expect.stringMatching(/^reglament-[0-9a-f]{12}$/)]);
};

test.each(['state', 'tag', 'child', 'link'] as const)(
  'a rule content with the %s: whole without a fault, and after death at any call',
  async (metBy) => {
    const attempt = async (dieAt: number, lost: 'answer' | 'request'): Promise<number> => {
      const id = await register('Обращение', 'ждёт');
      const other = await register('Прежнее обращение');
      const clauses = [everything(other, metBy)];
      Object.assign(life, { calls: [], dieAt, lost });
      const died = await look(id, clauses).then(
        () => false,
        () => true,
      );
      const calls = life.calls.length;
      life.dieAt = Infinity;
      if (died) expect(await look(id, clauses)).toBe('done');
      expect(await look(id, clauses)).toBe('done');
      await expectWhole(id, other);
      expect(await store.openActsOf(id)).toEqual([]);
      return died ? Infinity : calls;
    };
    const calls = await attempt(Infinity, 'answer');
    for (let dieAt = 1; dieAt <= calls; dieAt += 1)
      for (const lost of ['answer', 'request'] as const) await attempt(dieAt, lost);
  },
  60_000,
);

test('with the store lost as well nothing is said or made twice', async () => {
  const id = await register('Обращение', 'ждёт');
  const other = await register('Прежнее обращение');
  const clauses = [everything(other, 'state')];
  life.dieAt = 12;
  await expect(look(id, clauses)).rejects.toThrow();
  life.dieAt = Infinity;
  const { log } = listeningLog();
  const another = await openStore({ ...freshSchema(), log, clock: () => now });
  await look(id, clauses, another);
  await another.close();
  await expectWhole(id, other);
});

test('a second occasion makes a second ticket, but only when the first is closed', async () => {
  const id = await register('Обращение');
  const claim = clauseOf(
    'R-4.3.2',
    ({ linked }) =>
      linked.some(({ relation, closed }) => relation === 'child' && !closed)
        ? []
        : [
            {
              do: 'create',
              relation: 'child',
              title: 'Претензия',
              fields: { group: 'Users' },
              template: 'data-missing',
              view,
            },
          ],
    () => ['linked'],
  );
  const blind = clauseOf('R-4.3.2', () => [
    {
      do: 'create',
      relation: 'child',
      title: 'Претензия',
      fields: { group: 'Users' },
      template: 'data-missing',
      view,
    },
  ]);
  const children = async () => (await admin.tickets.full(id)).links.map((link) => link.link_object_value);
  await look(id, [claim]);
  await look(id, [blind]);
  const [first] = await children();
  expect(await children()).toEqual([first]);
  await admin.tickets.update(first ?? 0, { state: 'closed' });
  await look(id, [claim]);
  expect(await children()).toHaveLength(2);
});

test('what several rules want of one field: the first has it, the other is named, and its rest is done', async () => {
  const id = await register('Обращение');
  const first = clauseOf('R-3.3', ({ state }) =>
    state === 'open' ? [] : [{ do: 'set', fields: { state: 'open', title: 'в работе' } }],
  );
  const second = clauseOf('R-3.8.b', ({ tags }) =>
    tags.includes('ведомство')
      ? []
      : [
          { do: 'set', fields: { state: 'closed' } },
          { do: 'tag', add: ['ведомство'], remove: [] },
        ],
  );
  const heard = listeningLog();
  await lookAt(
    {
      helpdesk: createTicketDesk(companion),
      records: store,
      log: heard.log,
      clock: () => now,
      breaker: 5,
      clauses: [first, second],
      parties: partiesOf(config),
    },
    { ticket: id, last: false },
  );
  expect(heard.lines.join('')).toMatch(/спорят о поле.*"field":"state","clause":"R-3.8.b","by":"R-3.3"/);
  expect(await admin.tickets.get(id, { expand: true })).toMatchObject({ state: 'open', title: 'в работе' });
  expect(await admin.tags.list(id)).toEqual(['ведомство']);
});

test('facts on need: who moved it when, what hangs on it, who asked before; nothing is read that nobody asked for', async () => {
  const earlier = await register('Первое обращение');
  const id = await register('Второе обращение');
  await admin.tickets.update(id, { state: 'open' });
  await admin.links.add({
    type: 'normal',
    sourceNumber: (await admin.tickets.get(earlier)).number,
    targetId: id,
  });
  let seen: TicketFacts | undefined;
  const nosy = (needs: BoundClause['needs']) =>
    clauseOf(
      'R-4.9',
      (facts) => {
        seen = facts;
        return [];
      },
      needs,
    );
  await look(id, [nosy(() => [])]);
  expect(seen).toMatchObject({ transitions: [], linked: [], earlier: [] });
  expect(life.calls.filter((call) => !/states|groups|signshow|users/.test(call))).toEqual([
    `GET /tickets/${id}`,
  ]);
  await look(id, [nosy(() => ['transitions', 'linked']), nosy(() => ['earlier'])]);
  expect(seen?.transitions).toContainEqual(
    expect.objectContaining({ field: 'state', from: 'new', to: 'open', by: 'operator' }),
  );
  expect(seen?.linked).toMatchObject([{ id: earlier, relation: 'normal', group: 'Users', state: 'new' }]);
  expect(seen?.earlier.map((ticket) => ticket.id)).toContain(earlier);
  expect(seen?.earlier.map((ticket) => ticket.id)).not.toContain(id);
});

test('a typical action costs one read and one write; its echo nothing', async () => {
  const id = await register('Обращение');
  const clauses = [
    clauseOf('R-3.3', ({ state }) =>
      state === 'open'
        ? []
        : [
            { do: 'set', fields: { state: 'open' } },
            { do: 'note', template: 'data-missing', view },
          ],
    ),
  ];
  await store.keep({ id: 'a', ticketId: id, news: null });
  await look(id, clauses);
  const calls = life.calls.filter((call) => !/states|groups|signshow|users/.test(call));
  expect(calls).toEqual([`GET /tickets/${id}`, `PUT /tickets/${id}`]);
  const { updated_at } = await admin.tickets.get(id);
  await store.keep({ id: 'echo', ticketId: id, news: newsOf({ ticket: { id, updated_at } }) });
  const before = life.calls.length;
  expect(await look(id, clauses)).toBe('known');
  expect(life.calls.length).toBe(before);
  expect((await store.decisionsOf(id)).map(({ verdict, outcome }) => [verdict, outcome])).toEqual([
    ['met', 'none'],
    ['due', 'act'],
  ]);
});

test('a pending verdict is remembered by its time, and forgotten with it', async () => {
  const id = await register('Обращение');
  const dueAt = new Date('2026-11-26T21:00:00Z');
  let waiting = true;
  const clause: BoundClause = {
    id: 'R-4.7.1.b',
    mode: 'observe',
    needs: () => [],
    judge: () => {
      const because = { clause: 'R-4.7.1.b', text: 'ждём пользователя', facts: {} };
      return waiting ? { status: 'pending', because, dueAt } : { status: 'met', because };
    },
  };
  await look(id, [clause]);
  expect(await store.dueBy(new Date(dueAt.getTime() - 1))).toEqual([]);
  expect(await store.dueBy(dueAt)).toEqual([{ ticket: id, at: dueAt }]);
  expect((await store.decisionsOf(id))[0]).toMatchObject({ verdict: 'pending', dueAt, region: null });
  waiting = false;
  await look(id, [clause]);
  expect(await store.dueBy(dueAt)).toEqual([]);
  expect(lines.join('')).not.toContain('error');
});
