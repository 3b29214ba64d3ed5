/** Groups, states and priorities: where a ticket stands. */
import { hasPermission } from '../../behaviour/access.js';
import { isBlank, isTruthy, plain, recordOf, referred } from '../../behaviour/columns.js';
import { Refusal, unprocessable } from '../../http/answer.js';
import type { Flavour, Row, World } from '../../world.js';
import type { Columns, Kind, Saving } from '../kind.js';
import { guardedBy } from '../write.js';

/** Ids of users with any access of their own to the group. */
const memberIds = (world: World, group: Row): number[] =>
  world
    .table('users')
    .filter((user) => String(group.id) in recordOf(user['group_ids']))
    .map((user) => user.id);

/** What the form of groups does not offer is refused as it refuses it. */
const insistOffered = (world: World, body: Readonly<Columns>): void => {
  for (const [key, table] of [
    ['signature_id', 'signatures'],
    ['email_address_id', 'email_addresses'],
  ] as const)
    if (!isBlank(body[key]) && !referred(world, table, body[key]))
      throw unprocessable(`Invalid value '${plain(body[key])}' for field '${key}'!`, false);
};

const prepareGroup = (columns: Columns, { world, before, body }: Saving): Columns => {
  insistOffered(world, body);
  if (plain(columns['note']).length > 250)
    throw unprocessable('Note is too long (maximum is 250 characters)');
  if (isBlank(columns['name']) && !('name_last' in columns) && !('parent_id' in columns)) {
    if (before) return columns;
    throw unprocessable("Name last can't be blank");
  }
  const name = isBlank(columns['name']) ? nameByParent(world, before, columns) : plain(columns['name']);
  const path = name.split('::');
  const parentName = path.slice(0, -1).join('::');
  const parent = world.table('groups').find((group) => group['name'] === parentName);
  if (parentName !== '' && !parent) throw unprocessable('Name contains invalid path');
  if (path.length > 10) throw unprocessable('Name exceeds the maximum depth of 10 levels');
  if ((path.at(-1) ?? '').trim() === '') throw unprocessable("Name last can't be blank");
  return { ...columns, name, name_last: path.at(-1) ?? '', parent_id: parent?.id ?? null };
};

/** The full name of a group that was given by its last name and its parent. */
const nameByParent = (world: World, before: Row | null, columns: Columns): string => {
  const last = plain(columns['name_last'] ?? before?.['name_last']);
  const parent = referred(
    world,
    'groups',
    'parent_id' in columns ? columns['parent_id'] : before?.['parent_id'],
  );
  return parent ? `${plain(parent['name'])}::${last}` : last;
};

/** Those below a renamed group are renamed with it. */
const renameBelow = (world: World, group: Row): void => {
  for (const child of world.table('groups').filter((row) => row['parent_id'] === group.id)) {
    world.table('groups').patch(child, { name: `${plain(group['name'])}::${plain(child['name_last'])}` });
    renameBelow(world, child);
  }
};

/** Writing `user_ids` gives those users full access and takes it from all others: the reason not to echo a whole GET. */
const giveAccess = (group: Row, { world, body }: Saving): void => {
  if (!Array.isArray(body['user_ids'])) return;
  const ids = new Set(body['user_ids'].map(Number));
  const users = world.table('users');
  const updated_at = world.clock.now().toISOString();
  for (const user of users.all()) {
    const { [String(group.id)]: had, ...others } = recordOf(user['group_ids']);
    if (ids.has(user.id) === (had !== undefined)) continue;
    users.patch(user, {
      group_ids: had === undefined ? { ...others, [group.id]: ['full'] } : others,
      updated_at,
    });
  }
};

const guardGroup = (world: World, group: Row): void => {
  guardedBy(['tickets', 'group_id'], ['groups', 'parent_id'])(world, group);
  if (memberIds(world, group).length > 0) throw unprocessable("Can't delete, object has references.");
};

/** What a citizen is told of a group. */
const TO_CITIZENS = [
  'id',
  'name',
  'name_last',
  'parent_id',
  'follow_up_possible',
  'reopen_time_in_days',
  'active',
];

export const GROUPS: Kind = {
  path: 'groups',
  searchable: true,
  model: 'Group',
  read: ['admin.group', 'ticket.agent', 'ticket.customer'],
  write: ['admin.group'],
  object: 'Group',
  columns: () => ({
    signature_id: null,
    email_address_id: null,
    name: null,
    name_last: null,
    parent_id: null,
    assignment_timeout: null,
    follow_up_possible: 'yes',
    reopen_time_in_days: null,
    follow_up_assignment: true,
    active: true,
    shared_drafts: true,
    note: null,
  }),
  references: [
    { key: 'signature_id', as: 'signature', table: 'signatures', judgedLater: true },
    { key: 'email_address_id', as: 'email_address', table: 'email_addresses', judgedLater: true },
  ],
  expanded: [
    { key: 'user_ids', as: 'users', table: 'users', many: true },
    { key: 'parent_id', as: 'parent', table: 'groups' },
  ],
  unique: 'name',
  derived: (world, row) => ({ user_ids: memberIds(world, row) }),
  prepare: prepareGroup,
  saved: (row, saving) => {
    renameBelow(saving.world, row);
    giveAccess(row, saving);
  },
  guard: guardGroup,
  open: (world, actor) =>
    ['ticket.agent', 'admin.group'].some((permission) => hasPermission(world, actor, permission))
      ? 'all'
      : TO_CITIZENS,
};

/** Exactly one state is the default to create with, and one after a follow-up: the last one named wins. */
const keepOneDefault =
  (table: string, flags: readonly string[]) =>
  (row: Row, { world, body, actor }: Saving): void => {
    const at = world.clock.now().toISOString();
    for (const flag of flags.filter((name) => isTruthy(body[name]))) {
      for (const other of world
        .table(table)
        .filter((state) => state.id !== row.id && isTruthy(state[flag]))) {
        world.table(table).patch(other, { [flag]: false, updated_by_id: actor?.id ?? 1, updated_at: at });
      }
    }
  };

const objectPermissions = (area: string) => [`admin.${area}`, 'admin.object'];

/** A state may not be of type merged, nor the merged one changed. */
const prepareState = (columns: Columns, { world, before }: Saving): Columns => {
  const merged = world.table('ticket_state_types').find((type) => type['name'] === 'merged')?.id;
  if (before?.['state_type_id'] === merged || columns['state_type_id'] === merged) {
    throw new Refusal(500, 'Failed to save the record', false);
  }
  return columns;
};

/** A saved state is at once among those the ticket screens offer. */
const offerState = (row: Row, saving: Saving): void => {
  keepOneDefault('ticket_states', ['default_create', 'default_follow_up'])(row, saving);
  refreshStates(saving.world);
};

/** Puts every active state on the lists of the ticket's `state_id` attribute. */
export const refreshStates = (world: World): void => {
  const attributes = world.table('object_manager_attributes');
  const attribute = attributes.find((row) => row['object'] === 'Ticket' && row['name'] === 'state_id');
  if (!attribute) return;
  const merged = new Set(['merged', 'removed']);
  const types = new Map(
    world
      .table('ticket_state_types')
      .all()
      .map((type) => [type.id, plain(type['name'])]),
  );
  const usable = world
    .table('ticket_states')
    .filter(
      (state) => isTruthy(state['active']) && !merged.has(types.get(Number(state['state_type_id'])) ?? ''),
    );
  const ids = usable.map((state) => state.id);
  const notNew = usable
    .filter((state) => types.get(Number(state['state_type_id'])) !== 'new')
    .map((state) => state.id);
  attributes.patch(attribute, { screens: stateScreens(ids, notNew) });
};

const stateScreens = (create: readonly number[], edit: readonly number[]): Columns => ({
  create_middle: {
    'ticket.agent': { null: false, item_class: 'column', filter: create },
    'ticket.customer': { item_class: 'column', nulloption: false, null: true, filter: create, default: 1 },
  },
  edit: {
    'ticket.agent': { nulloption: false, null: false, filter: edit },
    'ticket.customer': { nulloption: false, null: true, filter: edit, default: 2 },
  },
});

const since7 = (flavour: Flavour): Columns => (flavour === '7' ? { default_close: false } : {});

export const TICKET_STATES: Kind = {
  path: 'ticket_states',
  model: 'TicketState',
  read: ['ticket.agent', ...objectPermissions('ticket_state'), 'ticket.customer'],
  write: objectPermissions('ticket_state'),
  columns: (flavour) => ({
    state_type_id: null,
    name: null,
    next_state_id: null,
    ignore_escalation: false,
    default_create: false,
    default_follow_up: false,
    ...since7(flavour),
    note: null,
    active: true,
  }),
  references: [
    { key: 'state_type_id', as: 'state_type', table: 'ticket_state_types' },
    { key: 'next_state_id', as: 'next_state', table: 'ticket_states' },
  ],
  required: [{ column: 'name' }, { column: 'state_type_id' }],
  unique: 'name',
  prepare: prepareState,
  saved: offerState,
  guard: guardedBy(['tickets', 'state_id'], ['ticket_states', 'next_state_id']),
};

export const TICKET_PRIORITIES: Kind = {
  path: 'ticket_priorities',
  model: 'TicketPriority',
  read: ['ticket.agent', ...objectPermissions('ticket_priority'), 'ticket.customer'],
  write: objectPermissions('ticket_priority'),
  columns: () => ({
    name: null,
    default_create: false,
    ui_icon: null,
    ui_color: null,
    note: null,
    active: true,
  }),
  required: [{ column: 'name' }],
  unique: 'name',
  saved: keepOneDefault('ticket_priorities', ['default_create']),
  guard: guardedBy(['tickets', 'priority_id']),
};
