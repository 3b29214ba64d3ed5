/** `dead`: tickets given up on, and their way back into the queue. Works beside a running `serve`, which then takes them. */
import { readEnv, serveEnv } from '../process/env.js';
import type { LogPlace } from '../ask/insight/decision-log.js';
import { createLog } from '../process/log.js';
import { runningEmbedded, startEmbedded } from '../store/embedded.js';
import { openStore, type DeadLetter, type Store } from '../store/store.js';
import { logPlace } from './log-place.js';
import type { Terminal } from './terminal.js';

export interface DeadOptions {
  /** True: all; a ticket's id: that one. */
  readonly replay?: true | string;
  readonly json?: boolean;
}

const env = serveEnv.pick({ REGLAMENT_DATA: true, DATABASE_URL: true });

/** The store of `place`, entered where `serve` keeps it open; with an embedded one at rest it is started meanwhile. */
const enter = async (place: LogPlace, terminal: Terminal) => {
  const running = 'url' in place ? place.url : await runningEmbedded(place.data);
  const own = running === null && 'data' in place ? await startEmbedded(place.data) : null;
  const log = createLog({ level: 'error' });
  try {
    const connectionString = running ?? own?.connectionString ?? '';
    const store = await openStore({ connectionString, log, clock: terminal.now });
    return {
      store,
      leave: async () => {
        await store.close();
        await own?.close();
      },
    };
  } catch (error) {
    await own?.close();
    throw error;
  }
};

const chosen = (letters: readonly DeadLetter[], replay: true | string): readonly DeadLetter[] => {
  if (replay === true) return letters;
  if (!/^\d{1,15}$/.test(replay)) throw new Error(`--replay: «${replay}» — не id тикета, нужно число`);
  const found = letters.filter(({ ticket }) => ticket === Number(replay));
  if (found.length === 0) throw new Error(`Тикет ${replay} среди отложенных не числится: reglament dead`);
  return found;
};

const textOf = (letters: readonly DeadLetter[]): string =>
  letters.length === 0
    ? 'Отложенных тикетов нет'
    : letters.map(({ ticket, at, error }) => `тикет ${ticket} · ${at.toISOString()} · ${error}`).join('\n');

const deal = async (store: Store, terminal: Terminal, { replay, json }: DeadOptions): Promise<void> => {
  const letters = await store.dead();
  const shown = replay === undefined ? letters : chosen(letters, replay);
  if (replay !== undefined) for (const letter of shown) await store.replay(letter);
  if (json === true) {
    const lines = shown.map(({ ticket, at, error }) => ({
      ticket,
      at,
      error,
      replayed: replay !== undefined,
    }));
    terminal.out(JSON.stringify(lines, null, 2));
    return;
  }
  terminal.out(textOf(shown));
  if (replay !== undefined && shown.length > 0)
    terminal.out(`Возвращено в очередь: ${shown.length}. Работающий reglament serve возьмёт их сам`);
};

/** Lists the dead letters or queues them again. Rejects with EnvironmentFault, PostgreSQL's or a Russian error. */
export const deadCommand = async (terminal: Terminal, options: DeadOptions): Promise<0> => {
  const { store, leave } = await enter(logPlace(readEnv(env)), terminal);
  try {
    await deal(store, terminal, options);
  } finally {
    await leave();
  }
  return 0;
};
