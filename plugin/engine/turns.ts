/** Looks and sweeps as `serve` makes them: in their turn, counted, and at rest while a failure has a cause common to all. */
import { PutOff, type Look, type Store } from '../store/store.js';
import { lookAt, type LookPorts } from './look.js';
import type { Outage } from './outage.js';
import type { Pace } from './pace.js';
import { sweep } from './sweep.js';

/** Told what became of each. */
export interface Tally {
  looked(outcome: string, ms: number): void;
  swept(outcome: 'done' | 'failed'): void;
}

interface Around {
  readonly store: Store;
  readonly outage: Outage;
  readonly tally: Tally | undefined;
}

/** A look in its turn. When an outage ends with it, whatever was put off meanwhile need not wait for its time. */
export const lookInTurn =
  (ports: LookPorts, { store, outage, tally, pace }: Around & { readonly pace: Pace }) =>
  async (job: Look): Promise<void> => {
    const done = await pace.turn();
    const began = performance.now();
    const rested = outage.words() !== null;
    let outcome = 'failed';
    try {
      outcome = await lookAt({ ...ports, outage }, job);
    } catch (error) {
      if (error instanceof PutOff) outcome = 'putOff';
      throw error;
    } finally {
      done();
      tally?.looked(outcome, performance.now() - began);
    }
    if (rested && outage.words() === null) await store.hurry();
  };

/** A number no ticket has: a sweep fails and succeeds for all. */
const NO_TICKET = 0;

/** During an outage tickets that wait are its probes; where none waits, the sweep is. */
const mayProbe = async ({ store, outage }: Around): Promise<boolean> =>
  outage.words() === null || ((await store.depth()).waiting === 0 && outage.restSeconds() === null);

/** A sweep, unless looks rest; resolves to the number of tickets queued. Rejects as `sweep` does. */
export const sweepInTurn =
  (ports: Omit<Parameters<typeof sweep>[0], 'store'>, around: Around) => async (): Promise<number> => {
    const { store, outage, tally } = around;
    if (!(await mayProbe(around))) return 0;
    try {
      const queued = await sweep({ ...ports, store });
      outage.succeeded(NO_TICKET);
      tally?.swept('done');
      return queued;
    } catch (error) {
      tally?.swept('failed');
      outage.failed(NO_TICKET, error);
      throw error;
    }
  };
