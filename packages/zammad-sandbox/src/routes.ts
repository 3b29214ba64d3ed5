/** Every route, the particular ones before the generic ones whose `:id` would swallow them. */
import type { Restart } from './http/restart.js';
import type { Route } from './http/routes.js';
import { CONFIGURED, KINDS } from './kinds/catalogue.js';
import { crudRoutes } from './kinds/crud.js';
import { overviewOrderRoute } from './kinds/overview-order.js';
import { knowledgeBaseRoutes } from './knowledge-base/routes.js';
import { attributeRoutes } from './system/attributes.js';
import { calendarRoutes } from './system/calendar-routes.js';
import { monitoringRoutes } from './system/monitoring.js';
import { peopleRoutes } from './system/people-routes.js';
import { settingRoutes } from './system/settings.js';
import { tokenRoutes } from './system/tokens.js';
import { articleRoutes } from './tickets/article-routes.js';
import { linkRoutes } from './tickets/links.js';
import { tagRoutes } from './tickets/tag-routes.js';
import { ticketRoutes } from './tickets/ticket-routes.js';

export const allRoutes = (restart: Restart): Route[] => [
  ...monitoringRoutes(),
  ...tokenRoutes(),
  ...settingRoutes(),
  ...attributeRoutes(restart),
  ...calendarRoutes(),
  ...peopleRoutes(),
  ...ticketRoutes(),
  ...articleRoutes(),
  ...linkRoutes(),
  ...tagRoutes(),
  ...knowledgeBaseRoutes(),
  overviewOrderRoute,
  ...CONFIGURED.flatMap((kind) => crudRoutes(KINDS, kind)),
];
