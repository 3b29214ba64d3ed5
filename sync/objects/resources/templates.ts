/** Ticket templates. An update without `options` may fail inside Zammad, so they are always sent. */
import { asText } from '../canonical.js';
import { canonicalPerform, performFromZammad, performReferences, performToZammad } from './perform.js';
import { desiredObjects, plain, translated } from './resource.js';
import type { Resource } from './resource.js';

export const templates: Resource = {
  kind: 'templates',
  title: 'шаблон заявки',
  level: 8,
  permission: 'admin.template',
  uniqueName: false,
  removal: 'delete',
  pointsTo: ['groups', 'ticket_states', 'ticket_priorities'],
  always: ['options'],
  desired: (file) =>
    desiredObjects('templates', file.templates, (template) => ({
      name: template.name,
      options: canonicalPerform(template.options),
      active: template.active,
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    options: performFromZammad(row['options'], catalogue),
    active: row['active'] === true,
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, ['name', 'active']),
    ...translated(fields, 'options', 'options', (options) => performToZammad(options, catalogue)),
  }),
  references: (fields) => performReferences(fields['options'] ?? {}, 'options'),
  entries: (fields) => [{ ...fields }],
};
