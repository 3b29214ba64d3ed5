/** What a caller configures once, and what may be given with each call. */

/** An access token, or what gives one, asked before every request: tokens of OAuth2 expire. */
type AccessToken = string | (() => string | Promise<string>);

/**
 * An API token (setting `api_token_access`); an access token of OAuth2, from Zammad's own `/oauth/token`; or a login with its
 * password (setting `api_password_access`). Source: app/controllers/application_controller/authenticates.rb.
 */
export type Credentials =
  | { token: string; bearer?: never; username?: never; password?: never }
  | { bearer: AccessToken; token?: never; username?: never; password?: never }
  | { username: string; password: string; token?: never; bearer?: never };

/** Reported after each answer or failed attempt; holds nothing personal. */
export interface ResponseInfo {
  method: string;
  /** API path without its query. */
  path: string;
  /** Null when no answer came. */
  status: number | null;
  ms: number;
  /** 1 for the first try. */
  attempt: number;
}

/** Time as the client takes it. Tests hand in one that does not pass by itself. */
export interface ClientClock {
  /** Milliseconds of a clock that does not go back. */
  readonly now: () => number;
  /** Resolves after `ms`, and at once when `signal` aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/** What a client is started with; only `url` and `auth` are needed. */
export interface ZammadClientOptions {
  /** Address of the web interface, such as `https://help.example.org`; `/api/v1` may be present or absent. */
  url: string;
  auth: Credentials;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Limit of one attempt, body included. Default 30000. */
  timeoutMs?: number | undefined;
  /** Requests on the wire at once. Default 4. */
  maxInFlight?: number | undefined;
  /** Further attempts after the first. Default 3. */
  retries?: number | undefined;
  /**
   * For how long a call that is safe to repeat is repeated beyond `retries` while Zammad, which has answered this client before, is
   * away: connections refused or reset, 502, 503, 504. A refused connection reached nobody, so a POST is repeated then too.
   * Default 0. From 6.5 on Zammad's processes stop themselves after a migration of attributes and are back within a minute
   * (lib/app_version.rb).
   */
  awayMs?: number | undefined;
  /** Pause before the first repeat; doubles each time, up to 10 s, with jitter. Default 250. */
  backoffMs?: number | undefined;
  /** Aborts every call of this client. */
  signal?: AbortSignal | undefined;
  userAgent?: string | undefined;
  /**
   * Acts as this user (id, login or e-mail), by the header `From`: their rights, their name on what is written. Needs `admin.user`
   * (app/controllers/application_controller/authenticates.rb). For single calls there is `client.actingAs(user)`.
   */
  onBehalfOf?: number | string | undefined;
  /** Replaces the timers behind pauses and waits; time limits of attempts go by real time. */
  clock?: ClientClock | undefined;
  onResponse?: ((info: ResponseInfo) => void) | undefined;
}

/** The last parameter of every call. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/** `expand` adds names next to ids (`group` beside `group_id`). Source: app/controllers/application_controller/renders_models.rb. */
export interface ReadOptions extends CallOptions {
  expand?: boolean | undefined;
}
