/**
 * A story under every disturbance of delivery, with restarts and the store deleted in the middle: the helpdesk ends as it
 * does undisturbed.
 */
import { loadConfig } from '../../config/load.js';
import { startCompanion, type Companion } from '../../plugin/serve.js';
import { freePort, gateOnly, openField, randomOf, type Field } from './field.js';
import { freshSchema, listeningLog, until, usePostgres } from './postgres.js';

usePostgres();
const webhookSecret = 'secret-of-the-webhook';
const config = gateOnly(await loadConfig('config'));
let field: Field;
let port: number;
let companion: Companion;

const start = async (where = freshSchema()): Promise<ReturnType<typeof freshSchema>> => {
  companion = await startCompanion({
    zammad: { url: field.sandbox.url, token: field.token },
    config,
    webhookSecret,
    host: '127.0.0.1',
    port,
    database: { url: where.connectionString, schema: where.schema },
    log: listeningLog().log,
    clock: () => new Date(),
    sweepAt: null,
    retry: { limit: 6, delaySeconds: 0 },
    pollSeconds: 0.5,
  });
  return where;
};

beforeAll(async () => {
  port = await freePort();
  field = await openField(config, { publicUrl: `http://127.0.0.1:${port}`, webhookSecret });
}, 60_000);
afterAll(() => field.sandbox.close());

/** Sends on without data, data come, a wrong number, the right one: for three tickets in turn. */
const scenes = (tickets: readonly number[]): (() => Promise<void>)[] =>
  [{ snils: '' }, { snils: '112-233-445 96' }, { snils: '112-233-445 95' }].flatMap((columns) =>
    tickets.map((ticket) => () => field.slip(ticket, columns)),
  );

const quiet = async (tickets: readonly number[]): Promise<void> => {
  await field.control('deliveries', { flush: true });
  await until(async () => {
    const waiting = await Promise.all(tickets.map((ticket) => companion.store.signalsOf(ticket)));
    return waiting.every(({ length }) => length === 0) && (await companion.sweep()) === 0;
  }, 30);
};

const play = async (random: (() => number) | null): Promise<unknown[]> => {
  let where = await start();
  const tickets = [await field.register(), await field.register(), await field.register()];
  try {
    for (const scene of scenes(tickets)) {
      const mode = ['drop', 'drop', 'drop', 'double', 'reorder', 'normal'][
        Math.floor((random?.() ?? 0.99) * 6)
      ];
      await field.control('deliveries', { mode, share: mode === 'drop' ? 0.3 + (random?.() ?? 0) * 0.7 : 1 });
      await scene();
      const fate = random?.() ?? 1;
      if (fate < 0.4) {
        // Whatever it was doing is ended in order; how it ends without order is the crash test's.
        await companion.close();
        where = await start(fate < 0.15 ? freshSchema() : where);
      }
      await quiet(tickets);
    }
    return await Promise.all(tickets.map((ticket) => field.see(ticket)));
  } finally {
    await field.control('deliveries', { mode: 'normal' });
    await companion.close();
  }
};

test('dropped, doubled, reordered, restarted, store deleted: the same end as undisturbed', async () => {
  const undisturbed = await play(null);
  expect(undisturbed).toMatchObject([
    { group: config.federal.entryGroup, notes: ['Регламент R-4.2.1', 'Регламент R-4.2.1'] },
    {},
    {},
  ]);
  for (const seed of [1, 7, 2026]) expect(await play(randomOf(seed))).toEqual(undisturbed);
}, 240_000);
