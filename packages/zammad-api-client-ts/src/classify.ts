/** Decides what an answer or a broken connection means: which kind of error, and whether the call may be repeated. */
import type { ZammadErrorCode, ZammadErrorFacts, ZammadErrorKind } from './error.js';
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
/** What Zammad says of a row that is there, whoever asks (handles_errors.rb). */
const alreadyExists = 'This object already exists.';
/** In place of its reason, to whoever is no administrator. */
const wordless = /^Error ID (\S+): Please contact your administrator\.$/;

/** The error an answer outside 2xx stands for. `body` is the decoded JSON, or null when it was none. */
export const errorOfAnswer = (
  attempt: Attempt,
  answer: { status: number; body: unknown; headers: Headers },
): ZammadError => {
  const { method, path, repeatability } = attempt;
  const { status, body, headers } = answer;
  const text = textOf(body);
  const errorId = wordless.exec(text ?? '')?.[1] ?? null;
  const said = errorId === null ? text : null;
  const facts = {
    method,
    path,
    status,
    zammadMessage: said,
    errorId,
    detail: errorId === null ? blockersOf(body) : `no reason given, Error ID ${errorId}`,
    retryAfterMs: retryAfter(headers.get('retry-after')),
  };
  return new ZammadError({ ...facts, ...meaningOf(status, said, errorId, repeatability, headers) });
};

type Meaning = Pick<ZammadErrorFacts, 'kind' | 'retryable' | 'code' | 'detail' | 'redirectsTo'>;

const meaningOf = (
  status: number,
  said: string | null,
  errorId: string | null,
  repeatability: Repeatability,
  headers: Headers,
): Meaning => {
  const means = (kind: ZammadErrorKind, retryable = false, code: ZammadErrorCode | null = null): Meaning => ({
    kind,
    retryable,
    code,
  });
  const words = said ?? '';
  if (status === 401 || (status === 403 && /authentication required/i.test(words))) return means('auth');
  if (status === 403 && /maintenance mode/i.test(words)) return means('unavailable', true, 'maintenance');
  if (status === 403) return means('forbidden');
  if (status === 404) return means('notFound');
  if (status === 422 && collision.test(words)) return means('conflict', true, 'collision');
  if (status === 422 && words === alreadyExists) return means('conflict', false, 'alreadyExists');
  if (status === 409 || (status === 422 && present.test(words))) return means('conflict');
  if (status === 429) return means('unavailable', true, 'throttled');
  if (status === 503) return means('unavailable', true);
  if (status === 502 || status === 504) return means('unavailable', repeatability !== 'once');
  const code = errorId === null ? null : 'withoutWords';
  if (status >= 500) return means('server', false, code);
  if (status >= 400) return means('invalid', false, code);
  const target = originOf(headers.get('location'));
  const detail = target === null ? 'not a 2xx answer' : `it redirects to ${target}; use that as url`;
  return { ...means('unexpectedAnswer'), detail, redirectsTo: target };
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
    networkCode: codes[0] ?? null,
    detail: codes[0] === undefined ? 'no connection' : `no connection (${codes[0]})`,
  });
};

/** Zammad could not be reached, or was reached through a proxy that could not reach it; nothing was done that may not be done again. */
export const isAway = (error: ZammadError): boolean =>
  error.retryable && error.code === null && (error.kind === 'unavailable' || error.kind === 'network');

/** Paths whose writes go into the history, whose kinds of entries Zammad makes at need (app/models/history.rb). */
const withHistory = /^\/(tickets|ticket_articles|ticket_merge|tags|links|users|organizations)(\/|$)/;
/** Written in one transaction of the database: refused is undone, article and all (app/controllers/tickets_controller.rb). */
const wholeOrNot = /^\/tickets(\/\d+)?$/;

/**
 * How many times the client itself repeats after this error, of the `retries` it has:
 * - all where Zammad was away, where the database collided, and after a 429 that says for how long to wait;
 * - two where an object «already exists» and a lost race for an entry of the history may be meant: nothing was written;
 * - one where a ticket was refused without words, for a collision hides its name from all but administrators.
 */
export const repeatsOf = (error: ZammadError, retries: number): number => {
  if (isAway(error) || error.code === 'collision') return retries;
  if (error.code === 'throttled') return error.retryAfterMs === null ? 0 : retries;
  if (error.code === 'alreadyExists' && withHistory.test(error.path)) return Math.min(2, retries);
  const isWrite = error.method !== 'GET';
  if (error.code === 'withoutWords' && error.status === 422 && isWrite && wholeOrNot.test(error.path))
    return Math.min(1, retries);
  return 0;
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
