/** The door: a person's own key of the helpdesk, shown once, and the way out. Whoever guesses keys is stopped by their address. */
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { PageViews } from '../../../templates/page/views.js';
import { wordsOf } from '../../process/fault.js';
import type { AppPorts } from '../ports.js';
import { PageFault } from '../section.js';
import { cookieOf, cookieOptions, ENTRANCE, formWord, isFormWord, newEntrance, SESSION } from './cookies.js';
import { visitorOf, type Person } from '../person.js';
import { throughHelpdesk } from './through-helpdesk.js';

/** Attempts that failed, from one address. */
const GUESSES = { windowMs: 15 * 60_000, limit: 10 } as const;

type SignInShown = {
  readonly [Name in 'sign-in' | 'signed-in']: {
    readonly page: Name;
    readonly title: string;
    readonly view: PageViews[Name];
  };
}['sign-in' | 'signed-in'];

/** The routes `/sign-in` and `/sign-out`. */
export const entrance = (ports: AppPorts, render: (shown: SignInShown) => string): Router => {
  const { address, sessions, knows, roles, parties, streams, oauth, log, clock } = ports;
  const { base, secure } = address;
  const options = cookieOptions(base, secure);
  const router = express.Router();

  const show = (request: Request, response: Response, status: number, words: string): void => {
    const known = cookieOf(request, ENTRANCE);
    const entry = known ?? newEntrance();
    if (known === undefined) response.cookie(ENTRANCE, entry, options);
    const view = {
      words,
      entryWord: formWord(entry),
      heads: roles.head.join(', '),
      admins: roles.admin.join(', '),
      isThrough: oauth !== null,
    };
    response
      .status(status)
      .type('text/html')
      .send(render({ page: 'sign-in', title: 'Вход', view }));
  };

  const guesses = rateLimit({
    ...GUESSES,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    handler: (request, response) => {
      log.warn('вход на страницу: слишком много неудачных попыток', { from: request.ip });
      show(request, response, 429, 'Слишком много неудачных попыток: подождите четверть часа.');
    },
  });

  const letIn = async (request: Request, response: Response, person: Person): Promise<void> => {
    const who = visitorOf(person, roles, parties);
    if (who === null) {
      // Any citizen who writes to the helpdesk has a login there.
      log.warn('вход на страницу: роли нет', { person: person.id });
      show(
        request,
        response,
        403,
        'Страница открыта руководителю СП и администратору: у вас нет такой роли.',
      );
      return;
    }
    const now = clock();
    const id = await sessions.begin(who, now);
    await sessions.did({ at: now, login: who.login, deed: 'вход', object: who.role });
    log.info('вход на страницу', { login: who.login, role: who.role });
    response.clearCookie(ENTRANCE, options).cookie(SESSION, id, options);
    // Who comes back from another site brings no strict cookie to where that leads: the browser goes on from a page of ours.
    if (request.method === 'GET')
      response
        .type('text/html')
        .send(render({ page: 'signed-in', title: 'Вход', view: { href: `${base}/`, login: who.login } }));
    else response.redirect(303, `${base}/`);
  };

  const enter: RequestHandler = async (request, response) => {
    const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const entry = cookieOf(request, ENTRANCE);
    if (entry === undefined || !isFormWord(body['form'], entry)) {
      show(request, response, 403, 'Форма устарела: попробуйте ещё раз.');
      return;
    }
    const key = typeof body['key'] === 'string' ? body['key'].trim() : '';
    let person;
    try {
      person = await knows(key);
    } catch (error) {
      log.warn('вход на страницу: Zammad не ответил', { words: wordsOf(error) });
      show(request, response, 503, 'Zammad сейчас не отвечает: войти можно, когда он вернётся.');
      return;
    }
    if (person === null) {
      log.warn('вход на страницу: ключ не подошёл', { from: request.ip });
      show(request, response, 401, 'Ключ не подошёл: проверьте, что он скопирован целиком и не отозван.');
      return;
    }
    await letIn(request, response, person);
  };

  router.use(throughHelpdesk({ ports, guesses, refuse: show, letIn }));
  router.get('/sign-in', (request, response) => {
    show(request, response, 200, '');
  });
  router.post('/sign-in', guesses, enter);
  router.post('/sign-out', async (request, response) => {
    const id = cookieOf(request, SESSION);
    const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    if (id !== undefined) {
      if (!isFormWord(body['form'], id))
        throw new PageFault(403, 'Форма устарела или пришла не с этой страницы: откройте раздел заново.');
      const now = clock();
      const who = await sessions.find(id, now);
      await sessions.end(id);
      streams.end(id);
      if (who !== null) await sessions.did({ at: now, login: who.login, deed: 'выход', object: '' });
    }
    response.clearCookie(SESSION, options).redirect(303, `${base}/sign-in`);
  });
  return router;
};
