/** Rows in memory behind sync's port: enough to make snapshots and to lose answers at a chosen moment. */
import type { ObjectStore } from '../../sync/objects/object-store.js';
import { asText, isRecord } from '../../sync/objects/canonical.js';
import type { CatalogueKind, Columns, Row } from '../../sync/objects/types.js';

const state = (id: number, name: string, state_type_id: number, more: Columns = {}): Row => ({
  id,
  name,
  state_type_id,
  next_state_id: null,
  ignore_escalation: false,
  default_create: false,
  default_follow_up: false,
  active: true,
  note: null,
  ...more,
});

const seeds = (): Partial<Record<CatalogueKind, Row[]>> => ({
  ticket_states: [
    state(1, 'new', 1, { default_create: true }),
    state(2, 'open', 2, { default_follow_up: true }),
    state(3, 'pending reminder', 3),
    state(4, 'closed', 5, { ignore_escalation: true }),
    state(5, 'merged', 6),
    state(6, 'pending close', 4, { next_state_id: 4, ignore_escalation: true }),
  ],
  groups: [
    {
      id: 1,
      name: 'Users',
      active: true,
      note: 'Standard',
      follow_up_possible: 'yes',
      follow_up_assignment: true,
    },
  ],
  roles: [
    {
      id: 1,
      name: 'Admin',
      active: true,
      note: '',
      permission_ids: [1],
      group_ids: {},
      default_at_signup: false,
    },
    {
      id: 2,
      name: 'Agent',
      active: true,
      note: '',
      permission_ids: [2],
      group_ids: {},
      default_at_signup: false,
    },
  ],
});

const lookups: Partial<Record<CatalogueKind, Row[]>> = {
  permissions: [
    'admin',
    'ticket.agent',
    'knowledge_base.reader',
    'cti.agent',
    'report',
    'user_preferences',
    'user_preferences.access_token',
  ].map((name, index) => ({ id: index + 1, name })),
  ticket_state_types: ['new', 'open', 'pending reminder', 'pending action', 'closed', 'merged'].map(
    (name, index) => ({
      id: index + 1,
      name,
    }),
  ),
  article_types: [{ id: 1, name: 'email' }],
  article_senders: [
    { id: 1, name: 'Agent' },
    { id: 2, name: 'Customer' },
    { id: 3, name: 'System' },
  ],
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface FakeHelpdesk extends Mutable<ObjectStore> {
  rows: (kind: CatalogueKind) => Row[];
  /** Called before each write; throws what the write shall end in. */
  onWrite: (method: string, kind: string, done: () => void) => void;
}

export const fakeHelpdesk = (version = '6.5.0'): FakeHelpdesk => {
  const tables = seeds();
  let lastId = 100;
  const made = { reads: 0, writes: 0 };
  const rows = (kind: CatalogueKind): Row[] => (tables[kind] ??= []);
  const place = (kind: CatalogueKind, id: number): number => rows(kind).findIndex((row) => row.id === id);
  const get = (kind: CatalogueKind, id: number): Row => rows(kind)[place(kind, id)]!;
  const writing = <T>(method: string, kind: string, act: () => T): Promise<T> => {
    made.writes += 1;
    let result: T | undefined;
    fake.onWrite(method, kind, () => (result = act()));
    return Promise.resolve(result ?? act());
  };
  const stored = (kind: CatalogueKind, columns: Columns, row: Row): Row => {
    if (kind === 'object_manager_attributes')
      return { ...row, ...columns, to_migrate: true, to_config: false };
    return { ...row, ...columns };
  };
  const fake: FakeHelpdesk = {
    rows,
    onWrite: () => undefined,
    version: () => Promise.resolve(version),
    list: (kind) => {
      made.reads += 1;
      return Promise.resolve(structuredClone(rows(kind)));
    },
    lookups: () => Promise.resolve(lookups),
    installation: () => Promise.resolve({ seed: 'fake', address: 'fake.example', product: 'Fake' }),
    tickets: () => Promise.resolve(0),
    get: (kind, id) => {
      made.reads += 1;
      return Promise.resolve(structuredClone(get(kind, id)));
    },
    create: (kind, columns) =>
      writing('POST', kind, () => {
        lastId += 1;
        const blank: Row = { id: lastId, active: true, group_ids: [], editable: true };
        const row = stored(kind, columns, kind === 'roles' ? { ...blank, group_ids: {} } : blank);
        rows(kind).push(row);
        return structuredClone(row);
      }),
    update: (kind, id, columns) =>
      writing('PUT', kind, () => {
        const row = stored(kind, columns, get(kind, id));
        for (const flag of ['default_create', 'default_follow_up']) {
          if (columns[flag] === true)
            rows(kind).forEach((other, at) => (rows(kind)[at] = { ...other, [flag]: false }));
        }
        rows(kind)[place(kind, id)] = row;
        return structuredClone(row);
      }),
    remove: (kind, id) =>
      writing('DELETE', kind, () => {
        rows(kind).splice(place(kind, id), 1);
      }),
    migrate: () =>
      writing('POST', 'migrations', () => {
        rows('object_manager_attributes').forEach((row, at) => {
          const option = isRecord(row['data_option']) ? row['data_option'] : {};
          rows('object_manager_attributes')[at] = {
            ...row,
            to_migrate: false,
            data_option: { ...option, historical_options: option['options'] ?? {} },
          };
        });
      }),
    requests: () => ({ ...made }),
  };
  return fake;
};

/** Changes one object the way an administrator would. */
export const byHand = (fake: FakeHelpdesk, kind: CatalogueKind, name: string, columns: Columns): void => {
  const at = fake.rows(kind).findIndex((row) => asText(row['name']) === name);
  fake.rows(kind)[at] = { ...fake.rows(kind)[at]!, ...columns };
};
