/**
 * Puts the companion together and starts it: store, queue, engine, receiver, clock. Everything it touches is handed in,
 * so the command line, the demo and the tests start the same thing.
 */
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../config/load.js';
import { regionGroup } from '../config/regions.js';
import type { Mode } from '../config/schema/mode.js';
import { ANSWERS_AT, type Answers } from './engine/read/answers.js';
import { bindClauses, type BoundClause } from './engine/evaluate.js';
import { createTicketDesk } from './engine/ticket-desk.js';
import { logLetterFailure } from './engine/read/letters.js';
import { createMemory } from './engine/read/memory.js';
import { createOutage, type Outage } from './engine/outage.js';
import { partiesOf, zonesOf, type Parties, type RuledConfig } from './engine/parties.js';
import { createPace, type Pace } from './engine/pace.js';
import { editionOf } from './engine/edition.js';
import { lookInTurn, sweepInTurn } from './engine/turns.js';
import { startJob, type Job } from './process/clockwork.js';
import { wordsOf } from './process/fault.js';
import type { Metrics } from './http/metrics.js';
import { listen } from './http/server.js';
import { openPage, type OpenPage } from './page/open.js';
import type { Knows, PageRoles } from './page/person.js';
import type { OAuthOptions } from './page/oauth.js';
import type { PageAddress } from './page/ports.js';
import type { SetupOptions } from './page/setup/applying.js';
import type { Log } from './process/log.js';
import { startEmbedded, type EmbeddedStore } from './store/embedded.js';
import { openStore, type Store, type StoreOptions } from './store/store.js';

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
  /** Tickets at once, at most. Default 4. */
  readonly atOnce?: number;
  /** How many of them just now; told of Zammad's answers by whoever made its client. Default: as many as may be. */
  readonly pace?: Pace;
  readonly metrics?: Metrics;
  /** What people look at. Left out: nothing. */
  readonly page?: PageOptions;
  /** How long the decision log is kept, milliseconds. Default: two years. */
  readonly keepLogMs?: number;
  readonly retry?: StoreOptions['retry'];
  readonly pollSeconds?: number;
}

interface PageOptions {
  readonly address: PageAddress;
  readonly roles: PageRoles;
  readonly knows: Knows;
  /** Address of the helpdesk, for links. */
  readonly zammad: string;
  readonly version: string;
  /** When an edition of the FAQ is too old, and where new ones are looked for. */
  readonly faq: Pick<Config['faq'], 'staleAfterDays' | 'watch'>;
  /** A file of the admin's own folder as it is now; null: there is none. */
  readonly ownFile: (path: string) => Promise<string | null>;
  /** Left out: the page does not set the helpdesk up. */
  readonly setup?: SetupOptions;
  /** Left out: people come in by their own keys alone. */
  readonly oauth?: OAuthOptions;
}

export interface Companion {
  /** Where it listens. */
  readonly url: string;
  /** One sweep now; the number of tickets queued. */
  sweep(): Promise<number>;
  readonly store: Store;
  /** Outages since it began; the words of the one that lasts. */
  readonly outage: Pick<Outage, 'counts' | 'words'>;
  /** Resolves, with words for a person, when nothing in this process can go on. */
  readonly lost: Promise<string>;
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

interface StorePlace {
  readonly connectionString: string;
  readonly schema: string;
}

const openDatabase = async (
  options: CompanionOptions,
): Promise<{ store: Store; embedded: EmbeddedStore | null; place: StorePlace }> => {
  const { database, log, clock, retry, pollSeconds } = options;
  const embedded = 'data' in database ? await startEmbedded(database.data, log) : null;
  const own = 'url' in database ? database : null;
  const place = {
    connectionString: embedded?.connectionString ?? own?.url ?? '',
    schema: own?.schema ?? 'reglament',
  };
  try {
    const store = await openStore({
      ...place,
      log,
      clock,
      ...(retry !== undefined && { retry }),
      ...(pollSeconds !== undefined && { pollSeconds }),
    });
    return { store, embedded, place };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
};

const secondsSince = (at: Date | null, now: Date): number | null =>
  at === null ? null : Math.max(0, (now.getTime() - at.getTime()) / 1000);

/** The knowledge base changes by other hands than ours. */
const readingOf = ({ refresh }: Answers): Job => ({ name: 'база знаний', at: ANSWERS_AT, run: refresh });

interface PageGrounds {
  readonly store: Store;
  readonly place: StorePlace;
  readonly parties: Parties;
  readonly clauses: readonly BoundClause[];
  readonly outage: Outage;
}

const pageOf = (
  { page, config, log, clock }: CompanionOptions,
  { place, outage, ...grounds }: PageGrounds,
): OpenPage | null =>
  page === undefined
    ? null
    : openPage({ ...page, ...grounds, config, log, clock, database: place, outage: () => outage.words() });

/**
 * Starts the companion. Does not wait for Zammad: while that is away, deliveries cannot come and looks are repeated.
 * Rejects with a Russian message when a clause's rule does not fit, the store cannot be had, or the port is taken.
 */
export const startCompanion = async (options: CompanionOptions): Promise<Companion> => {
  const { zammad, config, log, clock } = options;
  const clauses = bindClauses(config.clauses, config.stance);
  const helpdesk = createTicketDesk(
    isClient(zammad) ? zammad : createZammadClient({ url: zammad.url, auth: { token: zammad.token } }),
    options.answers?.current,
  );
  const { store, embedded, place } = await openDatabase(options);
  const groups = groupsOf(config);
  const parties = { ...partiesOf(config), letterFailed: logLetterFailure(log) };
  const outage = createOutage({ log, stopwatch: options.stopwatch ?? (() => performance.now()) });
  const ports = {
    helpdesk,
    records: store,
    log,
    clock,
    clauses,
    parties,
    breaker: options.breaker ?? 5,
    attributes: attributesOf(config),
    attention: config.vocabulary.attributes.attention,
    ...(groups !== null && { groups }),
    ...(options.stopwatch !== undefined && { stopwatch: options.stopwatch }),
    memory: createMemory(config.vocabulary.attributes),
  };
  const edition = editionOf(config);
  const atOnce = options.atOnce ?? 4;
  const pace = options.pace ?? createPace(atOnce, () => performance.now());
  let gone: string | null = null;
  const lost = (embedded?.lost ?? new Promise<string>(() => undefined)).then((words) => (gone = words));
  const around = { store, outage, tally: options.metrics };
  const look = lookInTurn(ports, { ...around, pace });
  const { lookbackMs = WEEK_MS, keepLogMs } = options;
  const swept = {
    helpdesk,
    log,
    clock,
    edition,
    zones: zonesOf(config),
    regionAttribute: config.vocabulary.attributes.region,
    lookbackMs,
    ...(keepLogMs !== undefined && { keepLogMs }),
  };
  const runSweep = sweepInTurn(swept, around);
  const endings: (() => Promise<void>)[] = [() => store.close(), async () => embedded?.close()];
  const close = async (): Promise<void> => {
    for (const end of endings) await end();
  };
  try {
    await store.requeue();
    await store.work(look, atOnce);
    const page = pageOf(options, { store, place, parties, clauses, outage });
    if (page !== null) endings.unshift(() => page.close());
    const server = await listen(
      {
        secret: options.webhookSecret,
        log,
        keep: (delivery) => store.take(delivery),
        counted: (outcome) => options.metrics?.delivered(outcome),
        lost: () => gone,
        notReady: async () => {
          try {
            await store.alive();
            return null;
          } catch {
            return 'хранилище недоступно';
          }
        },
        outage: () => outage.words(),
        ...(page !== null && { page }),
      },
      options.host,
      options.port,
    );
    endings.unshift(() => server.close());
    endings.unshift(() => {
      page?.hush();
      return Promise.resolve();
    });
    const sweepAt = options.sweepAt === undefined ? '* * * * *' : options.sweepAt;
    if (sweepAt !== null) {
      const job = { name: 'обход', at: sweepAt, run: runSweep };
      endings.unshift(
        startJob(job, 'обход не удался, следующий начнёт с того же места', log, { atOnce: true }),
      );
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
    options.metrics?.watch(async () => ({
      ...(await store.depth()),
      ...(await store.figures(clock())),
      sweepLagSeconds: secondsSince(await store.watermark('sweep'), clock()),
      outage: outage.words() !== null,
      ...outage.counts(),
      atOnce: pace.limit(),
      edition: edition.id,
    }));
    return { url: server.url, sweep: runSweep, store, outage, lost, close };
  } catch (error) {
    await close();
    throw error;
  }
};
