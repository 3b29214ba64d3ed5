/** How long, how often and how many at once: time limit, repeats, places in flight, abort. */
import type { BulkheadPolicy } from 'cockatiel';
import { TaskCancelledError, TimeoutStrategy, bulkhead, handleWhen, retry, timeout, wrap } from 'cockatiel';
import { repeatsByItself } from './classify.js';
import { ZammadError } from './error.js';

interface Patience {
  timeoutMs: number;
  retries: number;
  backoffMs: number;
  signal: AbortSignal | undefined;
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
  { timeoutMs, retries, backoffMs, signal }: Patience,
  act: (signal: AbortSignal, attempt: number) => Promise<A>,
): Promise<A> => {
  const limited = wrap(gate, timeout(timeoutMs, TimeoutStrategy.Aggressive));
  const again = handleWhen(
    (error) =>
      error instanceof Error && repeatsByItself(error) && (retryAfterOf(error) ?? 0) <= longestRetryAfterMs,
  );
  let pauseMs = 0;
  const run = retry(again, { maxAttempts: retries }).execute(async ({ attempt }) => {
    // The pause is made here and not by cockatiel, whose own cannot be interrupted.
    await pause(pauseMs, signal);
    try {
      return await limited.execute((context) => act(context.signal, attempt + 1), signal);
    } catch (error) {
      const doubled = Math.min(backoffMs * 2 ** attempt, longestBackoffMs);
      pauseMs = Math.max(doubled * (0.5 + Math.random() / 2), retryAfterOf(error) ?? 0);
      throw error;
    }
  }, signal);
  return unlessAborted(run, signal);
};

const retryAfterOf = (error: unknown): number | null =>
  error instanceof ZammadError ? error.retryAfterMs : null;

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const end = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    resolve(undefined);
  };
  const timer = setTimeout(end, ms);
  signal?.addEventListener('abort', end, { once: true });
  if (ms === 0 || signal?.aborted === true) end();
  return promise;
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
