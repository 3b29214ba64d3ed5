/** The kinds as properties of the client, and the same by API path for code that walks over kinds. */
import type * as z from 'zod';
import type {
  CreateOf,
  CustomAttributes,
  CustomOf,
  EmailAddressColumns,
  GroupColumns,
  JobColumns,
  MacroColumns,
  NotedColumns,
  OrganizationColumns,
  OverviewColumns,
  RoleColumns,
  SlaColumns,
  StateColumns,
  TextModuleColumns,
  TriggerColumns,
  UserColumns,
  WebhookColumns,
  WriteOf,
} from './columns.js';
import type { DeletableKind, ObjectOf, ResourceKind } from './kinds.js';
import { kindSchemas } from './kinds.js';
import type { Request } from './request.js';
import type { PermanentResource, Resource } from './resource.js';
import { createPermanentResource, createResource } from './resource.js';
import { configObjectSchema } from './schemas/config-objects.js';

/** Any configuration object, for code that walks over kinds. */
export type ConfigObject = z.infer<typeof configObjectSchema>;
type Columns = Readonly<Record<string, unknown>>;
/** A kind chosen at run time: nobody knows its columns then, and `delete` is absent where the API has none. */
export type AnyResource = PermanentResource<ConfigObject, Columns, Columns> &
  Partial<Pick<Resource<ConfigObject>, 'delete'>>;

/** A resource by its API path; the more that is known of `kind`, the more is known of the result. */
export interface ResourceByKind {
  (kind: 'roles'): PermanentResource<ConfigObject, Columns, Columns>;
  (kind: DeletableKind): Resource<ConfigObject, Columns, Columns>;
  (kind: ResourceKind): AnyResource;
}

/** A kind's object, what a new one needs, and what may be written besides what is read. */
type Kind<
  K extends ResourceKind,
  Needed extends keyof ObjectOf<K>,
  More = unknown,
  Custom = unknown,
> = Resource<
  ObjectOf<K> & Custom,
  CreateOf<ObjectOf<K>, Needed> & More & Custom,
  WriteOf<ObjectOf<K>> & More & Custom
>;

/** One property a kind; beside the shape stand the columns a new object needs. `C`: custom attributes of the objects that may have them. */
export interface Resources<C extends CustomAttributes = CustomAttributes> {
  groups: Kind<'groups', 'name', GroupColumns, CustomOf<C, 'group'>>;
  ticketStates: Kind<'ticket_states', 'name', StateColumns>;
  ticketPriorities: Kind<'ticket_priorities', 'name'>;
  calendars: Kind<'calendars', 'name' | 'timezone' | 'business_hours'>;
  slas: Kind<'slas', 'name', SlaColumns>;
  roles: Omit<Kind<'roles', 'name', RoleColumns>, 'delete'>;
  macros: Kind<'macros', 'name' | 'perform', MacroColumns>;
  triggers: Kind<'triggers', 'name' | 'condition' | 'perform', TriggerColumns>;
  webhooks: Kind<'webhooks', 'name' | 'endpoint', WebhookColumns>;
  jobs: Kind<'jobs', 'name' | 'timeplan' | 'condition' | 'perform', JobColumns>;
  textModules: Kind<'text_modules', 'name' | 'content', TextModuleColumns>;
  templates: Kind<'templates', 'name' | 'options'>;
  coreWorkflows: Kind<'core_workflows', 'name'>;
  signatures: Kind<'signatures', 'name' | 'body'>;
  emailAddresses: Kind<'email_addresses', 'email', EmailAddressColumns>;
  postmasterFilters: Kind<'postmaster_filters', 'name' | 'channel' | 'match' | 'perform', NotedColumns>;
  organizations: Kind<'organizations', 'name', OrganizationColumns, CustomOf<C, 'organization'>>;
  overviews: Kind<'overviews', 'name' | 'condition' | 'order' | 'view', OverviewColumns>;
  users: Kind<'users', never, UserColumns, CustomOf<C, 'user'>>;
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
