/** The sandbox held to the recording, and the contract held to its word: a broken answer is seen. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXCEPTIONS } from '../../contract/exceptions.js';
import { replayOnSandbox, replayProduct, startRecordedSandbox } from '../../contract/recorded-sandbox.js';
import { outcomeOf } from '../../contract/report.js';
import { writeRecording } from '../../contract/write-recording.js';

const played = async (breakAt?: string, part = replayOnSandbox) => {
  const sandbox = await startRecordedSandbox({
    hooks: {
      before: ({ method, path: where }) => {
        if (`${method} ${where}` === breakAt) throw new Error('broken on purpose');
      },
    },
  });
  try {
    return await part(sandbox);
  } finally {
    await sandbox.close();
  }
};

const whole = played();
const product = played(undefined, replayProduct);

it('answers every exchange as recorded, and needs every exception there is', async () => {
  const outcomes = [outcomeOf(await whole), outcomeOf(await product)];
  expect(outcomes.flatMap(({ differences }) => differences)).toEqual([]);
  expect(outcomes.reduce((sum, { steps }) => sum + steps, 0)).toBeGreaterThan(900);
  expect(EXCEPTIONS.filter((exception) => !outcomes.some(({ covered }) => covered.has(exception)))).toEqual(
    [],
  );
});

it('sees one broken answer among them', async () => {
  const { differing, differences } = outcomeOf(await played('GET /calendars/timezones'));
  expect(differing).toBe(1);
  expect(differences[0]).toContain('extra · timezones · GET /calendars/timezones: status: 500, recorded 200');
});

it('makes a recording that another helpdesk can be held to', async () => {
  const folder = `${mkdtempSync(path.join(tmpdir(), 'recording-'))}/`;
  writeRecording((await whole).replayed, folder);
  const sandbox = await startRecordedSandbox();
  const { replayed } = await replayOnSandbox(sandbox, folder);
  await sandbox.close();
  expect(outcomeOf({ replayed, deliveries: [] }).differences).toEqual([]);
});
