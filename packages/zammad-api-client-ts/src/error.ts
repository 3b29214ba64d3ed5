/** The one error every failed call ends in: what was asked, what Zammad said, and what a person should do next. */
import { maskPersonalData } from './mask.js';

/**
 * What went wrong, in the caller's terms:
 * - `auth`: no or wrong credentials · `forbidden`: right credentials, missing permission · `notFound`
 * - `invalid`: Zammad refused the content · `conflict`: it exists already, is still referenced, or the database collided
 * - `server`: Zammad failed inside · `unavailable`: 429/502/503/504, maintenance mode · `timeout` · `network` · `aborted` (by the caller's signal)
 * - `unexpectedAnswer`: a redirect, a page instead of JSON, or JSON of another shape
 */
export type ZammadErrorKind =
  | 'auth'
  | 'forbidden'
  | 'notFound'
  | 'invalid'
  | 'conflict'
  | 'server'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'aborted'
  | 'unexpectedAnswer';

/**
 * What is known beyond the kind:
 * - `withoutWords`: Zammad keeps its reason to whoever may see exceptions, that is `admin`; its log has it under `errorId`
 *   (app/controllers/application_controller/handles_errors.rb)
 * - `alreadyExists`: a row of the same key is there; also when two writers at once make a row of a kind that Zammad makes at need,
 *   such as an attribute of the history, and then it passes
 * - `collision`: the database stopped one of two writers; nothing was written
 * - `maintenance`: only administrators are let in for now
 * - `throttled`: 429
 */
export type ZammadErrorCode = 'withoutWords' | 'alreadyExists' | 'collision' | 'maintenance' | 'throttled';

/** The facts a {@link ZammadError} is made of. */
export interface ZammadErrorFacts {
  kind: ZammadErrorKind;
  method: string;
  /** API path; a query string is cut off. */
  path: string;
  status: number | null;
  /** Zammad's own text; personal data is masked before it is stored. */
  zammadMessage: string | null;
  /** True when the same call may safely be made again and may then succeed. */
  retryable: boolean;
  /** What Zammad asked for in `Retry-After`, milliseconds. */
  retryAfterMs?: number | null;
  code?: ZammadErrorCode | null;
  /** Of a refusal without words: what to look for in Zammad's production.log. */
  errorId?: string | null;
  /** Of a broken connection: the code of the system or of TLS, such as `ECONNREFUSED`. */
  networkCode?: string | null;
  /** Where a redirect leads: its origin. */
  redirectsTo?: string | null;
  /** What happened, in this client's words; shown when there is no text of Zammad's. */
  detail?: string;
}

const advice: Record<ZammadErrorKind, string> = {
  auth: 'Check the token (or login and password), and that Zammad allows this way of signing in.',
  forbidden: "Give the token and its owner's role the permission this path needs.",
  notFound: 'Check that the object still exists and that this Zammad version has the path.',
  invalid: 'Correct the content named above; a repeat of the same call fails again.',
  conflict: 'Read the object again and decide: it exists already, is still in use, or was changed meanwhile.',
  server: "See Zammad's production log for this moment; a repeat rarely helps.",
  unavailable: 'Wait and try again; check the web server and proxy in front of Zammad.',
  timeout:
    'Check the load on Zammad or raise timeoutMs; after a write, read first: it may have taken effect.',
  network: 'Check the url, DNS, certificate and that Zammad runs; after a write, read first.',
  aborted: 'Nothing to mend: the caller cancelled the call. A write may still have taken effect.',
  unexpectedAnswer: 'Check that the url leads to Zammad itself and that its version is supported.',
};

const adviceFor = ({ kind, code }: ZammadErrorFacts): string => {
  if (code === 'withoutWords')
    return "Look for that id in Zammad's production.log; who has the permission admin is told the reason at once.";
  if (code === 'maintenance') return 'End maintenance mode; only administrators are let in meanwhile.';
  return advice[kind];
};

/** The same in every copy of this package, so that each knows the others' errors. */
const brand = Symbol.for('zammad-api-client-ts/ZammadError');
const answerBrand = Symbol.for('zammad-api-client-ts/ZammadAnswerError');

const isBranded = (error: unknown, mark: symbol): boolean =>
  typeof error === 'object' && error !== null && Reflect.get(error, mark) === true;

/** Thrown by every call of the client. Its text holds no query values, mail addresses, phones or long numbers. */
export class ZammadError extends Error {
  override readonly name: string = 'ZammadError';
  readonly [brand] = true;
  readonly kind: ZammadErrorKind;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly zammadMessage: string | null;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly code: ZammadErrorCode | null;
  readonly errorId: string | null;
  readonly networkCode: string | null;
  readonly redirectsTo: string | null;

  constructor(facts: ZammadErrorFacts) {
    const path = withoutQuery(facts.path);
    const said = facts.zammadMessage === null ? null : maskPersonalData(facts.zammadMessage);
    const answered = facts.status === null ? 'failed' : `answered ${facts.status}`;
    const what = said === null ? (facts.detail ?? facts.kind) : `"${said}"`;
    const end = /[.!?]"?$/.test(what) ? '' : '.';
    super(`${facts.method} ${path} ${answered}: ${what}${end} ${adviceFor(facts)}`);
    this.kind = facts.kind;
    this.method = facts.method;
    this.path = path;
    this.status = facts.status;
    this.zammadMessage = said;
    this.retryable = facts.retryable;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.code = facts.code ?? null;
    this.errorId = facts.errorId ?? null;
    this.networkCode = facts.networkCode ?? null;
    this.redirectsTo = facts.redirectsTo ?? null;
  }
}

/**
 * Something that was needed is not in Zammad's answer, or has another shape there. `request` names the call without the ids of
 * the moment, so that the same gap met on a thousand tickets reads the same; `field` is the first of the `fields`, by path.
 */
export class ZammadAnswerError extends ZammadError {
  override readonly name = 'ZammadAnswerError';
  readonly [answerBrand] = true;
  readonly request: string;
  readonly field: string;
  readonly fields: readonly string[];

  /** `reasons`: what is wrong with a field, by its path; a value never. */
  constructor(
    call: { readonly method: string; readonly path: string },
    reasons: readonly (readonly [field: string, reason: string])[],
  ) {
    super({
      kind: 'unexpectedAnswer',
      method: call.method,
      path: call.path,
      status: null,
      zammadMessage: null,
      retryable: false,
      detail: `the answer has another shape: ${reasons.map(([field, reason]) => `${field} (${reason})`).join(', ')}`,
    });
    this.request = `${call.method} ${this.path.replace(/\/\d+(?=\/|$)/g, '/:id')}`;
    this.fields = reasons.map(([field]) => field);
    this.field = this.fields[0] ?? 'answer';
  }
}

/** True for errors of this client, also of another copy of the package; narrows `unknown` in a catch. */
export const isZammadError = (error: unknown): error is ZammadError => isBranded(error, brand);

/** True when something was missing from an answer; narrows `unknown` in a catch. */
export const isZammadAnswerError = (error: unknown): error is ZammadAnswerError =>
  isBranded(error, answerBrand);

const withoutQuery = (path: string): string => path.split(/[?#]/, 1)[0] ?? path;
