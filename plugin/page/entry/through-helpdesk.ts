/** The door through the helpdesk: out with a word of our own, back with a code, once, to the same browser. */
import { createHash } from 'node:crypto';
import express, { type RequestHandler, type Router } from 'express';
import type { AppPorts } from '../ports.js';
import { SignInFault } from '../oauth.js';
import type { Person } from '../person.js';
import { cookieOf, cookieOptions, newEntrance } from './cookies.js';

/** Who began a sign-in: comes back from another site, so it is not strict. */
const BEGUN = 'reglament_begun';

interface ThroughPorts {
  readonly ports: AppPorts;
  /** Counts attempts that failed. */
  readonly guesses: RequestHandler;
  /** Shows the door again. */
  readonly refuse: (
    request: express.Request,
    response: express.Response,
    status: number,
    words: string,
  ) => void;
  /** Lets the person in, or says why not. */
  readonly letIn: (request: express.Request, response: express.Response, person: Person) => Promise<void>;
}

const AGAIN = 'Вход не удался, начните снова.';

const one = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The routes below `/sign-in`; none where no application is registered. */
export const throughHelpdesk = ({ ports, guesses, refuse, letIn }: ThroughPorts): Router => {
  const { address, oauth, entrances, log, clock } = ports;
  const router = express.Router();
  if (oauth === null) return router;
  const options = { ...cookieOptions(address.base, address.secure), sameSite: 'lax' as const };

  router.get('/sign-in/begin', async (_request, response) => {
    const [state, browser, verifier] = [newEntrance(), newEntrance(), newEntrance()];
    await entrances.beginEntrance({ state, browser, verifier, at: clock() });
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    response.cookie(BEGUN, browser, options).redirect(303, oauth.authorizeAt({ state, challenge }));
  });

  router.get('/sign-in/zammad', guesses, async (request, response) => {
    const browser = cookieOf(request, BEGUN);
    response.clearCookie(BEGUN, options);
    const state = one(request.query['state']);
    const verifier =
      browser === undefined || state === '' ? null : await entrances.useEntrance(state, browser, clock());
    if (verifier === null) {
      log.warn('вход через Zammad: начало входа неизвестно', { from: request.ip });
      refuse(request, response, 400, AGAIN);
      return;
    }
    const fault = one(request.query['error']);
    if (fault !== '' || one(request.query['code']) === '') {
      const isDenied = fault === 'access_denied';
      log.warn('вход через Zammad: не разрешён', { denied: isDenied });
      refuse(
        request,
        response,
        isDenied ? 403 : 400,
        isDenied ? 'Вы отказались: доступ не разрешён.' : AGAIN,
      );
      return;
    }
    try {
      await letIn(request, response, await oauth.redeem(one(request.query['code']), verifier));
    } catch (error) {
      if (!(error instanceof SignInFault)) throw error;
      log.warn('вход через Zammad: не удался', { status: error.status, words: error.message });
      refuse(request, response, error.status, error.message);
    }
  });
  return router;
};
