/** What every command on the helpdesk begins with: environment, configuration, client. */
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../../config/load.js';
import { readConfig } from '../config.js';
import type { CompanionSettings } from '../../sync/desired/desired-state.js';
import { createHelpdesk, type Helpdesk } from '../../sync/helpdesk.js';
import { helpdeskEnv, readEnv, type HelpdeskEnv } from '../env.js';

interface Desk {
  readonly env: HelpdeskEnv;
  readonly config: Config;
  readonly client: ZammadClient;
  readonly helpdesk: Helpdesk;
  readonly settings: CompanionSettings;
}

/** Rejects with EnvironmentFault or ConfigFaults, each telling all faults at once. */
export const openDesk = async (): Promise<Desk> => {
  const env = readEnv(helpdeskEnv);
  const client = createZammadClient({ url: env.ZAMMAD_URL, auth: { token: env.ZAMMAD_TOKEN } });
  return {
    env,
    config: await readConfig(env.REGLAMENT_CONFIG),
    client,
    helpdesk: createHelpdesk(client),
    settings: { publicUrl: env.REGLAMENT_PUBLIC_URL, webhookSecret: env.REGLAMENT_WEBHOOK_SECRET },
  };
};
