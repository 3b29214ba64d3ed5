/** Overviews. Their `prio` numbers are renumbered by Zammad at will: only the order among ours counts (plan.ts). */
import { asSet, asText, isRecord, toJson } from '../canonical.js';
import type { Json } from '../types.js';
import {
  canonicalCondition,
  conditionFromZammad,
  conditionReferences,
  conditionToZammad,
  requireId,
} from './condition.js';
import type { Reference } from './reference.js';
import { desiredObjects, plain, translated } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'order', 'group_by', 'prio', 'active'];

/** Columns that overviews can show or sort by though no attribute of the ticket stands for them. */
const computed = new Set([
  'created_at',
  'updated_at',
  'escalation_at',
  'first_response_escalation_at',
  'update_escalation_at',
  'close_escalation_at',
  'close_at',
  'last_close_at',
  'last_contact_at',
  'last_contact_agent_at',
  'last_contact_customer_at',
  'article_count',
  'state',
  'group',
  'owner',
  'customer',
  'priority',
  'organization',
  'created_by',
  'updated_by',
]);

const column = (name: string, where: string): Reference[] =>
  name === '' || computed.has(name) ? [] : [{ field: `ticket.${name}`, values: [], where }];

export const overviews: Resource = {
  kind: 'overviews',
  title: 'обзор',
  level: 11,
  permission: 'admin.overview',
  uniqueName: false,
  removal: 'delete',
  pointsTo: ['roles', 'groups', 'ticket_states', 'ticket_priorities', 'organizations', 'article_types'],
  desired: (file) =>
    desiredObjects('overviews', file.overviews, (overview) => ({
      name: overview.name,
      roles: [...overview.roles].sort(),
      condition: canonicalCondition(overview.condition),
      order: overview.order,
      view: overview.view,
      group_by: overview.group_by ?? '',
      prio: overview.prio,
      active: overview.active,
    })),
  normalise: (row, catalogue) => {
    const view = row['view'];
    const order = row['order'];
    return {
      name: asText(row['name']),
      roles: asSet(row['role_ids'] ?? [])
        .map((id) => catalogue.name('roles', id))
        .sort(),
      condition: conditionFromZammad(row['condition'], catalogue),
      order: isRecord(order) ? { by: asText(order['by']), direction: asText(order['direction']) } : {},
      view: isRecord(view) ? toJson(view['s'] ?? []) : [],
      group_by: asText(row['group_by']),
      prio: Number(row['prio']),
      active: row['active'] === true,
    };
  },
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'roles', 'role_ids', (names) =>
      asSet(names).map((name) => Number(requireId(catalogue, 'roles', name))),
    ),
    ...translated(fields, 'condition', 'condition', (condition) => conditionToZammad(condition, catalogue)),
    ...translated(fields, 'view', 'view', (view): Json => ({
      s: view,
      d: view,
      m: view,
      view_mode_default: 's',
    })),
  }),
  references: (fields) => [
    ...asSet(fields['roles'] ?? []).map((name): Reference => ({ kind: 'roles', name, where: 'roles' })),
    ...conditionReferences(fields['condition'] ?? {}, 'condition'),
    ...asSet(fields['view'] ?? []).flatMap((name) => column(name, 'view')),
    ...column(asText(fields['group_by']), 'group_by'),
    ...(isRecord(fields['order']) ? column(asText(fields['order']['by']), 'order') : []),
  ],
  entries: ({ group_by, ...fields }) => [
    { ...fields, ...(group_by === '' ? {} : { group_by: group_by ?? '' }) },
  ],
};
