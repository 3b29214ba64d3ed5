/** The page over a store, with persons whose keys are known and a clock in the test's hand; and a browser that keeps cookies. */
import { createServer, type Server } from 'node:http';
import express from 'express';
import { loadConfig, type Config } from '../../config/load.js';
import { bindClauses } from '../../plugin/engine/evaluate.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import type { OAuthOptions } from '../../plugin/page/oauth.js';
import type { Knows, Person } from '../../plugin/page/person.js';
import { openPage, type OpenPage } from '../../plugin/page/open.js';
import type { PageAddress } from '../../plugin/page/ports.js';
import { openStore, type Store } from '../../plugin/store/store.js';
import { freshSchema, listeningLog } from '../plugin/postgres.js';

const config: Config = await loadConfig('config');

/** Persons of the tests; none of them exists. */
export const persons = {
  admin: { id: 3, login: 'admin@desk.example', roles: ['Admin', 'Agent'], groups: [] },
  head: { id: 4, login: 'head@desk.example', roles: ['Руководитель СП'], groups: [] },
  ufa: {
    id: 5,
    login: 'ufa@desk.example',
    roles: ['Руководитель СП'],
    groups: ['СП РПГУ::Республика Башкортостан'],
  },
  country: {
    id: 7,
    login: 'country@desk.example',
    roles: ['Руководитель СП'],
    groups: [
      'СП РПГУ::Республика Башкортостан',
      'СП РПГУ::Камчатский край',
      'СП РПГУ::Калининградская область',
    ],
  },
  operator: { id: 6, login: 'operator@desk.example', roles: ['Оператор СП РПГУ'], groups: [] },
} as const satisfies Record<string, Person>;
export type Known = keyof typeof persons;

/** Keys as the helpdesk gives them out. */
export const keyOf = (known: Known): string => `key-of-${known}-0123456789`;

const knows: Knows = (key) =>
  Promise.resolve(Object.entries(persons).find(([known]) => keyOf(known as Known) === key)?.[1] ?? null);

export interface Site {
  readonly url: string;
  readonly store: Store;
  readonly lines: string[];
  /** What stands in a table, as text. */
  now(): Date;
  pass(ms: number): void;
  query(sql: string): Promise<string>;
  close(): Promise<void>;
}

interface SiteOptions {
  readonly address?: PageAddress;
  readonly knows?: Knows;
  readonly begin?: Date;
  readonly oauth?: OAuthOptions;
  readonly live?: { readonly restMs: number; readonly beatMs: number };
}

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

/** Call after usePostgres(). */
export const openSite = async (options: SiteOptions = {}): Promise<Site> => {
  let now = options.begin ?? new Date('2026-11-25T08:00:00Z');
  const { log, lines } = listeningLog();
  const clock = (): Date => now;
  const where = freshSchema();
  const store = await openStore({ ...where, log, clock });
  const page: OpenPage = openPage({
    address: options.address ?? { base: '/page', secure: false, hosts: ['127.0.0.1', 'localhost'] },
    roles: { head: ['Руководитель СП'], admin: ['Admin'] },
    knows: options.knows ?? knows,
    zammad: 'https://zammad.example',
    version: '0.0.0',
    faq: config.faq,
    config: { ...config, stance: 'act' },
    parties: partiesOf(config),
    clauses: bindClauses(config.clauses, 'act'),
    store,
    outage: () => null,
    ownFile: () => Promise.resolve(null),
    setup: {
      config,
      settings: { publicUrl: 'https://companion.example', webhookSecret: 'secret-of-the-webhook' },
      folder: 'no such folder',
      open: () => {
        throw new Error('no test of this site sets anything up');
      },
    },
    log,
    clock,
    ...(options.oauth !== undefined && { oauth: options.oauth }),
    live: options.live ?? { restMs: 20, beatMs: 20_000 },
    database: where,
  });
  const app = express();
  app.use([...page.paths], page.app);
  const server = createServer(app);
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}${options.address?.base ?? '/page'}`,
    store,
    lines,
    now: clock,
    pass: (ms) => {
      now = new Date(now.getTime() + ms);
    },
    query: async (sql) => {
      const { default: pg } = await import('pg');
      const client = new pg.Client({ connectionString: where.connectionString });
      await client.connect();
      await client.query(`set search_path to ${where.schema}`);
      const { rows } = await client.query(sql);
      await client.end();
      return JSON.stringify(rows);
    },
    close: async () => {
      page.hush();
      server.closeIdleConnections();
      await new Promise((done) => server.close(done));
      await page.close();
      await store.close();
    },
  };
};

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

export interface Browser {
  /** Cookies by name; a test may steal or spoil them. */
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Seen>;
  post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Seen>;
  /** Fills the form of the sign-in in. */
  signIn(key: string): Promise<Seen>;
  /** The word that forms of this session carry, read off a page. */
  word(): Promise<string>;
}

/** Follows no redirect: a test says where it is led. */
export const browse = ({ url }: Pick<Site, 'url'>): Browser => {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit): Promise<Seen> => {
    const answer = await fetch(`${url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: answer.status, headers: answer.headers, html: await answer.text() };
  };
  const wordIn = (html: string): string => /name='form'\s+value='([\w-]+)'/.exec(html)?.[1] ?? '';
  const browser: Browser = {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, form, headers = {}) =>
      ask(path, { method: 'POST', body: new URLSearchParams(form), headers }),
    signIn: async (key) => {
      const { html } = await ask('/sign-in', {});
      return browser.post('/sign-in', { form: wordIn(html), key });
    },
    word: async () => wordIn((await ask('/operations', {})).html),
  };
  return browser;
};

/** A browser in which `known` has signed in. */
export const signedIn = async (site: Site, known: Known): Promise<Browser> => {
  const browser = browse(site);
  const seen = await browser.signIn(keyOf(known));
  if (seen.status !== 303) throw new Error(`${known} was not let in: ${seen.html}`);
  return browser;
};
