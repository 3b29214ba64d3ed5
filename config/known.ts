/** Which keys a condition or a perform may name, and which values each may take: from the files and from Zammad. */
import { NOT_FOR_CITIZENS } from './process/citizen.js';
import { intentionsOf } from './process/objects.js';
import { definedNames, entriesOf } from './names.js';
import type { Wanted } from './schema/helpdesk.js';
import type { Sources } from './sources.js';
import { seeded, ticketColumns } from './zammad.js';

interface Names {
  /** How a fault begins: «неизвестная группа». */
  readonly what: string;
  readonly names: ReadonlySet<string>;
}
/** What a key of a condition or a perform may be set to or compared with; null: anything. */
export type Allowed = Names | null;

export interface Known {
  /** `undefined`: there is no such key. */
  readonly valuesOf: (key: string) => Allowed | undefined;
  readonly keys: readonly string[];
  /** Of tickets, without Zammad's own columns. */
  readonly attributes: readonly string[];
  readonly named: (kind: 'groups' | 'ticket_states' | 'roles' | 'calendars' | 'webhooks') => Names;
  readonly pending: ReadonlySet<string>;
}

const optionsOf = (
  attribute: Wanted<'object_manager_attributes'>,
  regionIds: readonly string[],
  intentions: readonly string[],
): Allowed => {
  if (attribute.data_type === 'boolean')
    return { what: 'неизвестное значение', names: new Set(['true', 'false', '']) };
  const { options } = attribute;
  if (options === undefined) return null;
  if (options === 'regions' || options === 'intentions')
    return {
      what: `у поля ${attribute.name} нет значения`,
      names: new Set([...(options === 'regions' ? regionIds : intentions), '']),
    };
  const keys = Array.isArray(options) ? options : Object.keys(options);
  return { what: `у поля ${attribute.name} нет значения`, names: new Set([...keys, '']) };
};

/** Tags are made by whoever first sets one: the vocabulary lists those that are meant. */
const tagsOf = ({ vocabulary }: Sources): Allowed =>
  vocabulary === undefined
    ? null
    : {
        what: 'метки нет в vocabulary.yaml:',
        names: new Set([...Object.values(vocabulary.value.tags), ...vocabulary.value.otherTags]),
      };

/** All names the files and Zammad define, ready to be asked for. */
export const knownIn = (sources: Sources): Known => {
  const labels = {
    groups: 'неизвестная группа',
    ticket_states: 'неизвестное состояние',
    roles: 'неизвестная роль',
    calendars: 'неизвестный календарь',
    webhooks: 'неизвестный вебхук',
    organizations: 'неизвестная организация',
  } as const;
  const named = (kind: keyof typeof labels) => ({
    what: labels[kind],
    names: new Set([
      ...definedNames(sources, kind),
      ...(kind === 'groups' || kind === 'roles' || kind === 'ticket_states' ? seeded[kind] : []),
    ]),
  });
  const attributes = new Map(
    entriesOf(sources, 'object_manager_attributes')
      .filter(({ value }) => value.object === 'Ticket')
      .map(({ value }) => [
        `ticket.${value.name}`,
        optionsOf(
          value,
          sources.regions.map((region) => region.value.id),
          sources.process === undefined ? [] : intentionsOf(sources.process.value),
        ),
      ]),
  );
  const native = new Map<string, Allowed>([
    ...ticketColumns.map((column) => [`ticket.${column}`, null] as const),
    ['ticket.group', named('groups')],
    ['ticket.state', named('ticket_states')],
    ['ticket.organization', named('organizations')],
    ['ticket.tags', tagsOf(sources)],
    ['ticket.priority', { what: 'неизвестный приоритет', names: new Set<string>(seeded.priorities) }],
    [
      'ticket.action',
      {
        what: 'неизвестное событие',
        names: new Set(['create', 'update', 'update.merged_into', 'update.received_merge']),
      },
    ],
    ['customer.organization', named('organizations')],
    ['customer.email', null],
    ['session.role', named('roles')],
    ['session.permission', null],
    ...entriesOf(sources, 'object_manager_attributes').flatMap(({ value }): [string, Allowed][] => {
      if (value.object === 'Group') return [[`ticket.group.${value.name}`, null]];
      return value.object === 'Organization' ? [[`organization.${value.name}`, null]] : [];
    }),
    [NOT_FOR_CITIZENS, null],
    ['article.sender', { what: 'неизвестный отправитель', names: new Set<string>(seeded.senders) }],
    ['article.type', { what: 'неизвестный вид статьи', names: new Set<string>(seeded.articleTypes) }],
    ['article.internal', { what: 'неизвестное значение', names: new Set(['true', 'false']) }],
    ['article.subject', null],
    ['article.body', null],
    ['article.from', null],
  ]);
  return {
    valuesOf: (key) => (native.has(key) ? native.get(key) : attributes.get(key)),
    keys: [...native.keys(), ...attributes.keys()],
    attributes: [...attributes.keys()].map((key) => key.slice('ticket.'.length)),
    named,
    pending: new Set(
      entriesOf(sources, 'ticket_states')
        .filter(({ value }) => value.state_type.startsWith('pending'))
        .map(({ value }) => value.name),
    ),
  };
};
