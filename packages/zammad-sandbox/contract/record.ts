/**
 * `npm run contract:record`: plays the recorded steps against the Zammad at ZAMMAD_URL and writes what it answers, in the
 * same form, to recorded/<version>/. Texts longer than a line, tokens and passwords are left out. The helpdesk is
 * written to: use one that is there for it.
 */
import { fileURLToPath } from 'node:url';
import { sitOutRestart } from './caller.js';
import { replay } from './replay.js';
import { freshSuffixes } from './requests.js';
import { writeRecording } from './write-recording.js';

const main = async (): Promise<void> => {
  const { ZAMMAD_URL: url, ZAMMAD_TOKEN: token } = process.env;
  if (url === undefined || token === undefined) {
    process.stderr.write(
      'contract:record needs ZAMMAD_URL and ZAMMAD_TOKEN of a Zammad that may be written to\n',
    );
    process.exitCode = 1;
    return;
  }
  const target = { url: url.replace(/\/$/, ''), token };
  const version = await fetch(`${target.url}/api/v1/version`, {
    headers: { authorization: `Token token=${token}` },
  })
    .then((response) => response.json())
    .then((answer: unknown) => /\d+\.\d+/.exec(JSON.stringify(answer))?.[0] ?? 'unknown');
  const { replayed } = await replay(target, {
    suffixes: freshSuffixes(),
    moments: { shift: 0, tolerance: Infinity },
    migrated: () => sitOutRestart(target),
    between: () => Promise.resolve([]),
  });
  const folder = fileURLToPath(new URL(`../recorded/${version}/`, import.meta.url));
  writeRecording(replayed, folder);
  process.stdout.write(`${replayed.length} exchanges of Zammad ${version} in ${folder}\n`);
};

await main();
