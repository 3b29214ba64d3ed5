/** A sandbox with the shipped helpdesk applied, an operator and a user for the companion: where whole stories are played. */
import { createZammadClient, type AnyAttributes, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import type { Config } from '../../config/load.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';

export interface Field {
  readonly sandbox: Sandbox;
  readonly admin: ZammadClient<AnyAttributes>;
  /** Of the companion's own user. */
  readonly token: string;
  control(name: string, body: unknown): Promise<void>;
  /** A request at its region, data complete but for `more`. */
  register(more?: Readonly<Record<string, unknown>>): Promise<number>;
  /** Past every form to «Начальник смены ЦПП», as a bulk change does it. */
  slip(ticket: number, columns: Readonly<Record<string, unknown>>): Promise<void>;
  /** What the desks see of a ticket in the end: fields, tags, and the companion's notes by clause. */
  see(ticket: number): Promise<{ group: string; state: string; notes: string[]; [field: string]: unknown }>;
}

const PASSWORD = 'Password-of-the-test-1';

const hire = async (
  sandbox: Sandbox,
  admin: ZammadClient<AnyAttributes>,
  login: string,
  role = 'Agent',
): Promise<ZammadClient<AnyAttributes>> => {
  const [groups, roles] = await Promise.all([admin.groups.list(), admin.roles.list()]);
  await admin.users.create({
    login,
    email: login,
    firstname: login.split('@')[0],
    lastname: 'Тестовый',
    password: PASSWORD,
    role_ids: roles.filter(({ name }) => name === role).map(({ id }) => id),
    group_ids: Object.fromEntries(groups.map(({ id }) => [String(id), ['full']])),
  });
  return createZammadClient({ url: sandbox.url, auth: { username: login, password: PASSWORD } });
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The gate and nothing else, acting: its end states do not depend on how fast a story is played. */
export const gateOnly = (config: Config): Config => ({
  ...config,
  stance: 'act',
  clauses: config.clauses.filter(({ ids }) => ids.includes('R-4.2.1')),
});

/** `publicUrl`: where the companion will listen. */
export const openField = async (
  config: Config,
  settings: { readonly publicUrl: string; readonly webhookSecret: string },
): Promise<Field> => {
  const sandbox = await startSandbox({ flavour: '6.6' });
  const admin = createZammadClient<AnyAttributes>({ url: sandbox.url, auth: { token: sandbox.token } });
  const helpdesk = createObjectStore(admin);
  const now = new Date();
  await applyPlan({
    helpdesk,
    planned: await makePlan(helpdesk, config, settings, now),
    webhookSecret: settings.webhookSecret,
    yes: true,
    now,
    saveBundle: () => Promise.resolve(),
  });
  // Forms that bind operators do not bind this role.
  const own = await hire(sandbox, admin, 'reglament@example.org', 'Компаньон регламента');
  const { token } = await own.tokens.create({ name: 'reglament', permissions: ['ticket.agent'] });
  const operator = await hire(sandbox, admin, 'operator@example.org');
  const { id: operatorId } = await operator.me();
  const groups = await admin.groups.list();
  const all = Object.fromEntries(groups.map(({ id }) => [String(id), ['full']]));
  await admin.users.update((await admin.me()).id, { group_ids: all });
  const [region] = config.regions.values();
  return {
    sandbox,
    admin,
    token,
    async control(name, body) {
      await fetch(`${sandbox.url}/__sandbox/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    },
    async register(more = {}) {
      const ticket = await operator.tickets.create({
        title: 'Обращение',
        group: `СП РПГУ::${region?.name ?? ''}`,
        customer_id: 'guess:anna@example.org',
        article: { body: 'Не приходит ответ', type: 'web', sender: 'Customer', internal: false },
        citizen_name: 'Образцова Анна Тестовна',
        snils: '112-233-445 95',
        inn: '500100732259',
        birth_date: '1980-02-29',
        contact_method: 'эл. почта',
        contact_value: 'anna@example.org',
        request_summary: 'Не приходит ответ по заявлению',
        intake_channel: 'Письменное',
        faq_result: 'не найдено',
        ...more,
      });
      return ticket.id;
    },
    async slip(id, columns) {
      const entry = groups.find(({ name }) => name === config.federal.entryGroup);
      const ticket = sandbox.world.table('tickets').get(id);
      const from = groups.find((group) => group.id === ticket?.['group_id']);
      if (ticket === undefined || entry === undefined || from === undefined)
        throw new Error('nothing to slip through');
      const others = { ...columns, last_federal_group: entry.name };
      const changes = [
        {
          attribute: 'group',
          value_from: from.name,
          value_to: entry.name,
          id_from: from.id,
          id_to: entry.id,
        },
        ...Object.entries(others).map(([attribute, to]) => ({
          attribute,
          value_from: text(ticket[attribute]),
          value_to: text(to),
        })),
      ];
      // Past forms and faults, as an import goes, and with the history that every change leaves.
      sandbox.world.table('tickets').patch(ticket, { ...others, group_id: entry.id });
      for (const change of changes.filter(({ value_from: was, value_to: is }) => was !== is))
        sandbox.world.table('histories').insert({
          ...change,
          ticket_id: id,
          o_id: id,
          object: 'Ticket',
          type: 'updated',
          created_by_id: operatorId,
          created_at: sandbox.world.clock.now().toISOString(),
        });
      await operator.articles.create(id, { body: 'Передаю', type: 'note', internal: true });
    },
    async see(id) {
      const [full, named] = await Promise.all([
        admin.tickets.full(id),
        admin.tickets.get(id, { expand: true }),
      ]);
      return {
        group: String(named.group),
        state: String(named.state),
        reason: named['state_reason'],
        waitSource: named['wait_source'],
        snils: named['snils'],
        tags: full.tags,
        notes: full.articles.flatMap(({ subject }) =>
          subject?.startsWith('Регламент ') === true ? [subject.replace(/ · [0-9a-f]{12}/g, '')] : [],
        ),
      };
    },
  };
};

/** Numbers from 0 to 1 that a seed repeats. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
};

/** A loopback port that is free now. */
export const freePort = async (): Promise<number> => {
  const { createServer } = await import('node:http');
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
};
