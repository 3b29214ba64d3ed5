/**
 * The sandbox with the two desks, the region and the ticket that the engine's corner cases need, and the wire between it and the
 * companion in the test's hand: what somebody does between two certain requests, an answer that is lost after the write.
 */
import { createZammadClient, type AnyAttributes, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Row, type Sandbox, type SeedRows } from 'zammad-sandbox';

type Columns = Record<string, unknown>;

/** Ids of users of every desk. */
export const users = { system: 1, companion: 5, operator: 6, citizen: 7 } as const;

const COMPANION_TOKEN = 'token-of-the-desk';
const OPERATOR_TOKEN = 'token-of-the-operator';
const CITIZEN_PASSWORD = 'Password-of-the-test-1';
const SECOND = 1000;

/** Ids of ours, apart from those of a fresh installation. */
const groups = [
  { id: 11, name: 'Начальник смены ЦПП' },
  { id: 12, name: 'СП ЕПГУ' },
  { id: 13, name: 'СП РПГУ::Северная область' },
];
const access = (level: 'read' | 'full'): Record<string, string[]> =>
  Object.fromEntries(groups.map(({ id }) => [String(id), [level]]));

const data: Readonly<Columns> = {
  citizen_name: 'Образцова Анна Тестовна',
  snils: '112-233-445 95',
  inn: '500100732259',
  birth_date: '1980-02-29',
  contact_method: 'эл. почта',
  contact_value: 'anna@example.org',
  request_summary: 'Не приходит ответ по заявлению',
  region: 'north',
  state_reason: '',
  wait_source: '',
  data_waiver: false,
  data_waiver_reason: '',
};

const attribute = (name: string, value: unknown, at: number): SeedRows[string][number] => ({
  object: 'Ticket',
  object_lookup_id: 2,
  name,
  display: name,
  data_type: typeof value === 'boolean' ? 'boolean' : 'input',
  data_option:
    typeof value === 'boolean'
      ? { default: false, options: { true: 'да', false: 'нет' }, null: true }
      : { default: '', type: 'text', maxlength: 255, null: true },
  screens: { edit: { 'ticket.agent': { shown: true } } },
  editable: true,
  active: true,
  to_create: false,
  to_migrate: false,
  to_delete: false,
  to_config: false,
  position: 300 + at,
});

const person = (id: number, login: string, more: Columns): SeedRows[string][number] => ({
  id,
  login,
  email: login,
  firstname: login.split('@')[0],
  lastname: '',
  active: true,
  group_ids: {},
  ...more,
});

const token = (user_id: number, secret: string): SeedRows[string][number] => ({
  user_id,
  secret,
  action: 'api',
  name: `of ${user_id}`,
  preferences: { permission: ['ticket.agent'] },
});

/** Ticket 7, complete but for what `attributes` says; what is `undefined` there Zammad has no attribute for. */
const rowsOf = (attributes: Columns): SeedRows => {
  const columns = { ...data, ...attributes };
  const known = Object.entries(data).filter(([name]) => columns[name] !== undefined);
  return {
    groups,
    ticket_states: [
      { id: 1, name: 'Новый' },
      { id: 2, name: 'Назначен' },
      { id: 4, name: 'Закрыт' },
      { name: 'В ожидании (без срока)', state_type_id: 2 },
    ],
    object_manager_attributes: known.map(([name, value], at) => attribute(name, value, at)),
    users: [
      person(users.companion, 'reglament@example.org', { role_ids: [2], group_ids: access('full') }),
      person(users.operator, 'operator@example.org', { role_ids: [2], group_ids: access('full') }),
      person(users.citizen, 'anna@example.org', { role_ids: [3], password: CITIZEN_PASSWORD }),
    ],
    tokens: [token(users.companion, COMPANION_TOKEN), token(users.operator, OPERATOR_TOKEN)],
    tickets: [
      {
        id: 7,
        number: '91007',
        title: 'Не приходит ответ',
        group_id: groups[0]?.id,
        state_id: 2,
        priority_id: 2,
        owner_id: users.system,
        customer_id: users.citizen,
        created_by_id: users.operator,
        updated_by_id: users.operator,
        ...Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)),
      },
    ],
  };
};

export interface Desk {
  readonly admin: ZammadClient;
  /** The companion's. */
  readonly client: ZammadClient;
  /** Method and path of every request of the companion so far. */
  readonly requests: string[];
  /** Before a request of the companion leaves; may throw, as if nothing could be reached. */
  before: (request: string) => void | Promise<void>;
  /** Once a request took effect; may throw, as if the answer got lost. */
  after: (request: string) => void | Promise<void>;
  ticket(): Columns;
  /** The companion's notes. */
  notes(): { subject: string; body: string; by: unknown }[];
  /** An operator changes the ticket. */
  change(columns: Columns): Promise<void>;
  /** The companion's own user does, at somebody else's wish. */
  changeAsCompanion(columns: Columns): Promise<void>;
  /** The citizen writes in the portal. */
  write(words: string): Promise<void>;
  delete(): Promise<void>;
  /** The next so many calls whose `METHOD /path` contains `match` are answered with that status; as below, the way to end it. */
  fail(next: number, status: 500 | 503, match: string): Promise<() => Promise<void>>;
  /** The companion may read tickets and change none. */
  forbidChange(): Promise<() => Promise<void>>;
  /** Only administrators are let in. */
  maintain(): Promise<() => Promise<void>>;
  /** The companion's user is switched off, and its key with it. */
  dismiss(): Promise<() => Promise<void>>;
  /** What Zammad would send of the ticket as it stands. */
  delivery(): string;
}

/** Its clock goes on a little with whatever is done, and a second with each write. */
const openSandbox = async (attributes: Columns): Promise<{ sandbox: Sandbox; tick: () => void }> => {
  let now = Date.parse('2026-11-23T09:00:00Z');
  const sandbox = await startSandbox({ clock: () => new Date((now += 1)), seed: rowsOf(attributes) });
  return {
    sandbox,
    tick: () => {
      now += SECOND;
    },
  };
};

/** Call at the top of a test file; what it opens is closed after each test. */
export const useDesks = (): ((attributes?: Columns) => Promise<Desk>) => {
  const opened: Sandbox[] = [];
  afterEach(async () => {
    for (const sandbox of opened.splice(0)) await sandbox.close();
  });
  return async (attributes = {}) => {
    const { sandbox, tick } = await openSandbox(attributes);
    opened.push(sandbox);
    const { url, world } = sandbox;
    /** No two writes at one moment. */
    const stepping: typeof fetch = (input, init) => {
      if (init?.method !== 'GET') tick();
      return fetch(input, init);
    };
    const by = (auth: Parameters<typeof createZammadClient>[0]['auth'], through = stepping) =>
      createZammadClient<AnyAttributes>({ url, auth, backoffMs: 1, fetch: through });
    const operator = by({ token: OPERATOR_TOKEN });
    const own = by({ token: COMPANION_TOKEN });
    const admin = by({ token: sandbox.token });
    const citizen = by({ username: 'anna@example.org', password: CITIZEN_PASSWORD });
    const row = (): Row | undefined => world.table('tickets').get(7);
    const articles = (): readonly Row[] => world.table('ticket_articles').where('ticket_id', 7);
    const nameOf = (table: string, id: unknown): unknown => world.table(table).get(Number(id))?.['name'];
    const companion = async (worse: Columns, again: Columns): Promise<() => Promise<void>> => {
      const change = async (columns: Columns): Promise<void> => {
        await admin.users.update(users.companion, columns);
      };
      await change(worse);
      return () => change(again);
    };
    const desk: Desk = {
      admin,
      requests: [],
      before: () => undefined,
      after: () => undefined,
      client: by({ token: COMPANION_TOKEN }, async (input, init) => {
        const { pathname, searchParams } = new URL(String(input instanceof Request ? input.url : input));
        const path = pathname.replace('/api/v1', '') + (searchParams.get('all') === 'true' ? '?all' : '');
        const request = `${init?.method ?? 'GET'} ${path}`;
        desk.requests.push(request);
        await desk.before(request);
        const told = await stepping(input, init);
        await desk.after(request);
        return told;
      }),
      ticket: () => ({
        ...row(),
        group: nameOf('groups', row()?.['group_id']),
        state: nameOf('ticket_states', row()?.['state_id']),
      }),
      notes: () =>
        articles()
          .map(({ subject, body, created_by_id: author }) => ({
            subject: String(subject),
            body: String(body),
            by: author,
          }))
          .filter(({ subject }) => subject.startsWith('Регламент ')),
      change: async (columns) => {
        await operator.tickets.update(7, columns);
      },
      changeAsCompanion: async (columns) => {
        await own.tickets.update(7, columns);
      },
      write: async (body) => {
        await citizen.articles.create(7, { body, type: 'web', internal: false });
      },
      delete: async () => {
        await admin.tickets.delete(7);
      },
      fail: async (next, status, match) => {
        const order = JSON.stringify({ next, with: status, match });
        const address = `${url}/__sandbox/fail`;
        await fetch(address, { method: 'POST', body: order });
        return async () => {
          await fetch(address, { method: 'DELETE' });
        };
      },
      forbidChange: () => companion({ group_ids: access('read') }, { group_ids: access('full') }),
      maintain: async () => {
        const turn = async (value: boolean): Promise<void> => {
          await admin.settings.set('maintenance_mode', value);
        };
        await turn(true);
        return () => turn(false);
      },
      dismiss: () => companion({ active: false }, { active: true }),
      delivery: () => JSON.stringify({ ticket: row(), article: articles().at(-1) ?? {} }),
    };
    return desk;
  };
};
