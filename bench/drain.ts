/**
 * A backlog drained at a helpdesk of a real one's latencies: by the queue, beside a bare worker that reads and writes the same
 * tickets and keeps nothing; and how long a fresh letter waits behind it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLog } from '../plugin/process/log.js';
import { startEmbedded } from '../plugin/store/embedded.js';
import type { Decision } from '../plugin/store/records.js';
import { openStore, type Store } from '../plugin/store/store.js';
import type { Table } from './table.js';

/** Of five thousand, as many as take half a minute at these latencies: the rate does not depend on how many wait. */
const TICKETS = 600;
const QUEUED = 5_000;
const IN_FLIGHT = 4;
/** Milliseconds a real Zammad takes for a ticket read whole, and for a write with a note (`full` with its articles; PUT). */
const READ_MS = 44;
const WRITE_MS = 154;
const CLAUSES = 55;

/** What the companion does for a ticket besides: its signals, the standing of all clauses, the end of the look. */
const look = async (store: Store, ticket: number): Promise<void> => {
  const signals = await store.signalsOf(ticket);
  await store.openActsOf(ticket);
  await pause(READ_MS);
  const at = new Date();
  const decision = (clause: number): Decision => ({
    ticket,
    clause: `R-${clause}`,
    mode: 'act',
    verdict: clause < 5 ? 'met' : 'notApplicable',
    outcome: 'none',
    because: { text: 'данные внесены', facts: {} },
    actionKey: null,
    region: null,
    dueAt: null,
    at,
  });
  await pause(WRITE_MS);
  await store.decideAll(Array.from({ length: CLAUSES }, (_, clause) => decision(clause)));
  await store.conclude({
    ticket,
    deliveries: signals.map(({ delivery }) => delivery),
    updatedAt: at,
    dueAt: null,
    at,
    stay: { number: String(ticket), place: 'Анализ', ended: false, region: null, since: at },
  });
};

const bareRate = async (): Promise<number> => {
  let left = TICKETS;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while ((left -= 1) >= 0) {
        await pause(READ_MS);
        await pause(WRITE_MS);
      }
    }),
  );
  return (TICKETS / (performance.now() - began)) * 1000;
};

export const drain = async (): Promise<Table> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'reglament-bench-'));
  const embedded = await startEmbedded(folder);
  const log = createLog({ level: 'error' });
  const store = await openStore({
    connectionString: embedded.connectionString,
    log,
    clock: () => new Date(),
  });
  try {
    const keepFrom = performance.now();
    await Promise.all(
      Array.from({ length: QUEUED }, (_, at) =>
        store.keep({ id: `sweep ${at}`, ticketId: at + 1, news: null, from: 'sweep' }),
      ),
    );
    const kept = performance.now() - keepFrom;
    const bare = await bareRate();
    let done = 0;
    let letterAt = 0;
    let waited = 0;
    const letter = QUEUED + 1;
    const began = performance.now();
    const enough = Promise.withResolvers<number>();
    await store.work(async ({ ticket }) => {
      if (ticket === letter) waited = performance.now() - letterAt;
      if (done >= TICKETS) return;
      await look(store, ticket);
      done += 1;
      if (done === TICKETS / 2) {
        letterAt = performance.now();
        await store.keep({ id: 'letter', ticketId: letter, news: null });
      }
      if (done === TICKETS) enough.resolve((TICKETS / (performance.now() - began)) * 1000);
    }, IN_FLIGHT);
    const ours = await enough.promise;
    return {
      title: `A backlog of ${QUEUED} drained, read ${READ_MS} ms and write ${WRITE_MS} ms, ${IN_FLIGHT} in flight`,
      unit: 'tickets/s',
      rows: [
        { what: 'a bare worker that reads and writes, no queue', value: bare },
        { what: 'Reglament: queue, signals, decision log, end of the look', value: ours },
      ],
      notes: [
        `measured over the first ${TICKETS}`,
        `a letter that came in the middle of it was looked at after ${Math.round(waited)} ms`,
        `${QUEUED} signals kept and queued in ${Math.round(kept)} ms`,
      ],
    };
  } finally {
    await store.close();
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  }
};
