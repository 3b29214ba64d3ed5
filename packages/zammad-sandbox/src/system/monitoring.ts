/** Version, health, counts and the log of outgoing requests. */
import { plain, recordOf, setting } from '../behaviour/columns.js';
import { notAuthorized, ok, unprocessable } from '../http/answer.js';
import { may, textParameter, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import { paged, sorted } from '../kinds/listing.js';
import type { World } from '../world.js';
import { signshow } from './signshow.js';

const VERSIONS = { '6.6': '6.6.x', '7': '7.2.0' } as const;

/** Either the monitoring token or an admin may look. */
const demandMonitor = (call: Call): void => {
  const token = plain(setting(call.world, 'monitoring_token'));
  const byToken = token !== '' && textParameter(call, 'token') === token;
  if (!byToken && !(call.known && may(call, ['admin.monitoring']))) throw notAuthorized();
};

const TROUBLE_AFTER = 10;

const health = (call: Call) => {
  demandMonitor(call);
  const failed = call.desk.deliveries.list().filter(({ status }) => status === 'given up').length;
  const issues = failed > TROUBLE_AFTER ? [`${failed} failing background jobs`] : [];
  return ok({
    healthy: issues.length === 0,
    message: issues.length === 0 ? 'success' : issues.join(';'),
    issues,
    actions: [],
    token: setting(call.world, 'monitoring_token'),
  });
};

const COUNTED = [
  'users',
  'groups',
  'overviews',
  'tickets',
  'ticket_articles',
  'text_modules',
  'taskbars',
  'object_manager_attributes',
  'knowledge_base_categories',
  'knowledge_base_answers',
];

const counts = (world: World) =>
  Object.fromEntries(COUNTED.map((name) => [name, world.table(name).all().length]));

const status = (call: Call) => {
  demandMonitor(call);
  const { world } = call;
  const last = COUNTED.map((name): [string, unknown] => [
    name,
    world.table(name).all().at(-1)?.['created_at'] ?? null,
  ]);
  return ok({
    counts: counts(world),
    last_created_at: Object.fromEntries(last),
    last_login: world.table('users').get(3)?.['last_login'] ?? null,
    agents: world.table('users').filter((user) => Object.keys(recordOf(user['group_ids'])).length > 0).length,
    storage: { kB: 0, MB: 0, GB: 0 },
  });
};

const httpLogs = (call: Call) => {
  const rows = call.world.table('http_logs').where('facility', call.params['facility']);
  return ok(paged(call, sorted(call, rows, 'created_at', 'desc'), [50, 1000]));
};

export const monitoringRoutes = (): Route[] => [
  route('GET', '/version', ['admin'], (call) => ok({ version: VERSIONS[call.world.flavour] })),
  route('GET', '/signshow', null, signshow),
  route('GET', '/monitoring/health_check', null, health),
  route('GET', '/monitoring/status', null, status),
  route('GET', '/monitoring/amount_check', null, (call) => {
    demandMonitor(call);
    if (textParameter(call, 'periode') === '') throw unprocessable('periode is missing!');
    return ok({ count: call.world.table('tickets').all().length });
  }),
  route('POST', '/monitoring/restart_failed_jobs', ['admin.monitoring'], () => ok({})),
  route('GET', '/http_logs/:facility', ['admin.*'], httpLogs),
];
