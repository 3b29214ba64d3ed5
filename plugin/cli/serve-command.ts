/** `serve` and `demo`: the commands that stay. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { regionNames } from '../../config/regions.js';
import { capabilitiesOf, createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { productConfig, readConfig } from '../process/config.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { createFaqDesk } from '../../sync/faq/desk.js';
import { createAnswers, LESSONS_AT } from '../engine/read/answers.js';
import { readLessons } from '../ask/insight/lessons.js';
import { lookAtFaqForPage, offeredOf } from '../ask/insight/faq-look.js';
import { pageOAuth, readEnv, serveEnv } from '../process/env.js';
import { faqWatchAt, lookAtFaq } from '../../sync/faq/watch.js';
import { createLog } from '../process/log.js';
import { giveBackMemory } from '../process/memory.js';
import { createPace } from '../engine/pace.js';
import { createMetrics, serveMetrics } from '../http/metrics.js';
import { addressOf } from '../page/address.js';
import { knownTo } from '../page/person.js';
import { packageVersion } from '../process/package.js';
import { startCompanion } from '../serve.js';
import type { Terminal } from './terminal.js';

/** A migration of fields restarts Zammad, and on a slow machine that takes a minute. */
const AWAY_MS = 90_000;

const MONTH_MS = 30.5 * 24 * 3600 * 1000;

const ended = (): Promise<NodeJS.Signals> =>
  new Promise((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
    // The terminal is gone: whoever stays behind would keep the store.
    process.once('SIGHUP', done);
  });

/**
 * Throws UnsupportedZammadError. The companion's key is mostly not told the version, and a helpdesk that is away is waited for: then
 * the first answer that lacks something tells.
 */
const refuseTooOld = async (client: ZammadClient): Promise<void> => {
  let version: string;
  try {
    version = await client.version({ signal: AbortSignal.timeout(5000) });
  } catch {
    return;
  }
  capabilitiesOf(version);
};

/** Files below the admin's own folder, for whoever wants to show a change of them. */
const ownFileOf =
  (folder: string) =>
  (file: string): Promise<string | null> =>
    readFile(path.join(folder, file), 'utf8').catch(() => null);

/** `serve`: until a signal, then ends what runs and resolves to 0; 1: its store was lost for good. */
export const serveCommand = async (terminal: Terminal): Promise<0 | 1> => {
  const env = readEnv(serveEnv);
  // From the start: one that came while the store opens would leave its server behind.
  const signalled = ended();
  const config = await readConfig(env.REGLAMENT_CONFIG);
  const log = createLog({ level: env.LOG_LEVEL });
  const metrics = createMetrics();
  const pace = createPace(env.REGLAMENT_AT_ONCE, () => performance.now());
  const client = createZammadClient({
    url: env.ZAMMAD_URL,
    auth: { token: env.ZAMMAD_TOKEN },
    maxInFlight: env.REGLAMENT_AT_ONCE + 2,
    onResponse: ({ method, status, ms }) => {
      metrics.called(method, status, ms);
      if (method === 'GET' && status !== null) pace.answered(ms);
    },
  });
  await refuseTooOld(client);
  const answers = createAnswers({
    client,
    settings: config.faq,
    regions: regionNames(config.regions),
    url: env.ZAMMAD_URL,
    lessons: (vocabulary) => readLessons(client, config, vocabulary, terminal.now()),
    log,
    clock: terminal.now,
  });
  const oauth = pageOAuth(env);
  const address = addressOf(env.REGLAMENT_PAGE_URL, env.HOST);
  const companion = await startCompanion({
    zammad: client,
    config,
    answers,
    webhookSecret: env.REGLAMENT_WEBHOOK_SECRET,
    host: env.HOST,
    port: env.PORT,
    database: env.DATABASE_URL === undefined ? { data: env.REGLAMENT_DATA } : { url: env.DATABASE_URL },
    log,
    clock: terminal.now,
    atOnce: env.REGLAMENT_AT_ONCE,
    pace,
    metrics,
    ...(address !== null && {
      page: {
        address,
        roles: { head: env.REGLAMENT_PAGE_HEADS, admin: env.REGLAMENT_PAGE_ADMINS },
        knows: knownTo(env.ZAMMAD_URL),
        ...(oauth !== null && { oauth }),
        zammad: env.ZAMMAD_URL,
        version: packageVersion(),
        faq: config.faq,
        ownFile: ownFileOf(env.REGLAMENT_CONFIG),
        setup: {
          config,
          settings: { publicUrl: env.REGLAMENT_PUBLIC_URL, webhookSecret: env.REGLAMENT_WEBHOOK_SECRET },
          folder: path.join(env.REGLAMENT_DATA, 'rollback'),
          open: (token) =>
            createObjectStore(createZammadClient({ url: env.ZAMMAD_URL, auth: { token }, awayMs: AWAY_MS })),
        },
      },
    }),
    keepLogMs: env.REGLAMENT_KEEP_LOG * MONTH_MS,
    jobs: [
      { name: 'чему учат закрытые обращения', at: LESSONS_AT, run: answers.learn },
      {
        name: 'FAQ на странице',
        at: '7 * * * *',
        run: () =>
          lookAtFaqForPage({
            client,
            config,
            url: env.ZAMMAD_URL,
            store: companion.store,
            clock: terminal.now,
          }),
      },
      {
        name: 'FAQ',
        at: faqWatchAt(config.faq),
        run: async () => {
          await lookAtFaq({
            desk: createFaqDesk(client),
            settings: config.faq,
            read: async (source) => {
              const { readFaq } = await import('../../sync/faq/source.js');
              return readFaq([source], {}, config.faq.watch?.redirectTo);
            },
            log,
            clock: terminal.now,
            told: (plan) =>
              companion.store.keepFaq({ offered: offeredOf(plan, terminal.now()) }, terminal.now()),
          });
          await answers.refresh();
        },
      },
    ],
  });
  const figures =
    env.REGLAMENT_METRICS_PORT === undefined
      ? null
      : await serveMetrics(metrics, env.HOST, env.REGLAMENT_METRICS_PORT).catch(async (error: unknown) => {
          await companion.close();
          throw error;
        });
  terminal.out(companion.url);
  giveBackMemory();
  void answers.learn();
  const end = await Promise.race([
    signalled.then((signal) => ({ signal, lost: null })),
    companion.lost.then((lost) => ({ signal: null, lost })),
  ]);
  if (end.lost === null)
    log.info('останавливаюсь: новых доставок не беру, начатое заканчиваю', { signal: end.signal });
  else
    log.error('хранилище потеряно, процесс завершается: запустите reglament serve снова', {
      words: end.lost,
    });
  await figures?.close();
  await companion.close();
  return end.lost === null ? 0 : 1;
};

/** `demo`: 0 when every step held, 1 else. The imitation of Zammad it brings along is loaded only when asked for. */
export const demoCommand = async (
  terminal: Terminal,
  { keep }: { readonly keep?: boolean },
): Promise<number> => {
  const { runDemo } = await import('../demo/run.js');
  return runDemo({
    // Its stories are told of the sample regions, whatever the admin's own folder has.
    config: productConfig(),
    out: (line) => {
      terminal.out(line);
    },
    untilStopped: keep === true ? ended() : null,
  });
};
