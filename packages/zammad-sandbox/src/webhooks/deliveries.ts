/**
 * Webhook deliveries: one worker takes them one after another, as the default set-up of Zammad does, and tries again
 * after 10, 20, 30 and 40 seconds. A running clock lets retries come by themselves; a frozen one when it is moved.
 */
import { randomUUID } from 'node:crypto';
import type { Outgoing } from '../tickets/event.js';
import type { World } from '../world.js';
import { TRIES, pauseAfter, type Delivery, type DeliveryMode, type DeliveryOrder } from './delivery.js';
import { letterFor } from './letter.js';
import { logAttempt } from './log.js';
import { send } from './sender.js';

/** A pair to be swapped waits this long for its second, then goes alone. */
const PAIRING_MS = 100;

export class Deliveries {
  readonly #world: World;
  #all: Delivery[] = [];
  #queue: Delivery[] = [];
  #held: Delivery[] = [];
  #mode: DeliveryMode = 'normal';
  #share = 1;
  #due = 0;
  #working: Promise<void> = Promise.resolve();
  readonly #timers = new Set<NodeJS.Timeout>();
  #abort = new AbortController();

  constructor(world: World) {
    this.#world = world;
  }

  /** All deliveries of this world, oldest first. */
  list(): readonly Delivery[] {
    return this.#all;
  }

  /** Takes a test's orders: how the next deliveries fare, and whether held ones go now. */
  obey({ mode, share, flush }: DeliveryOrder): void {
    if (mode !== undefined) {
      this.#mode = mode;
      this.#share = share ?? 1;
      this.#due = 0;
    }
    if (flush === true) this.#release();
  }

  /** Puts new deliveries on their way, as the mode of the moment has it. */
  enqueue(outgoing: readonly Outgoing[]): void {
    for (const order of outgoing) {
      const dueAt = this.#world.clock.now().getTime();
      const delivery: Delivery = {
        ...order,
        id: randomUUID(),
        attempts: 0,
        status: 'queued',
        httpStatus: null,
        dueAt,
      };
      this.#all.push(delivery);
      this.#dispatch(delivery, this.#isStruck() ? this.#mode : 'normal');
    }
    this.#work();
  }

  /** Spreads a share evenly: of 0.25 every fourth one. */
  #isStruck(): boolean {
    this.#due += this.#share;
    if (this.#due < 1) return false;
    this.#due -= 1;
    return true;
  }

  #dispatch(delivery: Delivery, mode: DeliveryMode): void {
    if (mode === 'drop') {
      delivery.status = 'dropped';
    } else if (mode === 'hold' || mode === 'reorder') {
      delivery.status = 'held';
      this.#held.push(delivery);
      if (mode === 'reorder') this.#swap();
    } else {
      this.#queue.push(delivery, ...(mode === 'double' ? [delivery] : []));
    }
  }

  /** Sends two held deliveries in the wrong order, or one alone when no second comes. */
  #swap(): void {
    if (this.#held.length > 1) {
      this.#release(true);
    } else {
      this.#later(PAIRING_MS, () => {
        this.#release();
      });
    }
  }

  #release(backwards = false): void {
    const released = backwards ? this.#held.toReversed() : this.#held;
    this.#held = [];
    for (const delivery of released) delivery.status = 'queued';
    this.#queue.push(...released);
    this.#work();
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  #work(): void {
    this.#working = this.#working.then(async () => {
      for (let delivery = this.#queue.shift(); delivery; delivery = this.#queue.shift()) {
        await this.#attempt(delivery);
      }
    });
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const world = this.#world;
    const letter = letterFor(world, delivery);
    if (!letter) {
      delivery.status = 'discarded';
      return;
    }
    const { signal } = this.#abort;
    const reply = await send(letter, signal);
    if (signal.aborted) return;
    logAttempt(world, letter, reply);
    delivery.attempts += 1;
    delivery.httpStatus = reply.status;
    if (reply.status >= 200 && reply.status < 300) delivery.status = 'delivered';
    else if (delivery.attempts >= TRIES) delivery.status = 'given up';
    else this.#retryLater(delivery);
  }

  #retryLater(delivery: Delivery): void {
    const pause = pauseAfter(delivery.attempts);
    delivery.status = 'waiting for retry';
    delivery.dueAt = this.#world.clock.now().getTime() + pause;
    if (this.#world.clock.isFrozen()) return;
    this.#later(pause, () => {
      this.#requeue(delivery);
    });
  }

  #requeue(delivery: Delivery): void {
    if (delivery.status !== 'waiting for retry') return;
    delivery.status = 'queued';
    this.#queue.push(delivery);
    this.#work();
  }

  /** The moment of the next retry by the helpdesk's clock, or null. */
  nextDue(): number | null {
    const waiting = this.#all.filter(({ status }) => status === 'waiting for retry');
    return waiting.length === 0 ? null : Math.min(...waiting.map(({ dueAt }) => dueAt));
  }

  /** Tries again what is due by now. */
  retryDue(): void {
    const now = this.#world.clock.now().getTime();
    for (const delivery of this.#all) {
      if (delivery.status === 'waiting for retry' && delivery.dueAt <= now) this.#requeue(delivery);
    }
  }

  /** Settles once the worker has nothing left to do; held ones and later retries do not count. */
  async idle(): Promise<void> {
    let seen: Promise<void> | null = null;
    while (seen !== this.#working) {
      seen = this.#working;
      await seen;
    }
  }

  /** Forgets everything and cuts off what is under way. */
  clear(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#all = [];
    this.#queue = [];
    this.#held = [];
    this.#mode = 'normal';
    this.#share = 1;
  }
}
