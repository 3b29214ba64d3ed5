/** Where the decision log is kept, as the environment says. */
import type { LogPlace } from '../ask/insight/decision-log.js';

interface StoreEnv {
  readonly DATABASE_URL?: string | undefined;
  readonly REGLAMENT_DATA: string;
}

export const logPlace = ({ DATABASE_URL: url, REGLAMENT_DATA: data }: StoreEnv): LogPlace =>
  url === undefined ? { data } : { url };
