/** Decides what an answer or a broken connection means: which kind of error, and whether the call may be repeated. */
import { ZammadError } from './error.js';

/**
 * May the same call reach Zammad twice?
 * `read`: changes nothing · `idempotent`: twice is as good as once · `once`: a second one could do it again.
 */
export type Repeatability = 'read' | 'idempotent' | 'once';

export interface Attempt {
  method: string;
  path: string;
  repeatability: Repeatability;
}

const refused = new Set(['ECONNREFUSED']);
const reset = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const collision = /deadlock|serializ|serialis|could not obtain lock/i;
const present =
  /already exists|is already used|has references|is referenced by|because of dependent|has already been taken/i;

/** The error an answer outside 2xx stands for. `body` is the decoded JSON, or null when it was none. */
export const errorOfAnswer = (
  attempt: Attempt,
  answer: { status: number; body: unknown; headers: Headers },
): ZammadError => {
  const said = textOf(answer.body);
  const status = answer.status;
  const detail = blockersOf(answer.body);
  const facts = { method: attempt.method, path: attempt.path, status, zammadMessage: said, detail };
  const again = attempt.repeatability !== 'once';
  const retryAfterMs = retryAfter(answer.headers.get('retry-after'));
  if (status === 401 || (status === 403 && said !== null && /authentication required/i.test(said)))
    return new ZammadError({ ...facts, kind: 'auth', retryable: false });
  if (status === 403) return new ZammadError({ ...facts, kind: 'forbidden', retryable: false });
  if (status === 404) return new ZammadError({ ...facts, kind: 'notFound', retryable: false });
  if (status === 422 && said !== null && collision.test(said))
    return new ZammadError({ ...facts, kind: 'conflict', retryable: true });
  if (status === 409 || (status === 422 && said !== null && present.test(said)))
    return new ZammadError({ ...facts, kind: 'conflict', retryable: false });
  if (status === 429 || status === 503)
    return new ZammadError({ ...facts, kind: 'unavailable', retryable: true, retryAfterMs });
  if (status === 502 || status === 504)
    return new ZammadError({ ...facts, kind: 'unavailable', retryable: again, retryAfterMs });
  if (status >= 500) return new ZammadError({ ...facts, kind: 'server', retryable: false });
  if (status >= 400) return new ZammadError({ ...facts, kind: 'invalid', retryable: false });
  const target = originOf(answer.headers.get('location'));
  const elsewhere = target === null ? 'not a 2xx answer' : `it redirects to ${target}; use that as url`;
  return new ZammadError({ ...facts, kind: 'unexpectedAnswer', retryable: false, detail: elsewhere });
};

/** The error a failed `fetch` stands for: refused, reset, name not found, certificate. */
export const errorOfConnection = (attempt: Attempt, cause: unknown): ZammadError => {
  const codes = codesOf(cause);
  const unsent = codes.some((code) => refused.has(code));
  const lost = codes.some((code) => reset.has(code));
  return new ZammadError({
    kind: 'network',
    method: attempt.method,
    path: attempt.path,
    status: null,
    zammadMessage: null,
    retryable: unsent || (lost && attempt.repeatability !== 'once'),
    detail: codes[0] === undefined ? 'no connection' : `no connection (${codes[0]})`,
  });
};

/** Zammad could not be reached, or was reached through a proxy that could not reach it; nothing was done that may not be done again. */
export const isAway = (error: ZammadError): boolean =>
  error.retryable && error.status !== 429 && (error.kind === 'unavailable' || error.kind === 'network');

/**
 * How many times the client itself repeats after this error, of the `retries` it has: always where Zammad was away or the database
 * collided, after 429 when it says for how long to wait.
 */
export const repeatsOf = (error: ZammadError, retries: number): number => {
  if (isAway(error)) return retries;
  if (error.status === 429) return error.retryAfterMs === null ? 0 : retries;
  return error.kind === 'conflict' && error.retryable ? retries : 0;
};

const textOf = (body: unknown): string | null => {
  if (typeof body !== 'object' || body === null) return null;
  const text = ('error_human' in body ? body.error_human : null) ?? ('error' in body ? body.error : null);
  return typeof text === 'string' ? text : null;
};

/** Mass changes name the tickets that stopped them, in place of a text or beside it. */
const blockersOf = (body: unknown): string => {
  if (typeof body !== 'object' || body === null) return 'no text in the answer';
  if ('ticket_id' in body) return `ticket ${String(body.ticket_id)} stopped it, none was changed`;
  if ('blocking_tickets' in body)
    return `tickets ${String(body.blocking_tickets)} stopped it, none was changed`;
  return 'no text in the answer';
};

const retryAfter = (header: string | null): number | null => {
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
};

const originOf = (location: string | null): string | null =>
  location !== null && URL.canParse(location) ? new URL(location).origin : null;

/** undici wraps the system error, and happy eyeballs wraps several. */
const codesOf = (cause: unknown, depth = 0): string[] => {
  if (typeof cause !== 'object' || cause === null || depth > 4) return [];
  const own = 'code' in cause && typeof cause.code === 'string' ? [cause.code] : [];
  const inner = 'cause' in cause ? codesOf(cause.cause, depth + 1) : [];
  const several =
    'errors' in cause && Array.isArray(cause.errors)
      ? cause.errors.flatMap((error: unknown) => codesOf(error, depth + 1))
      : [];
  return [...own, ...inner, ...several];
};
