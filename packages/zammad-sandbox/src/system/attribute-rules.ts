/** What an attribute's definition must be, and what the server adds to it. */
import { isRecord, isTruthy } from '../behaviour/columns.js';
import { type Refusal, unprocessable } from '../http/answer.js';
import type { World } from '../world.js';

export const TYPES = new Set([
  'input',
  'user_autocompletion',
  'checkbox',
  'select',
  'multiselect',
  'tree_select',
  'multi_tree_select',
  'datetime',
  'date',
  'tag',
  'richtext',
  'textarea',
  'integer',
  'autocompletion_ajax',
  'boolean',
  'user_permission',
  'active',
]);

const RESERVED = new Set([
  'attribute',
  'destroy',
  'true',
  'false',
  'integer',
  'select',
  'drop',
  'create',
  'alter',
  'index',
  'table',
  'varchar',
  'blob',
  'date',
  'datetime',
  'timestamp',
  'url',
  'icon',
  'initials',
  'avatar',
  'permission',
  'validate',
  'subscribe',
  'unsubscribe',
  'translate',
  'search',
  '_type',
  '_doc',
  '_id',
  'id',
  'action',
  'scope',
  'constructor',
]);

/** Objects that can have attributes, and their tables. */
export const TABLES: Readonly<Record<string, string>> = {
  Ticket: 'tickets',
  User: 'users',
  Organization: 'organizations',
  Group: 'groups',
};

const NAME = /^[a-z][a-z0-9_]*$/;

export const invalid = (what: string): Refusal => unprocessable(what);

/** @throws Refusal 422 */
export const insistName = (world: World, name: string): void => {
  if (/_ids?$/.test(name)) throw invalid("Name can't be used because *_id and *_ids are not allowed");
  if (/\s/.test(name)) throw invalid("Name can't be used because spaces are not allowed");
  if (!NAME.test(name)) throw invalid('Name only lowercase letters, numbers, and underscores are allowed');
  if (RESERVED.has(name)) throw invalid(`Name ${name} is a reserved word! (1)`);
  const taken = world
    .table('object_manager_attributes')
    .find((row) => row['object'] === 'Ticket' && row['name'] === name && !isTruthy(row['editable']));
  if (taken) throw invalid(`Name ${name} is a reserved word! (1)`);
  const asReference = world
    .table('object_manager_attributes')
    .find((row) => row['object'] === 'Ticket' && row['name'] === `${name}_id`);
  if (asReference) throw invalid(`Name ${name} already exists`);
};

/** Keys the server adds to the options of an attribute; numbers and texts get what a database column needs. */
export const completed = (dataType: string, option: Record<string, unknown>): Record<string, unknown> => {
  const full = { ...option };
  if (dataType.includes('select') && full['nulloption'] === undefined) full['nulloption'] = true;
  if (dataType.includes('select') && full['maxlength'] === undefined) full['maxlength'] = 255;
  if (dataType.startsWith('multi')) full['multiple'] = true;
  full['default'] = 'default' in full ? full['default'] : dataType.startsWith('date') ? null : '';
  for (const [key, value] of [
    ['null', true],
    ['options', {}],
    ['relation', ''],
  ] as const) {
    full[key] ??= value;
  }
  return full;
};

/** @throws Refusal 422 */
export const insistOption = (dataType: string, option: Record<string, unknown>): void => {
  const missing = (key: string): boolean => option[key] === undefined || option[key] === '';
  if (dataType === 'input' && missing('type'))
    throw invalid(
      'Data option must have one of text, password, tel, fax, email, url or datetime, datetime-local, time, date for :type',
    );
  if (dataType === 'input' && missing('maxlength'))
    throw invalid('Data option must have integer for :maxlength');
  if (dataType === 'integer' && (missing('min') || missing('max')))
    throw invalid('Data option must have integer for :min');
  if (dataType === 'boolean' && (option['default'] === undefined || !isRecord(option['options'])))
    throw invalid('Data option must have boolean/undefined for :default');
  if (dataType.includes('select') && !('default' in option))
    throw invalid('Data option must have non-nil value for either :options or :relation');
};
