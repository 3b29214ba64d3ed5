/**
 * The restart after a migration of columns. Zammad's processes look every five seconds whether they are to restart, so they
 * die up to five seconds after the migration was answered, and refuse connections until they are back.
 */

/** Milliseconds from the answer to the death, and from the death until connections are taken again (0: never away). */
export interface RestartTimes {
  readonly afterMs: number;
  readonly downMs: number;
}

/** Long enough that a client which goes on at once is met by the death, and short enough for tests and demos. */
export const QUICK_RESTART: RestartTimes = { afterMs: 120, downMs: 300 };

export type Presence = 'up' | 'dying' | 'down';

export class Restart {
  #times: RestartTimes;
  readonly #usual: RestartTimes;
  readonly #now: () => number;
  #diesAt: number | null = null;
  #count = 0;
  #told: ((times: RestartTimes) => void)[] = [];

  /** @param now milliseconds of the clock by which processes live and die */
  constructor(now: () => number, times: RestartTimes = QUICK_RESTART) {
    this.#now = now;
    this.#usual = times;
    this.#times = times;
  }

  /** How later restarts go. */
  order(times: Partial<RestartTimes>): void {
    this.#times = { ...this.#times, ...times };
  }

  /** Zammad's own wish to restart. A second one before the first is over changes nothing. */
  begin(): void {
    if (this.presence() !== 'up') return;
    this.#diesAt = this.#now() + this.#times.afterMs;
    this.#count += 1;
    for (const tell of this.#told) tell(this.#times);
  }

  /** Whom to tell that a restart has been wished for. */
  onBegin(tell: (times: RestartTimes) => void): void {
    this.#told.push(tell);
  }

  /** Whether connections are taken: `dying` still takes them. */
  presence(): Presence {
    if (this.#diesAt === null) return 'up';
    const now = this.#now();
    if (now < this.#diesAt) return 'dying';
    return now < this.#diesAt + this.#times.downMs ? 'down' : 'up';
  }

  /** What a test may want to know: how often, and where in it the helpdesk is. */
  report(): { restarts: number; presence: Presence; afterMs: number; downMs: number } {
    return { restarts: this.#count, presence: this.presence(), ...this.#times };
  }

  clear(): void {
    this.#times = this.#usual;
    this.#diesAt = null;
    this.#count = 0;
  }
}
