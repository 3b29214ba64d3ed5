/** Macros: one for each act of an operator. */
import { asSet, asText } from '../canonical.js';
import { requireId } from './condition.js';
import { canonicalPerform, performFromZammad, performReferences, performToZammad } from './perform.js';
import { desiredObjects, plain, storedNote, translated, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'ux_flow_next_up', 'active', 'note'];

export const macros: Resource = {
  kind: 'macros',
  title: 'макрос',
  level: 8,
  permission: 'admin.macro',
  uniqueName: true,
  removal: 'deactivate',
  pointsTo: ['groups', 'ticket_states', 'ticket_priorities'],
  desired: (file) =>
    desiredObjects('macros', file.macros, (macro) => ({
      name: macro.name,
      perform: canonicalPerform(macro.perform),
      ux_flow_next_up: macro.ux_flow_next_up,
      groups: [...macro.groups].sort(),
      active: macro.active,
      note: wantedNote(macro),
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    perform: performFromZammad(row['perform'], catalogue),
    ux_flow_next_up: asText(row['ux_flow_next_up']),
    groups: asSet(row['group_ids'] ?? [])
      .map((id) => catalogue.name('groups', id))
      .sort(),
    active: row['active'] === true,
    note: storedNote(row),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'perform', 'perform', (perform) => performToZammad(perform, catalogue)),
    ...translated(fields, 'groups', 'group_ids', (names) =>
      asSet(names).map((name) => Number(requireId(catalogue, 'groups', name))),
    ),
  }),
  references: (fields) => [
    ...performReferences(fields['perform'] ?? {}, 'perform'),
    ...asSet(fields['groups'] ?? []).map((name) => ({ kind: 'groups' as const, name, where: 'groups' })),
  ],
  entries: (fields) => [{ ...fields }],
};
