/** Organizations: the portals' mail domains, by which a request's region is known. */
import { asText } from '../canonical.js';
import { desiredObjects, plain, storedNote, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'shared', 'domain', 'domain_assignment', 'active', 'note'];

export const organizations: Resource = {
  kind: 'organizations',
  title: 'организация',
  level: 5,
  permission: 'admin.organization',
  uniqueName: true,
  removal: 'deactivate',
  pointsTo: [],
  desired: (file) =>
    desiredObjects('organizations', file.organizations, (organization) => ({
      name: organization.name,
      shared: organization.shared,
      domain: organization.domain,
      domain_assignment: organization.domain_assignment,
      active: organization.active,
      note: wantedNote(organization),
    })),
  normalise: (row) => ({
    name: asText(row['name']),
    shared: row['shared'] === true,
    domain: asText(row['domain']),
    domain_assignment: row['domain_assignment'] === true,
    active: row['active'] === true,
    note: storedNote(row),
  }),
  body: (fields) => plain(fields, same),
  references: () => [],
  entries: (fields) => [{ ...fields }],
};
