/**
 * Puts the companion together and starts it: store, queue, engine, receiver, clock. Everything it touches is handed in,
 * so the command line, the demo and the tests start the same thing.
 */
import cron from 'node-cron';
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../config/load.js';
import { regionGroup } from '../config/regions.js';
import type { Mode } from '../config/schema/mode.js';
import { ANSWERS_AT, type Answers } from './engine/read/answers.js';
import { bindClauses } from './engine/evaluate.js';
import { createHelpdesk } from './engine/helpdesk.js';
import { logLetterFailure } from './engine/read/letters.js';
import { lookAt } from './engine/look.js';
import { createMemory } from './engine/read/memory.js';
import { createOutage, type Outage } from './engine/outage.js';
import { partiesOf, type RuledConfig } from './engine/parties.js';
import { editionOf, sweep } from './engine/sweep.js';
import { wordsOf } from './process/fault.js';
import { listen } from './http/server.js';
import type { Log } from './process/log.js';
import { startEmbedded, type EmbeddedStore } from './store/embedded.js';
import { openStore, type Store, type StoreOptions } from './store/store.js';

interface Job {
  /** Russian, for the log. */
  readonly name: string;
  /** As node-cron has it. */
  readonly at: string;
  readonly run: () => Promise<unknown>;
}

interface CompanionOptions {
  readonly zammad: { readonly url: string; readonly token: string } | ZammadClient;
  /** Without `helpdesk` nobody asks whether Zammad has the fields it names. */
  readonly config: RuledConfig & Pick<Config, 'stance'> & Partial<Pick<Config, 'helpdesk'>>;
  /** The knowledge base at hand, read again every few minutes; left out: nothing is suggested. */
  readonly answers?: Answers;
  readonly webhookSecret: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** A database somebody runs, or the folder of one of our own. */
  readonly database: { readonly url: string; readonly schema?: string } | { readonly data: string };
  readonly log: Log;
  /** The time rules and decisions go by. */
  readonly clock: () => Date;
  /** Milliseconds of a clock that only runs forward: how old a reading is. Default: the process's. */
  readonly stopwatch?: () => number;
  /** When the sweep runs, as node-cron has it; null: only when called for. Default: every minute. */
  readonly sweepAt?: string | null;
  /** What else runs by the clock beside the sweep; a run that rejects is told in the log and comes again. */
  readonly jobs?: readonly Job[];
  /** How far the first sweep of a regulation looks back. Default: seven days. */
  readonly lookbackMs?: number;
  /** The same clause on the same ticket at most so often in 24 hours. Default 5. */
  readonly breaker?: number;
  /** Tickets at once. Default 4. */
  readonly atOnce?: number;
  readonly retry?: StoreOptions['retry'];
  readonly pollSeconds?: number;
}

export interface Companion {
  /** Where it listens. */
  readonly url: string;
  /** One sweep now; the number of tickets queued. */
  sweep(): Promise<number>;
  readonly store: Store;
  /** Outages since it began; the words of the one that lasts. */
  readonly outage: Pick<Outage, 'counts' | 'words'>;
  /** Takes no more, ends what runs, lets everything go. */
  close(): Promise<void>;
}

const WEEK_MS = 7 * 24 * 3600 * 1000;

const attributesOf = ({ helpdesk }: CompanionOptions['config']): string[] =>
  helpdesk?.object_manager_attributes.wanted
    .filter(({ object }) => object === 'Ticket')
    .map(({ name }) => name) ?? [];

/** Null: the configuration was handed in without its groups. */
const groupsOf = ({ helpdesk, regions }: CompanionOptions['config']): ReadonlySet<string> | null =>
  helpdesk === undefined
    ? null
    : new Set([
        ...helpdesk.groups.wanted.map(({ name }) => name),
        ...[...regions.values()].map((region) => regionGroup(region)),
      ]);

const started: Readonly<Record<Mode, string>> = {
  act: 'Reglament работает',
  note: 'Reglament пишет только заметки, полей тикетов не меняет; действовать — stance: act в stance.yaml',
  observe:
    'Reglament наблюдает: решения пишутся в журнал, тикеты не меняются; действовать — stance: act в stance.yaml',
};

const isClient = (zammad: CompanionOptions['zammad']): zammad is ZammadClient => 'tickets' in zammad;

const openDatabase = async (
  options: CompanionOptions,
): Promise<{ store: Store; embedded: EmbeddedStore | null }> => {
  const { database, log, clock, retry, pollSeconds } = options;
  const embedded = 'data' in database ? await startEmbedded(database.data) : null;
  const own = 'url' in database ? database : null;
  try {
    const store = await openStore({
      connectionString: embedded?.connectionString ?? own?.url ?? '',
      log,
      clock,
      ...(own?.schema !== undefined && { schema: own.schema }),
      ...(retry !== undefined && { retry }),
      ...(pollSeconds !== undefined && { pollSeconds }),
    });
    return { store, embedded };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
};

/** node-cron prints to the terminal unless told otherwise. */
const cronLog = (log: Log) => ({
  info: (message: string) => {
    log.debug(message);
  },
  debug: (message: string | Error) => {
    log.debug(String(message));
  },
  warn: (message: string) => {
    log.warn(message);
  },
  error: (message: string | Error, error?: Error) => {
    log.warn(String(message), { error });
  },
});

const startJob = ({ at, name, run }: Job, failed: string, log: Log): (() => Promise<void>) => {
  const task = cron.schedule(
    at,
    async () => {
      try {
        await run();
      } catch (error) {
        log.warn(failed, { words: wordsOf(error), error });
      }
    },
    { noOverlap: true, name, logger: cronLog(log) },
  );
  return async () => {
    await task.destroy();
  };
};

/** The knowledge base changes by other hands than ours. */
const readingOf = ({ refresh }: Answers): Job => ({ name: 'база знаний', at: ANSWERS_AT, run: refresh });

/**
 * Starts the companion. Does not wait for Zammad: while that is away, deliveries cannot come and looks are repeated.
 * Rejects with a Russian message when a clause's rule does not fit, the store cannot be had, or the port is taken.
 */
export const startCompanion = async (options: CompanionOptions): Promise<Companion> => {
  const { zammad, config, log, clock } = options;
  const clauses = bindClauses(config.clauses, config.stance);
  const helpdesk = createHelpdesk(
    isClient(zammad) ? zammad : createZammadClient({ url: zammad.url, auth: { token: zammad.token } }),
    options.answers?.current,
  );
  const { store, embedded } = await openDatabase(options);
  const groups = groupsOf(config);
  const outage = createOutage({ log, stopwatch: options.stopwatch ?? (() => performance.now()) });
  const ports = {
    helpdesk,
    records: store,
    log,
    clock,
    clauses,
    parties: { ...partiesOf(config), letterFailed: logLetterFailure(log) },
    breaker: options.breaker ?? 5,
    attributes: attributesOf(config),
    ...(groups !== null && { groups }),
    ...(options.stopwatch !== undefined && { stopwatch: options.stopwatch }),
    memory: createMemory(),
    outage,
  };
  const edition = editionOf(config);
  const runSweep = () =>
    sweep({ helpdesk, store, log, clock, edition, lookbackMs: options.lookbackMs ?? WEEK_MS });
  const endings: (() => Promise<void>)[] = [() => store.close(), async () => embedded?.close()];
  const close = async (): Promise<void> => {
    for (const end of endings) await end();
  };
  try {
    await store.work(async (job) => {
      await lookAt(ports, job);
    }, options.atOnce ?? 4);
    const server = await listen(
      {
        secret: options.webhookSecret,
        log,
        keep: (delivery) => store.keep(delivery),
        notReady: async () => {
          try {
            await store.alive();
            return null;
          } catch {
            return 'хранилище недоступно';
          }
        },
        outage: () => outage.words(),
      },
      options.host,
      options.port,
    );
    endings.unshift(() => server.close());
    const sweepAt = options.sweepAt === undefined ? '* * * * *' : options.sweepAt;
    if (sweepAt !== null) {
      const job = { name: 'обход', at: sweepAt, run: runSweep };
      endings.unshift(startJob(job, 'обход не удался, следующий начнёт с того же места', log));
    }
    const jobs = [
      ...(options.jobs ?? []),
      ...(options.answers === undefined ? [] : [readingOf(options.answers)]),
    ];
    for (const job of jobs)
      endings.unshift(startJob(job, `${job.name}: не удалось, в следующий раз будет сделано снова`, log));
    log.info(started[config.stance], {
      url: server.url,
      stance: config.stance,
      clauses: clauses.map(({ id, mode }) => `${id}: ${mode}`),
    });
    // Not waited for: a helpdesk that is away now will be asked again by every look.
    helpdesk.directory().catch((error: unknown) => {
      log.warn('Zammad пока не отвечает: проверьте адрес и ключ (reglament doctor), тикеты подождут', {
        words: wordsOf(error),
        error,
      });
    });
    return { url: server.url, sweep: runSweep, store, outage, close };
  } catch (error) {
    await close();
    throw error;
  }
};
