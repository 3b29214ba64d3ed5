/** All kinds of objects, in the order of apply. */
import type { ObjectKind } from '../../../config/schema/helpdesk.js';
import { calendars } from './calendars.js';
import { coreWorkflows } from './core-workflows.js';
import { groups } from './groups.js';
import { macros } from './macros.js';
import { objectAttributes } from './object-attributes.js';
import { organizations } from './organizations.js';
import { overviews } from './overviews.js';
import { postmasterFilters } from './postmaster-filters.js';
import type { Resource } from './resource.js';
import { roles } from './roles.js';
import { slas } from './slas.js';
import { templates } from './templates.js';
import { textModules } from './text-modules.js';
import { ticketStates } from './ticket-states.js';
import { triggers } from './triggers.js';
import { webhooks } from './webhooks.js';

/**
 * What others point to comes first; removals go from the end:
 *
 *     fields → one migration → states → calendars → groups → roles → organizations → SLAs → webhooks
 *       → text modules, macros, templates → triggers → mail filters → overviews → core workflows
 */
export const resources: Readonly<Record<ObjectKind, Resource>> = {
  object_manager_attributes: objectAttributes,
  ticket_states: ticketStates,
  calendars,
  groups,
  roles,
  organizations,
  slas,
  webhooks,
  text_modules: textModules,
  macros,
  templates,
  triggers,
  postmaster_filters: postmasterFilters,
  overviews,
  core_workflows: coreWorkflows,
};
