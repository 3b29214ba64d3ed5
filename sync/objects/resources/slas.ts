/** SLAs. Zammad walks them in name order and takes the first that matches; an unknown attribute in one of them breaks
 * the creation of every ticket, which is why the plan checks each name in the condition. */
import { asText } from '../canonical.js';
import type { Json } from '../types.js';
import {
  canonicalCondition,
  conditionFromZammad,
  conditionReferences,
  conditionToZammad,
  requireId,
} from './condition.js';
import { desiredObjects, plain, translated } from './resource.js';
import type { Resource } from './resource.js';

const times = ['first_response_time', 'response_time', 'update_time', 'solution_time'];

export const slas: Resource = {
  kind: 'slas',
  title: 'SLA',
  level: 6,
  permission: 'admin.sla',
  uniqueName: true,
  removal: 'delete',
  pointsTo: ['calendars', 'groups', 'ticket_states', 'ticket_priorities', 'organizations', 'roles'],
  desired: (file) =>
    desiredObjects('slas', file.slas, (sla) => ({
      name: sla.name,
      calendar: sla.calendar,
      condition: canonicalCondition(sla.condition),
      first_response_time: sla.first_response_time,
      response_time: sla.response_time,
      update_time: sla.update_time,
      solution_time: sla.solution_time,
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    calendar: catalogue.name('calendars', row['calendar_id']),
    condition: conditionFromZammad(row['condition'], catalogue),
    ...Object.fromEntries(times.map((time): [string, Json] => [time, row[time] ? Number(row[time]) : null])),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, ['name', ...times]),
    ...translated(fields, 'calendar', 'calendar_id', (name) =>
      Number(requireId(catalogue, 'calendars', asText(name))),
    ),
    ...translated(fields, 'condition', 'condition', (condition) => conditionToZammad(condition, catalogue)),
  }),
  references: (fields) => [
    { kind: 'calendars', name: asText(fields['calendar']), where: 'calendar' },
    ...conditionReferences(fields['condition'] ?? {}, 'condition'),
  ],
  entries: (fields) => [{ ...fields }],
};
