/** Calls that watch over the helpdesk itself: health, delivery log, calendars' time zones, waiting after a restart. */
import { z } from 'zod';
import { isZammadError } from './error.js';
import type { CallOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';
import { jsonObject, moment } from './schemas/json.js';

const healthSchema = z.looseObject({
  healthy: z.boolean(),
  /** `success` or the faults joined. */
  message: z.string(),
  issues: z.array(z.string()),
});
export type Health = z.infer<typeof healthSchema>;

const statusSchema = z.looseObject({
  /** Model → number of records. */
  counts: z.record(z.string(), z.number().nullable()),
  last_created_at: z.record(z.string(), z.string().nullable()).optional(),
});
export type Status = z.infer<typeof statusSchema>;

/** The monitoring token is optional for an administrator. */
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

/** One delivery in Zammad's log. `request` and `response` hold bodies, and so personal data. */
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
export type CalendarsInit = z.infer<typeof calendarsInitSchema>;

export interface HealthWait extends CallOptions {
  /** Default 300000. */
  timeoutMs?: number | undefined;
  /** Pause between polls. Default 1000. */
  intervalMs?: number | undefined;
  /**
   * Good answers in a row that are taken for healthy. Default 3: from 6.5 the processes stop some seconds *after* a
   * migration has answered, so one good answer proves nothing.
   */
  consecutive?: number | undefined;
  /** Replaces the timer. */
  sleep?: ((ms: number) => Promise<unknown>) | undefined;
}

const passing = new Set(['network', 'timeout', 'unavailable', 'server', 'unexpectedAnswer']);

/**
 * Polls `GET /users/me` until it answered well several times in a row. Throws the last error when the time is up, and
 * any error that waiting does not cure (wrong token, missing permission, abort) at once.
 */
export const waitUntilHealthy = async (request: Request, wait: HealthWait = {}): Promise<void> => {
  const { timeoutMs = 300_000, intervalMs = 1000, consecutive = 3, signal } = wait;
  const sleep = wait.sleep ?? ((ms: number) => new Promise((resolve) => setTimeout(resolve, ms)));
  const polls = Math.max(consecutive, Math.ceil(timeoutMs / Math.max(1, intervalMs)));
  let good = 0;
  let last: unknown = null;
  const began = performance.now();
  for (let poll = 1; poll <= polls; poll += 1) {
    try {
      const call = { method: 'GET', path: '/users/me', retries: 0, timeoutMs: 5000, signal } as const;
      await request(call, anyAnswer);
      good += 1;
      if (good >= consecutive) return;
    } catch (error) {
      if (!isZammadError(error) || !passing.has(error.kind)) throw error;
      good = 0;
      last = error;
    }
    if (performance.now() - began > timeoutMs) break;
    await sleep(intervalMs);
  }
  throw last instanceof Error ? last : new Error('Zammad did not settle in time; raise timeoutMs.');
};
