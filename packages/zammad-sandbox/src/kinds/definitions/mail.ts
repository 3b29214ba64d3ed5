/** E-mail addresses and filters. */
import { isBlank, plain, recordOf } from '../../behaviour/columns.js';
import { unprocessable } from '../../http/answer.js';
import type { Kind } from '../kind.js';
import { insistPerform } from './automation.js';

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
    if ('email' in columns && !/^[^\s@]+@[^\s@]+$/.test(plain(columns['email'])))
      throw unprocessable(`Invalid email '${plain(columns['email'])}'`);
    const low = 'email' in columns ? { ...columns, email: plain(columns['email']).toLowerCase() } : columns;
    const channel = low['channel_id'] ?? before?.['channel_id'];
    return isBlank(channel) && (!before || 'active' in low) ? { ...low, active: false } : low;
  },
};

const OPERATORS = [
  'contains',
  'contains not',
  'is any of',
  'is none of',
  'starts with one of',
  'ends with one of',
  'matches regex',
  'does not match regex',
];

const insistRule = (rule: Readonly<Record<string, unknown>>): void => {
  const operator = plain(rule['operator']);
  if (!OPERATORS.includes(operator))
    throw unprocessable('The provided match operator is missing or invalid.');
  if (isBlank(rule['value'])) throw unprocessable('The required match value is missing.');
  if (!operator.endsWith('regex')) return;
  const pattern = plain(rule['value']);
  try {
    new RegExp(pattern, 'iu');
  } catch {
    throw unprocessable(`Can't use regex '${pattern}' on 'test content': ${patternFault(pattern)}`);
  }
};

/** What Ruby says of a pattern. */
const patternFault = (pattern: string): string =>
  `${/\[[^\]]*$/.test(pattern) ? 'premature end of char-class' : 'end pattern with unmatched parenthesis'}: /${pattern}/i`;

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
    for (const rule of Object.values(recordOf(after['match'])).map(recordOf)) insistRule(rule);
    insistPerform(columns);
    return columns;
  },
};
