/**
 * One API call as the routes see it: who asks, with which rights, for what. Nothing of express reaches further than this.
 */
import { plain, isTruthy } from '../behaviour/columns.js';
import type { Desk } from '../desk.js';
import type { TicketTransaction } from '../tickets/transaction.js';
import type { Row, World } from '../world.js';
import { Refusal } from './answer.js';
import { permittedBy } from './permissions.js';
import type { Upload } from './uploads.js';

export interface Call {
  readonly world: World;
  readonly desk: Desk;
  /** Everything done to tickets goes through this, so that triggers see it. */
  readonly transaction: TicketTransaction;
  /** The user whose rights count and who is written down as author (with `From`: the impersonated one). */
  readonly actor: Row;
  /** False where a route lets everybody in and nobody said who they are. */
  readonly known: boolean;
  /** Permissions the token was made with; null when it is not a token that asks. */
  readonly scopes: readonly string[] | null;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Files of a multipart body. */
  readonly uploads: readonly Upload[];
}

/** Whether the caller holds one of the permissions, in the roles and, with a token, in its scopes too. */
export const may = (call: Call, permissions: readonly string[]): boolean =>
  permissions.some((permission) => permittedBy(call.world, call.actor, call.scopes, permission));

/** Lets the call pass or refuses it with 403. */
export const demand = (call: Call, permissions: readonly string[]): void => {
  if (!may(call, permissions)) throw new Refusal(403, 'User authorization failed.');
};

export const asked = (call: Call, flag: string): boolean => isTruthy(call.query[flag] ?? call.body[flag]);

/** A parameter of the query or, as Rails merges them, of the body. */
export const parameter = (call: Call, name: string): unknown => call.query[name] ?? call.body[name];

export const textParameter = (call: Call, name: string): string => plain(parameter(call, name));

export const numberParameter = (call: Call, name: string, otherwise: number): number => {
  const value = Number(parameter(call, name) ?? otherwise);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
};

/** The id in the path; text that is no number finds nothing, as in Zammad. */
export const idInPath = (call: Call, name = 'id'): number => Number(call.params[name]);

export const nowText = (world: World): string => world.clock.now().toISOString();
