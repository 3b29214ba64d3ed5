/** Every kind of configuration object: its API path, its schema, and what a new one cannot do without. */
import type * as z from 'zod';
import * as schema from './schemas/config-objects.js';

/** API path → schema. The paths are the public names of the kinds. */
export const kindSchemas = {
  groups: schema.groupSchema,
  ticket_states: schema.ticketStateSchema,
  ticket_priorities: schema.ticketPrioritySchema,
  calendars: schema.calendarSchema,
  slas: schema.slaSchema,
  roles: schema.roleSchema,
  organizations: schema.organizationSchema,
  macros: schema.macroSchema,
  overviews: schema.overviewSchema,
  triggers: schema.triggerSchema,
  webhooks: schema.webhookSchema,
  jobs: schema.jobSchema,
  text_modules: schema.textModuleSchema,
  templates: schema.templateSchema,
  core_workflows: schema.coreWorkflowSchema,
  signatures: schema.signatureSchema,
  email_addresses: schema.emailAddressSchema,
  postmaster_filters: schema.postmasterFilterSchema,
  users: schema.userSchema,
} as const;

/** API path of a kind: `groups`, `ticket_states`, …. Source: config/routes. */
export type ResourceKind = keyof typeof kindSchemas;
/** Kinds the API can delete; a role can only be deactivated. Source: config/routes. */
export type DeletableKind = Exclude<ResourceKind, 'roles'>;
/** What a kind is read as. */
export type ObjectOf<K extends ResourceKind> = z.infer<(typeof kindSchemas)[K]>;

/** All kinds, for code that walks over them: `GET /{kind}` (config/routes). */
export const resourceKinds: readonly ResourceKind[] = [
  'groups',
  'ticket_states',
  'ticket_priorities',
  'calendars',
  'slas',
  'roles',
  'organizations',
  'macros',
  'overviews',
  'triggers',
  'webhooks',
  'jobs',
  'text_modules',
  'templates',
  'core_workflows',
  'signatures',
  'email_addresses',
  'postmaster_filters',
  'users',
];
