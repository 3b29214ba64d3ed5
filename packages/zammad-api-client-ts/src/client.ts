/** Assembles the client: one transport, and on it every part of Zammad's API. */
import type { ObjectOf } from './kinds.js';
import type { ReadOptions, ZammadClientOptions } from './options.js';
import type { Request } from './request.js';
import { createRequest } from './request.js';
import type { ResourceByKind, Resources } from './resources.js';
import { createResourceByKind, createResources } from './resources.js';
import { userSchema } from './schemas/config-objects.js';
import { createTransport } from './transport.js';

/** Everything Zammad's API offers, as calls. Every call throws {@link ZammadError} and takes `{ signal }` last. */
export interface ZammadClient extends Resources {
  /** A resource by its API path, for code that walks over {@link resourceKinds}. */
  resource: ResourceByKind;
  /** A path this client has no call for; the answer is checked with the given zod schema. */
  request: Request;
  /** The user behind the credentials. */
  me(options?: ReadOptions): Promise<ObjectOf<'users'>>;
}

/** Starts a client. No request is made until the first call. Throws TypeError on a malformed `url`. */
export const createZammadClient = (options: ZammadClientOptions): ZammadClient => {
  const request = createRequest(createTransport(options));
  return {
    ...createResources(request),
    resource: createResourceByKind(request),
    request,
    me: ({ signal, expand } = {}) =>
      request({ method: 'GET', path: '/users/me', query: { expand }, signal }, userSchema),
  };
};
