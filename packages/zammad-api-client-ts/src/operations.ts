/** Calls that watch over the helpdesk itself: health, delivery log, calendars' time zones, waiting after a restart. */
import * as z from 'zod';
import { isZammadError } from './error.js';
import { realClock } from './clock.js';
import type { CallOptions, ClientClock } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';
import { jsonObject, moment } from './schemas/json.js';

const healthSchema = z.looseObject({
  healthy: z.boolean(),
  /** `success` or the faults joined. */
  message: z.string(),
  issues: z.array(z.string()),
});
/** `GET /monitoring/health_check` (app/controllers/monitoring_controller.rb). */
export type Health = z.infer<typeof healthSchema>;

const statusSchema = z.looseObject({
  /** Model → number of records. */
  counts: z.record(z.string(), z.number().nullable()),
  last_created_at: z.record(z.string(), z.string().nullable()).optional(),
});
/** `GET /monitoring/status` (app/controllers/monitoring_controller.rb). */
export type Status = z.infer<typeof statusSchema>;

/** The monitoring token is optional for an administrator. Source: app/controllers/monitoring_controller.rb. */
export interface Monitoring {
  healthCheck(token?: string, options?: CallOptions): Promise<Health>;
  status(token?: string, options?: CallOptions): Promise<Status>;
}

export const createMonitoring = (request: Request): Monitoring => ({
  healthCheck: (token, { signal } = {}) =>
    request({ method: 'GET', path: '/monitoring/health_check', query: { token }, signal }, healthSchema),
  status: (token, { signal } = {}) =>
    request({ method: 'GET', path: '/monitoring/status', query: { token }, signal }, statusSchema),
});

export const httpLogSchema = z.looseObject({
  id: z.number(),
  direction: z.string(),
  facility: z.string(),
  method: z.string(),
  url: z.string(),
  status: z.string().nullable(),
  request: jsonObject,
  response: jsonObject,
  created_at: moment,
});
/**
 * One delivery in Zammad's log: `GET /http_logs/:facility` (app/controllers/http_logs_controller.rb). `request` and `response` hold
 * bodies, and so personal data.
 */
export type HttpLog = z.infer<typeof httpLogSchema>;

/** The latest entries of a facility: `webhook`, `SAML`, … Needs an administrator. */
export const fetchHttpLogs = (
  request: Request,
  facility: string,
  { signal }: CallOptions = {},
): Promise<HttpLog[]> =>
  request(
    { method: 'GET', path: `/http_logs/${encodeURIComponent(facility)}`, signal },
    z.array(httpLogSchema),
  );

export const calendarsInitSchema = z.looseObject({
  /** Feed address → label. */
  ical_feeds: jsonObject,
  /** IANA name → hours from UTC. */
  timezones: jsonObject,
});
/** What the dialog of a calendar offers: `GET /calendars_init` (app/controllers/calendars_controller.rb). */
export type CalendarsInit = z.infer<typeof calendarsInitSchema>;

/** How to wait for Zammad. */
export interface HealthWait extends CallOptions {
  /** Default 300000. */
  timeoutMs?: number | undefined;
  /** Pause between polls. Default 250: an outage must not slip through. */
  intervalMs?: number | undefined;
  /** Good answers in a row that are taken for healthy. Default 5. */
  consecutive?: number | undefined;
  /**
   * A restart is to be expected: the processes look every 5 seconds whether they should stop (lib/app_version.rb), so good
   * answers prove nothing until an outage was seen or this time has passed. Default 0: none is expected.
   */
  restartWithinMs?: number | undefined;
  /** Replaces the client's. */
  clock?: ClientClock | undefined;
}

const passing = new Set(['network', 'timeout', 'unavailable', 'server', 'unexpectedAnswer']);

/**
 * Polls `GET /users/me` until it answered well several times in a row, and, where a restart is expected, until that is over. Throws
 * the last error when the time is up, and any error that waiting does not cure (wrong token, missing permission, abort) at once.
 */
export const waitUntilHealthy = async (request: Request, wait: HealthWait = {}): Promise<void> => {
  const { timeoutMs = 300_000, intervalMs = 250, consecutive = 5, restartWithinMs = 0, signal } = wait;
  const { now, sleep } = wait.clock ?? realClock;
  const began = now();
  let good = 0;
  let last: Error | null = null;
  for (;;) {
    try {
      const call = { method: 'GET', path: '/users/me', retries: 0, timeoutMs: 5000, signal } as const;
      await request(call, anyAnswer);
      good += 1;
    } catch (error) {
      if (!isZammadError(error) || !passing.has(error.kind)) throw error;
      good = 0;
      last = error;
    }
    const passed = now() - began;
    const isOver = last !== null || passed >= restartWithinMs;
    if (good >= consecutive && isOver) return;
    if (passed >= timeoutMs) throw last ?? new Error('Zammad did not settle in time; raise timeoutMs.');
    await sleep(intervalMs, signal);
  }
};
