/** The only place that talks to the network: builds the request, reads the answer, turns what fails into ZammadError. */
import { TaskCancelledError } from 'cockatiel';
import type { Attempt, Repeatability } from './classify.js';
import { realClock } from './clock.js';
import { errorOfAnswer, errorOfConnection } from './classify.js';
import { ZammadError } from './error.js';
import type { CallOptions, Credentials, ZammadClientOptions } from './options.js';
import { patiently, placesInFlight } from './patience.js';

/** Methods that Zammad's API knows (config/routes). */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Left out when undefined. */
export type QueryValue = string | number | boolean | undefined;

/** One request to a path of the API, for `client.request`. */
export interface Call extends CallOptions {
  method: Method;
  /** Path below `/api/v1`, with its leading slash; its parts already encoded. */
  path: string;
  query?: Readonly<Record<string, QueryValue>> | undefined;
  /** Sent as JSON; a `FormData` is sent as multipart. */
  body?: unknown;
  /** By default GET is `read`, PUT, PATCH and DELETE `idempotent`, POST `once`. */
  repeatability?: Repeatability | undefined;
  /** Overrides the client's number of repeats for this call. */
  retries?: number | undefined;
  /** Overrides the client's time limit for this call. */
  timeoutMs?: number | undefined;
  /** The time limit of a call that is known to be slow, where the client was given none. */
  slowMs?: number | undefined;
}

/** Sends a call and gives back the decoded JSON (null for an empty body) or the bytes. Throws {@link ZammadError}. */
export interface Transport {
  json(call: Call): Promise<unknown>;
  /** `refused`: a media type in which Zammad never sends these bytes, and a proxy's page does. */
  bytes(call: Call, refused?: string): Promise<Uint8Array>;
  /** The same, in the name of another user: the places in flight are shared. */
  actingAs(user: number | string): Transport;
}

/** What all who act through one client share. `wasThere`: a wrong address is told at once; patience is for a Zammad that was there. */
interface Shared {
  readonly gate: ReturnType<typeof placesInFlight>;
  wasThere: boolean;
}

export const createTransport = (
  options: ZammadClientOptions,
  shared: Shared = { gate: placesInFlight(options.maxInFlight ?? 4), wasThere: false },
): Transport => {
  const root = apiRoot(options.url);
  const clock = options.clock ?? realClock;
  const signIn = authorization(options.auth);
  const headersOf = async (attempt: Attempt): Promise<Record<string, string>> => ({
    Accept: 'application/json',
    Authorization: await signedIn(signIn, attempt),
    'User-Agent': options.userAgent ?? 'zammad-api-client-ts',
    ...(options.onBehalfOf === undefined ? {} : { From: String(options.onBehalfOf) }),
  });

  const send = async <A>(call: Call, read: (answer: Response) => Promise<A>): Promise<A> => {
    const attempt: Attempt = {
      method: call.method,
      path: call.path,
      repeatability: call.repeatability ?? repeatabilityOf(call.method),
    };
    const signal = anySignal(options.signal, call.signal);
    const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? call.slowMs ?? 30_000;
    const patience = {
      timeoutMs,
      retries: call.retries ?? options.retries ?? 3,
      // Who says how often, as a poll does, wants to hear of the outage.
      awayMs: shared.wasThere && call.retries === undefined ? (options.awayMs ?? 0) : 0,
      backoffMs: options.backoffMs ?? 250,
      signal,
      clock,
    };
    const target = address(root, call);
    try {
      return await patiently(shared.gate, patience, async (limit, tries) => {
        const started = performance.now();
        let status: number | null = null;
        try {
          const init = payload(call, await headersOf(attempt));
          const answer = await connect(attempt, () =>
            (options.fetch ?? globalThis.fetch)(target, { ...init, signal: limit, redirect: 'manual' }),
          );
          status = answer.status;
          shared.wasThere ||= answer.ok;
          if (answer.ok) return await connect(attempt, () => read(answer));
          if (status === 404 && call.method === 'DELETE' && tries > 1) return await read(goneAlready());
          const body = await connect(attempt, () => decode(answer));
          throw errorOfAnswer(attempt, { status, body, headers: answer.headers });
        } finally {
          const ms = Math.round(performance.now() - started);
          options.onResponse?.({ method: attempt.method, path: attempt.path, status, ms, attempt: tries });
        }
      });
    } catch (error) {
      throw settled(error, attempt, signal, timeoutMs);
    }
  };
  return {
    actingAs: (user) => createTransport({ ...options, onBehalfOf: user }, shared),
    json: (call) => send(call, async (answer) => expectJson(call, answer)),
    bytes: (call, refused) =>
      send(call, async (answer) => {
        if (refused !== undefined && answer.headers.get('content-type')?.startsWith(refused) === true)
          throw unexpected(call, answer, `the answer is ${refused}`);
        return new Uint8Array(await answer.arrayBuffer());
      }),
  };
};

/** An earlier try deleted it although its answer was lost: what was to be gone is gone. */
const goneAlready = (): Response => new Response('');

const settled = (
  error: unknown,
  attempt: Attempt,
  signal: AbortSignal | undefined,
  timeoutMs: number,
): unknown => {
  if (error instanceof ZammadError && error.status !== null) return error;
  const facts = { method: attempt.method, path: attempt.path, status: null, zammadMessage: null };
  if (signal?.aborted === true)
    return new ZammadError({ ...facts, kind: 'aborted', retryable: false, detail: 'cancelled' });
  if (error instanceof TaskCancelledError) {
    const retryable = attempt.repeatability !== 'once';
    return new ZammadError({
      ...facts,
      kind: 'timeout',
      retryable,
      detail: `no answer within ${timeoutMs} ms`,
    });
  }
  return error;
};

const connect = async <A>(attempt: Attempt, act: () => Promise<A>): Promise<A> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ZammadError) throw error;
    throw errorOfConnection(attempt, error);
  }
};

const expectJson = async (call: Call, answer: Response): Promise<unknown> => {
  const body = await decode(answer);
  if (body !== undefined) return body;
  throw unexpected(call, answer, 'the answer is not JSON');
};

const unexpected = ({ method, path }: Call, { status }: Response, detail: string): ZammadError =>
  new ZammadError({
    kind: 'unexpectedAnswer',
    method,
    path,
    status,
    zammadMessage: null,
    retryable: false,
    detail,
  });

/** Undefined when the body is no JSON (a proxy's page), null when it is empty. */
const decode = async (answer: Response): Promise<unknown> => {
  const text = await answer.text();
  if (text.trim() === '') return null;
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const payload = (call: Call, headers: Record<string, string>): RequestInit => {
  if (call.body === undefined) return { method: call.method, headers };
  if (call.body instanceof FormData) return { method: call.method, headers, body: call.body };
  return {
    method: call.method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(call.body),
  };
};

const repeatabilityOf = (method: Method): Repeatability =>
  method === 'GET' ? 'read' : method === 'POST' ? 'once' : 'idempotent';

const anySignal = (...signals: (AbortSignal | undefined)[]): AbortSignal | undefined => {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
};

const address = (root: string, call: Call): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) query.set(name, String(value));
  return `${root}${call.path}${query.size === 0 ? '' : `?${query.toString()}`}`;
};

const apiRoot = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '')
    throw new TypeError(
      'url must be the http(s) address of Zammad, without credentials, such as https://help.example.org',
    );
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  return `${parsed.origin}${path}/api/v1`;
};

const signedIn = async (
  signIn: () => string | Promise<string>,
  { method, path }: Attempt,
): Promise<string> => {
  try {
    return await signIn();
  } catch (cause) {
    const facts = { method, path, status: null, zammadMessage: null, retryable: false };
    const failed = new ZammadError({ ...facts, kind: 'auth', detail: 'no access token was given' });
    failed.cause = cause;
    throw failed;
  }
};

const authorization = (auth: Credentials): (() => string | Promise<string>) => {
  if (auth.bearer !== undefined) {
    const { bearer } = auth;
    return async () => `Bearer ${typeof bearer === 'string' ? bearer : await bearer()}`;
  }
  const header = fixedAuthorization(auth);
  return () => header;
};

const fixedAuthorization = (auth: Exclude<Credentials, { bearer: unknown }>): string => {
  if (auth.token !== undefined) return `Token token=${auth.token}`;
  const bytes = new TextEncoder().encode(`${auth.username}:${auth.password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
};
