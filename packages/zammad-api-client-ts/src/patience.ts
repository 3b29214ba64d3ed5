/** How long, how often and how many at once: time limit, repeats, places in flight, abort. */
import type { BulkheadPolicy } from 'cockatiel';
import { TaskCancelledError, TimeoutStrategy, bulkhead, timeout, wrap } from 'cockatiel';
import { isAway, repeatsOf } from './classify.js';
import { ZammadError } from './error.js';
import type { ClientClock } from './options.js';

interface Patience {
  timeoutMs: number;
  retries: number;
  awayMs: number;
  backoffMs: number;
  signal: AbortSignal | undefined;
  clock: ClientClock;
}

const longestBackoffMs = 10_000;
/** A helpdesk that asks for a longer pause gets none of our patience: the caller decides. */
const longestRetryAfterMs = 60_000;

/** Places in flight, shared by all calls of a client. */
export const placesInFlight = (limit: number): BulkheadPolicy => bulkhead(limit, Number.POSITIVE_INFINITY);

/**
 * Runs `act` until it succeeds, fails for good, or is aborted; each attempt takes a place in flight and has its own time
 * limit, a pause between attempts takes none. Throws what `act` threw, or TaskCancelledError on time-out and abort.
 */
export const patiently = async <A>(
  gate: BulkheadPolicy,
  patience: Patience,
  act: (signal: AbortSignal, attempt: number) => Promise<A>,
): Promise<A> => unlessAborted(repeatedly(gate, patience, act), patience.signal);

const repeatedly = async <A>(
  gate: BulkheadPolicy,
  { timeoutMs, retries, awayMs, backoffMs, signal, clock }: Patience,
  act: (signal: AbortSignal, attempt: number) => Promise<A>,
): Promise<A> => {
  const limited = wrap(gate, timeout(timeoutMs, TimeoutStrategy.Aggressive));
  const began = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await limited.execute((context) => act(context.signal, attempt), signal);
    } catch (error) {
      if (!(error instanceof ZammadError)) throw error;
      const asked = error.retryAfterMs ?? 0;
      const doubled = Math.min(backoffMs * 2 ** (attempt - 1), longestBackoffMs);
      const pauseMs = Math.max(doubled * (0.5 + Math.random() / 2), asked);
      const isWithinAway = isAway(error) && clock.now() - began + pauseMs <= awayMs;
      const mayRepeat = attempt <= repeatsOf(error, retries) || isWithinAway;
      if (!mayRepeat || asked > longestRetryAfterMs) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
};

/** A call that waits for its place in flight is let go at once; cockatiel would tell it only when its turn comes. */
const unlessAborted = async <A>(run: Promise<A>, signal: AbortSignal | undefined): Promise<A> => {
  if (signal === undefined) return run;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(new TaskCancelledError());
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([run, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};
