/** Mail filters: what an incoming mail's headers set on the ticket. */
import { asText, isRecord, toJson } from '../canonical.js';
import type { Catalogue } from '../catalogue.js';
import type { CatalogueKind, Json } from '../types.js';
import { requireId } from './condition.js';
import type { Reference } from './reference.js';
import { desiredObjects, plain, storedNote, translated, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'active', 'note', 'channel'];

const targets: Readonly<Record<string, CatalogueKind>> = {
  'x-zammad-ticket-group': 'groups',
  'x-zammad-ticket-state': 'ticket_states',
  'x-zammad-ticket-priority': 'ticket_priorities',
};
const ours = (header: string): string => header.replace(/_id$/, '');
const entriesOf = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);

const performFrom = (stored: unknown, catalogue: Catalogue): Json =>
  Object.fromEntries(
    entriesOf(stored).map(([header, act]) => {
      const value = isRecord(act) ? asText(act['value']) : asText(act);
      const target = targets[ours(header)];
      return target === undefined ? [header, value] : [ours(header), catalogue.name(target, value)];
    }),
  );

export const postmasterFilters: Resource = {
  kind: 'postmaster_filters',
  title: 'почтовый фильтр',
  level: 10,
  permission: 'admin.channel_email',
  uniqueName: false,
  removal: 'delete',
  pointsTo: ['groups', 'ticket_states', 'ticket_priorities'],
  desired: (file) =>
    desiredObjects('postmaster_filters', file.postmaster_filters, (filter) => ({
      name: filter.name,
      match: toJson(filter.match),
      perform: Object.fromEntries(
        Object.entries(filter.perform).map(([header, value]) => [
          ours(header) in targets ? ours(header) : header,
          value,
        ]),
      ),
      channel: 'email',
      active: filter.active,
      note: wantedNote(filter),
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    match: Object.fromEntries(
      entriesOf(row['match']).map(([header, rule]) => [
        header,
        isRecord(rule) ? { [asText(rule['operator'])]: asText(rule['value']) } : {},
      ]),
    ),
    perform: performFrom(row['perform'], catalogue),
    channel: asText(row['channel']),
    active: row['active'] === true,
    note: storedNote(row),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'match', 'match', (match) =>
      Object.fromEntries(
        entriesOf(match).map(([header, rule]) => {
          const [operator = '', value = ''] = entriesOf(rule)[0] ?? [];
          return [header, { operator, value: asText(value) }];
        }),
      ),
    ),
    ...translated(fields, 'perform', 'perform', (perform) =>
      Object.fromEntries(
        entriesOf(perform).map(([header, value]) => {
          const target = targets[header];
          return target === undefined
            ? [header, { value: asText(value) }]
            : [`${header}_id`, { value: requireId(catalogue, target, asText(value)) }];
        }),
      ),
    ),
  }),
  references: (fields) =>
    entriesOf(fields['perform']).flatMap(([header, value]): Reference[] => {
      const target = targets[header];
      if (target !== undefined) return [{ kind: target, name: asText(value), where: 'perform' }];
      const field = /^x-zammad-ticket-(?:followup-)?([a-z0-9_]+)$/.exec(header)?.[1];
      return field === undefined
        ? []
        : [{ field: `ticket.${field}`, values: [asText(value)], where: 'perform' }];
    }),
  entries: ({ channel, ...fields }) => (channel === 'email' ? [{ ...fields }] : []),
};
