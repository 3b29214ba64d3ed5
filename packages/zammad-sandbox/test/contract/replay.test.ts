/** The recorded exchanges against the sandbox: all of them fit, and an answer broken on purpose is seen and counted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answerDifference } from '../../contract/compare.js';
import { replay } from '../../contract/replay.js';
import { writeRecording } from '../../contract/write-recording.js';
import { openDesk } from '../desk.js';

const SUFFIX = 'Rtest';

const differing = async (breakIt?: (desk: Awaited<ReturnType<typeof openDesk>>) => Promise<unknown>) => {
  const desk = await openDesk({ flavour: '6.6' });
  await breakIt?.(desk);
  const replayed = await replay({ url: desk.url, token: desk.token }, SUFFIX);
  await desk.close();
  const steps = replayed
    .filter(({ exchange, live }) => answerDifference(exchange.response, live) !== null)
    .map(({ file, exchange }) => `${file}: ${exchange.step}`);
  return { total: replayed.length, steps };
};

it('answers every exchange as recorded', async () => {
  expect(await differing()).toEqual({ total: 334, steps: [] });
});

it('sees one broken answer among them', async () => {
  const broken = await differing((desk) =>
    desk.control('POST', 'fail', { next: 1, with: 500, match: 'GET /version' }),
  );
  expect(broken.steps).toEqual(['auth-and-errors: version']);
});

it('sees a column gone', async () => {
  const broken = await differing((desk) => {
    const [first] = desk.world.table('ticket_priorities').all();
    Reflect.deleteProperty(first!, 'ui_icon');
    return Promise.resolve();
  });
  expect(broken.steps).toContain('ticket_priorities: list');
});

it('makes a recording that another helpdesk can be held to', async () => {
  const folder = `${mkdtempSync(path.join(tmpdir(), 'recording-'))}/`;
  const [first, second] = [await openDesk({ flavour: '6.6' }), await openDesk({ flavour: '6.6' })];
  // Objects of its own shift the ids of the second helpdesk.
  second.world.table('groups').insert({ name: 'Чужая группа', active: true });
  writeRecording(await replay({ url: first.url, token: first.token }, SUFFIX), folder);
  const again = await replay({ url: second.url, token: second.token }, 'Ragain', folder);
  await Promise.all([first.close(), second.close()]);
  rmSync(folder, { recursive: true });
  const differing = again.filter(({ exchange, live }) => answerDifference(exchange.response, live) !== null);
  expect(differing.map(({ file, exchange }) => `${file}: ${exchange.step}`)).toEqual([]);
});
