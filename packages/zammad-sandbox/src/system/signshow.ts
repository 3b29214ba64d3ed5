/** `GET /signshow`: who the caller is, and the catalogue of everything that has no route of its own. */
import { plain, recordOf } from '../behaviour/columns.js';
import { ok } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { collect, type Assets } from '../kinds/assets.js';
import { KINDS } from '../kinds/catalogue.js';
import { USERS } from '../kinds/definitions/people.js';
import { present } from '../kinds/present.js';
import { listedAttribute } from './attributes.js';
import { attributesOf, configured } from '../tickets/form-meta.js';
import type { Row, World } from '../world.js';

const OBJECTS = ['Ticket', 'TicketArticle', 'User', 'Organization', 'Group'];

/** Collections the page keeps that are always empty here. */
const EMPTY = [
  'UserOverviewSorting',
  'Taskbar',
  'OnlineNotification',
  'RecentView',
  'Permission',
  'Role',
  'Group',
  'Organization',
  'StatsStore',
  'TicketStateType',
  'TicketState',
  'TicketPriority',
  'TicketArticleType',
  'TicketArticleSender',
  'Macro',
  'TextModule',
  'Signature',
  'EmailAddress',
  'ChecklistTemplate',
  'TicketTimeAccountingType',
  'Template',
  'TicketSharedDraftStart',
];

const CUSTOM_MODULES = [
  'PendingTime',
  'AdminCoreWorkflow',
  'SecondaryOrganization',
  'AdminSla',
  'TicketDuplicateDetection',
  'TicketTimeAccountingCheck',
  'AdminGroupParentId',
  'AdminShowGroupListForAgents',
];

const TABLES = [
  'roles',
  'groups',
  'permissions',
  'ticket_state_types',
  'ticket_states',
  'ticket_priorities',
  'ticket_article_types',
  'ticket_article_senders',
  'macros',
  'text_modules',
  'signatures',
  'email_addresses',
  'templates',
];

/** Settings the page may see. */
const publicSettings = (world: World): Record<string, unknown> =>
  Object.fromEntries(
    world
      .table('settings')
      .filter((setting) => setting['frontend'] === true)
      .map((setting) => [plain(setting['name']), recordOf(setting['state_current'])['value']]),
  );

/** Oneself by columns alone: what hangs on a person is not told. */
const sessionOf = (world: World, actor: Row): Record<string, unknown> =>
  Object.fromEntries(Object.entries(present(world, USERS, actor)).filter(([key]) => !/_ids$/.test(key)));

export const signshow = (call: Call) => {
  const { world, actor } = call;
  const config = publicSettings(world);
  if (!call.known) return ok({ error: 'no valid session', config, models: {}, collections: {} });
  const assets: Assets = {};
  collect(world, KINDS, assets, 'users', actor);
  for (const table of TABLES)
    for (const row of world.table(table).all()) collect(world, KINDS, assets, table, row);
  return ok({
    session: sessionOf(world, actor),
    models: Object.fromEntries(
      OBJECTS.map((object) => [object, attributesOf(world, object).map((row) => configured(row))]),
    ),
    collections: {
      ...Object.fromEntries(EMPTY.map((name) => [name, []])),
      Locale: world.table('locales').all(),
      CoreWorkflowCustomModule: CUSTOM_MODULES.map((name) => ({ name: `CoreWorkflow::Custom::${name}` })),
      ObjectManagerAttribute: world
        .table('object_manager_attributes')
        .all()
        .map((row) => listedAttribute(world, row)),
    },
    assets,
    config,
    after_auth: null,
  });
};
