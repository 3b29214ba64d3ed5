/** A sandbox in the state that the recorded helpdesk was in, with a clock that follows the recording. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSandbox, type Sandbox, type SandboxOptions } from '../src/index.js';
import { seedRows } from '../src/seed/given.js';
import { callerOf } from './caller.js';
import { CITIZEN, playDeliveries } from './deliveries.js';
import { productOrder } from './recordings.js';
import { BEGUN, replay, type Replay } from './replay.js';
import { OWN_SUFFIXES } from './requests.js';

/** The recorded helpdesk was some hours old. */
const INSTALLED = new Date('2026-11-27T12:45:00Z');

const seedFile = fileURLToPath(new URL('before-recording.json', import.meta.url));

export const startRecordedSandbox = (options: SandboxOptions = {}): Promise<Sandbox> =>
  startSandbox({
    clock: INSTALLED,
    restart: { downMs: 0 },
    seed: seedRows.parse(JSON.parse(readFileSync(seedFile, 'utf8'))),
    ...options,
  });

/** So far may moments of the two runs lie apart: the recorded helpdesk was set up over some minutes. */
const TOLERANCE_MS = 4 * 60_000;

const PATIENCE_MS = 10_000;

const recordedDeliveries = async ({ url, token }: Sandbox) => {
  const control = (order: object): Promise<unknown> =>
    fetch(`${url}/__sandbox/deliveries`, { method: 'POST', body: JSON.stringify(order) });
  await control({ mode: 'hold' });
  const arrived = await playDeliveries(
    callerOf({ url, token }),
    CITIZEN,
    async () => {
      await control({ flush: true });
    },
    PATIENCE_MS,
  );
  await control({ mode: 'normal' });
  return arrived;
};

/** Plays the recordings that others made on a sandbox of its own. */
export const replayOnSandbox = async (sandbox: Sandbox, folder?: string): Promise<Replay> =>
  replay(sandbox, {
    suffixes: OWN_SUFFIXES,
    moments: { shift: 0, tolerance: TOLERANCE_MS },
    before: (moment) => sandbox.clock.advanceTo(new Date(moment)),
    between: async (pairs) => {
      const arrived = await recordedDeliveries(sandbox);
      for (const kind of ['triggers', 'webhooks', 'core_workflows'] as const)
        for (const id of pairs.all(kind)) {
          const row = sandbox.world.table(kind).get(Number(id));
          if (row && row['created_by_id'] !== 1) sandbox.world.table(kind).patch(row, { active: false });
        }
      return arrived;
    },
    ...(folder === undefined ? {} : { folder }),
  });

/** Plays what was recorded of the product's own objects, on a sandbox of its own. */
export const replayProduct = async (sandbox: Sandbox, folder?: string): Promise<Replay> => {
  await sandbox.clock.advanceTo(new Date(BEGUN.product));
  return replay(sandbox, {
    files: productOrder,
    suffixes: OWN_SUFFIXES,
    moments: { shift: 0, tolerance: TOLERANCE_MS },
    before: (moment) => sandbox.clock.advanceTo(new Date(moment)),
    between: () => Promise.resolve([]),
    ...(folder === undefined ? {} : { folder }),
  });
};
