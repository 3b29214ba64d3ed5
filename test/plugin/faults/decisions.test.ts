/** The decision log: what is news, what is not, and how long it is kept. */
import pg from 'pg';
import type { Decision } from '../../../plugin/store/records.js';
import { openStore, type Store } from '../../../plugin/store/store.js';
import { freshSchema, listeningLog, usePostgres } from '../postgres.js';

usePostgres();
const now = new Date('2026-11-23T09:00:00Z');
let where: ReturnType<typeof freshSchema>;
let store: Store;
beforeEach(async () => {
  where = freshSchema();
  store = await openStore({ ...where, log: listeningLog().log, clock: () => now });
});
afterEach(() => store.close());

const line = (more: Partial<Decision> = {}): Decision => ({
  ticket: 7,
  clause: 'R-4.2.1',
  mode: 'act',
  verdict: 'met',
  outcome: 'none',
  because: { text: 'данные внесены', facts: {} },
  actionKey: null,
  region: 'north',
  dueAt: null,
  at: now,
  ...more,
});
const verdicts = async (): Promise<string[]> =>
  (await store.decisionsOf(7)).map(({ verdict }) => verdict).toReversed();

test('what never applied is no news; what applies no longer is', async () => {
  await store.decide(line({ verdict: 'notApplicable' }));
  expect(await verdicts()).toEqual([]);
  await store.decide(line({ verdict: 'met' }));
  await store.decide(line({ verdict: 'notApplicable' }));
  await store.decide(line({ verdict: 'notApplicable', because: { text: 'по другой причине', facts: {} } }));
  expect(await verdicts()).toEqual(['met', 'notApplicable']);
});

test('other words for the same verdict are no news, another term is', async () => {
  const dueAt = new Date('2026-11-30T00:00:00Z');
  await store.decide(line({ verdict: 'pending', dueAt }));
  await store.decide(line({ verdict: 'pending', dueAt, because: { text: 'осталось 4 дня', facts: {} } }));
  await store.decide(line({ verdict: 'pending', dueAt: new Date('2026-12-01T00:00:00Z') }));
  expect(await verdicts()).toEqual(['pending', 'pending']);
});

test('a ticket’s log is whole however long it is', async () => {
  for (let at = 0; at < 150; at += 1) {
    await store.decide(line({ verdict: at % 2 === 0 ? 'met' : 'due' }));
    await store.decide(line({ clause: 'R-4.2.3', verdict: at % 2 === 0 ? 'met' : 'due' }));
  }
  expect(await store.decisionsOf(7)).toHaveLength(300);
});

test('months older than are kept go whole, and take nothing along', async () => {
  await store.decide(line({ verdict: 'due', at: new Date('2023-05-10T00:00:00Z') }));
  await store.decide(line({ verdict: 'met', at: now }));
  const client = new pg.Client({ connectionString: where.connectionString });
  await client.connect();
  const months = async (): Promise<string[]> =>
    (
      await client.query<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = '${where.schema}.decisions'::regclass order by 1`,
      )
    ).rows.map(({ name }) => name.replace(/^.*\./, ''));
  try {
    expect(await months()).toEqual(['decisions_2023_05', 'decisions_2026_11']);
    await store.forgetDecisions(new Date('2024-11-23T00:00:00Z'));
    expect(await months()).toEqual(['decisions_2026_11']);
    expect(await verdicts()).toEqual(['met']);
  } finally {
    await client.end();
  }
});
