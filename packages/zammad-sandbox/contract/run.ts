/**
 * `npm run contract`: does the sandbox answer as a real Zammad was recorded to? With ZAMMAD_URL and ZAMMAD_TOKEN the same
 * recording is held against that Zammad, which is left as it was; with ZAMMAD_THROWAWAY=1, too, the steps are played that
 * change what others made there. Exit 1 when an answer differs for which there is no exception.
 */
import { againstReal } from './real.js';
import { replayOnSandbox, startRecordedSandbox } from './recorded-sandbox.js';
import { outcomeOf, report } from './report.js';
import type { Replay } from './replay.js';

const play = async (): Promise<Replay> => {
  const { ZAMMAD_URL: url, ZAMMAD_TOKEN: token, ZAMMAD_THROWAWAY: throwaway } = process.env;
  if (url !== undefined && token !== undefined) {
    const played = await againstReal({ url: url.replace(/\/$/, ''), token }, throwaway === '1');
    for (const path of played.left) process.stdout.write(`left behind: ${path}\n`);
    return played;
  }
  const sandbox = await startRecordedSandbox();
  try {
    return await replayOnSandbox(sandbox);
  } finally {
    await sandbox.close();
  }
};

const outcome = outcomeOf(await play());
for (const line of report(outcome)) process.stdout.write(`${line}\n`);
if (outcome.differing > 0) process.exitCode = 1;
