/** The configuration as every command reads it: the rules of its clauses are checked along with the files, faults at once. */
import { loadConfig, type Config } from '../../config/load.js';
import { ruleParams } from '../../triggers/index.js';

/** Rejects with ConfigFaults, or an Error that names the folder when it cannot be read. */
export const readConfig = (folder: string): Promise<Config> => loadConfig(folder, ruleParams);
