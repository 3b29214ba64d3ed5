/**
 * The page as an express application of its own: strict headers, sign-in, then the sections, each for the roles it names. What a
 * section says is rendered here; what goes wrong becomes a page in plain words.
 */
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import helmet from 'helmet';
import { SCRIPT, STYLESHEET, renderPage, type Frame } from '../../templates/page/render.js';
import type { Visitor } from '../store/sessions.js';
import { cookieOf, formWord, isFormWord, SESSION } from './entry/cookies.js';
import { entrance } from './entry/sign-in.js';
import type { AppPorts } from './ports.js';
import { PageFault, type Answer, type Section } from './section.js';

const strings = (values: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((values ?? {}) as Record<string, unknown>).flatMap(([key, value]) => {
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return typeof first === 'string' ? [[key, first.trim()]] : [];
    }),
  );

const hostOf = ({ headers }: Request): string =>
  (headers.host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();

const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
});

const titles: Readonly<Record<number, string>> = {
  400: 'Запрос не понят',
  403: 'Нет доступа',
  404: 'Нет такой страницы',
  429: 'Слишком часто',
};

/** A page that looks again by itself keeps no session alive. */
const looksOf = (request: Request): { readonly looks: boolean } => ({
  looks: request.get('x-page-live') === undefined,
});

/** The stream by which a page is told to look again: no page, so who has no session is refused and not led to the door. */
const listening =
  ({ sessions, streams, clock }: AppPorts): RequestHandler =>
  async (request, response) => {
    const id = cookieOf(request, SESSION);
    const who = id === undefined ? null : await sessions.find(id, clock(), { looks: false });
    if (id === undefined || who === null) {
      response.status(401).type('text/plain').send('Вход истёк');
      return;
    }
    // Whoever left meanwhile will not tell that they left.
    if (response.destroyed) return;
    response.set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const leave = streams.open(id, who, {
      write: (text) => void response.write(text),
      end: () => void response.end(),
    });
    if (leave === null) {
      response.status(429).type('text/plain').send('Открыто слишком много страниц');
      return;
    }
    response.on('close', leave);
    response.flushHeaders();
  };

/** The application. `sections` are asked for in their order. */
export const pageApp = (ports: AppPorts): Express => {
  const { address, sessions, sections, log, clock } = ports;
  const { base } = address;
  const app = express();
  app.disable('x-powered-by');
  // Only a proxy on this machine is believed who it speaks for.
  app.set('trust proxy', 'loopback');

  const frameOf = (who: Visitor | null, id: string | null, current: string, live = false): Frame => ({
    live,
    base,
    login: who?.login ?? null,
    role: who === null ? '' : who.role === 'admin' ? 'администратор' : 'руководитель СП',
    formWord: id === null ? '' : formWord(id),
    sections: sections.flatMap(({ label, path, roles }) =>
      label === undefined || who === null || !roles.includes(who.role)
        ? []
        : [
            {
              label,
              href: `${base}${path}`,
              current: path === current ? ('page' as const) : ('false' as const),
            },
          ],
    ),
  });

  app.use(headers, (request, response, next) => {
    response.set('cache-control', 'no-store');
    if (address.hosts !== null && !address.hosts.includes(hostOf(request)))
      response.status(404).type('text/plain').send('Нет такой страницы');
    else next();
  });
  app.get('/page.css', (_request, response) => {
    response.set('cache-control', 'public, max-age=300').type('text/css').send(STYLESHEET);
  });
  app.get('/page.js', (_request, response) => {
    response.set('cache-control', 'public, max-age=300').type('text/javascript').send(SCRIPT);
  });
  app.get('/events', listening(ports));
  app.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 50 }));
  app.use(
    entrance(ports, (shown) => renderPage(shown.page, shown.view, shown.title, frameOf(null, null, ''))),
  );

  const served =
    ({ path, roles, verb, live, answer }: Section): RequestHandler =>
    async (request, response) => {
      const id = cookieOf(request, SESSION);
      const who = id === undefined ? null : await sessions.find(id, clock(), looksOf(request));
      if (id === undefined || who === null) {
        if (verb === 'get') response.redirect(303, `${base}/sign-in`);
        else throw new PageFault(403, 'Вход истёк: войдите снова и повторите.');
        return;
      }
      if (!roles.includes(who.role))
        throw new PageFault(403, 'Этот раздел открыт администратору. Если он вам нужен, скажите ему.');
      const given = strings(verb === 'post' ? request.body : request.query);
      if (verb === 'post' && !isFormWord(given['form'], id))
        throw new PageFault(403, 'Форма устарела или пришла не с этой страницы: откройте раздел заново.');
      const told: Answer = await answer({ who, now: clock(), base, path: strings(request.params), given });
      if ('to' in told) response.redirect(303, `${base}${told.to}`);
      else if ('file' in told) response.type(told.type).attachment(told.name).send(told.file);
      else
        response
          .status(told.status ?? 200)
          .type('text/html')
          .send(renderPage(told.page, told.view, told.title, frameOf(who, id, path, live === true)));
    };
  for (const section of sections) app[section.verb](section.path, served(section));
  app.get('/', (_request, response) => {
    response.redirect(303, `${base}${sections[0]?.path ?? '/sign-in'}`);
  });
  app.use(() => {
    throw new PageFault(404, 'Такой страницы нет: проверьте адрес или выберите раздел.');
  });

  const onError: ErrorRequestHandler = async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = error instanceof PageFault;
    // A body that cannot be read, as express tells it.
    const sent = known ? error.status : Number((error as { status?: unknown } | null)?.status);
    const status = sent >= 400 && sent < 500 ? sent : 500;
    if (status === 500) log.error('страница не показана', { path: request.path, error });
    const words = known
      ? error.message
      : status === 500
        ? 'Не получилось: причина записана в журнал программы. Повторите позже.'
        : 'Запрос не понят: вернитесь назад и заполните форму снова.';
    const id = cookieOf(request, SESSION);
    const who =
      id === undefined ? null : await sessions.find(id, clock(), looksOf(request)).catch(() => null);
    if (status === 403) log.warn('страница: отказано', { login: who?.login ?? null, path: request.path });
    const title = titles[status] ?? (status === 500 ? 'Ошибка' : 'Запрос не понят');
    response
      .status(status)
      .type('text/html')
      .send(
        renderPage('fault', { words, title }, title, frameOf(who, who === null ? null : (id ?? null), '')),
      );
  };
  app.use(onError);
  return app;
};
