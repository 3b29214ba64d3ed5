/** Triggers: on action, and selective, as the configuration knows them. */
import { asText } from '../canonical.js';
import {
  canonicalCondition,
  conditionFromZammad,
  conditionReferences,
  conditionToZammad,
} from './condition.js';
import { canonicalPerform, performFromZammad, performReferences, performToZammad } from './perform.js';
import { desiredObjects, plain, storedNote, translated, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'active', 'disable_notification', 'note', 'activator', 'execution_condition_mode'];

export const triggers: Resource = {
  kind: 'triggers',
  title: 'триггер',
  level: 9,
  permission: 'admin.trigger',
  uniqueName: true,
  removal: 'delete',
  pointsTo: [
    'groups',
    'ticket_states',
    'ticket_priorities',
    'organizations',
    'calendars',
    'webhooks',
    'article_types',
    'article_senders',
    'roles',
  ],
  desired: (file) =>
    desiredObjects('triggers', file.triggers, (trigger) => ({
      name: trigger.name,
      condition: canonicalCondition(trigger.condition),
      perform: canonicalPerform(trigger.perform),
      active: trigger.active,
      disable_notification: trigger.disable_notification,
      note: wantedNote(trigger),
      activator: 'action',
      execution_condition_mode: 'selective',
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    condition: conditionFromZammad(row['condition'], catalogue),
    perform: performFromZammad(row['perform'], catalogue),
    active: row['active'] === true,
    disable_notification: row['disable_notification'] === true,
    note: storedNote(row),
    activator: asText(row['activator']),
    execution_condition_mode: asText(row['execution_condition_mode']),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'condition', 'condition', (condition) => conditionToZammad(condition, catalogue)),
    ...translated(fields, 'perform', 'perform', (perform) => performToZammad(perform, catalogue)),
  }),
  references: (fields) => [
    ...conditionReferences(fields['condition'] ?? {}, 'condition'),
    ...performReferences(fields['perform'] ?? {}, 'perform'),
  ],
  /** The configuration knows only triggers on action with selective execution; others cannot be put into its words. */
  entries: ({ activator, execution_condition_mode: mode, ...fields }) =>
    [undefined, '', 'action'].includes(asText(activator)) && ['', 'selective'].includes(asText(mode))
      ? [{ ...fields }]
      : [],
};
