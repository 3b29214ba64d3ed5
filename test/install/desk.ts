/**
 * A helpdesk in the midst of its life: three regions set up beside what others use it for, two hundred tickets in all of it with values
 * in every field, and what of them may never change.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { Hooks, Row, World } from 'zammad-sandbox';
import { openAdmin, smallFolder, type Admin } from './admin.js';

const regionFile = (id: string, name: string, timeZone = 'Europe/Moscow'): string =>
  `id: ${id}\nname: ${name}\ntimeZone: ${timeZone}\nmailDomains: [${id}-portal.ru]\ntransferPhone: null\n`;

export const regions = {
  tver: regionFile('tver', 'Тверская область'),
  karelia: regionFile('karelia', 'Республика Карелия'),
  sakhalin: regionFile('sakhalin', 'Сахалинская область', 'Asia/Sakhalin'),
  pskov: regionFile('pskov', 'Псковская область'),
} as const;

const fields = `object_manager_attributes:
  wanted:
    - { name: essence, display: Суть, clauses: [R-4.2.1], data_type: textarea, position: 11, screens: {} }
    - { name: born_on, display: Дата, clauses: [R-4.2.1], data_type: date, position: 12, screens: {} }
    - { name: called_at, display: Звонок, clauses: [R-4.2.1], data_type: datetime, position: 13, screens: {} }
    - { name: times, display: Сколько раз, clauses: [R-4.2.1], data_type: integer, position: 14, screens: {} }
    - { name: agreed, display: Согласен, clauses: [R-4.2.1], data_type: boolean, position: 15, screens: {} }
`;
const perRegion = `organizations:
  wanted:
    - name: '{{region.organization}}'
      forEachRegion: true
      clauses: [R-4.2]
      domain: '{{region.mailDomain}}'
      domain_assignment: true
postmaster_filters:
  wanted:
    - name: 'Портал: {{region.name}}'
      forEachRegion: true
      clauses: [R-4.2]
      match: { from: { matches regex: '{{region.senderPattern}}' } }
      perform: { x-zammad-ticket-group: '{{region.group}}' }
slas:
  wanted:
    - { name: Срок, clauses: [R-4.2], calendar: Рабочие дни, condition: { ticket.group: { is: [Вход] } }, solution_time: 600 }
core_workflows:
  wanted:
    - name: 100 Скрыть
      clauses: [R-4.2]
      screens: [edit]
      perform: { ticket.snils: { hide: true } }
macros:
  removed: [Close & Tag as Spam]
`;

export const threeRegions: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(smallFolder).filter(([name]) => name !== 'regions/bashkortostan.yaml'),
  ),
  'regions/tver.yaml': regions.tver,
  'regions/karelia.yaml': regions.karelia,
  'regions/sakhalin.yaml': regions.sakhalin,
  'helpdesk/fields.yaml': fields,
  'helpdesk/regions.yaml': perRegion,
};

/** What others use this helpdesk for, by kind. */
const foreigners: readonly (readonly [
  'groups' | 'triggers' | 'postmaster_filters' | 'webhooks' | 'roles' | 'overviews',
  Readonly<Record<string, unknown>>,
])[] = [
  ['groups', { name: 'Бухгалтерия' }],
  [
    'triggers',
    {
      name: 'Бухгалтерия: автоответ',
      active: true,
      condition: { 'ticket.action': { operator: 'is', value: 'create' } },
      perform: { 'ticket.tags': { operator: 'add', value: 'счёт' } },
    },
  ],
  [
    'postmaster_filters',
    {
      name: 'CRM',
      active: true,
      channel: 'email',
      match: { from: { operator: 'contains', value: 'crm' } },
      perform: { 'x-zammad-ticket-tags': { operator: 'add', value: 'crm' } },
    },
  ],
  ['webhooks', { name: 'crm', endpoint: 'https://crm.test/hook', ssl_verify: true, active: true }],
  ['roles', { name: 'Кассир', permission_ids: [1], active: true }],
  [
    'overviews',
    {
      name: 'Мои счета',
      active: true,
      prio: 9000,
      role_ids: [2],
      condition: { 'ticket.state_id': { operator: 'is', value: ['2'] } },
      order: { by: 'created_at', direction: 'ASC' },
      view: { s: ['number'] },
    },
  ],
];
const kinds = [
  'groups',
  'roles',
  'organizations',
  'ticket_states',
  'object_manager_attributes',
  'calendars',
  'slas',
  'webhooks',
  'triggers',
  'core_workflows',
  'overviews',
  'macros',
  'text_modules',
  'postmaster_filters',
] as const;

export interface Desk {
  readonly admin: Admin;
  /** Of the first apply. */
  readonly trace: string;
  /** Every ticket with what hangs on it; what Zammad reckons anew by itself is left out. */
  readonly tickets: () => unknown;
  /** What others have made, whole but for its last change; also Zammad's own. */
  readonly foreign: () => unknown;
  /** `kind name` → id of all there is. */
  readonly ids: () => Record<string, number>;
  /** Which of ours act, `kind name`. */
  readonly acting: () => string[];
  /** Calls and expects these exit codes; gives all that was said. */
  readonly done: (codes: readonly number[], ...args: string[]) => Promise<string>;
  readonly plain: () => Promise<string>;
  readonly row: (kind: string, name: string) => Record<string, unknown> & { readonly id: number };
  /** Tickets whose group is off: nobody could read them. */
  readonly hidden: () => number;
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const reckoned =
  /^(updated_at|updated_by_id|escalation_at|.*_escalation_at|.*_in_min|.*_diff_in_min|last_contact.*)$/;
const without = (row: Readonly<Record<string, unknown>>, pattern: RegExp): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !pattern.test(column)));

const texts = (each: number, field: string): unknown =>
  each % 10 === 0 ? null : each % 10 === 5 ? '' : `${field} ${each} ё № " <b> \\ 'x'`;

/** A value of this kind for the ticket's number; each tenth is empty, each tenth blank. */
const valueOf = (definition: Row, each: number): unknown => {
  if (each % 10 === 0) return null;
  const { options } = definition['data_option'] as { readonly options?: Readonly<Record<string, string>> };
  const keys = Object.keys(options ?? {});
  switch (definition['data_type']) {
    case 'select':
      return each % 10 === 5 ? '' : (keys[each % keys.length] ?? '');
    case 'date':
      return new Date(Date.UTC(2026, 0, 1 + each)).toISOString().slice(0, 10);
    case 'datetime':
      return new Date(Date.UTC(2026, 5, 1, 9, each)).toISOString();
    case 'integer':
      return each;
    case 'boolean':
      return each % 2 === 1;
    case 'textarea':
      return `первая ${each}\n\nтретья`;
    default:
      return texts(each, String(definition['name']));
  }
};

/** Two hundred tickets in these groups in turn, with a value of its own in every field there is. */
export const fillFields = (world: World, groups: readonly number[]): void => {
  const definitions = world
    .table('object_manager_attributes')
    .filter((row) => row['object'] === 'Ticket' && row['created_by_id'] !== 1 && row['active'] === true)
    // The service's own note of what needs a look: it is written anew when the service looks.
    .filter((row) => row['name'] !== 'attention');
  const states = world.table('ticket_states').filter((row) => row['active'] === true);
  const now = world.clock.now().toISOString();
  const authors = { created_by_id: 3, updated_by_id: 3, created_at: now, updated_at: now };
  for (let each = 0; each < 200; each += 1) {
    const ticket = world.table('tickets').insert({
      number: String(91_000 + each),
      title: `Обращение ${each}`,
      group_id: groups[each % groups.length],
      state_id: states[each % states.length]!.id,
      priority_id: 2,
      owner_id: 1,
      customer_id: 2,
      organization_id: world.table('users').get(2)?.['organization_id'] ?? null,
      pending_time: '2027-11-27T09:00:00.000Z',
      ...authors,
      ...Object.fromEntries(definitions.map((row) => [String(row['name']), valueOf(row, each)])),
      invoice_no: texts(each, 'счёт'),
    });
    world.table('ticket_articles').insert({
      ticket_id: ticket.id,
      body: `Письмо ${each}`,
      from: 'Заявитель',
      to: null,
      cc: null,
      subject: null,
      content_type: 'text/plain',
      type_id: 1,
      sender_id: 2,
      internal: false,
      ...authors,
    });
    if (each % 5 === 0) world.table('tags').insert({ object: 'Ticket', o_id: ticket.id, item: 'важное' });
  }
};

/** Every ticket with what hangs on it; what Zammad reckons anew by itself is left out. */
export const ticketsOf = (world: World): unknown =>
  ['tickets', 'ticket_articles', 'tags', 'links', 'histories'].map((table) =>
    world
      .table(table)
      .all()
      .map((row) => (table === 'tickets' ? without(row, reckoned) : hashOf(row))),
  );

/** Set up and filled; `fresh`: not yet set up. */
export const openDesk = async ({
  fresh = false,
  files = threeRegions,
  clock = new Date('2026-11-27T09:00:00Z'),
  hooks = {},
}: {
  readonly fresh?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly clock?: Date;
  readonly hooks?: Hooks;
} = {}): Promise<Desk> => {
  const admin = await openAdmin(clock, files, hooks);
  const { world } = admin.sandbox;
  for (const [kind, columns] of foreigners)
    await admin.client.resource(kind).create({
      ...columns,
    });
  const theirs = new Map(
    kinds.map(
      (kind) =>
        [
          kind,
          new Set(
            world
              .table(kind)
              .all()
              .map(({ id }) => id),
          ),
        ] as const,
    ),
  );
  const done: Desk['done'] = async (codes, ...args) => {
    const { code, all } = await admin.call(...args);
    expect([args.join(' '), codes.includes(code) ? 'as expected' : `${code}: ${all}`]).toEqual([
      args.join(' '),
      'as expected',
    ]);
    expect(all).not.toMatch(/^ {4}at |undefined|\[object Object\]|sixteen-or-more/m);
    return all;
  };
  let trace = '';
  if (!fresh) {
    await done([0], 'apply', '--yes');
    trace = await admin.trace();
    fillFields(
      world,
      ['Бухгалтерия', 'Вход', 'Тверская область', 'Республика Карелия', 'Сахалинская область'].map(
        (name) => world.table('groups').find((row) => String(row['name']).endsWith(name))!.id,
      ),
    );
  }
  const own = (kind: (typeof kinds)[number]) =>
    world.table(kind).filter(({ id }) => theirs.get(kind)?.has(id) !== true);
  return {
    admin,
    trace,
    tickets: () => ticketsOf(world),
    foreign: () =>
      // A field of Zammad's own and the states it comes with are spoken of by name in the configuration.
      structuredClone(
        ['groups', 'triggers', 'postmaster_filters', 'webhooks', 'roles', 'overviews'].map((kind) =>
          world
            .table(kind)
            .filter(({ id }) => theirs.get(kind as 'groups')?.has(id) === true)
            .map((row) => without(row, /^(updated_at|updated_by_id|group_ids)$/)),
        ),
      ),
    ids: () =>
      Object.fromEntries(
        kinds.flatMap((kind) =>
          world
            .table(kind)
            .all()
            .map((row) => [`${kind} ${String(row['name'] ?? row['display'])}`, row.id]),
        ),
      ),
    acting: () =>
      (['triggers', 'webhooks', 'postmaster_filters', 'core_workflows', 'macros', 'overviews'] as const)
        .flatMap((kind) => own(kind).map((row) => ({ kind, row })))
        .filter(({ row }) => row['active'] === true)
        .map(({ kind, row }) => `${kind} ${String(row['name'])}`),
    done,
    plain: async () => {
      const said = await done([0], 'plan');
      expect(said).toContain('Изменений нет');
      return said;
    },
    row: (kind, name) => {
      const found = world.table(kind).find((row) => row['name'] === name);
      if (found === undefined) throw new Error(`no «${name}» in ${kind}`);
      return found;
    },
    hidden: () => {
      const off = new Set(
        world
          .table('groups')
          .filter((row) => row['active'] === false)
          .map(({ id }) => id),
      );
      return world.table('tickets').filter((row) => off.has(Number(row['group_id']))).length;
    },
  };
};

/** Nothing stands twice under one name. */
export const doubles = ({ admin }: Desk): string[] =>
  kinds.flatMap((kind) => {
    const names = admin.rows(kind).map((row) => `${kind} ${String(row['object'])} ${String(row['name'])}`);
    return names.filter((name, index) => names.indexOf(name) !== index);
  });

/** The program as a process of its own, as whoever calls it in a shell: its exit code or signal, and what it said. */
export const inShell = (
  args: readonly string[],
  signalled?: (kill: (signal: NodeJS.Signals) => void) => void,
): Promise<{ readonly end: number | NodeJS.Signals | null; readonly all: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'plugin/main.ts', ...args], {
      env: process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let all = '';
    child.stdout.on('data', (chunk: Buffer) => (all += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()));
    signalled?.((signal) => child.kill(signal));
    child.on('close', (code, signal) => {
      resolve({ end: code ?? signal, all });
    });
  });
