/**
 * Who is asking: token, Basic or nobody, and `From` to act for another user, with the answers a real helpdesk gives.
 */
import { listOf, momentOf, plain, recordOf } from '../behaviour/columns.js';
import type { Row, World } from '../world.js';
import { Refusal } from './answer.js';
import { permittedBy } from './permissions.js';

export interface Identity {
  actor: Row;
  scopes: readonly string[] | null;
}

const activeUser = (world: World, match: (user: Row) => boolean): Row | undefined =>
  world.table('users').find((user) => user['active'] !== false && match(user));

/** A user by id, login or e-mail, as impersonation and lookups take them. Logins are kept in lower case. */
export const userNamed = (world: World, name: string): Row | undefined => {
  const wanted = name.trim().toLowerCase();
  return activeUser(
    world,
    (user) =>
      String(user.id) === wanted || user['login'] === wanted || (wanted !== '' && user['email'] === wanted),
  );
};

const byToken = (world: World, value: string): Identity => {
  const token = world.table('tokens').find((row) => row['secret'] === value);
  const expiry = momentOf(token?.['expires_at']);
  const expired = expiry !== null && expiry < world.clock.now().getTime();
  const actor = token && !expired ? activeUser(world, (user) => user.id === token['user_id']) : undefined;
  if (!token || !actor) throw new Refusal(401, "Can't find User for Token");
  world.table('tokens').patch(token, { last_used_at: world.clock.now().toISOString() });
  return { actor, scopes: listOf(recordOf(token['preferences'])['permission']).map(plain) };
};

const byPassword = (world: World, encoded: string): Identity => {
  const [login, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const actor = userNamed(world, login ?? '');
  if (!actor || !actor['password'] || actor['password'] !== password.join(':')) {
    throw new Refusal(401, 'Invalid BasicAuth credentials');
  }
  rememberLogin(world, actor);
  return { actor, scopes: null };
};

const LOGIN_MS = 10 * 60_000;

/** A login is written down, but not more often than every ten minutes. */
const rememberLogin = (world: World, user: Row): void => {
  const now = world.clock.now();
  const last = momentOf(user['last_login']);
  if (last !== null && now.getTime() - last < LOGIN_MS) return;
  const at = now.toISOString();
  world.table('users').patch(user, { last_login: at, login_failed: 0, updated_at: at });
};

const TOKEN = /^(?:Token\s+token=|Bearer\s+)"?([^",\s]+)"?/i;
const BASIC = /^Basic\s+(\S+)/i;

const identify = (world: World, authorization: string | undefined): Identity => {
  const token = TOKEN.exec(authorization ?? '')?.[1];
  if (token !== undefined) return byToken(world, token);
  const basic = BASIC.exec(authorization ?? '')?.[1];
  if (basic !== undefined) return byPassword(world, basic);
  throw new Refusal(403, 'Authentication required');
};

/** In maintenance mode only those are let in who may end it. */
const insistOpen = (world: World, { actor, scopes }: Identity): void => {
  const mode = world.table('settings').find((row) => row['name'] === 'maintenance_mode');
  if (recordOf(mode?.['state_current'])['value'] !== true) return;
  if (!permittedBy(world, actor, scopes, 'admin.maintenance'))
    throw new Refusal(403, 'Maintenance mode enabled!');
};

/**
 * The identity behind the headers.
 * @throws Refusal 403 without credentials or in maintenance, 401 with wrong ones, 403/422 when `From` is not allowed or names nobody
 */
export const authenticate = (
  world: World,
  headers: { authorization: string | undefined; from: string | undefined },
): Identity => {
  const identity = identify(world, headers.authorization);
  insistOpen(world, identity);
  if (headers.from === undefined || headers.from === '') return identity;
  if (!permittedBy(world, identity.actor, identity.scopes, 'admin.user'))
    throw new Refusal(403, "Current user has no permission to use 'From'/'X-On-Behalf-Of'!");
  const actor = userNamed(world, headers.from);
  if (!actor) throw new Refusal(403, `No such user '${headers.from}'`);
  return { actor, scopes: null };
};
