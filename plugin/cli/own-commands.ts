/** `init` and `check`: an admin's own folder, made and examined without a helpdesk. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigFaults } from '../../config/faults.js';
import { leftSamples } from '../../config/left-samples.js';
import { readConfig } from '../process/config.js';
import { clientEnv, readEnv } from '../process/env.js';
import { isError } from '../process/fault.js';
import { ownFolder } from '../process/own-folder.js';
import { packageVersion } from '../process/package.js';
import { pretty } from './files.js';
import type { Terminal } from './terminal.js';

const isFree = async (folder: string): Promise<boolean> => {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
};

/** `init`: 0 made, 1 the folder has something in it; nothing is overwritten. */
export const initCommand = async (terminal: Terminal, folder: string): Promise<0 | 1> => {
  if (!(await isFree(folder))) {
    terminal.err(`Папка «${folder}» не пуста: назовите новую; ничего не записано.`);
    return 1;
  }
  for (const [name, text] of Object.entries(ownFolder(packageVersion()))) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
  terminal.out(
    `Своя папка: ${folder}. Впишите регионы (regions/) и номера (federal.yaml), затем: REGLAMENT_CONFIG=${folder} reglament check`,
  );
  return 0;
};

/** `check`: 0 no faults, warnings or not; 1 faults, as JSON. Rejects with ConfigFaults, all faults at once, where text is asked for. */
export const checkCommand = async (
  terminal: Terminal,
  { json }: { readonly json?: boolean },
): Promise<0 | 1> => {
  const { REGLAMENT_CONFIG: folder } = readEnv(clientEnv.pick({ REGLAMENT_CONFIG: true }));
  let config;
  try {
    config = await readConfig(folder);
  } catch (error) {
    if (json !== true || !(error instanceof ConfigFaults)) throw error;
    terminal.out(pretty({ folder, faults: error.faults, warnings: [] }));
    return 1;
  }
  const warnings = leftSamples(config);
  if (json === true) terminal.out(pretty({ folder, faults: [], warnings }));
  else
    terminal.out(
      [
        ...warnings.map((text) => `  ? ${text}`),
        `${folder}: ошибок нет, предупреждений: ${warnings.length}`,
      ].join('\n'),
    );
  return 0;
};
