/** Dead letters from the command line: seen with their reason, sent back into the queue, gone from the list. */
import { run } from '../../plugin/cli/program.js';
import { openStore, type Store } from '../../plugin/store/store.js';
import { freshSchema, listeningLog, until, usePostgres } from './postgres.js';

usePostgres();
const saved = { ...process.env };
let store: Store | undefined;
afterEach(async () => {
  process.env = { ...saved };
  await store?.close();
});

const call = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const said = { out: '', err: '' };
  const code = await run(['dead', ...args], {
    out: (text) => (said.out += `${text}\n`),
    err: (text) => (said.err += `${text}\n`),
    colour: false,
    now: () => new Date('2026-11-23T09:00:00Z'),
  });
  return { code, ...said };
};

test('given up on, listed with the reason and nobody’s data, replayed to whoever works', async () => {
  const { connectionString } = freshSchema();
  process.env['DATABASE_URL'] = connectionString;
  store = await openStore({
    connectionString,
    log: listeningLog().log,
    clock: () => new Date(),
    retry: { limit: 0, delaySeconds: 0 },
    pollSeconds: 0.5,
  });
  let failing = true;
  const looked: number[] = [];
  await store.work(({ ticket }) => {
    if (failing) return Promise.reject(new Error('core workflow требует поле, anna@example.org'));
    looked.push(ticket);
    return Promise.resolve();
  }, 2);
  for (const ticketId of [7, 8]) await store.keep({ id: `a${ticketId}`, ticketId, news: null });
  const open = store;
  await until(async () => (await open.dead()).length === 2);
  const listed = await call();
  expect(listed.out).toMatch(/тикет [78] · \S+ · core workflow требует поле, \[почта\]/);
  expect(JSON.parse((await call('--json')).out)).toHaveLength(2);
  const unknown = await call('--replay', '9');
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain('не числится');

  failing = false;
  expect((await call('--replay', '7')).out).toContain('Возвращено в очередь: 1');
  await until(() => looked.length === 1);
  expect((await call('--replay')).code).toBe(0);
  await until(() => looked.length === 2);
  expect(looked).toEqual([7, 8]);
  expect((await call()).out).toContain('Отложенных тикетов нет');
});
