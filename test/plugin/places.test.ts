/** The table of places: what looks leave there, what pages ask of it, and how it fills again when it was lost. */
import pg from 'pg';
import { lookAt } from '../../plugin/engine/look.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import { sweep } from '../../plugin/engine/sweep.js';
import { createTicketDesk } from '../../plugin/engine/ticket-desk.js';
import { bindClauses } from '../../plugin/engine/evaluate.js';
import { migrate } from '../../plugin/store/migrations.js';
import type { LookEnd } from '../../plugin/store/records.js';
import { openStore, type Store } from '../../plugin/store/store.js';
import { config } from '../triggers/tickets.js';
import { useDesks } from './desk.js';
import { gate, regions } from './gate.js';
import { freshSchema, listeningLog, usePostgres } from './postgres.js';

usePostgres();
const openDesk = useDesks();
const now = new Date('2026-11-23T09:30:00Z');
const at = (time: string): Date => new Date(`2026-11-23T${time}:00Z`);
let opened: Store[] = [];
const open = async (where = freshSchema()): Promise<Store> => {
  const store = await openStore({ ...where, log: listeningLog().log, clock: () => now });
  opened.push(store);
  return store;
};
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()));
  opened = [];
});

const found = (
  store: Store,
  ticket: number,
  stay: Partial<NonNullable<LookEnd['stay']>> | null,
  updatedAt = now,
): Promise<void> =>
  store.conclude({
    ticket,
    deliveries: [],
    updatedAt,
    dueAt: null,
    at: now,
    stay: stay && {
      number: `91${ticket}`,
      place: 'Анализ',
      ended: false,
      region: 'north',
      since: null,
      ...stay,
    },
  });

test('counts by place and region, the oldest first; what ended or is gone stands nowhere', async () => {
  const store = await open();
  await found(store, 1, { since: at('07:00') });
  await found(store, 2, { since: at('06:00') });
  await found(store, 3, { since: at('08:00'), region: 'south' });
  await found(store, 4, { place: 'Передано' });
  await found(store, 5, { place: null, ended: true, since: at('05:00') });
  await found(store, 6, { place: null });
  await found(store, 7, {});
  await found(store, 7, null);
  const counted = await store.placesCounted(at('07:00'));
  expect(
    counted
      .map(
        ({ place, region, tickets, arrived, oldestSince }) =>
          `${place ?? '—'} ${region ?? '—'} ${tickets} ${arrived} ${oldestSince.toISOString().slice(11, 16)}`,
      )
      .toSorted(),
  ).toEqual([
    'Анализ north 2 1 06:00',
    'Анализ south 1 1 08:00',
    'Передано north 1 1 09:30',
    '— north 1 1 09:30',
  ]);
  expect((await store.ticketsAt('Анализ', { limit: 2 })).map(({ number }) => number)).toEqual(['912', '911']);
  expect(
    (await store.ticketsAt('Анализ', { limit: 9, region: 'south' })).map(({ ticket }) => ticket),
  ).toEqual([3]);
  expect((await store.ticketsAt(null, { limit: 9 })).map(({ ticket }) => ticket)).toEqual([6]);
});

test('a look without the history moves no moment while the ticket stands where it stood', async () => {
  const store = await open();
  await found(store, 1, { since: at('06:00') });
  await found(store, 1, { since: null }, at('09:00'));
  expect(await store.ticketsAt('Анализ', { limit: 1 })).toMatchObject([{ since: at('06:00') }]);
  await found(store, 1, { since: null, place: 'Передано' }, at('09:10'));
  expect(await store.ticketsAt('Передано', { limit: 1 })).toMatchObject([{ since: at('09:10') }]);
});

test('a look finds where the ticket stands', async () => {
  const store = await open();
  const desk = await openDesk();
  await lookAt(
    {
      helpdesk: createTicketDesk(desk.client),
      records: store,
      log: listeningLog().log,
      clock: () => now,
      breaker: 3,
      clauses: bindClauses([gate()]),
      parties: { ...partiesOf(config), regions, federalGroups: ['Начальник смены ЦПП', 'СП ЕПГУ'] },
    },
    { ticket: 7, last: false },
  );
  expect(await store.ticketsAt('Передано', { limit: 9 })).toMatchObject([{ ticket: 7 }]);
});

describe('lost', () => {
  const edition = { id: 'one', pieces: { around: 'a' } };
  const swept = (store: Store): Promise<number> =>
    sweep({
      helpdesk: {
        async *open() {
          await Promise.resolve();
          yield { id: 7, createdAt: new Date(0), updatedAt: new Date(0), fields: {} };
        },
        async *changedSince() {
          await Promise.resolve();
          yield* [];
        },
      },
      store,
      log: listeningLog().log,
      clock: () => now,
      edition,
      lookbackMs: 0,
      regionAttribute: 'region',
      zones: [{ region: null, zone: 'Europe/Moscow' }],
    });
  const told = async (where: { connectionString: string; schema: string }, sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: where.connectionString });
    await client.connect();
    await client.query(`set search_path to ${where.schema}`);
    await client.query(sql);
    await client.end();
  };

  test('emptied by somebody, each open ticket is looked at again, once', async () => {
    const where = freshSchema();
    const store = await open(where);
    await swept(store);
    await found(store, 7, {}, new Date(0));
    expect(await swept(store)).toBe(0);
    await told(where, 'delete from places');
    expect(await swept(store)).toBe(1);
    expect(await swept(store)).toBe(0);
  });

  test('new beside a store of an earlier version, it fills', async () => {
    const where = freshSchema();
    const client = new pg.Client({ connectionString: where.connectionString });
    await client.connect();
    await migrate(client, where.schema, 6);
    await client.end();
    await told(
      where,
      `insert into seen (ticket, updated_at) values (7, '1970-01-01T00:00:00Z');
       insert into editions (id, pieces, begun_at, done_at) values ('one', '{"around": "a"}', now(), now())`,
    );
    const store = await open(where);
    expect(await swept(store)).toBe(1);
  });
});
