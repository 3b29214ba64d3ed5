/** The recording held against a running Zammad: how much of it that one answers alike is the truth about the recording. */
import { callerOf, sitOutRestart, type Target } from './caller.js';
import { playDeliveries } from './deliveries.js';
import { OwnThings, askerOf, type SettingRow } from './own-things.js';
import type { Pairs } from './pairs.js';
import { readExchanges, recordedOrder, recordingsFolder } from './recordings.js';
import { replay, type Replay } from './replay.js';
import { freshSuffixes } from './requests.js';

const RECORDED_AT = Date.parse('2026-11-27T13:48:00Z');
/** A run on a real one takes some minutes more or less than the recorded one. */
const TOLERANCE_MS = 20 * 60_000;
const PATIENCE_MS = 60_000;

/** Settings are found by name: their numbers differ by installation. */
const pairSettings = (pairs: Pairs, live: readonly SettingRow[]): void => {
  const recorded = recordedOrder
    .flatMap((file) => readExchanges(file, recordingsFolder))
    .flatMap(({ request, response: { body } }) => {
      const id = /^\/settings\/(?:reset\/)?(\d+)$/.exec(request.path)?.[1];
      const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined;
      return id === undefined || typeof name !== 'string' ? [] : [{ id, name }];
    });
  for (const { id, name } of recorded) {
    const row = live.find((setting) => setting.name === name);
    if (row) pairs.unify('settings', id, row.id);
  }
};

/**
 * Plays the recording on a helpdesk, which is afterwards as it was but for what cannot be deleted and is switched off;
 * on one that nobody uses (`everything`) the steps are played, too, that change what the run did not make.
 */
export const againstReal = async (
  target: Target,
  everything = false,
): Promise<Replay & { left: readonly string[] }> => {
  const own = new OwnThings(askerOf(target));
  const settings = await own.remember();
  const call = callerOf(target);
  try {
    const played = await replay(target, {
      suffixes: freshSuffixes(),
      moments: { shift: Date.now() - RECORDED_AT, tolerance: TOLERANCE_MS },
      prepare: (pairs) => {
        pairSettings(pairs, settings);
        return Promise.resolve();
      },
      made: (kind, id) => {
        own.made(kind, id);
      },
      mayPlay: (exchange, path) => everything || own.mayPlay(exchange, path),
      migrated: () => sitOutRestart(target),
      between: async (pairs) => {
        for (const kind of ['triggers', 'core_workflows', 'webhooks'] as const)
          for (const id of pairs.all(kind))
            if (own.mayPlay(switchingOff, `/${kind}/${id}`))
              await call('PUT', `/${kind}/${id}`, { active: false });
        const address = `delivery${Date.now().toString(36)}@example.ru`;
        return playDeliveries(call, address, () => Promise.resolve(), PATIENCE_MS);
      },
    });
    return { ...played, left: await own.takeBack() };
  } catch (fault) {
    await own.takeBack();
    throw fault;
  }
};

const switchingOff = {
  step: 'switching off',
  request: { method: 'PUT', path: '' },
  response: { status: 200, contentType: null, body: null },
};
