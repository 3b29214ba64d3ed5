/**
 * `npm run contract`: does the sandbox answer as a real Zammad was recorded to? Exit 1 when an answer differs for which
 * there is no exception.
 */
import { replayOnSandbox, startRecordedSandbox } from './recorded-sandbox.js';
import { outcomeOf, report } from './report.js';

const sandbox = await startRecordedSandbox();
const outcome = outcomeOf(await replayOnSandbox(sandbox));
for (const line of report(outcome)) process.stdout.write(`${line}\n`);
await sandbox.close();
if (outcome.differing > 0) process.exitCode = 1;
