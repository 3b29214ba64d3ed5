/** Every kind by its path. */
import { CORE_WORKFLOWS, JOBS, MACROS, TRIGGERS, WEBHOOKS } from './definitions/automation.js';
import { GROUPS, TICKET_PRIORITIES, TICKET_STATES } from './definitions/desks.js';
import { FIXED } from './definitions/fixed.js';
import { EMAIL_ADDRESSES, POSTMASTER_FILTERS } from './definitions/mail.js';
import { USERS } from './definitions/people.js';
import { ORGANIZATIONS, ROLES } from './definitions/standing.js';
import { OVERVIEWS, SIGNATURES, TEMPLATES, TEXT_MODULES } from './definitions/texts.js';
import { TICKET_ARTICLES, TICKETS } from './definitions/tickets.js';
import { CALENDARS, SLAS } from './definitions/time.js';
import type { Kind } from './kind.js';

/** Kinds that the generic routes serve whole. */
export const CONFIGURED: readonly Kind[] = [
  GROUPS,
  TICKET_STATES,
  TICKET_PRIORITIES,
  CALENDARS,
  SLAS,
  ROLES,
  ORGANIZATIONS,
  USERS,
  MACROS,
  OVERVIEWS,
  TRIGGERS,
  WEBHOOKS,
  JOBS,
  TEXT_MODULES,
  TEMPLATES,
  CORE_WORKFLOWS,
  SIGNATURES,
  EMAIL_ADDRESSES,
  POSTMASTER_FILTERS,
];

export const KINDS: ReadonlyMap<string, Kind> = new Map(
  [...CONFIGURED, ...FIXED, TICKETS, TICKET_ARTICLES].map((kind) => [kind.path, kind]),
);
