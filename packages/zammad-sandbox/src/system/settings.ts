/** Settings: read and changed, never made or deleted. */
import { isRecord, listOf, plain, recordOf } from '../behaviour/columns.js';
import { Refusal, notAuthorized, ok, unprocessable } from '../http/answer.js';
import { idInPath, may, nowText, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import type { Row } from '../world.js';

const permitted = (call: Call, setting: Row): boolean => {
  const needed = listOf(recordOf(setting['preferences'])['permission']).map(plain);
  return needed.length === 0 || may(call, needed);
};

const settingInPath = (call: Call): Row => {
  const setting = call.world.table('settings').get(idInPath(call));
  if (!setting) throw new Refusal(500, 'unable to find policy `NilClassPolicy` for `nil`', false);
  if (!permitted(call, setting)) throw notAuthorized();
  return setting;
};

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const update = (call: Call) => {
  const setting = settingInPath(call);
  const state = call.body['state_current'];
  const zone = setting['name'] === 'timezone_default' && isRecord(state) ? plain(state['value']) : '';
  if (zone !== '' && !isTimeZone(zone)) throw unprocessable('Given time zone is not valid.');
  const given = isRecord(call.body['preferences']) ? { preferences: call.body['preferences'] } : {};
  if (isRecord(state) && JSON.stringify(state) !== JSON.stringify(setting['state_current'])) {
    call.world
      .table('settings')
      .patch(setting, { ...given, state_current: state, updated_at: nowText(call.world) });
  }
  return ok(setting);
};

const reset = (call: Call) => {
  const setting = settingInPath(call);
  const columns = { state_current: setting['state_initial'], updated_at: nowText(call.world) };
  call.world.table('settings').patch(setting, columns);
  return ok(setting);
};

export const settingRoutes = (): Route[] => [
  route('GET', '/settings', ['admin.*'], (call) =>
    ok(call.world.table('settings').filter((setting) => permitted(call, setting))),
  ),
  route('GET', '/settings/:id', ['admin.*'], (call) => ok(settingInPath(call))),
  route('PUT', '/settings/:id', ['admin.*'], update),
  route('POST', '/settings/reset/:id', ['admin.*'], reset),
  route('DELETE', '/settings/:id', ['admin.*'], () => {
    throw new Refusal(403, 'Not authorized (feature not possible)');
  }),
];
