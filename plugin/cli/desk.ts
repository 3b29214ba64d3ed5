/** What commands on the helpdesk begin with: environment, configuration, client. */
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../../config/load.js';
import { readConfig } from '../process/config.js';
import type { CompanionSettings } from '../../sync/objects/desired/desired-state.js';
import { createObjectStore, type ObjectStore } from '../../sync/objects/object-store.js';
import { clientEnv, helpdeskEnv, readEnv, type ClientEnv, type HelpdeskEnv } from '../process/env.js';

interface Entrance<Env extends ClientEnv = ClientEnv> {
  readonly env: Env;
  readonly config: Config;
  readonly client: ZammadClient;
}

interface Desk extends Entrance<HelpdeskEnv> {
  readonly helpdesk: ObjectStore;
  /** Acts as another user; needs admin.user. */
  readonly onBehalfOf: (login: string) => ZammadClient;
  readonly settings: CompanionSettings;
}

/** A migration of fields restarts Zammad, and on a slow machine that takes a minute. */
const AWAY_MS = 90_000;

const enter = async <Env extends ClientEnv>(env: Env, awayMs = 0): Promise<Entrance<Env>> => ({
  env,
  config: await readConfig(env.REGLAMENT_CONFIG),
  client: createZammadClient({ url: env.ZAMMAD_URL, auth: { token: env.ZAMMAD_TOKEN }, awayMs }),
});

/** For the knowledge base. Rejects with EnvironmentFault or ConfigFaults, each telling all faults at once. */
export const openClient = (): Promise<Entrance> => enter(readEnv(clientEnv));

/**
 * For the helpdesk's own objects. `migrates`: a Zammad that goes away meanwhile is waited for. Rejects as {@link openClient}.
 */
export const openObjects = async ({ migrates = false } = {}): Promise<Desk> => {
  const env = readEnv(helpdeskEnv);
  const entered = await enter(env, migrates ? AWAY_MS : 0);
  return {
    ...entered,
    onBehalfOf: (login) =>
      createZammadClient({ url: env.ZAMMAD_URL, auth: { token: env.ZAMMAD_TOKEN }, onBehalfOf: login }),
    helpdesk: createObjectStore(entered.client),
    settings: { publicUrl: env.REGLAMENT_PUBLIC_URL, webhookSecret: env.REGLAMENT_WEBHOOK_SECRET },
  };
};
