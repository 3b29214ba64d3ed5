/** The sweep is the guarantee: what may happen while it walks, and to the clocks it goes by. */
import { createZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { createTicketDesk, type Changed } from '../../../plugin/engine/ticket-desk.js';
import { sweep } from '../../../plugin/engine/sweep.js';
import { openStore, type Store } from '../../../plugin/store/store.js';
import { freshSchema, listeningLog, usePostgres } from '../postgres.js';

usePostgres();
const clock = () => new Date('2026-11-23T09:00:00Z');
let store: Store;
beforeEach(async () => {
  store = await openStore({ ...freshSchema(), log: listeningLog().log, clock });
});
afterEach(() => store.close());

const at = (time: string): Date => new Date(`2026-11-23T${time}Z`);
const changed = (id: number, updatedAt: Date): Changed => ({
  id,
  updatedAt,
  createdAt: new Date(0),
  fields: {},
});
const told = async function* (tickets: readonly Changed[]): AsyncGenerator<Changed> {
  await Promise.resolve();
  yield* tickets;
};
/** A helpdesk that answers as its tickets stand when they are asked for. */
const helpdeskOf = (tickets: Changed[], asked: Date[] = []) => ({
  open: () => told([]),
  changedSince: (since: Date) => {
    asked.push(since);
    return told(
      tickets
        .filter(({ updatedAt }) => updatedAt > since)
        .toSorted((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime()),
    );
  },
});
const run = (helpdesk: ReturnType<typeof helpdeskOf>, now = clock): Promise<number> =>
  sweep({
    helpdesk,
    store,
    log: listeningLog().log,
    clock: now,
    edition: { id: 'one', pieces: {} },
    lookbackMs: 3600_000,
    regionAttribute: 'region',
    zones: [{ region: null, zone: 'Europe/Moscow' }],
  });

test('a clock of Zammad that was ahead once does not blind it', async () => {
  const tickets = [changed(7, new Date('2027-03-01T00:00:00Z'))];
  const helpdesk = helpdeskOf(tickets);
  expect(await run(helpdesk)).toBe(1);
  tickets.push(changed(8, at('09:01:00')));
  expect(await run(helpdesk, () => at('09:02:00'))).toBe(1);
});

test('what changed while it walked for minutes is found by the next one', async () => {
  const tickets = [changed(7, at('08:30:00')), changed(8, at('08:40:00'))];
  let now = at('09:00:00');
  const helpdesk = {
    open: () => told([]),
    async *changedSince(since: Date) {
      await Promise.resolve();
      const [first, second] = tickets.filter(({ updatedAt }) => updatedAt > since);
      if (first === undefined) return;
      yield first;
      if (second === undefined) return;
      // The walk lasts: behind its back the first changes, and later one that it still comes upon.
      tickets[0] = changed(7, at('09:01:00'));
      now = at('09:06:00');
      tickets[1] = changed(8, at('09:06:00'));
      yield tickets[1];
    },
  };
  expect(await run(helpdesk, () => now)).toBe(2);
  expect(await run(helpdeskOf(tickets), () => now)).toBe(1);
  const waiting = await store.signalsOf(7);
  expect(waiting.some(({ delivery }) => delivery.includes('09:01:00'))).toBe(true);
});

test('what a long transaction brought to light after the last one, with an earlier time, is found', async () => {
  const tickets = [changed(5, at('08:50:00'))];
  expect(await run(helpdeskOf(tickets))).toBe(1);
  tickets.push(changed(7, at('08:49:00')), changed(8, at('08:47:00')));
  expect(await run(helpdeskOf(tickets))).toBe(1);
  expect(await store.signalsOf(7)).toHaveLength(1);
  expect(await store.signalsOf(8)).toEqual([]);
});

test('a sweep finds the rows it forgets by an index, not by reading all', async () => {
  const where = freshSchema();
  const own = await openStore({ ...where, log: listeningLog().log, clock });
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: where.connectionString });
  await client.connect();
  const { rows } = await client.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where schemaname = $1 and tablename = 'seen'`,
    [where.schema],
  );
  await client.end();
  await own.close();
  expect(rows.some(({ indexdef }) => indexdef.includes('(updated_at)'))).toBe(true);
});

describe('on a helpdesk with more tickets than a page', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  test('no open ticket is lost while others close behind the walk', async () => {
    const client = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
    const group = (await client.groups.list())[0]?.name ?? 'Users';
    const ids: number[] = [];
    for (let count = 0; count < 450; count += 1)
      ids.push(
        (
          await client.tickets.create({
            title: `Обращение ${count}`,
            group,
            customer_id: 'guess:anna@example.org',
            article: { body: 'Не приходит ответ', type: 'note', internal: true },
          })
        ).id,
      );
    const found = new Set<number>();
    const closed = new Set(ids.slice(0, 7));
    let seen = 0;
    for await (const { id } of createTicketDesk(client).open()) {
      found.add(id);
      if ((seen += 1) === 100)
        for (const ticket of closed) await client.tickets.update(ticket, { state: 'closed' });
    }
    expect(ids.filter((id) => !found.has(id) && !closed.has(id))).toEqual([]);
  }, 120_000);
});
