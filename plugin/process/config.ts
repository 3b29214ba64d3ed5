/** The configuration as every command reads it: the rules of its clauses are checked along with the files, faults at once. */
import path from 'node:path';
import { loadConfig, type Config } from '../../config/load.js';
import { ruleParams } from '../../triggers/index.js';
import { packageRoot } from './package.js';

/** The product's own configuration, under every admin's own folder. */
export const productConfig = (): string => path.join(packageRoot(), 'config');

/** Rejects with ConfigFaults, or an Error that names the folder when it cannot be read. */
export const readConfig = (folder: string): Promise<Config> =>
  loadConfig(folder, ruleParams, productConfig());
