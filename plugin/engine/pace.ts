/**
 * How many tickets are looked at at once: as many as is set, and fewer as long as Zammad answers slower than it can. A small
 * helpdesk has one process for everybody, and its operators come first.
 */

export interface Pace {
  /** An answer took so long, milliseconds. */
  answered(ms: number): void;
  /** Resolves when a look may begin; call what it gives when that has ended. */
  turn(): Promise<() => void>;
  /** Looks at once just now. */
  limit(): number;
}

/** The latest answers weigh so much in the mean. */
const WEIGHT = 0.1;
/** Slower than the best by so much: one look less; back near it: one more. */
const SLOW = 3;
const FAST = 1.5;
/** Answers quicker than this are never slow. */
const QUICK_MS = 50;
/** A best that is not met again is forgotten at this rate an answer. */
const FORGETTING = 1.001;
/** Between two changes, so that one shows before the next. */
const STEP_MS = 3_000;

/** @param atOnce at most so many looks @param stopwatch milliseconds of a clock that only runs forward */
export const createPace = (atOnce: number, stopwatch: () => number): Pace => {
  let limit = atOnce;
  let running = 0;
  let mean: number | null = null;
  let best = Infinity;
  let changedAt = stopwatch();
  const waiting: (() => void)[] = [];
  const admit = (): void => {
    while (running < limit && waiting.length > 0) {
      running += 1;
      waiting.shift()?.();
    }
  };
  const change = (by: 1 | -1): void => {
    if (stopwatch() - changedAt < STEP_MS) return;
    limit = Math.max(1, Math.min(atOnce, limit + by));
    changedAt = stopwatch();
    admit();
  };
  return {
    answered(ms) {
      mean = mean === null ? ms : mean + (ms - mean) * WEIGHT;
      best = Math.min(best * FORGETTING, Math.max(mean, QUICK_MS));
      if (mean > best * SLOW) change(-1);
      else if (mean < best * FAST) change(1);
    },
    async turn() {
      await new Promise<void>((begin) => {
        waiting.push(begin);
        admit();
      });
      let over = false;
      return () => {
        if (over) return;
        over = true;
        running -= 1;
        admit();
      };
    },
    limit: () => limit,
  };
};
