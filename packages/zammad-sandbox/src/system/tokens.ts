/** API tokens of the caller: their value is shown once, when they are made. */
import { randomBytes } from 'node:crypto';
import { listOf, plain, recordOf } from '../behaviour/columns.js';
import { ok, unprocessable } from '../http/answer.js';
import { idInPath, may, nowText, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';

/** Tokens and the permissions a new one could have. */
const list = (call: Call) => {
  const tokens = call.world
    .table('tokens')
    .filter((token) => token['user_id'] === call.actor.id)
    .map(({ id, user_id, action, name, preferences, last_used_at, expires_at, created_at, updated_at }) => ({
      id,
      user_id,
      action,
      name,
      preferences,
      last_used_at,
      expires_at,
      created_at,
      updated_at,
    }));
  const permissions = call.world
    .table('permissions')
    .filter((permission) => may(call, [plain(permission['name'])]))
    .toSorted((a, b) => (plain(a['name']) < plain(b['name']) ? -1 : 1));
  return ok({ tokens: tokens.toReversed(), permissions });
};

const create = (call: Call) => {
  const name = plain(call.body['name']);
  if (name === '') throw unprocessable("The required parameter 'name' is missing.");
  if (!('permission' in call.body)) throw unprocessable('missing keyword: :permission', false);
  const secret = randomBytes(24).toString('base64url');
  const now = nowText(call.world);
  const permission = listOf(call.body['permission'] ?? recordOf(call.body['preferences'])['permission']).map(
    plain,
  );
  call.world.table('tokens').insert({
    user_id: call.actor.id,
    action: 'api',
    name,
    secret,
    preferences: { permission },
    last_used_at: null,
    expires_at: call.body['expires_at'] ?? null,
    created_at: now,
    updated_at: now,
  });
  return ok({ token: secret });
};

const remove = (call: Call) => {
  const token = call.world.table('tokens').get(idInPath(call));
  if (token?.['user_id'] !== call.actor.id) throw unprocessable('The API token could not be found.');
  call.world.table('tokens').delete(token.id);
  return ok({});
};

export const tokenRoutes = (): Route[] => [
  route('GET', '/user_access_token', ['user_preferences.access_token'], list),
  route('POST', '/user_access_token', ['user_preferences.access_token'], create),
  route('DELETE', '/user_access_token/:id', ['user_preferences.access_token'], remove),
];
