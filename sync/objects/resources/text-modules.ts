/** Text modules: ready sentences for operators. Zammad sanitises their HTML, so spelling is not compared. */
import { asSet, asText } from '../canonical.js';
import { unsanitised } from '../clause-note.js';
import { requireId } from './condition.js';
import { desiredObjects, plain, storedNote, translated, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'keywords', 'content', 'active', 'note'];

export const textModules: Resource = {
  kind: 'text_modules',
  title: 'текстовый модуль',
  level: 8,
  permission: 'admin.text_module',
  uniqueName: false,
  removal: 'delete',
  pointsTo: ['groups'],
  desired: (file) =>
    desiredObjects('text_modules', file.text_modules, (module) => ({
      name: module.name,
      keywords: module.keywords,
      content: unsanitised(module.content),
      groups: [...module.groups].sort(),
      active: module.active,
      note: wantedNote(module),
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    keywords: asText(row['keywords']),
    content: unsanitised(asText(row['content'])),
    groups: asSet(row['group_ids'] ?? [])
      .map((id) => catalogue.name('groups', id))
      .sort(),
    active: row['active'] === true,
    note: storedNote(row),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'groups', 'group_ids', (names) =>
      asSet(names).map((name) => Number(requireId(catalogue, 'groups', name))),
    ),
  }),
  references: (fields) =>
    asSet(fields['groups'] ?? []).map((name) => ({ kind: 'groups' as const, name, where: 'groups' })),
  entries: (fields) => [{ ...fields }],
};
