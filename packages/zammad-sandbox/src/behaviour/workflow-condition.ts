/**
 * The conditions of core workflows. They are not those of triggers: they compare lists of texts, look at the stored and
 * at the selected values apart, and may ask about the person (`session.role_ids`).
 */
import type { Row, World } from '../world.js';
import { groupIdsWith, type GroupAccess } from './access.js';
import { isBlank, isRecord, listOf, plain, recordOf, referred, ticketAttribute } from './columns.js';
import { htmlToText } from './text.js';

const TABLES: Record<string, string> = {
  owner: 'users',
  customer: 'users',
  created_by: 'users',
  updated_by: 'users',
  group: 'groups',
  state: 'ticket_states',
  priority: 'ticket_priorities',
  organization: 'organizations',
  state_type: 'ticket_state_types',
};

const LEVELS: readonly GroupAccess[] = ['read', 'create', 'change', 'overview', 'full'];

const stepFrom = (world: World, from: unknown, name: string): unknown => {
  if (!isRecord(from)) return undefined;
  const table = TABLES[name];
  return table && !(name in from) ? referred(world, table, from[`${name}_id`]) : from[name];
};

const sessionValue = (world: World, actor: Row, path: readonly string[]): unknown => {
  const [first = ''] = path;
  const level = LEVELS.find((name) => first === `group_ids_${name}`);
  if (level) return groupIdsWith(world, actor, [level]);
  if (first === 'permission_ids') {
    return listOf(actor['role_ids']).flatMap((id) =>
      listOf(referred(world, 'roles', id)?.['permission_ids']),
    );
  }
  return path.reduce<unknown>((from, name) => stepFrom(world, from, name), actor);
};

/** The values a key such as `ticket.state_id` or `session.role_ids` stands for, as texts. */
const valuesOf = (world: World, key: string, ticket: Row, actor: Row): string[] => {
  const [object = '', ...rest] = key.split('.');
  const value =
    object === 'session'
      ? sessionValue(world, actor, rest)
      : (object === 'ticket' ? rest : [object, ...rest]).reduce<unknown>(
          (from, name) => stepFrom(world, from, name),
          ticket,
        );
  return listOf(value).map((item) => htmlToText(plain(item)));
};

const isUnset = (key: string, values: readonly string[]): boolean =>
  values.length === 0 ||
  (values.length === 1 && (values[0] === '' || (key === 'ticket.owner_id' && values[0] === '1')));

/** Each operator over the values there are and the values asked for. */
const OPERATORS: Record<string, (there: readonly string[], asked: readonly string[]) => boolean> = {
  is: (there, asked) => there.some((value) => asked.includes(value)),
  'is not': (there, asked) => !there.some((value) => asked.includes(value)),
  contains: (there, asked) => there.some((value) => asked.some((text) => text.includes(value))),
  'contains all': (there, asked) => there.some((value) => asked.every((text) => text.includes(value))),
  'contains not': (there, asked) =>
    there.length === 0 || there.some((value) => asked.some((text) => !text.includes(value))),
  'contains all not': (there, asked) =>
    there.length === 0 || there.some((value) => asked.every((text) => !text.includes(value))),
  'regex match': (there, asked) =>
    there.some((value) => asked.some((text) => new RegExp(text, 'u').test(value))),
  'is any of': (there, asked) => there.some((value) => asked.some((text) => text.includes(value))),
  'is none of': (there, asked) => !there.some((value) => asked.includes(value)),
  'starts with': (there, asked) => there.some((value) => asked.some((text) => value.startsWith(text))),
  'starts with one of': (there, asked) => there.some((value) => asked.some((text) => value.startsWith(text))),
  'ends with': (there, asked) => there.some((value) => asked.some((text) => value.endsWith(text))),
  'ends with one of': (there, asked) => there.some((value) => asked.some((text) => value.endsWith(text))),
  'regex mismatch': (there, asked) =>
    there.length === 0 || there.some((value) => asked.some((text) => !new RegExp(text, 'u').test(value))),
};

const SPELLINGS: Record<string, string> = {
  'matches regex': 'regex match',
  'does not match regex': 'regex mismatch',
  'has changed': 'just changed',
  'changed to': 'just changed to',
};

type WorkflowView = {
  readonly world: World;
  readonly ticket: Row;
  readonly actor: Row;
  /** The field a person changed last in an open form; never known to the API. */
  readonly lastChanged?: string | undefined;
  /** The ticket as stored; null for one that is being created. */
  readonly saved?: Row | null | undefined;
};

/** Whether a field differs from what is stored; in a new ticket, from nothing and from its default. */
const isModified = (world: World, field: string, ticket: Row, saved: Row | null): boolean => {
  if (saved) return plain(ticket[field]) !== plain(saved[field]);
  const usual = recordOf(ticketAttribute(world, field)?.['data_option'])['default'];
  return (
    !isBlank(ticket[field]) &&
    !(field === 'owner_id' && plain(ticket[field]) === '1') &&
    plain(ticket[field]) !== plain(usual)
  );
};

const entryHolds = (
  { world, ticket, actor, lastChanged, saved }: WorkflowView,
  key: string,
  meta: unknown,
): boolean => {
  if (key === 'custom.module') return true;
  const { operator, value } = recordOf(meta);
  const name = SPELLINGS[plain(operator)] ?? plain(operator);
  const there = valuesOf(world, key, ticket, actor);
  const asked = listOf(value).map(plain);
  if (name === 'is set') return !isUnset(key, there);
  if (name === 'not set') return isUnset(key, there);
  const changed = lastChanged !== undefined && key.endsWith(`.${lastChanged}`);
  if (name === 'is modified' || name === 'is modified to') {
    const modified = isModified(world, key.replace(/^.*\./, ''), ticket, saved ?? null);
    return modified && (name === 'is modified' || there.some((item) => asked.includes(item)));
  }
  if (name === 'just changed') return changed;
  if (name === 'just changed to') return changed && there.some((item) => asked.includes(item));
  return OPERATORS[name]?.(there, asked) ?? false;
};

/** Whether every entry of a `condition_saved` or `condition_selected` holds; an empty one does. */
export const workflowConditionHolds = (view: WorkflowView, condition: unknown): boolean =>
  isBlank(condition) ||
  Object.entries(recordOf(condition)).every(([key, meta]) => entryHolds(view, key, meta));
