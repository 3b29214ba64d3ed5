/**
 * `npm run contract`: does the sandbox answer as a real Zammad was recorded to? With ZAMMAD_URL and ZAMMAD_TOKEN the same
 * recording is held against that Zammad, which is left as it was; with ZAMMAD_THROWAWAY=1, too, the steps are played that
 * change what others made there. Exit 1 when an answer differs for which there is no exception.
 */
import { EXCEPTIONS, REAL_EXCEPTIONS } from './exceptions.js';
import { againstReal } from './real.js';
import { replayOnSandbox, replayProduct, startRecordedSandbox } from './recorded-sandbox.js';
import { outcomeOf, report } from './report.js';
import type { Replay } from './replay.js';

const play = async (): Promise<Replay> => {
  const { ZAMMAD_URL: url, ZAMMAD_TOKEN: token, ZAMMAD_THROWAWAY: throwaway } = process.env;
  if (url !== undefined && token !== undefined) {
    const played = await againstReal({ url: url.replace(/\/$/, ''), token }, throwaway === '1');
    for (const path of played.left) process.stdout.write(`left behind: ${path}\n`);
    return played;
  }
  const parts: Replay[] = [];
  for (const part of [replayOnSandbox, replayProduct]) {
    const sandbox = await startRecordedSandbox();
    try {
      parts.push(await part(sandbox));
    } finally {
      await sandbox.close();
    }
  }
  return {
    replayed: parts.flatMap(({ replayed }) => replayed),
    deliveries: parts.flatMap(({ deliveries }) => deliveries),
  };
};

const isReal = process.env['ZAMMAD_URL'] !== undefined;
const outcome = outcomeOf(await play(), isReal ? [...EXCEPTIONS, ...REAL_EXCEPTIONS] : EXCEPTIONS);
for (const line of report(outcome)) process.stdout.write(`${line}\n`);
if (outcome.differing > 0) process.exitCode = 1;
