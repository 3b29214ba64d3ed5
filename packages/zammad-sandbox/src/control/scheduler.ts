/**
 * What the helpdesk does by the clock: closing tickets whose waiting is over, and retrying webhooks and letters. Moving a frozen
 * clock runs everything due on the way, in the order of time.
 */
import type { Desk } from '../desk.js';
import { nextPending, processPending } from '../tickets/pending.js';

const MINUTE = 60_000;
/** Zammad looks for tickets whose waiting is over every so often, not at the minute itself. */
const PENDING_EVERY = 15 * MINUTE;

/** The first round after `now` that finds what is due at `due`; rounds that would find nothing are not made. */
const roundAfter = (now: number, due: number): number => {
  const next = (Math.floor(now / PENDING_EVERY) + 1) * PENDING_EVERY;
  return due === Infinity ? Infinity : Math.max(next, Math.ceil(due / PENDING_EVERY) * PENDING_EVERY);
};

export class Scheduler {
  readonly #desk: Desk;
  #timer: NodeJS.Timeout | null = null;
  #moving: Promise<void> = Promise.resolve();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** With a running clock the rounds are made by the wall. */
  start(): void {
    this.#timer = setInterval(() => {
      if (!this.#desk.world.clock.isFrozen()) processPending(this.#desk);
    }, PENDING_EVERY);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Moves the clock; two moves asked for at once happen one after the other. Going back runs nothing. */
  advanceTo(moment: Date): Promise<void> {
    const move = this.#moving.then(() => this.#move(moment.getTime()));
    this.#moving = move.catch(() => undefined);
    return move;
  }

  async #move(target: number): Promise<void> {
    const { world, deliveries, outbox } = this.#desk;
    await deliveries.idle();
    let now = world.clock.now().getTime();
    world.clock.set(new Date(now));
    while (now < target) {
      const retry = Math.min(deliveries.nextDue() ?? Infinity, outbox.nextDue() ?? Infinity);
      const round = roundAfter(now, nextPending(world));
      now = Math.min(round, Math.max(retry, now + 1), target);
      world.clock.set(new Date(now));
      deliveries.retryDue();
      outbox.retryDue();
      if (now === round) processPending(this.#desk);
      await deliveries.idle();
    }
    world.clock.set(new Date(target));
  }
}
