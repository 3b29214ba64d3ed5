/**
 * The receiver of webhooks. It believes nobody, keeps what is signed, and answers at once: Zammad has one worker for
 * mail and webhooks alike, so whoever keeps it waiting stops the helpdesk. Nothing is decided in the request.
 */
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express';
import { rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import { z } from 'zod';
import type { Log } from '../process/log.js';
import { newsOf, type TicketNews } from '../store/news.js';
import { isSigned } from './signature.js';

/** Where the webhook of `config/helpdesk` points, under REGLAMENT_PUBLIC_URL. */
export const webhookPath = '/zammad/webhook';

/** A delivery's own body may hold a long thread; beyond this somebody is playing. */
const LIMIT_BYTES = 2 * 1024 * 1024;

/** One delivery of Zammad's, with what of the ticket may be stored; `news` null: it tells too little, the ticket must be looked at. */
export interface Delivery {
  /** `X-Zammad-Delivery`: the same on every retry. */
  readonly id: string;
  readonly ticketId: number;
  readonly news: TicketNews | null;
}

export interface WebhookPorts {
  readonly secret: string;
  /** Keeps the delivery, whose ticket will be queued whatever happens then; resolves when it is durable. */
  readonly keep: (delivery: Delivery) => Promise<'kept' | 'known'>;
  readonly log: Log;
  /** Told what became of each delivery: `kept`, `known`, or why it was refused. */
  readonly counted?: (outcome: string) => void;
}

const body = z.looseObject({ ticket: z.looseObject({ id: z.int().positive() }) });

/** Why a delivery is not taken; the text is what an administrator finds in Zammad's log of webhooks. */
const rejections = {
  forged: [
    401,
    'Подпись не сходится: проверьте, что секрет вебхука в Zammad и REGLAMENT_WEBHOOK_SECRET одинаковы',
  ],
  unnamed: [400, 'Нет заголовка X-Zammad-Delivery: это не доставка Zammad'],
  large: [413, 'Тело больше 2 МБ'],
  type: [415, 'Ожидается application/json без сжатия'],
  broken: [400, 'Тело не разбирается как JSON'],
  empty: [422, 'В теле нет ticket.id'],
  crowd: [429, 'Слишком много доставок без верной подписи с этого адреса, повторите через минуту'],
  down: [503, 'Хранилище недоступно, повторите позже'],
} as const satisfies Record<string, readonly [number, string]>;
type Rejection = keyof typeof rejections;

const isJson: RequestHandler = (request, response, next) => {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (/^application\/json\b/i.test(request.headers['content-type'] ?? '') && encoding === 'identity') next();
  else refuse('type', response);
};

const refuse = (why: Rejection, response: express.Response): void => {
  const [status, text] = rejections[why];
  response.status(status).type('text/plain').send(text);
};

const parsed = (raw: Buffer): unknown => {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
};

const read = (request: Request, secret: string): Delivery | Rejection => {
  const raw: unknown = request.body;
  if (!Buffer.isBuffer(raw) || !isSigned(raw, request.get('x-hub-signature'), secret)) return 'forged';
  const id = request.get('x-zammad-delivery')?.slice(0, 200);
  if (!id) return 'unnamed';
  const json = parsed(raw);
  if (json === undefined) return 'broken';
  const known = body.safeParse(json);
  return known.success ? { id, ticketId: known.data.ticket.id, news: newsOf(json) } : 'empty';
};

/** Unsigned posts an address may make in a minute; Zammad itself makes none. */
const STRANGERS = { windowMs: 60_000, limit: 30 } as const;
/** One line in so long for refusals of one kind, with how many there were meanwhile. */
const QUIET_MS = 60_000;

/** Tells the first refusal of a burst, and the number of the others with the next. */
const createBursts = (log: Log): ((reason: Rejection) => void) => {
  const bursts = new Map<Rejection, { at: number; untold: number }>();
  return (reason) => {
    const burst = bursts.get(reason);
    const now = performance.now();
    if (burst !== undefined && now - burst.at < QUIET_MS) {
      burst.untold += 1;
      return;
    }
    log.warn('вебхук отклонён', {
      reason,
      status: rejections[reason][0],
      ...(burst !== undefined && burst.untold > 0 && { untold: burst.untold }),
    });
    bursts.set(reason, { at: now, untold: 0 });
  };
};

/** Counts those who cannot sign, by address; who can is never counted, also behind the same proxy. */
const strangersLimit = (): RateLimitRequestHandler =>
  rateLimit({
    ...STRANGERS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: { xForwardedForHeader: false },
    handler: (_request, response) => {
      refuse('crowd', response);
    },
  });

/** The route of webhooks: 202 once the delivery is durable, else one status and one text for each reason. */
export const webhook = (
  { secret, keep, log, counted = () => undefined }: WebhookPorts,
  router: Router,
): Router => {
  const tell = createBursts(log);
  const strangers = strangersLimit();
  const raw = express.raw({ type: () => true, limit: LIMIT_BYTES, inflate: false });
  router.post(webhookPath, isJson, raw, async (request, response) => {
    const delivery = read(request, secret);
    if (typeof delivery === 'string') {
      tell(delivery);
      counted(delivery);
      if (delivery === 'forged')
        await strangers(request, response, () => {
          refuse('forged', response);
        });
      else refuse(delivery, response);
      return;
    }
    try {
      const outcome = await keep(delivery);
      counted(outcome);
      log.debug('вебхук принят', { ticket: delivery.ticketId, outcome });
      response.status(202).type('text/plain').send('Принято');
    } catch (error) {
      log.error('вебхук не сохранён, Zammad повторит его', { ticket: delivery.ticketId, error });
      counted('down');
      refuse('down', response);
    }
  });
  const onError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    const status = z.looseObject({ status: z.number() }).safeParse(error).data?.status;
    if (response.headersSent || status === undefined) next(error);
    else refuse(status === 413 ? 'large' : 'broken', response);
  };
  router.use(webhookPath, onError);
  return router;
};
