/** Organizations: the portals' mail domains, by which a request's region is known. */
import { asText } from '../canonical.js';
import { requireId } from './condition.js';
import { desiredObjects, plain, storedNote, translated, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'shared', 'domain', 'domain_assignment', 'active', 'note'];

export const organizations: Resource = {
  kind: 'organizations',
  title: 'организация',
  level: 5,
  permission: 'admin.organization',
  uniqueName: true,
  removal: 'deactivate',
  pointsTo: ['groups'],
  desired: (file) =>
    desiredObjects('organizations', file.organizations, (organization) => ({
      name: organization.name,
      shared: organization.shared,
      domain: organization.domain,
      domain_assignment: organization.domain_assignment,
      ...(organization.region_group !== undefined && { region_group: organization.region_group }),
      active: organization.active,
      note: wantedNote(organization),
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    shared: row['shared'] === true,
    domain: asText(row['domain']),
    domain_assignment: row['domain_assignment'] === true,
    region_group: /^\d+$/.test(asText(row['region_group']))
      ? catalogue.name('groups', row['region_group'])
      : '',
    active: row['active'] === true,
    note: storedNote(row),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    // An attribute of our own, so Zammad keeps the number as a text.
    ...translated(fields, 'region_group', 'region_group', (name) =>
      requireId(catalogue, 'groups', asText(name)),
    ),
  }),
  references: (fields) =>
    fields['region_group'] === undefined
      ? []
      : [{ kind: 'groups', name: asText(fields['region_group']), where: 'region_group' }],
  entries: (fields) => [{ ...fields }],
};
