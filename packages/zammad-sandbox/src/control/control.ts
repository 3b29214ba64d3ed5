/** The controls under /__sandbox/: what a test needs to know and to bring about. They ask for no credentials. */
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import type { Desk } from '../desk.js';
import { Refusal } from '../http/answer.js';
import { failureOrder, type Disturbance } from '../http/disturbance.js';
import type { Restart } from '../http/restart.js';
import type { RequestLog } from '../http/request-log.js';
import { channelOrder } from '../letters/outbox.js';
import { receiveMail } from '../tickets/mail.js';
import { deliveryOrder } from '../webhooks/delivery.js';
import { clickMacro } from './macro.js';
import type { Scheduler } from './scheduler.js';

export interface Controls {
  readonly desk: Desk;
  readonly disturbance: Disturbance;
  readonly log: RequestLog;
  readonly restart: Restart;
  readonly scheduler: Scheduler;
  /** Seeds the emptied world anew; the admin's token. */
  readonly sow: () => string;
}

const clockOrder = z.strictObject({ now: z.iso.datetime({ offset: true }) });
const restartOrder = z.strictObject({
  after_ms: z.number().min(0).optional(),
  down_ms: z.number().min(0).optional(),
});
const macroOrder = z.strictObject({
  macro_id: z.number().int(),
  ticket_id: z.number().int(),
  /** Login of the operator; the admin when left out. */
  as: z.string().optional(),
  typed: z.record(z.string(), z.unknown()).optional(),
  /** On the desktop view, where the server carries the macro out. */
  desktop: z.boolean().optional(),
});

const bytesOf = (request: Request): Uint8Array =>
  Buffer.isBuffer(request.body) ? request.body : new Uint8Array();

const orderOf = <Order>(schema: z.ZodType<Order>, request: Request): Order => {
  const text = Buffer.from(bytesOf(request)).toString('utf8');
  try {
    return schema.parse(JSON.parse(text === '' ? '{}' : text));
  } catch (fault) {
    const reason = fault instanceof z.ZodError ? z.prettifyError(fault) : 'the body is not JSON';
    throw new Refusal(422, `${request.path}: ${reason}`);
  }
};

/** Mail comes through the channel of a group when one is named: `?group=Users`. */
const groupIn = (request: Request): string | undefined =>
  typeof request.query['group'] === 'string' ? request.query['group'] : undefined;

type Action = (request: Request) => unknown;

/** Everything back to a fresh helpdesk; a frozen clock stays where it is. */
const reset = ({ desk, disturbance, log, restart, sow }: Controls): unknown => {
  desk.clear();
  disturbance.clear();
  log.clear();
  restart.clear();
  return { token: sow() };
};

const actionsOf = (controls: Controls): [method: 'get' | 'post' | 'delete', path: string, act: Action][] => {
  const { desk, disturbance, log, restart, scheduler } = controls;
  const clock = (): unknown => ({
    now: desk.world.clock.now().toISOString(),
    frozen: desk.world.clock.isFrozen(),
  });
  const deliveries = (): unknown => ({ deliveries: desk.deliveries.list() });
  return [
    ['get', 'requests', () => log.summary()],
    [
      'delete',
      'requests',
      () => {
        log.clear();
        return log.summary();
      },
    ],
    ['post', 'reset', () => reset(controls)],
    ['get', 'clock', clock],
    [
      'post',
      'clock',
      async (request) => {
        await scheduler.advanceTo(new Date(orderOf(clockOrder, request).now));
        return clock();
      },
    ],
    ['post', 'mail', (request) => receiveMail(desk, bytesOf(request), groupIn(request))],
    ['get', 'deliveries', deliveries],
    [
      'post',
      'deliveries',
      async (request) => {
        const order = orderOf(deliveryOrder, request);
        desk.deliveries.obey(order);
        if (order.flush === true) await desk.deliveries.idle();
        return deliveries();
      },
    ],
    [
      'post',
      'fail',
      (request) => {
        disturbance.order(orderOf(failureOrder, request));
        return {};
      },
    ],
    [
      'delete',
      'fail',
      () => {
        disturbance.clear();
        return {};
      },
    ],
    ['get', 'letters', () => ({ letters: desk.outbox.list() })],
    [
      'post',
      'channel',
      (request) => {
        desk.outbox.obey(orderOf(channelOrder, request));
        return {};
      },
    ],
    ['get', 'restart', () => restart.report()],
    [
      'post',
      'restart',
      (request) => {
        const { after_ms: afterMs, down_ms: downMs } = orderOf(restartOrder, request);
        restart.order({
          ...(afterMs !== undefined && { afterMs }),
          ...(downMs !== undefined && { downMs }),
        });
        return restart.report();
      },
    ],
    ['post', 'macro', (request) => clickMacro(desk, orderOf(macroOrder, request))],
  ];
};

const answer = async (act: Action, request: Request, response: Response): Promise<void> => {
  try {
    response.json(await act(request));
  } catch (fault) {
    const status = fault instanceof Refusal ? fault.status : 500;
    response.status(status).json({ error: fault instanceof Error ? fault.message : String(fault) });
  }
};

/** Registers the controls on an application. */
export const control =
  (controls: Controls) =>
  (app: Express): void => {
    for (const [method, path, act] of actionsOf(controls)) {
      const handler = (request: Request, response: Response): void => {
        void answer(act, request, response);
      };
      if (method === 'get') app.get(`/__sandbox/${path}`, handler);
      else if (method === 'post') app.post(`/__sandbox/${path}`, handler);
      else app.delete(`/__sandbox/${path}`, handler);
    }
  };
