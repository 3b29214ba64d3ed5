/** The whole companion in one process: deliveries over HTTP, the queue, the sweep, an orderly end. */
import { signatureOf } from '../../plugin/http/signature.js';
import { startCompanion, type Companion } from '../../plugin/serve.js';
import { useDesks, type Desk } from './desk.js';
import { gate } from './gate.js';
import { config } from './north.js';
import { freshSchema, listeningLog, until, usePostgres } from './postgres.js';

usePostgres();
const openDesk = useDesks();
const secret = 'secret-of-the-webhook';
let lines: string[];
const running: Companion[] = [];
const start = async (desk: Desk, where = freshSchema()): Promise<Companion> => {
  const heard = listeningLog([secret]);
  lines = heard.lines;
  const companion = await startCompanion({
    zammad: desk.client,
    config,
    webhookSecret: secret,
    host: '127.0.0.1',
    port: 0,
    database: { url: where.connectionString, schema: where.schema },
    log: heard.log,
    clock: () => new Date('2026-11-23T09:30:00Z'),
    sweepAt: null,
    retry: { limit: 5, delaySeconds: 0 },
    pollSeconds: 0.5,
  });
  running.push(companion);
  return companion;
};
afterEach(async () => {
  for (const companion of running.splice(0)) await companion.close();
});

const deliver = async (companion: Companion, id: string, body: string): Promise<number> =>
  (
    await fetch(`${companion.url}/zammad/webhook`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-zammad-delivery': id,
        'x-hub-signature': signatureOf(Buffer.from(body), secret),
      },
    })
  ).status;
const isBack = (desk: Desk) => () => desk.ticket()['group'] === 'СП РПГУ::Северная область';
const settled = (companion: Companion) => async () => (await companion.store.signalsOf(7)).length === 0;

test('deliveries doubled, reordered and at once end in one note', async () => {
  const desk = await openDesk({ snils: '' });
  const companion = await start(desk);
  const old = desk.delivery();
  await desk.change({ title: 'позже' });
  const answers = await Promise.all(
    ['b', 'a', 'b', 'c', 'a'].map((id) => deliver(companion, id, id === 'a' ? old : desk.delivery())),
  );
  expect(new Set(answers)).toEqual(new Set([202]));
  await until(isBack(desk));
  await until(settled(companion));
  expect(desk.notes()).toHaveLength(1);
  expect(lines.join('')).not.toMatch(/secret-of|anna@|Образцова/);
});

test('a lost delivery is found by the sweep, and a sweep over nothing new queues nothing', async () => {
  const desk = await openDesk({ snils: '' });
  const companion = await start(desk);
  expect(await companion.sweep()).toBe(1);
  await until(isBack(desk));
  await until(settled(companion));
  expect(await companion.sweep()).toBe(0);
  expect(desk.notes()).toHaveLength(1);
});

test('Zammad answers 500 for a while: the ticket is handled when it is back', async () => {
  const desk = await openDesk({ snils: '' });
  const companion = await start(desk);
  await desk.fail(3, 500, 'GET /tickets/7?all');
  await deliver(companion, 'a', desk.delivery());
  await until(isBack(desk));
  expect(desk.notes()).toHaveLength(1);
});

test('killed with a delivery kept: whoever starts next looks at the ticket', async () => {
  const desk = await openDesk({ snils: '' });
  const where = freshSchema();
  desk.before = () => {
    throw new TypeError('fetch failed');
  };
  const first = await start(desk, where);
  await deliver(first, 'a', desk.delivery());
  await first.close();
  running.length = 0;
  desk.before = () => undefined;
  await start(desk, where);
  await until(isBack(desk));
  expect(desk.notes()).toHaveLength(1);
});

test('two companions on one database end in one note', async () => {
  const desk = await openDesk({ snils: '' });
  const where = freshSchema();
  const [one, two] = [await start(desk, where), await start(desk, where)];
  await Promise.all([
    deliver(one, 'a', desk.delivery()),
    deliver(two, 'a', desk.delivery()),
    deliver(two, 'b', desk.delivery()),
  ]);
  await until(isBack(desk));
  await until(settled(one));
  expect(desk.notes()).toHaveLength(1);
});

test('a changed regulation looks at tickets again that were seen before', async () => {
  const desk = await openDesk();
  const where = freshSchema();
  const first = await start(desk, where);
  await first.sweep();
  await until(settled(first));
  expect(await first.sweep()).toBe(0);
  await first.close();
  running.length = 0;
  const changed = await startCompanion({
    zammad: desk.client,
    config: { ...config, federal: { ...config.federal, timeZone: 'Asia/Omsk' } },
    webhookSecret: secret,
    host: '127.0.0.1',
    port: 0,
    database: { url: where.connectionString, schema: where.schema },
    log: listeningLog().log,
    clock: () => new Date('2026-11-23T09:31:00Z'),
    sweepAt: null,
  });
  running.push(changed);
  expect(await changed.sweep()).toBe(1);
});

test('a clause whose rule does not fit is named before anything starts', async () => {
  const desk = await openDesk();
  const broken = { ...gate(), rule: { kind: 'no-such-rule', params: {} } };
  await expect(
    startCompanion({
      zammad: desk.client,
      config: { ...config, clauses: [broken] },
      webhookSecret: secret,
      host: '127.0.0.1',
      port: 0,
      database: { data: '/nowhere' },
      log: listeningLog().log,
      clock: () => new Date(),
    }),
  ).rejects.toThrow('Обязательство R-4.2.1: правило «no-such-rule» не подходит');
});
