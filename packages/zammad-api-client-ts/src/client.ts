/** Assembles the client: one transport, and on it every part of Zammad's API. */
import * as z from 'zod';
import type { Articles } from './articles.js';
import { createArticles } from './articles.js';
import type { CustomAttributes, CustomOf } from './columns.js';
import type { ObjectOf } from './kinds.js';
import type { KnowledgeBase } from './knowledge-base.js';
import { createKnowledgeBase } from './knowledge-base.js';
import type { Links, Tags } from './links-tags.js';
import { createLinks, createTags } from './links-tags.js';
import type { Migration } from './migration.js';
import { migrateAttributes } from './migration.js';
import type { NameIndex, NamesOptions } from './names.js';
import { loadNames } from './names.js';
import type { ObjectAttributes } from './object-attributes.js';
import { createObjectAttributes } from './object-attributes.js';
import type { CalendarsInit, HealthWait, HttpLog, Monitoring } from './operations.js';
import { calendarsInitSchema, createMonitoring, fetchHttpLogs, waitUntilHealthy } from './operations.js';
import type { CallOptions, ReadOptions, ZammadClientOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer, createRequest } from './request.js';
import type { ResourceByKind, Resources } from './resources.js';
import { createResourceByKind, createResources } from './resources.js';
import { organizationSchema, userSchema } from './schemas/config-objects.js';
import type { Settings, Tokens } from './settings-tokens.js';
import { createSettings, createTokens } from './settings-tokens.js';
import type { Catalogue, Signshow } from './signshow.js';
import { catalogueOf, fetchSignshow } from './signshow.js';
import type { Tickets } from './tickets.js';
import { createTickets } from './tickets.js';
import type { Transport } from './transport.js';
import { createTransport } from './transport.js';

/** Everything Zammad's API offers, as calls. Every call throws ZammadError and takes `{ signal }` last. */
export interface ZammadClient<C extends CustomAttributes = CustomAttributes> extends Resources<C> {
  /** A resource by its API path, for code that walks over `resourceKinds`. */
  resource: ResourceByKind;
  tickets: Tickets<CustomOf<C, 'ticket'>>;
  articles: Articles;
  links: Links;
  tags: Tags;
  objectAttributes: ObjectAttributes;
  knowledgeBase: KnowledgeBase;
  settings: Settings;
  tokens: Tokens;
  monitoring: Monitoring;
  /** A path this client has no call for; the answer is checked with the given zod schema. */
  request: Request;
  /** The user behind the credentials. */
  me(options?: ReadOptions): Promise<ObjectOf<'users'> & CustomOf<C, 'user'>>;
  /** `6.5.0`; needs an administrator. Feed it to `capabilitiesOf`. */
  version(options?: CallOptions): Promise<string>;
  /** Everything a browser gets at sign-in; large. */
  signshow(options?: CallOptions): Promise<Signshow>;
  /** Permissions, state types, article types and senders, locales: read out of {@link ZammadClient.signshow}. */
  catalogue(options?: CallOptions): Promise<Catalogue>;
  /** An index of names and ids, see {@link NamesOptions} for what it costs. */
  names(options?: NamesOptions): Promise<NameIndex>;
  /** Time zones and calendar feeds Zammad knows. */
  calendarsInit(options?: CallOptions): Promise<CalendarsInit>;
  /** Sets the order of overviews: pairs of id and `prio`. */
  reorderOverviews(
    prios: readonly (readonly [id: number, prio: number])[],
    options?: CallOptions,
  ): Promise<void>;
  /**
   * The same client in the name of another user (id, login or e-mail), by the header `From`: `zammad.actingAs(8).tickets.create(…)`.
   * Needs `admin.user`. Places in flight are shared.
   */
  actingAs(user: number | string): ZammadClient<C>;
  /** First matches of an organization search, by name or note: `GET /organizations/search` (app/controllers/organizations_controller.rb). */
  searchOrganizations(
    query: string,
    options?: ReadOptions & { limit?: number },
  ): Promise<(ObjectOf<'organizations'> & CustomOf<C, 'organization'>)[]>;
  /** First matches of a user search, by login, mail or name: `GET /users/search` (app/controllers/users_controller.rb). */
  searchUsers(
    query: string,
    options?: ReadOptions & { limit?: number },
  ): Promise<(ObjectOf<'users'> & CustomOf<C, 'user'>)[]>;
  /** Latest log entries of a facility such as `webhook`. */
  httpLogs(facility: string, options?: CallOptions): Promise<HttpLog[]>;
  /**
   * Carries out **all** waiting changes of attributes, anyone's, and resolves when Zammad is there to stay: it stops its own
   * processes up to 5 seconds after the migration has answered and is back within a minute. Give the client `awayMs` too.
   */
  migrateAttributes(wait?: HealthWait): Promise<Migration>;
  /** Polls until Zammad answers steadily again, after a restart. */
  waitUntilHealthy(wait?: HealthWait): Promise<void>;
}

const versionSchema = z.looseObject({ version: z.string() });

/**
 * Starts a client. No request is made until the first call. Throws TypeError on a malformed `url`.
 * `C` declares custom attributes; what Zammad answers for them is not checked.
 */
export function createZammadClient<C extends CustomAttributes = CustomAttributes>(
  options: ZammadClientOptions,
): ZammadClient<C>;
export function createZammadClient(options: ZammadClientOptions): ZammadClient {
  return clientOn(createTransport(options), options);
}

const clientOn = (transport: Transport, options: Pick<ZammadClientOptions, 'clock'>): ZammadClient => {
  const request = createRequest(transport);
  const resource = createResourceByKind(request);
  const catalogue: ZammadClient['catalogue'] = async (call) =>
    catalogueOf(await fetchSignshow(request, call));
  const objectAttributes = createObjectAttributes(request);
  const settings = createSettings(request);
  const waitUntilHere: ZammadClient['waitUntilHealthy'] = (wait) =>
    waitUntilHealthy(request, { clock: options.clock, ...wait });
  return {
    ...createResources(request),
    resource,
    tickets: createTickets(request),
    articles: createArticles(request, transport),
    links: createLinks(request),
    tags: createTags(request),
    objectAttributes,
    knowledgeBase: createKnowledgeBase(request),
    settings,
    tokens: createTokens(request),
    monitoring: createMonitoring(request),
    request,
    me: ({ signal, expand } = {}) =>
      request({ method: 'GET', path: '/users/me', query: { expand }, signal }, userSchema),
    version: async ({ signal } = {}) =>
      (await request({ method: 'GET', path: '/version', signal }, versionSchema)).version,
    signshow: (call) => fetchSignshow(request, call),
    catalogue,
    names: (wanted) => loadNames(resource, catalogue, wanted),
    calendarsInit: ({ signal } = {}) =>
      request({ method: 'GET', path: '/calendars_init', signal }, calendarsInitSchema),
    reorderOverviews: async (prios, { signal } = {}) => {
      await request({ method: 'POST', path: '/overviews_prio', body: { prios }, signal }, anyAnswer);
    },
    searchUsers: (query, { signal, expand, limit = 50 } = {}) =>
      request(
        { method: 'GET', path: '/users/search', query: { query, limit, expand }, signal },
        z.array(userSchema),
      ),
    actingAs: (user) => clientOn(transport.actingAs(user), options),
    searchOrganizations: (query, { signal, expand, limit = 50 } = {}) =>
      request(
        { method: 'GET', path: '/organizations/search', query: { query, limit, expand }, signal },
        z.array(organizationSchema),
      ),
    httpLogs: (facility, call) => fetchHttpLogs(request, facility, call),
    migrateAttributes: (wait) =>
      migrateAttributes({ attributes: objectAttributes, settings }, waitUntilHere, wait),
    waitUntilHealthy: waitUntilHere,
  };
};
