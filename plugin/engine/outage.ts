/**
 * When looks fail for a cause that is not the ticket's own (Zammad away, the key revoked, an answer that lacks something), trying on
 * helps nobody and uses up attempts of tickets that are fine. So looks rest then, one probe at a time asks whether it is over, and the
 * cause is told once for all tickets.
 */
import { isZammadAnswerError, isZammadError } from 'zammad-api-client-ts';
import { HelpdeskLacks, isError, wordsOf } from '../process/fault.js';
import type { Log } from '../process/log.js';

export interface Outage {
  /** Seconds for which a look is better put off; null: it may be made now. During an outage one is let through as a probe now and then. */
  restSeconds(): number | null;
  /** A look came to its end. */
  succeeded(ticket: number): void;
  /**
   * A look failed. Null: for a cause of its own, or one that may be. Else for a cause that is known by now to be everybody's: it was
   * told, is no attempt of this ticket, and the ticket may come again after so many seconds.
   */
  failed(ticket: number, error: unknown): number | null;
  /** The outage, in Russian; null: there is none. */
  words(): string | null;
  /** Since the process began: outages, and looks that were put off by them. */
  counts(): { readonly outages: number; readonly putOff: number };
}

interface OutagePorts {
  readonly log: Log;
  /** Milliseconds of a clock that only runs forward. */
  readonly stopwatch: () => number;
}

/** Pauses between probes, seconds; the last one holds on. */
const PAUSES = [5, 15, 30, 60, 120] as const;
/** Tickets that fail alike in a row, where the cause alone does not tell. */
const ALIKE = 2;
/** Tickets of an outage that are told apart; more need not be. */
const REMEMBERED = 1_000;

interface Cause {
  readonly key: string;
  /** Taken for everybody's at once; a ticket that alone brings it about is found out by the success of others. */
  readonly everybodys: boolean;
}

/** Null: the ticket's own, as a refused value is; or nobody's business here, as the store's. */
const causeOf = (error: unknown): Cause | null => {
  if (isZammadAnswerError(error))
    return { key: `${error.request} ${error.fields.join(' ').replace(/\d+/g, ':id')}`, everybodys: true };
  if (isZammadError(error)) {
    const { kind, method, path } = error;
    if (kind === 'network' || kind === 'unavailable' || kind === 'auth')
      return { key: kind, everybodys: true };
    if (kind === 'timeout' || kind === 'server' || kind === 'forbidden' || kind === 'unexpectedAnswer')
      return { key: `${kind} ${method} ${path.replace(/\d+/g, ':id')}`, everybodys: false };
    return null;
  }
  return error instanceof HelpdeskLacks ? { key: error.message, everybodys: true } : null;
};

/** Longer nobody waits on a word, milliseconds. */
const LONGEST_ASKED = 15 * 60_000;

/** For how long Zammad, or a proxy, asks to be left in peace, milliseconds. */
const askedFor = (error: unknown): number =>
  isZammadError(error) ? Math.min(error.retryAfterMs ?? 0, LONGEST_ASKED) : 0;

interface Lasting {
  readonly words: string;
  probes: number;
  nextAt: number;
}

/** No outage yet. */
export const createOutage = ({ log, stopwatch }: OutagePorts): Outage => {
  let current: Lasting | null = null;
  /** A cause that may turn out to be common, and who has met it since the last success. */
  let suspected: { readonly key: string; readonly tickets: Set<number> } | null = null;
  /** Who failed for it, and after how many successes: another ticket's success since tells that it is the ticket's own. */
  const met = new Map<number, { readonly key: string; readonly successes: number }>();
  let successes = 0;
  const counted = { outages: 0, putOff: 0 };

  const isOwn = (ticket: number, { key }: Cause): boolean => {
    const before = met.get(ticket);
    return before?.key === key && before.successes < successes;
  };
  const rest = (probes: number): number => PAUSES[Math.min(probes, PAUSES.length - 1)] ?? 120;
  const untilProbe = ({ nextAt }: Lasting): number => Math.max(1, Math.ceil((nextAt - stopwatch()) / 1000));
  const begin = (error: unknown): Lasting => {
    const words = wordsOf(error);
    counted.outages += 1;
    const begun = { words, probes: 0, nextAt: stopwatch() + Math.max(rest(0) * 1000, askedFor(error)) };
    current = begun;
    log.error(
      'тикеты пока не обрабатываются, попытки не тратятся; как только причина уйдёт, всё продолжится само',
      {
        words,
        ...(isError(error) && { error }),
      },
    );
    return begun;
  };
  return {
    restSeconds() {
      if (current === null) return null;
      if (current.nextAt > stopwatch()) {
        counted.putOff += 1;
        return untilProbe(current);
      }
      current.probes += 1;
      current.nextAt = stopwatch() + rest(current.probes) * 1000;
      return null;
    },
    succeeded(ticket) {
      successes += 1;
      met.delete(ticket);
      suspected = null;
      if (current === null) return;
      current = null;
      log.info('тикеты снова обрабатываются');
    },
    failed(ticket, error) {
      const cause = causeOf(error);
      if (cause === null || isOwn(ticket, cause)) return null;
      met.set(ticket, { key: cause.key, successes });
      if (met.size > REMEMBERED) met.delete(met.keys().next().value ?? ticket);
      if (current !== null) {
        current.nextAt = Math.max(current.nextAt, stopwatch() + askedFor(error));
        return untilProbe(current);
      }
      if (suspected?.key !== cause.key) suspected = { key: cause.key, tickets: new Set() };
      suspected.tickets.add(ticket);
      if (!cause.everybodys && suspected.tickets.size < ALIKE) return null;
      return untilProbe(begin(error));
    },
    words: () => current?.words ?? null,
    counts: () => ({ ...counted }),
  };
};
