/**
 * What Zammad does to a ticket each time it is saved, whoever saves it: values get their column's type, an owner without
 * access goes, a time nobody waits for any more is wiped, the moment of closing is written down.
 */
import type { Row, World } from '../world.js';
import { mayOwn } from './access.js';
import {
  idOf,
  isBlank,
  isTruthy,
  listOf,
  momentOf,
  plain,
  referred,
  stateTypeOf,
  ticketAttribute,
} from './columns.js';

export type Changes = Record<string, unknown>;

const isoOf = (value: unknown): string | null => {
  const moment = momentOf(value);
  return moment === null ? null : new Date(moment).toISOString();
};

/** A value as the ticket's column of that name would hold it: ids and integers as numbers, dates as ISO text, … */
export const castColumn = (world: World, name: string, value: unknown): unknown => {
  if (value === null || value === undefined) return null;
  if (name.endsWith('_id')) return idOf(value);
  if (name === 'pending_time') return isoOf(value);
  switch (plain(ticketAttribute(world, name)?.['data_type'])) {
    case 'integer':
      return isBlank(value) ? null : Math.trunc(Number(plain(value)));
    case 'boolean':
      // As Rails takes it: whatever is not one of its words for no is a yes.
      return isBlank(value) ? null : !['false', 'f', '0', 'off'].includes(plain(value).toLowerCase());
    case 'date':
      return isBlank(value) ? null : plain(value).slice(0, 10);
    case 'datetime':
      return isoOf(value);
    case 'multiselect':
    case 'multi_tree_select':
      return listOf(value).map(plain);
    default:
      return Array.isArray(value) ? value : plain(value);
  }
};

const differs = (a: unknown, b: unknown): boolean => {
  const [left, right] = [momentOf(a), momentOf(b)];
  if (left !== null && right !== null && /^\d{4}-/.test(plain(a))) return left !== right;
  return JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);
};

/** Only what really changes; a save of nothing emits nothing. */
const onlyReal = (saved: Row | null, changes: Changes): Changes =>
  Object.fromEntries(Object.entries(changes).filter(([name, value]) => differs(saved?.[name], value)));

const settlePending = (world: World, saved: Row | null, settled: Changes): void => {
  if (typeof settled['pending_time'] === 'string') {
    settled['pending_time'] = `${settled['pending_time'].slice(0, 16)}:00.000Z`;
  }
  if (!saved || !('state_id' in settled)) return;
  if (!stateTypeOf(world, settled['state_id']).startsWith('pending')) settled['pending_time'] = null;
};

const settleOwner = (world: World, saved: Row | null, settled: Changes): void => {
  const owner = settled['owner_id'] ?? saved?.['owner_id'];
  if (idOf(owner) === null) settled['owner_id'] = 1;
  if (!saved || stateTypeOf(world, settled['state_id'] ?? saved['state_id']) === 'closed') return;
  if (!mayOwn(world, owner, settled['group_id'] ?? saved['group_id'])) settled['owner_id'] = 1;
};

const settleOrganization = (world: World, saved: Row | null, settled: Changes): void => {
  const customer = referred(world, 'users', settled['customer_id'] ?? saved?.['customer_id']);
  if (!customer) return;
  const current = idOf(settled['organization_id'] ?? saved?.['organization_id']);
  const own = [customer['organization_id'], ...listOf(customer['organization_ids'])].map(idOf);
  if (current === null || !own.includes(current))
    settled['organization_id'] = idOf(customer['organization_id']);
};

const settleClosing = (world: World, saved: Row | null, settled: Changes, now: Date): void => {
  if (stateTypeOf(world, settled['state_id'] ?? saved?.['state_id']) !== 'closed') return;
  const moment = now.toISOString();
  if ('state_id' in settled || isBlank(saved?.['last_close_at'])) settled['last_close_at'] = moment;
  if (isBlank(saved?.['close_at'])) settled['close_at'] = moment;
};

const settleOwnerUpdate = (world: World, settled: Changes, now: Date): void => {
  const watched = ['owner_id', 'state_id', 'group_id', 'last_contact_agent_at'];
  if (!watched.some((name) => name in settled)) return;
  const group = referred(world, 'groups', settled['group_id']);
  const unwatched = group !== undefined && (idOf(group['assignment_timeout']) ?? 0) === 0;
  const idle = 'state_id' in settled && !['new', 'open'].includes(stateTypeOf(world, settled['state_id']));
  settled['last_owner_update_at'] = settled['owner_id'] === 1 || unwatched || idle ? null : now.toISOString();
};

/**
 * The changes that really reach the database when `changes` are saved over `saved` (null: a new ticket, whose default
 * state and priority are filled in). Values may come as text; the result is typed and holds only what differs.
 */
export const settleTicket = (world: World, saved: Row | null, changes: Changes, now: Date): Changes => {
  const settled: Changes = Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, castColumn(world, name, value)]),
  );
  const isDefault = (row: Row): boolean => isTruthy(row['default_create']);
  if (!saved) {
    settled['state_id'] ??= world.table('ticket_states').find(isDefault)?.id ?? null;
    settled['priority_id'] ??= world.table('ticket_priorities').find(isDefault)?.id ?? null;
  }
  if (typeof settled['title'] === 'string')
    settled['title'] = settled['title'].replace(/\s/g, ' ').slice(0, 250);
  const real = onlyReal(saved, settled);
  if (saved && Object.keys(real).length === 0) return {};
  settlePending(world, saved, real);
  settleOwner(world, saved, real);
  settleOrganization(world, saved, real);
  const changed = onlyReal(saved, real);
  if (saved && Object.keys(changed).length === 0) return {};
  settleClosing(world, saved, changed, now);
  settleOwnerUpdate(world, changed, now);
  return onlyReal(saved, changed);
};
