/** The HTTP side of `serve`: the receiver, the two questions of an orchestrator, and an orderly end. */
import { createServer, type Server } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import helmet from 'helmet';
import { webhook, type WebhookPorts } from './webhook.js';

interface HttpPorts extends WebhookPorts {
  /** Null: ready to take deliveries; else why not, for a person. */
  readonly notReady: () => Promise<string | null>;
  /** Null: alive; else why only a new process can help. Left out: it always is. */
  readonly lost?: () => string | null;
  /** Null: tickets are looked at; else why not, for a person. Deliveries are taken all the same. */
  readonly outage: () => string | null;
  /** What people look at, under its paths. Left out: there is no such page. */
  readonly page?: { readonly paths: readonly string[]; readonly app: RequestHandler };
}

/** Longer than a proxy keeps its idle connections: else it sends a delivery into one that is just being closed. */
const KEEP_ALIVE_MS = 75_000;

/** By these words `doctor` knows that all is well. */
export const READY = 'готов';

const readiness = (outage: string | null): string =>
  outage === null ? READY : `${READY} принимать; тикеты пока не обрабатываются: ${outage}`;

const appOf = (ports: HttpPorts): express.Express => {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.get('/livez', (_request, response) => {
    const lost = ports.lost?.() ?? null;
    response
      .status(lost === null ? 200 : 503)
      .type('text/plain')
      .send(lost ?? 'жив');
  });
  app.get('/readyz', async (_request, response) => {
    const why = await ports.notReady();
    response
      .status(why === null ? 200 : 503)
      .type('text/plain')
      .send(why ?? readiness(ports.outage()));
  });
  webhook(ports, app);
  if (ports.page !== undefined) app.use([...ports.page.paths], ports.page.app);
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('Нет такой страницы');
  });
  const onError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    ports.log.error('запрос не обработан', { error });
    if (response.headersSent) next(error);
    else response.status(500).type('text/plain').send('Внутренняя ошибка, подробности в журнале');
  };
  app.use(onError);
  return app;
};

const closeServer = async (server: Server): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  // Keep-alive connections fall idle one by one while the last requests are answered.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, 100);
  server.closeIdleConnections();
  await closed;
  clearInterval(idle);
};

/**
 * Listens on `host`:`port` (0: any free one). `close` stops taking, lets running requests end, then resolves.
 * Rejects when the address cannot be had.
 */
export const listen = async (
  ports: HttpPorts,
  host: string,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const server = createServer(appOf(ports));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${actual}`, close: () => closeServer(server) };
};
