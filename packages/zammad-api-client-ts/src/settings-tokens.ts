/** System settings by name, and the API tokens of the signed-in user. */
import * as z from 'zod';
import { UnknownNameError } from './unknown-name.js';
import type { CallOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';
import { moment } from './schemas/json.js';

const holder = z.looseObject({ value: z.unknown().optional() });

const settingSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  title: z.string(),
  area: z.string(),
  state_current: holder,
  state_initial: holder,
});
/** A system setting: `GET /settings` (app/models/setting.rb). */
export type Setting = z.infer<typeof settingSchema>;

/** System settings: `/settings` (app/controllers/settings_controller.rb). */
export interface Settings {
  list(options?: CallOptions): Promise<Setting[]>;
  /** One list request. Throws {@link UnknownNameError}. */
  byName(name: string, options?: CallOptions): Promise<Setting>;
  /** Two requests: settings are written by id. Throws {@link UnknownNameError}. */
  set(name: string, value: unknown, options?: CallOptions): Promise<Setting>;
}

export const createSettings = (request: Request): Settings => {
  const list: Settings['list'] = ({ signal } = {}) =>
    request({ method: 'GET', path: '/settings', signal }, z.array(settingSchema));
  const byName: Settings['byName'] = async (name, options) => {
    const all = await list(options);
    const found = all.find((setting) => setting.name === name);
    if (found !== undefined) return found;
    const known = all.map((setting) => setting.name);
    throw new UnknownNameError('settings', name, known);
  };
  return {
    list,
    byName,
    set: async (name, value, { signal } = {}) => {
      const { id } = await byName(name, { signal });
      const body = { state_current: { value } };
      return request({ method: 'PUT', path: `/settings/${id}`, body, signal }, settingSchema);
    },
  };
};

const tokenSchema = z.looseObject({
  id: z.number(),
  name: z.string().nullish(),
  preferences: z.looseObject({ permission: z.array(z.string()).optional() }).nullish(),
  expires_at: z.string().nullish(),
  last_used_at: moment.nullish(),
});
/** A token without its secret: `GET /user_access_token` (app/controllers/user_access_token_controller.rb). */
export type ApiToken = z.infer<typeof tokenSchema>;

const tokenListSchema = z.looseObject({
  tokens: z.array(tokenSchema),
  permissions: z.array(z.looseObject({ name: z.string() })),
});
const createdTokenSchema = z.looseObject({ token: z.string() });

/** Needs `user_preferences.access_token`. Source: app/controllers/user_access_token_controller.rb. */
export interface Tokens {
  /** The user's tokens, without their secrets. */
  list(options?: CallOptions): Promise<ApiToken[]>;
  /** Names of the permissions the user may give to a token. */
  grantable(options?: CallOptions): Promise<string[]>;
  /** The secret is shown this once. `expiresAt` is a date, `2027-01-31`. */
  create(
    token: { name: string; permissions: readonly string[]; expiresAt?: string },
    options?: CallOptions,
  ): Promise<{ token: string }>;
  delete(id: number, options?: CallOptions): Promise<void>;
}

export const createTokens = (request: Request): Tokens => {
  const path = '/user_access_token';
  return {
    list: async ({ signal } = {}) => (await request({ method: 'GET', path, signal }, tokenListSchema)).tokens,
    grantable: async ({ signal } = {}) =>
      (await request({ method: 'GET', path, signal }, tokenListSchema)).permissions.map(({ name }) => name),
    create: async ({ name, permissions, expiresAt }, { signal } = {}) => {
      const body = { name, permission: permissions, expires_at: expiresAt ?? null };
      const { token } = await request({ method: 'POST', path, body, signal }, createdTokenSchema);
      return { token };
    },
    delete: async (id, { signal } = {}) => {
      await request({ method: 'DELETE', path: `${path}/${id}`, signal }, anyAnswer);
    },
  };
};
