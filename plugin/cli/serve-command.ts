/** `serve` and `demo`: the commands that stay. */
import { regionNames } from '../../config/regions.js';
import { capabilitiesOf, createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { readConfig } from '../process/config.js';
import { createFaqDesk } from '../../sync/faq/desk.js';
import { createAnswers } from '../engine/read/answers.js';
import { helpdeskEnv, readEnv, serveEnv } from '../process/env.js';
import { readFaq } from '../../sync/faq/source.js';
import { faqWatchAt, lookAtFaq } from '../../sync/faq/watch.js';
import { createLog } from '../process/log.js';
import { startCompanion } from '../serve.js';
import type { Terminal } from './terminal.js';

const ended = (): Promise<NodeJS.Signals> =>
  new Promise((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
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

/** `serve`: until SIGINT or SIGTERM, then ends what runs and resolves to 0. */
export const serveCommand = async (terminal: Terminal): Promise<0> => {
  const env = readEnv(serveEnv);
  const config = await readConfig(env.REGLAMENT_CONFIG);
  const log = createLog({
    level: env.LOG_LEVEL,
    secrets: [env.ZAMMAD_TOKEN, env.REGLAMENT_WEBHOOK_SECRET],
  });
  const client = createZammadClient({ url: env.ZAMMAD_URL, auth: { token: env.ZAMMAD_TOKEN } });
  await refuseTooOld(client);
  const answers = createAnswers({
    client,
    settings: config.faq,
    regions: regionNames(config.regions),
    url: env.ZAMMAD_URL,
    log,
    clock: terminal.now,
  });
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
    jobs: [
      {
        name: 'FAQ',
        at: faqWatchAt(config.faq),
        run: async () => {
          await lookAtFaq({
            desk: createFaqDesk(client),
            settings: config.faq,
            read: (source) => readFaq([source]),
            log,
            clock: terminal.now,
          });
          await answers.refresh();
        },
      },
    ],
  });
  terminal.out(companion.url);
  const signal = await ended();
  log.info('останавливаюсь: новых доставок не беру, начатое заканчиваю', { signal });
  await companion.close();
  return 0;
};

/** `demo`: 0 when every step held, 1 else. The imitation of Zammad it brings along is loaded only when asked for. */
export const demoCommand = async (
  terminal: Terminal,
  { keep }: { readonly keep?: boolean },
): Promise<number> => {
  const { runDemo } = await import('../demo/run.js');
  const { REGLAMENT_CONFIG } = readEnv(helpdeskEnv.pick({ REGLAMENT_CONFIG: true }));
  return runDemo({
    config: REGLAMENT_CONFIG,
    out: (line) => {
      terminal.out(line);
    },
    untilStopped: keep === true ? ended() : null,
  });
};
