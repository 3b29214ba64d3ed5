/** Fields of tickets and users. Zammad writes them in two steps: a definition that is pending, then one migration. */
import type { Wanted } from '../../../config/schema/helpdesk.js';
import { asText, isRecord, toJson, without } from '../canonical.js';
import type { Columns, Fields, Json, Row } from '../types.js';
import { desiredObjects } from './resource.js';
import type { Resource } from './resource.js';

/** What Zammad insists on or fills in by itself, by type; anything else it adds is no part of the definition. */
const essentials: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  input: { type: 'text', maxlength: 120, default: '' },
  textarea: { maxlength: 500, rows: 4, default: '' },
  integer: { min: 0, max: 999_999_999, default: null },
  select: { nulloption: true, maxlength: 255, default: '' },
  multiselect: { nulloption: true, maxlength: 255, default: '' },
  boolean: { default: false },
  date: { diff: null, default: null },
  datetime: { diff: null, future: true, past: true, default: null },
};
const optional = ['future', 'past', 'linktemplate', 'regex', 'note', 'customsort', 'translate'];

const dataOption = (type: string, given: Record<string, unknown>): Json => {
  const wanted = { ...essentials[type] };
  for (const key of [...Object.keys(wanted), ...optional]) {
    if (given[key] === undefined || given[key] === null) continue;
    wanted[key] = typeof wanted[key] === 'number' ? Number(given[key]) : toJson(given[key]);
  }
  return wanted;
};

/** Options as `{key: label}`; a list means that key and label are one. Order is not compared. */
const options = (type: string, given: unknown): Json => {
  if (type === 'boolean' && given === undefined) return { true: 'да', false: 'нет' };
  if (Array.isArray(given)) return Object.fromEntries(given.map((item) => [asText(item), asText(item)]));
  if (!isRecord(given)) return {};
  return Object.fromEntries(Object.entries(given).map(([key, label]) => [key, asText(label)]));
};

const hasOptions = (type: string): boolean => /select|boolean/.test(type);

/** Who sees and must fill in the field on which screen. Zammad keeps these as they are sent. */
const screens = (given: unknown): Json => {
  const entries = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
  return Object.fromEntries(
    entries(given).map(([screen, roles]) => [
      screen,
      Object.fromEntries(
        entries(roles).map(([role, flags]) => [
          role,
          {
            shown: isRecord(flags) && flags['shown'] === true,
            required: isRecord(flags) && flags['required'] === true,
          },
        ]),
      ),
    ]),
  );
};

const wanted = (item: Wanted<'object_manager_attributes'>): Fields => ({
  object: item.object,
  name: item.name,
  display: item.display,
  data_type: item.data_type,
  data_option: dataOption(item.data_type, item.data_option),
  ...(hasOptions(item.data_type)
    ? { options: options(item.data_type, item.options ?? item.data_option['options']) }
    : {}),
  screens: screens(item.screens),
  position: item.position,
  active: item.active,
  migrated: true,
});

/** What the definition will be after a migration: a pending edit waits in `data_option_new`. */
const effectiveOption = (row: Row): Record<string, unknown> => {
  const pending = row['data_option_new'];
  if (row['to_config'] === true && isRecord(pending) && Object.keys(pending).length > 0) return pending;
  return isRecord(row['data_option']) ? row['data_option'] : {};
};

/** True while a change of this field waits for a migration. */
export const isPending = (row: Row): boolean =>
  ['to_create', 'to_migrate', 'to_delete', 'to_config'].some((flag) => row[flag] === true);

const normalise = (row: Row): Fields => {
  const type = asText(row['data_type']);
  const option = effectiveOption(row);
  return {
    object: asText(row['object']),
    name: asText(row['name']),
    display: asText(row['display']),
    data_type: type,
    data_option: dataOption(type, option),
    ...(hasOptions(type) ? { options: options(type, option['options']) } : {}),
    screens: screens(row['screens']),
    position: Number(row['position']),
    active: row['active'] === true,
    migrated: !isPending(row),
  };
};

/** Never partial: Zammad replaces missing options by empty ones and finds the field by object and name, not by id. */
const body = (fields: Fields): Columns => {
  const { data_option, options: labels } = fields;
  const rest = without(fields, 'data_option', 'options', 'migrated');
  const choices = labels === undefined ? {} : { options: labels, relation: '' };
  return { ...rest, data_option: { null: true, ...(isRecord(data_option) ? data_option : {}), ...choices } };
};

export const objectAttributes: Resource = {
  kind: 'object_manager_attributes',
  title: 'поле',
  level: 0,
  permission: 'admin.object',
  uniqueName: true,
  removal: 'deactivate',
  pointsTo: [],
  desired: (file) =>
    desiredObjects('object_manager_attributes', file.object_manager_attributes, wanted).map((desired) => ({
      ...desired,
      name: `${asText(desired.fields['object'])}.${desired.name}`,
    })),
  normalise,
  body,
  references: () => [],
  entries: (fields) => [without(fields, 'migrated')],
};
