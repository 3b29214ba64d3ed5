/**
 * Sign-in through the helpdesk: an OAuth2 application registered there (code grant; Zammad 6.6 serves it by doorkeeper 5.8, without
 * PKCE: what is sent of it is ignored there). The access token names the person once and is given back at once.
 */
import { createZammadClient, isZammadError } from 'zammad-api-client-ts';
import { z } from 'zod';
import { wordsOf } from '../process/fault.js';
import type { Log } from '../process/log.js';
import { personBy, type Person } from './person.js';

export interface OAuthOptions {
  /** Address of the helpdesk as people open it. */
  readonly zammad: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As it is registered there: the page's address and `/sign-in/zammad`. */
  readonly redirectUri: string;
}

export interface HelpdeskSignIn {
  /** Where the person is sent. */
  authorizeAt(asked: { readonly state: string; readonly challenge: string }): string;
  /** Who came back with the code. Throws SignInFault. */
  redeem(code: string, verifier: string): Promise<Person>;
}

/** Why nobody can be signed in; its words are for the person. */
export class SignInFault extends Error {
  override readonly name = 'SignInFault';

  readonly status: number;

  constructor(status: number, words: string, options?: ErrorOptions) {
    super(words, options);
    this.status = status;
  }
}

const granted = z.looseObject({ access_token: z.string().min(10) });
const refused = z.looseObject({ error: z.string() });

const WAIT_MS = 10_000;

const AWAY = 'Zammad сейчас не отвечает: войти можно, когда он вернётся.';

/** A code as the helpdesk gives it out; anything else is not sent. */
const CODE = /^[\w.-]{10,512}$/;

export const createHelpdeskSignIn = (
  { zammad, clientId, clientSecret, redirectUri }: OAuthOptions,
  log: Pick<Log, 'error' | 'warn'>,
): HelpdeskSignIn => {
  const application = { client_id: clientId, client_secret: clientSecret };
  const post = (path: string, form: Record<string, string>): Promise<Response> =>
    fetch(`${zammad}/oauth/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ ...application, ...form }),
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(WAIT_MS),
    });

  const tokenFor = async (code: string, verifier: string): Promise<string> => {
    let answer: Response;
    let told: unknown;
    try {
      answer = await post('token', {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
      told = await answer.json();
    } catch (cause) {
      throw new SignInFault(503, AWAY, { cause });
    }
    const token = granted.safeParse(told);
    if (answer.ok && token.success) return token.data.access_token;
    const why = refused.safeParse(told).data?.error;
    if (why === 'invalid_grant') throw new SignInFault(401, 'Вход не удался, начните снова.');
    log.error(
      'вход через Zammad: приложение OAuth2 не принято, сверьте REGLAMENT_PAGE_OAUTH_ID, REGLAMENT_PAGE_OAUTH_SECRET и адрес возврата',
      { status: answer.status, redirectUri },
    );
    throw new SignInFault(502, 'Вход через Zammad не настроен до конца: скажите администратору.');
  };

  return {
    authorizeAt: ({ state, challenge }) => {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
      return `${zammad}/oauth/authorize?${query.toString()}`;
    },
    async redeem(code, verifier) {
      if (!CODE.test(code)) throw new SignInFault(400, 'Вход не удался, начните снова.');
      const token = await tokenFor(code, verifier);
      try {
        const person = await personBy(createZammadClient({ url: zammad, auth: { bearer: token } }));
        if (person === null) throw new SignInFault(403, 'В Zammad вы не активны.');
        return person;
      } catch (error) {
        if (error instanceof SignInFault) throw error;
        const isKnown = isZammadError(error) && (error.kind === 'auth' || error.kind === 'forbidden');
        log.warn('вход через Zammad: кто вошёл, он не сказал', { words: wordsOf(error) });
        throw new SignInFault(isKnown ? 403 : 503, isKnown ? 'Zammad вас не назвал.' : AWAY, {
          cause: error,
        });
      } finally {
        // It has said who that is; nobody needs it any more.
        const unrevoked = await post('revoke', { token }).then(
          ({ ok, status }) => (ok ? null : `HTTP ${status}`),
          wordsOf,
        );
        if (unrevoked !== null)
          log.warn('вход через Zammad: токен не отозван, он истечёт сам', { words: unrevoked });
      }
    },
  };
};
