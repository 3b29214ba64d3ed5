/** Writes what a helpdesk answered as a recording that can be replayed: requests as sent, answers cut to what may be kept. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { kept } from './kept.js';
import { productOrder, recordedOrder } from './recordings.js';
import type { Replayed } from './replay.js';

/** @param folder with a slash at its end; made when it is not there */
export const writeRecording = (replayed: readonly Replayed[], folder: string): void => {
  mkdirSync(folder, { recursive: true });
  for (const file of [...recordedOrder, ...productOrder]) {
    const exchanges = replayed
      .filter((one) => one.file === file)
      .map(({ exchange: { step }, sent, live }) => ({
        step,
        request: sent,
        response: { ...live, body: kept(live.body, '', Infinity) },
      }));
    if (exchanges.length > 0)
      writeFileSync(`${folder}${file}.json`, `${JSON.stringify(exchanges, null, 1)}\n`);
  }
};
