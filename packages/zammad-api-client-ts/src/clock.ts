/** The clock that goes by itself. */
import type { ClientClock } from './options.js';

const sleep: ClientClock['sleep'] = (ms, signal) => {
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

export const realClock: ClientClock = { now: () => performance.now(), sleep };
