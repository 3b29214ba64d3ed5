/**
 * The sweep: asks Zammad what changed since the last time and queues what was not seen in that state. It is the guarantee;
 * webhooks only make it fast. Times are the helpdesk's own `updated_at`, so a clock that is off costs nothing. It also
 * queues what fell due, with a store that is new every ticket that is still open, and with a regulation that is new those
 * that it touches, some at a time.
 */
import type { Log } from '../process/log.js';
import type { Origin } from '../store/queue.js';
import type { Edition } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { Zone } from '../store/tallies.js';
import { editionAtWork, type Concerned } from './edition.js';
import type { Changed, TicketDesk } from './ticket-desk.js';

interface SweepPorts {
  readonly helpdesk: Pick<TicketDesk, 'changedSince' | 'open'>;
  readonly store: Store;
  readonly log: Log;
  readonly clock: () => Date;
  /** The regulation in force. */
  readonly edition: Pick<Edition, 'id' | 'pieces'>;
  /** How far the first sweep looks back. */
  readonly lookbackMs: number;
  /** How long the decision log is kept, milliseconds. Default: two years. */
  readonly keepLogMs?: number;
  /** The attribute that says a ticket's region. */
  readonly regionAttribute: string;
  /** By whose days the decision log is added up. */
  readonly zones: readonly Zone[];
}

/** Writes of long transactions come to light late, with an earlier `updated_at`. */
const OVERLAP_MS = 2 * 60 * 1000;
const BATCH = 200;
const DAY_MS = 24 * 3600 * 1000;
const KEEP_SETTLED_MS = 14 * DAY_MS;
const KEEP_LOG_MS = 2 * 365 * DAY_MS;
/** What a store of an earlier version has to be added up is so in parts. */
const TALLYING_MS = 5_000;
/** A new edition queues no more while so many tickets wait. */
const GRADUAL = 200;

const WATERMARK = 'sweep';

interface Told {
  readonly id: string;
  readonly ticketId: number;
  readonly news: { updatedAt: Date; groupId: null; stateId: null; group: null } | null;
}

/** Queues all of them at once, so that they share commits; how many were new. */
const queueAll = async (store: Store, from: Origin, told: readonly Told[]): Promise<number> => {
  const kept = await Promise.all(told.map((one) => store.keep({ ...one, from })));
  return kept.filter((outcome) => outcome === 'kept').length;
};

const batchesOf = async function* (tickets: AsyncIterable<Changed>): AsyncGenerator<Changed[]> {
  let batch: Changed[] = [];
  for await (const ticket of tickets) {
    batch.push(ticket);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
};

/** Seen meanwhile in that very state it needs no look. */
const changeOf = ({ id, updatedAt }: Changed): Told => ({
  id: `sweep ${id} ${updatedAt.toISOString()}`,
  ticketId: id,
  news: { updatedAt, groupId: null, stateId: null, group: null },
});

/** Queues what changed; how many. The watermark follows. */
const sweepChanges = async ({ helpdesk, store, clock, lookbackMs }: SweepPorts): Promise<number> => {
  const begun = clock();
  const known = await store.watermark(WATERMARK);
  const from = known ?? new Date(begun.getTime() - lookbackMs);
  let newest = from;
  let queued = 0;
  for await (const batch of batchesOf(helpdesk.changedSince(new Date(from.getTime() - OVERLAP_MS)))) {
    for (const { updatedAt } of batch) if (updatedAt > newest) newest = updatedAt;
    queued += await queueAll(store, 'sweep', (await store.unseen(batch)).map(changeOf));
  }
  // What changed behind its back while it walked is later than the newest less the time the walk took. Nor does anything
  // change in the future: a clock of Zammad's that was ahead would blind it until then.
  const walked = Math.max(0, clock().getTime() - begun.getTime());
  const safe = Math.min(newest.getTime() - walked, begun.getTime());
  if (known === null || safe > known.getTime())
    await store.setWatermark(WATERMARK, new Date(Math.max(safe, from.getTime())));
  return queued;
};

const sweepDue = async ({ store, clock, edition }: SweepPorts): Promise<number> => {
  const due = await store.dueBy(clock());
  return queueAll(
    store,
    'due',
    due.map(({ ticket, at }) => ({
      id: `due ${edition.id} ${ticket} ${at.toISOString()}`,
      ticketId: ticket,
      news: null,
    })),
  );
};

/** Whether the ticket may be one of those that an edition concerns, by what stands on it. */
const isConcerned = (
  { fields }: Changed,
  concerned: Concerned,
  { regionAttribute }: Pick<SweepPorts, 'regionAttribute'>,
): boolean => {
  if (concerned.kind !== 'some') return concerned.kind === 'everybody';
  const region = fields[regionAttribute];
  return typeof region !== 'string' || region === '' || concerned.regions.includes(region);
};

/** Queues some of the tickets that the edition in force concerns and that were judged by the one before it; how many. */
const sweepEdition = async (ports: SweepPorts): Promise<number> => {
  const { helpdesk, store, clock, edition, log } = ports;
  const { edition: at, concerned, first } = await editionAtWork(store, edition, clock());
  if (at.doneAt !== null) return 0;
  const told = (id: number): Told => ({ id: `edition ${at.id} ${id}`, ticketId: id, news: null });
  let queued = 0;
  if (concerned.kind === 'some')
    queued = await queueAll(store, 'edition', (await store.dueOn(concerned.clauses)).map(told));
  if (concerned.kind === 'everybody' || (concerned.kind === 'some' && concerned.regions.length > 0)) {
    let walkedTo = at.walkedTo;
    const room = first ? Infinity : GRADUAL - (await store.depth()).waiting;
    if (room <= 0) return queued;
    for await (const batch of batchesOf(helpdesk.open(walkedTo ?? undefined))) {
      queued += await queueAll(
        store,
        first ? 'sweep' : 'edition',
        first
          ? (await store.unseen(batch)).map(changeOf)
          : batch.filter((ticket) => isConcerned(ticket, concerned, ports)).map(({ id }) => told(id)),
      );
      walkedTo = batch.at(-1)?.createdAt ?? walkedTo;
      await store.walkedEdition(at.id, walkedTo, null);
      if (queued >= room) return queued;
    }
  }
  await store.walkedEdition(at.id, at.walkedTo, clock());
  if (!first)
    log.info('издание регламента вступило в силу: тикеты, которых оно касается, поставлены в очередь');
  return queued;
};

const tidy = async ({ store, clock, zones, keepLogMs = KEEP_LOG_MS }: SweepPorts): Promise<void> => {
  const now = clock();
  await store.dead();
  const began = performance.now();
  while (performance.now() - began < TALLYING_MS && (await store.tally(zones)) > 0);
  const last = await store.watermark('tidy');
  if (last !== null && now.getTime() - last.getTime() < DAY_MS) return;
  await store.forget(new Date(now.getTime() - KEEP_SETTLED_MS));
  await store.forgetDecisions(new Date(now.getTime() - keepLogMs));
  await store.setWatermark('tidy', now);
};

/**
 * One sweep; resolves to the number of tickets queued, 0 also while another process on the store sweeps. Rejects with
 * ZammadError or PostgreSQL's error, and then the next starts where this did.
 */
export const sweep = async (ports: SweepPorts): Promise<number> => {
  const queued = await ports.store.alone('sweep', async () => {
    const forgotten = await ports.store.requeue();
    const due = await sweepDue(ports);
    const changed = await sweepChanges(ports);
    const again = await sweepEdition(ports);
    await tidy(ports);
    return forgotten + due + changed + again;
  });
  if (queued !== null && queued > 0) ports.log.info('обход: тикеты поставлены в очередь', { queued });
  return queued ?? 0;
};
