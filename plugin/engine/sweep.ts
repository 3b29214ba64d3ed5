/**
 * The sweep: asks Zammad what changed since the last time and queues what was not seen in that state. It is the guarantee;
 * webhooks only make it fast. Times are the helpdesk's own `updated_at`, so a clock that is off costs nothing. It also
 * queues what fell due, and with a store or a regulation that is new, every ticket that is still open: what waited for
 * a time is found again.
 */
import { createHash } from 'node:crypto';
import type { Config } from '../../config/load.js';
import type { Log } from '../process/log.js';
import type { Store } from '../store/store.js';
import type { Helpdesk } from './helpdesk.js';
import type { RuledConfig } from './parties.js';

interface SweepPorts {
  readonly helpdesk: Pick<Helpdesk, 'changedSince' | 'open'>;
  readonly store: Store;
  readonly log: Log;
  readonly clock: () => Date;
  /** Names the regulation in force: when it changes, tickets are looked at again, from `lookbackMs` ago. */
  readonly edition: string;
  readonly lookbackMs: number;
}

/** Writes of long transactions come to light late, with an earlier `updated_at`. */
const OVERLAP_MS = 2 * 60 * 1000;
const BATCH = 200;
const KEEP_SETTLED_MS = 14 * 24 * 3600 * 1000;

/** What is judged, in short: tickets seen under another one are looked at again. */
export const editionOf = ({
  clauses,
  regions,
  federal,
  intake,
  stance,
}: Pick<Config, 'stance'> & RuledConfig): string =>
  createHash('sha256')
    .update(JSON.stringify([clauses, [...regions], federal, intake, stance]))
    .digest('hex')
    .slice(0, 12);

/** One sweep; resolves to the number of tickets queued. Rejects with ZammadError or PostgreSQL's error, and then the next starts where this did. */
export const sweep = async ({
  helpdesk,
  store,
  log,
  clock,
  edition,
  lookbackMs,
}: SweepPorts): Promise<number> => {
  const name = `sweep ${edition}`;
  const known = await store.watermark(name);
  // What was seen was judged by another regulation.
  if (known === null) await store.forget(clock());
  const from = known ?? new Date(clock().getTime() - lookbackMs);
  let newest = from;
  let queued = 0;
  let batch: { id: number; updatedAt: Date }[] = [];
  const flush = async (): Promise<void> => {
    for (const { id, updatedAt } of await store.unseen(batch)) {
      const signal = {
        id: `sweep ${edition} ${id} ${updatedAt.toISOString()}`,
        ticketId: id,
        // Seen meanwhile in that very state it needs no look.
        news: { updatedAt, groupId: null, stateId: null, group: null },
      };
      if ((await store.keep(signal)) === 'kept') queued += 1;
    }
    batch = [];
  };
  for (const { ticket, at } of await store.dueBy(clock())) {
    const signal = { id: `due ${edition} ${ticket} ${at.toISOString()}`, ticketId: ticket, news: null };
    if ((await store.keep(signal)) === 'kept') queued += 1;
  }
  if (known === null)
    for await (const ticket of helpdesk.open()) {
      batch.push(ticket);
      if (batch.length >= BATCH) await flush();
    }
  for await (const ticket of helpdesk.changedSince(new Date(from.getTime() - OVERLAP_MS))) {
    if (ticket.updatedAt > newest) newest = ticket.updatedAt;
    batch.push(ticket);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  await store.setWatermark(name, newest);
  await store.forget(new Date(clock().getTime() - KEEP_SETTLED_MS));
  if (queued > 0) log.info('обход: тикеты поставлены в очередь', { queued });
  return queued;
};
