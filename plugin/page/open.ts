/** Puts the page together on connections of its own: however much is looked at, the engine's are not taken. */
import type { RequestHandler } from 'express';
import { createEntrances } from '../store/entrances.js';
import { hearChanges } from '../store/page-news.js';
import { createSessions } from '../store/sessions.js';
import { openPool, closePool } from '../store/pool.js';
import { PAGE_PATH } from './address.js';
import { createHelpdeskSignIn, type OAuthOptions } from './oauth.js';
import { createStreams } from './live/streams.js';
import { homeScopeOf } from './read/scope.js';
import { pageApp } from './app.js';
import type { AppPorts } from './ports.js';
import { createApplying, type SetupOptions } from './setup/applying.js';
import { sectionsOf, type SectionPorts } from './sections/index.js';

interface OpenOptions
  extends
    Omit<AppPorts, 'sessions' | 'sections' | 'parties' | 'streams' | 'oauth' | 'entrances'>,
    Omit<SectionPorts, 'sessions' | 'pool' | 'setup'> {
  /** Left out: the page does not set the helpdesk up. */
  readonly setup?: SetupOptions;
  /** The application registered at the helpdesk. Left out: people come in by their own keys alone. */
  readonly oauth?: OAuthOptions;
  /** How often streams are written to; a test may be quicker. */
  readonly live?: { readonly restMs: number; readonly beatMs: number };
  readonly database: { readonly connectionString: string; readonly schema: string };
}

export interface OpenPage {
  /** Paths it answers under. */
  readonly paths: readonly string[];
  readonly app: RequestHandler;
  /** Ends the streams of pages that look: a server waits for them otherwise. */
  hush(): void;
  close(): Promise<void>;
}

/** Sums of a report are put together in memory; plans of such questions are not worth compiling. */
const SETTINGS = ['work_mem=32MB', 'jit=off'];

/** The page over the store of `database`, whose tables are there. */
export const openPage = ({
  database,
  setup: wanted,
  live,
  oauth: registered,
  ...ports
}: OpenOptions): OpenPage => {
  const pool = openPool({ ...database, max: 4, name: 'reglament-page', log: ports.log, settings: SETTINGS });
  const sessions = createSessions(pool);
  const setup = wanted === undefined ? null : { open: wanted.open, applying: createApplying(wanted, ports) };
  const streams = createStreams({
    sessions,
    scopeOf: (who) => homeScopeOf(who, ports.config.process),
    clock: ports.clock,
    ...live,
  });
  const news = hearChanges(
    database,
    (change) => {
      streams.told(change);
    },
    ports.log,
  );
  return {
    paths: [...new Set([PAGE_PATH, ports.address.base])],
    app: pageApp({
      ...ports,
      sessions,
      streams,
      oauth: registered === undefined ? null : createHelpdeskSignIn(registered, ports.log),
      entrances: createEntrances(pool),
      sections: sectionsOf({ ...ports, sessions, pool, setup }),
    }),
    hush: () => {
      streams.end();
    },
    async close() {
      streams.end();
      await news.close();
      await closePool(pool);
    },
  };
};
