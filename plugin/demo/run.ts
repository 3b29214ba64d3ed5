/**
 * `reglament demo`: the whole product on real input in half a minute. A helpdesk in memory, the plan shown and applied,
 * the companion started on its own PostgreSQL, and the story of one request.
 */
import { regionNames } from '../../config/regions.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import type { Config } from '../../config/load.js';
import { readConfig } from '../process/config.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { resources } from '../../sync/objects/resources/index.js';
import { countsLine } from '../../sync/objects/show.js';
import { createAnswers } from '../engine/read/answers.js';
import { lookAtFaqForPage } from '../ask/insight/faq-look.js';
import { PAGE_PATH } from '../page/address.js';
import { knownTo } from '../page/person.js';
import { createLog } from '../process/log.js';
import { packageVersion } from '../process/package.js';
import { startCompanion, type Companion } from '../serve.js';
import { tell, type Step } from './narrator.js';
import { hire } from './people.js';
import { DemoFault, openStage, type Stage } from './stage.js';
import { agencyStory } from './stories/agency.js';
import { claimStory } from './stories/claim.js';
import { competenceStory } from './stories/competence.js';
import { faqStory } from './stories/faq.js';
import { suggestionStory } from './stories/suggestion.js';
import { gateStory } from './stories/gate.js';
import { phoneStory } from './stories/phone.js';
import { solutionStory } from './stories/solution.js';
import { waitingStory } from './stories/waiting.js';

export interface DemoOptions {
  /** Folder of the configuration. */
  readonly config: string;
  readonly out: (line: string) => void;
  /** Resolves when the audience has seen enough; null: take everything down after the last step. */
  readonly untilStopped: Promise<unknown> | null;
  /** How the companion calls Zammad; a bench hands in one that counts. */
  readonly companionFetch?: typeof fetch;
}

/** The secret between the demo's two halves; both live on loopback and die with the demo. */
const SECRET = 'demo-webhook-secret';

/** A Thursday before a working Saturday and two days off: what a term of three working days is made of. */
const OPENING = new Date('2025-10-30T07:00:00Z');

/** Where the webhook will be heard, before anybody listens there. */
const freePort = async (): Promise<number> => {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('нет свободного порта на 127.0.0.1');
  return address.port;
};

const installation = (stage: Stage, config: Config, port: number): Step[] => {
  const helpdesk = createObjectStore(stage.client);
  const settings = { publicUrl: `http://127.0.0.1:${port}`, webhookSecret: SECRET };
  const planNow = () => makePlan(helpdesk, config, settings, stage.now());
  return [
    {
      clauses: '',
      title: 'План: чем свежий Zammad отличается от регламента',
      async act() {
        const { plan } = await planNow();
        if (plan.faults.length > 0) throw new DemoFault(plan.faults.map(({ text }) => text).join('; '));
        const kinds = Object.values(resources).flatMap(({ kind, title }) => {
          const { create, adopt } = plan.counts[kind] ?? { create: 0, adopt: 0 };
          return create + adopt === 0 ? [] : [`${title}: создать ${create}, принять готовых ${adopt}`];
        });
        const gone = plan.changes.filter(({ action }) => action === 'deactivate' || action === 'remove');
        return [
          countsLine(plan),
          ...kinds,
          ...gone.map(({ name }) => `собственное Zammad мешает регламенту, отключается: «${name}»`),
        ];
      },
    },
    {
      clauses: '',
      title: 'Применение плана, с согласием отключить лишнее (--yes); второй план пуст',
      async act() {
        const { requests, done } = await applyPlan({
          helpdesk,
          planned: await planNow(),
          webhookSecret: SECRET,
          yes: true,
          now: stage.now(),
          saveBundle: async () => {
            // The demo's helpdesk is thrown away; there is nothing to roll back to.
          },
        });
        const { plan } = await planNow();
        if (plan.changes.length > 0)
          throw new DemoFault(`после применения осталось изменений: ${plan.changes.length}`);
        return [`сделано ${done}, записей в API: ${requests.writes}; повторный план: ${countsLine(plan)}`];
      },
    },
  ];
};

/** The companion's own client: each write takes it a second of the helpdesk's clock, which otherwise stands still. */
const timedClient = (sandbox: Sandbox, call: typeof fetch): ZammadClient =>
  createZammadClient({
    url: sandbox.url,
    auth: { token: sandbox.token },
    fetch: async (input, init) => {
      if (init?.method !== 'GET') await sandbox.clock.advanceBy(1_000);
      return call(input, init);
    },
  });

const play = async (options: DemoOptions, sandbox: Sandbox, data: string): Promise<number> => {
  const { out } = options;
  const config = await readConfig(options.config);
  const port = await freePort();
  let companion: Companion | null = null;
  const running = (): Companion => {
    if (companion === null) throw new DemoFault('компаньон не запущен');
    return companion;
  };
  const stage = openStage(sandbox, path.join(options.config, 'demo'), running);
  const people: Step = {
    clauses: '',
    title: 'Администратор заводит людей и даёт программе её роль',
    async act() {
      return hire(stage.client);
    },
  };
  const start: Step = {
    clauses: '',
    title: 'Запуск компаньона: вебхук, очередь, встроенный PostgreSQL',
    async act() {
      const client = timedClient(sandbox, options.companionFetch ?? fetch);
      const log = createLog({ level: 'error' });
      const clock = () => sandbox.clock.now();
      companion = await startCompanion({
        zammad: client,
        answers: createAnswers({
          client,
          settings: config.faq,
          regions: regionNames(config.regions),
          url: sandbox.url,
          log,
          clock,
        }),
        config: { ...config, stance: 'act' },
        webhookSecret: SECRET,
        host: '127.0.0.1',
        port,
        database: { data },
        log,
        clock,
        page: {
          address: { base: PAGE_PATH, secure: false, hosts: null },
          roles: { head: ['Руководитель СП'], admin: ['Admin'] },
          knows: knownTo(sandbox.url),
          zammad: sandbox.url,
          version: packageVersion(),
          faq: config.faq,
          ownFile: () => Promise.resolve(null),
          setup: {
            config,
            settings: { publicUrl: `http://127.0.0.1:${port}`, webhookSecret: SECRET },
            folder: path.join(data, 'rollback'),
            open: (token) => createObjectStore(createZammadClient({ url: sandbox.url, auth: { token } })),
          },
        },
        sweepAt: null,
        pollSeconds: 0.5,
        breaker: 20,
      });
      return [`слушает ${companion.url}`];
    },
  };
  try {
    let first = 0;
    const stories = [
      ...faqStory(stage, path.join(options.config, 'demo'), config.faq),
      ...suggestionStory(stage),
      ...gateStory(stage, (ticket) => {
        first = ticket;
      }),
      ...solutionStory(stage, () => first),
      ...competenceStory(stage),
      ...agencyStory(stage),
      ...claimStory(stage),
      ...phoneStory(stage),
      ...waitingStory(stage),
    ];
    const { steps, failed } = await tell(
      [...installation(stage, config, port), people, start, ...stories],
      out,
    );
    out(`\ndemo: ${steps} steps, ${failed} failed`);
    if (options.untilStopped !== null) {
      await lookAtFaqForPage({
        client: stage.client,
        config,
        url: sandbox.url,
        store: running().store,
        clock: () => stage.now(),
      });
      out(
        `Zammad (имитация): ${sandbox.url}, ключ ${sandbox.token}; компаньон: ${running().url}. Страница руководителя: ${running().url}${PAGE_PATH}, вход тем же ключом. Ctrl+C — остановить.`,
      );
      await options.untilStopped;
    }
    return failed === 0 ? 0 : 1;
  } finally {
    await (companion as Companion | null)?.close();
  }
};

/** Plays the demo; 0 when every step held, 1 otherwise. Leaves nothing behind. */
export const runDemo = async (options: DemoOptions): Promise<number> => {
  const data = await mkdtemp(path.join(tmpdir(), 'reglament-demo-'));
  const sandbox = await startSandbox({ flavour: '6.6', clock: OPENING });
  options.out(`Имитация Zammad 6.5: ${sandbox.url}`);
  try {
    return await play(options, sandbox, data);
  } finally {
    await sandbox.close();
    await rm(data, { recursive: true, force: true });
  }
};
