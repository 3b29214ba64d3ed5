/** E-mail addresses and filters. */
import { isBlank, plain } from '../../behaviour/columns.js';
import { unprocessable } from '../../http/answer.js';
import type { Kind } from '../kind.js';

const PERMISSIONS = ['admin.channel_email', 'admin.channel_google', 'admin.channel_microsoft365'];

export const EMAIL_ADDRESSES: Kind = {
  path: 'email_addresses',
  model: 'EmailAddress',
  read: ['ticket.agent', 'admin.channel_email'],
  write: ['admin.channel_email'],
  columns: () => ({
    channel_id: null,
    name: null,
    email: null,
    active: true,
    note: null,
    preferences: null,
  }),
  unique: 'email',
  derived: (world, row) => ({
    group_ids: world
      .table('groups')
      .filter((group) => group['email_address_id'] === row.id)
      .map((group) => group.id),
  }),
  expanded: [{ key: 'group_ids', as: 'groups', table: 'groups', many: true }],
  required: [{ column: 'email' }],
  /** An address without a channel cannot send and is set inactive. */
  prepare: (columns, { before }) => {
    const low = 'email' in columns ? { ...columns, email: plain(columns['email']).toLowerCase() } : columns;
    const channel = low['channel_id'] ?? before?.['channel_id'];
    return isBlank(channel) && (!before || 'active' in low) ? { ...low, active: false } : low;
  },
};

export const POSTMASTER_FILTERS: Kind = {
  path: 'postmaster_filters',
  model: 'PostmasterFilter',
  read: PERMISSIONS,
  write: PERMISSIONS,
  columns: () => ({ name: null, channel: null, match: null, perform: null, active: true, note: null }),
  required: [{ column: 'name' }, { column: 'channel' }],
  prepare: (columns, { before }) => {
    const after = { ...before, ...columns };
    if (isBlank(after['match']))
      throw unprocessable('At least one match rule is required, but none was provided.');
    if (isBlank(after['perform'])) throw unprocessable('No perform rules given');
    return columns;
  },
};
