/**
 * The fields of a ticket's form as one person sees them on one screen, and which values each may take before any core
 * workflow has its say.
 */
import type { Row, World } from '../world.js';
import { agentsOf, groupIdsWith, hasGroupAccess, hasPermission } from './access.js';
import {
  idOf,
  isBlank,
  isRecord,
  isTruthy,
  listOf,
  plain,
  recordOf,
  setting,
  stateTypeOf,
} from './columns.js';

/** One field: the attribute's options with what its screens say to this person laid over them. */
export type Field = {
  readonly name: string;
  readonly dataType: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** What the screen says: `required`, `null`, `shown`, `filter`, `nulloption`, … */
  readonly screen: Readonly<Record<string, unknown>>;
};

export type FormSetting = {
  readonly screen: string;
  /** The ticket as stored, null when it is being created. */
  readonly saved: Row | null;
  readonly actor: Row;
  /** The form is shown, not a write judged by it. */
  readonly shown?: boolean;
};

/** An agent who can read the ticket is no customer of it, and the other way round. */
const speaksFor = (world: World, { actor, saved }: FormSetting, permission: string): boolean => {
  const agent = hasPermission(world, actor, 'ticket.agent');
  if (agent && permission === 'ticket.customer') {
    if (!saved || hasGroupAccess(world, actor, saved['group_id'], 'read')) return false;
  }
  if (
    agent &&
    saved &&
    permission === 'ticket.agent' &&
    !hasGroupAccess(world, actor, saved['group_id'], 'read')
  ) {
    return false;
  }
  return hasPermission(world, actor, permission);
};

const screenOptions = (world: World, form: FormSetting, screens: unknown): Record<string, unknown> => {
  const byPermission = recordOf(recordOf(screens)[form.screen]);
  if (isRecord(byPermission['-all-'])) return byPermission['-all-'];
  const merged: Record<string, unknown> = {};
  for (const [permission, options] of Object.entries(byPermission)) {
    if (!speaksFor(world, form, permission)) continue;
    for (const [key, value] of Object.entries(recordOf(options))) {
      if (typeof merged[key] === 'boolean' && !isTruthy(value)) continue;
      merged[key] = value;
    }
  }
  return merged;
};

/** The fields in the order of the form (position, then name): attributes in use, migrated, and open to the person. */
export const fieldsOf = (world: World, form: FormSetting): Field[] =>
  world
    .table('object_manager_attributes')
    .filter((row) => row['object'] === 'Ticket' && isTruthy(row['active']))
    .filter((row) => !isTruthy(row['to_create']) && !isTruthy(row['to_delete']))
    .filter((row) => {
      const permissions = listOf(recordOf(row['data_option'])['permission']).map(plain);
      return permissions.length === 0 || permissions.some((name) => speaksFor(world, form, name));
    })
    .sort(
      (a, b) =>
        Number(a['position'] ?? 0) - Number(b['position'] ?? 0) ||
        (plain(a['name']) < plain(b['name']) ? -1 : 1),
    )
    .map((row) => ({
      name: plain(row['name']),
      dataType: plain(row['data_type']),
      options: recordOf(row['data_option']),
      screen: screenOptions(world, form, row['screens']),
    }));

/** What the screen says about a field, or else the attribute itself. */
export const fieldOption = (field: Field, key: string): unknown => field.screen[key] ?? field.options[key];

export const isMandatoryField = (field: Field): boolean => {
  const required = fieldOption(field, 'required');
  if (required !== undefined && required !== null) return isTruthy(required);
  const nullable = fieldOption(field, 'null');
  return nullable !== undefined && nullable !== null && !isTruthy(nullable);
};

/** Columns of flags and numbers have a default in the database, so that being mandatory means nothing to them. */
export const hasColumnDefault = (field: Field): boolean =>
  ['boolean', 'integer'].includes(field.dataType) && !isBlank(field.options['default']);

export const isMultiple = (field: Field | undefined, value: unknown): boolean =>
  Array.isArray(value) || isTruthy(field?.options['multiple']);

const optionValues = (options: unknown): unknown[] => {
  if (isRecord(options)) return Object.keys(options);
  return listOf(options).flatMap((option) => [
    recordOf(option)['value'],
    ...optionValues(recordOf(option)['children']),
  ]);
};

const groupIds = (world: World, { actor, screen }: FormSetting): unknown[] => {
  if (hasPermission(world, actor, 'ticket.agent')) {
    return groupIdsWith(world, actor, screen === 'create_middle' ? ['create'] : ['create', 'change']);
  }
  const active = world.table('groups').filter((group) => isTruthy(group['active']));
  const open = listOf(setting(world, 'customer_ticket_create_group_ids')).map(idOf);
  const limited = screen === 'create_middle' && open.length > 0;
  return active.filter((group) => !limited || open.includes(group.id)).map((group) => group.id);
};

const stateIds = (world: World, { saved, screen }: FormSetting): unknown[] => {
  const types = ['open', 'closed', 'pending action', 'pending reminder'];
  if (screen === 'create_middle') types.unshift('new');
  const own = saved && !types.includes(stateTypeOf(world, saved['state_id'])) ? [saved['state_id']] : [];
  const usable = world.table('ticket_states').filter((state) => types.includes(stateTypeOf(world, state.id)));
  return [...own, ...usable.map((state) => state.id)];
};

/** The active agents with full access to the group that is selected; to a write nobody (1) as well. */
const ownerIds = (world: World, groupId: unknown, writes: boolean): unknown[] =>
  isBlank(groupId) ? [] : [...(writes ? [1] : []), ...agentsOf(world, groupId).map((user) => user.id)];

const relatedIds = (world: World, form: FormSetting, field: Field, groupId: unknown): unknown[] | null => {
  const orNothing = (ids: unknown[]): unknown[] => (ids.length === 0 ? [''] : ids);
  switch (plain(field.options['relation'])) {
    case 'Group':
      return orNothing(groupIds(world, form));
    case 'TicketState':
      return stateIds(world, form);
    case 'TicketPriority':
      return world
        .table('ticket_priorities')
        .filter((priority) => isTruthy(priority['active']))
        .map((priority) => priority.id);
    case 'User':
      return field.name === 'owner_id' ? orNothing(ownerIds(world, groupId, form.shown !== true)) : null;
    default:
      return null;
  }
};

/** Whether the values of a field are other objects of the helpdesk. */
export const isRelation = (field: Field): boolean =>
  /^(multi_?)?(tree_)?select$/.test(field.dataType) && !isBlank(field.options['relation']);

/**
 * The values a field may take by itself, as text; null when it may take any. A value already stored stays allowed,
 * an owner excepted. `groupId` is the group selected now: it decides who may own the ticket.
 */
export const allowedValues = (
  world: World,
  form: FormSetting,
  field: Field,
  groupId: unknown,
): string[] | null => {
  const filter = fieldOption(field, 'filter');
  let values: unknown[] | null = null;
  if (!isBlank(filter)) values = listOf(filter);
  else if (!isBlank(field.options['options'])) values = optionValues(field.options['options']);
  else if (isRelation(field)) {
    values = relatedIds(world, form, field, groupId);
  }
  if (!values || values.length === 0) return null;
  const texts = values.map(plain);
  if (texts.length === 1 && texts[0] === '') return texts;
  const stored = field.name === 'owner_id' ? null : form.saved?.[field.name];
  if (!isBlank(stored)) texts.push(...listOf(stored).map(plain));
  if (isTruthy(fieldOption(field, 'nulloption'))) texts.unshift('');
  return [...new Set(texts)];
};

/** The value a form falls back to when a state or a priority is not allowed, or null. */
export const defaultOfRelation = (world: World, field: Field | undefined): string | null => {
  if (!field || !isRelation(field)) return null;
  const tables: Record<string, string> = {
    TicketState: 'ticket_states',
    TicketPriority: 'ticket_priorities',
  };
  const table = tables[plain(field.options['relation'])];
  const row = table
    ? world.table(table).find((candidate) => isTruthy(candidate['default_create']))
    : undefined;
  return row ? String(row.id) : null;
};
