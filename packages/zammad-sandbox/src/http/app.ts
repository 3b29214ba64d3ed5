/**
 * The edge: express turns requests into calls and answers into JSON, and tells a refusal from a fault of the sandbox.
 */
import express, { type Express, type Request, type Response } from 'express';
import { hasPermission } from '../behaviour/access.js';
import { listOf, plain, recordOf } from '../behaviour/columns.js';
import { BrokenSlaError } from '../behaviour/escalation.js';
import type { Desk } from '../desk.js';
import type { Row } from '../world.js';
import { FileAnswer, Refusal, unprocessable } from './answer.js';
import { authenticate, type Identity } from './authentication.js';
import { demand, type Call } from './call.js';
import type { Disturbance, Failure } from './disturbance.js';
import { graphql } from './graphql.js';
import type { RequestLog } from './request-log.js';
import type { Method, Route } from './routes.js';
import { uploadsIn, type Upload } from './uploads.js';

export interface Edge {
  readonly desk: Desk;
  readonly routes: readonly Route[];
  readonly disturbance: Disturbance;
  readonly log: RequestLog;
  readonly hooks: Hooks;
}

/** An API call as a hook is told of it. */
export interface SeenCall {
  readonly method: string;
  /** Below /api/v1, with the query. */
  readonly path: string;
}

/** What somebody does between two calls: moving a clock, breaking something, counting. */
export interface Hooks {
  /** Before a call is served; the call waits for it. A rejection is the call's failure (500). */
  readonly before?: (call: SeenCall) => void | Promise<void>;
  /** Once a call is answered, or its connection gone (status 0). */
  readonly after?: (call: SeenCall & { readonly status: number }) => void;
}

/** A body that says it is JSON must be; any other that is none counts as nothing. @throws Refusal 500 */
const bodyOf = (request: Request): Record<string, unknown> => {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) return {};
  const isJson = (request.headers['content-type'] ?? '').includes('json');
  try {
    const parsed: unknown = JSON.parse(request.body.toString('utf8'));
    return recordOf(parsed);
  } catch {
    if (isJson) throw new Refusal(500, 'Error occurred while parsing request parameters', false);
    return {};
  }
};

const uploadsOf = (request: Request): Upload[] => {
  const type = request.headers['content-type'] ?? '';
  return type.startsWith('multipart/form-data') && Buffer.isBuffer(request.body)
    ? uploadsIn(type, request.body)
    : [];
};

const nobody = (desk: Desk): Row => {
  const root = desk.world.table('users').get(1);
  if (!root) throw new Error('the world is not seeded');
  return root;
};

/** Routes open to all still know who asks, when credentials come along. */
const identityFor = (edge: Edge, route: Route, request: Request): Identity | null => {
  const { authorization } = request.headers;
  if (route.permissions === null && authorization === undefined) return null;
  const from = request.get('from') ?? request.get('x-on-behalf-of');
  return authenticate(edge.desk.world, { authorization, from });
};

const textsOf = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plain(listOf(value)[0])]));

const serve = (
  edge: Edge,
  route: Route,
  identity: Identity | null,
  request: Request,
  response: Response,
): void => {
  const uploads = uploadsOf(request);
  const actor = identity?.actor ?? nobody(edge.desk);
  const answer = edge.desk.transact(actor, (transaction) => {
    const call: Call = {
      world: edge.desk.world,
      desk: edge.desk,
      transaction,
      actor,
      known: identity !== null,
      scopes: identity?.scopes ?? null,
      params: textsOf(request.params),
      query: request.query,
      body: uploads.length > 0 ? {} : bodyOf(request),
      uploads,
    };
    if (route.permissions !== null && route.permissions.length > 0) demand(call, route.permissions);
    return route.answer(call);
  });
  if (answer instanceof FileAnswer) {
    response.set('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(answer.filename)}`);
    response.type(answer.contentType).send(Buffer.from(answer.data));
    return;
  }
  if (answer.body === undefined) {
    // Zammad’s bare word that it is done.
    if (answer.status === 200) response.type('html');
    response.status(answer.status).end();
  } else response.status(answer.status).json(answer.body);
};

/** Writes a fault as Zammad does, without its words where the caller is no admin. */
const refuse = (response: Response, fault: unknown, toAdmin: boolean): void => {
  if (fault instanceof Refusal) {
    response.status(fault.status).json(fault.body(toAdmin));
    return;
  }
  const message = fault instanceof Error ? fault.message : String(fault);
  const status = fault instanceof BrokenSlaError ? 422 : 500;
  response.status(status).json(new Refusal(status, message, false).body(toAdmin));
};

/** What the call does is done; of its answer only the first half arrives. */
const cutOff = (request: Request, response: Response): void => {
  response.send = (body: unknown) => {
    const whole = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
    if (typeof body === 'object' && !Buffer.isBuffer(body)) return response.json(body);
    response.set('content-length', String(whole.length));
    response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => request.socket.destroy());
    return response;
  };
};

const strike = (failure: Exclude<Failure, 'cut'>, request: Request, response: Response): void => {
  if (failure === 'hang') return;
  if (failure === 'reset') {
    request.socket.destroy();
    return;
  }
  if (failure === 'exists') {
    refuse(response, unprocessable('This object already exists.'), true);
    return;
  }
  if (failure === 429) response.set('retry-after', '30');
  response
    .status(failure === 'page' ? 200 : failure)
    .type('text/html')
    .send(`<html><body>${failure}</body></html>`);
};

const noRoute = (): Refusal => new Refusal(404, "This page doesn't exist.");

const API = '/api/v1';

const hooked =
  (before: NonNullable<Hooks['before']>) =>
  async (request: Request, response: Response, next: () => void): Promise<void> => {
    try {
      await before({ method: request.method, path: request.originalUrl.slice(API.length) });
    } catch (fault) {
      refuse(response, fault, true);
      return;
    }
    next();
  };

type Handler = (request: Request, response: Response) => void;

const register = (app: Express, method: Method, path: string, handler: Handler): void => {
  if (method === 'GET') app.get(path, handler);
  else if (method === 'POST') app.post(path, handler);
  else if (method === 'PUT') app.put(path, handler);
  else if (method === 'PATCH') app.patch(path, handler);
  else app.delete(path, handler);
};

/** The express application serving the routes under /api/v1. */
export const apiApp = (edge: Edge, control: (app: Express) => void): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'extended');
  app.use(express.raw({ type: () => true, limit: '50mb' }));
  control(app);
  graphql(app, edge.desk);
  app.use(API, (request, response, next) => {
    const path = request.originalUrl.slice(API.length);
    response.on('close', () => {
      const status = response.headersSent ? response.statusCode : 0;
      edge.log.add({ method: request.method, path, status });
      edge.hooks.after?.({ method: request.method, path, status });
    });
    const failure = edge.disturbance.strike(`${request.method} ${path}`);
    if (failure === 'cut') cutOff(request, response);
    if (failure === null || failure === 'cut') next();
    else strike(failure, request, response);
  });
  if (edge.hooks.before) app.use(API, hooked(edge.hooks.before));
  for (const route of edge.routes) {
    register(app, route.method, `${API}${route.path}`, (request, response) => {
      let identity: Identity | null = null;
      try {
        identity = identityFor(edge, route, request);
        serve(edge, route, identity, request, response);
      } catch (fault) {
        refuse(response, fault, identity !== null && hasPermission(edge.desk.world, identity.actor, 'admin'));
      }
    });
  }
  app.use((_request, response) => {
    refuse(response, noRoute(), true);
  });
  return app;
};
