/** Text modules, templates, signatures, and overviews: what agents read and write with. */
import { isBlank, listOf, plain } from '../../behaviour/columns.js';
import { unprocessable } from '../../http/answer.js';
import type { World } from '../../world.js';
import { namedInCondition } from '../assets.js';
import type { Columns, Kind } from '../kind.js';
import { insistCondition } from './automation.js';
import { sanitised } from '../sanitised.js';

const GROUPS_OF = [{ key: 'group_ids', as: 'groups', table: 'groups', many: true }] as const;

export const TEXT_MODULES: Kind = {
  path: 'text_modules',
  searchable: true,
  model: 'TextModule',
  read: ['ticket.agent', 'admin.text_module'],
  write: ['admin.text_module'],
  columns: () => ({ name: null, keywords: null, content: null, note: null, active: true, group_ids: [] }),
  references: GROUPS_OF,
  required: [{ column: 'name' }, { column: 'content' }],
  prepare: (columns) =>
    'content' in columns ? { ...columns, content: sanitised(plain(columns['content'])) } : columns,
};

export const TEMPLATES: Kind = {
  path: 'templates',
  searchable: true,
  model: 'Template',
  switchedOffFor: 'admin.template',
  read: ['admin.template', 'ticket.agent'],
  write: ['admin.template'],
  columns: () => ({ name: null, options: {}, active: true }),
  required: [{ column: 'name' }],
  withoutAuthors: true,
};

const SIGNATURE_PERMISSIONS = ['admin.channel_email', 'admin.channel_google', 'admin.channel_microsoft365'];

export const SIGNATURES: Kind = {
  path: 'signatures',
  model: 'Signature',
  taken: 'This object already exists.',
  read: ['ticket.agent', ...SIGNATURE_PERMISSIONS],
  write: SIGNATURE_PERMISSIONS,
  columns: () => ({ name: null, body: null, active: true, note: null }),
  prepare: (columns) =>
    'body' in columns ? { ...columns, body: sanitised(plain(columns['body'])) } : columns,
  required: [{ column: 'name' }],
  unique: 'name',
  derived: (world, row) => ({
    group_ids: world
      .table('groups')
      .filter((group) => group['signature_id'] === row.id)
      .map((group) => group.id),
  }),
  expanded: GROUPS_OF,
};

/** The address of an overview: its name in plain letters, made unique by a number. */
const linkOf = (world: World, name: string, own: number | null): string => {
  const plainName = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const link = plainName === '' ? String(world.clock.now().getTime()) : plainName;
  const taken = new Set(
    world
      .table('overviews')
      .filter((row) => row.id !== own)
      .map((row) => row['link']),
  );
  for (let count = 0; ; count += 1) {
    const candidate = count === 0 ? link : `${link}_${count}`;
    if (!taken.has(candidate)) return candidate;
  }
};

export const OVERVIEWS: Kind = {
  path: 'overviews',
  searchable: true,
  model: 'Overview',
  read: ['admin.overview'],
  write: ['admin.overview'],
  columns: () => ({
    name: null,
    link: null,
    prio: null,
    condition: null,
    order: null,
    group_by: null,
    group_direction: null,
    organization_shared: false,
    out_of_office: false,
    view: null,
    active: true,
    role_ids: [],
    user_ids: [],
  }),
  references: [
    { key: 'role_ids', as: 'roles', table: 'roles', many: true },
    { key: 'user_ids', as: 'users', table: 'users', many: true },
  ],
  required: [{ column: 'name' }, { column: 'condition' }, { column: 'order' }, { column: 'view' }],
  prepare: (columns, { world, before }): Columns => {
    insistCondition(world, columns);
    if (listOf(columns['role_ids'] ?? before?.['role_ids']).length === 0) {
      throw unprocessable("Roles can't be blank");
    }
    const renamed = 'name' in columns && columns['name'] !== before?.['name'];
    const last = Math.max(
      0,
      ...world
        .table('overviews')
        .all()
        .map((row) => Number(row['prio'])),
    );
    return {
      ...columns,
      ...(renamed ? { link: linkOf(world, plain(columns['name']), before?.id ?? null) } : {}),
      ...(!before && isBlank(columns['prio']) ? { prio: last + 1 } : {}),
    };
  },
  assets: (_world, row) => namedInCondition(row['condition']),
};
