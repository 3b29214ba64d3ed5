/** The kinds as properties of the client, and the same by API path for code that walks over kinds. */
import type { z } from 'zod';
import type { DeletableKind, ObjectOf, ResourceKind } from './kinds.js';
import { kindSchemas } from './kinds.js';
import type { Request } from './request.js';
import type { PermanentResource, Resource } from './resource.js';
import { createPermanentResource, createResource } from './resource.js';
import { configObjectSchema } from './schemas/config-objects.js';

/** Any configuration object, for code that walks over kinds. */
export type ConfigObject = z.infer<typeof configObjectSchema>;
/** A kind chosen at run time: `delete` is absent where the API has none. */
export type AnyResource = PermanentResource<ConfigObject> & Partial<Pick<Resource<ConfigObject>, 'delete'>>;

/** A resource by its API path; the more that is known of `kind`, the more is known of the result. */
export interface ResourceByKind {
  (kind: 'roles'): PermanentResource<ConfigObject>;
  (kind: DeletableKind): Resource<ConfigObject>;
  (kind: ResourceKind): AnyResource;
}

/** One property a kind; beside the shape stand the columns a new object needs. */
export interface Resources {
  groups: Resource<ObjectOf<'groups'>, 'name'>;
  ticketStates: Resource<ObjectOf<'ticket_states'>, 'name'>;
  ticketPriorities: Resource<ObjectOf<'ticket_priorities'>, 'name'>;
  calendars: Resource<ObjectOf<'calendars'>, 'name' | 'timezone' | 'business_hours'>;
  slas: Resource<ObjectOf<'slas'>, 'name'>;
  roles: PermanentResource<ObjectOf<'roles'>, 'name'>;
  macros: Resource<ObjectOf<'macros'>, 'name' | 'perform'>;
  triggers: Resource<ObjectOf<'triggers'>, 'name' | 'condition' | 'perform'>;
  webhooks: Resource<ObjectOf<'webhooks'>, 'name' | 'endpoint'>;
  jobs: Resource<ObjectOf<'jobs'>, 'name' | 'timeplan' | 'condition' | 'perform'>;
  textModules: Resource<ObjectOf<'text_modules'>, 'name' | 'content'>;
  templates: Resource<ObjectOf<'templates'>, 'name' | 'options'>;
  coreWorkflows: Resource<ObjectOf<'core_workflows'>, 'name'>;
  signatures: Resource<ObjectOf<'signatures'>, 'name' | 'body'>;
  emailAddresses: Resource<ObjectOf<'email_addresses'>, 'email'>;
  postmasterFilters: Resource<ObjectOf<'postmaster_filters'>, 'name' | 'channel' | 'match' | 'perform'>;
  organizations: Resource<ObjectOf<'organizations'>, 'name'>;
  overviews: Resource<ObjectOf<'overviews'>, 'name' | 'condition' | 'order' | 'view'>;
  users: Resource<ObjectOf<'users'>>;
}

export const createResources = (request: Request): Resources => ({
  groups: createResource(request, 'groups', kindSchemas.groups),
  ticketStates: createResource(request, 'ticket_states', kindSchemas.ticket_states),
  ticketPriorities: createResource(request, 'ticket_priorities', kindSchemas.ticket_priorities),
  calendars: createResource(request, 'calendars', kindSchemas.calendars),
  slas: createResource(request, 'slas', kindSchemas.slas),
  roles: createPermanentResource(request, 'roles', kindSchemas.roles),
  macros: createResource(request, 'macros', kindSchemas.macros),
  triggers: createResource(request, 'triggers', kindSchemas.triggers),
  webhooks: createResource(request, 'webhooks', kindSchemas.webhooks),
  jobs: createResource(request, 'jobs', kindSchemas.jobs),
  textModules: createResource(request, 'text_modules', kindSchemas.text_modules),
  templates: createResource(request, 'templates', kindSchemas.templates),
  coreWorkflows: createResource(request, 'core_workflows', kindSchemas.core_workflows),
  signatures: createResource(request, 'signatures', kindSchemas.signatures),
  emailAddresses: createResource(request, 'email_addresses', kindSchemas.email_addresses),
  postmasterFilters: createResource(request, 'postmaster_filters', kindSchemas.postmaster_filters),
  organizations: createResource(request, 'organizations', kindSchemas.organizations),
  overviews: createResource(request, 'overviews', kindSchemas.overviews),
  users: createResource(request, 'users', kindSchemas.users),
});

export const createResourceByKind = (request: Request): ResourceByKind => {
  function resource(kind: 'roles'): PermanentResource<ConfigObject>;
  function resource(kind: DeletableKind): Resource<ConfigObject>;
  function resource(kind: ResourceKind): AnyResource;
  function resource(kind: ResourceKind): AnyResource {
    const create = kind === 'roles' ? createPermanentResource : createResource;
    return create(request, kind, configObjectSchema);
  }
  return resource;
};
