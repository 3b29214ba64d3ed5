/** A sandbox that runs: world, server and what drives them, started and stopped as one. */
import { control } from './control/control.js';
import { Scheduler } from './control/scheduler.js';
import { Desk } from './desk.js';
import { apiApp, type Hooks } from './http/app.js';
import { Disturbance } from './http/disturbance.js';
import { Front } from './http/front.js';
import { RequestLog } from './http/request-log.js';
import { QUICK_RESTART, Restart, type RestartTimes } from './http/restart.js';
import { allRoutes } from './routes.js';
import { seedGiven, type SeedRows } from './seed/given.js';
import { seed } from './seed/seed.js';
import { Clock, World, type Flavour } from './world.js';

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  /** Where to listen; the loopback interface unless given. */
  readonly host?: string;
  readonly flavour?: Flavour;
  /** Freezes the clock at this moment, or follows the given one; without it time runs as outside. */
  readonly clock?: Date | (() => Date);
  /**
   * How the restart after a migration goes, in milliseconds: of the given clock when `clock` is one that runs, of the
   * machine's otherwise.
   */
  readonly restart?: Partial<RestartTimes>;
  readonly hooks?: Hooks;
  /** Rows to begin with besides those of a fresh installation, by table. */
  readonly seed?: SeedRows;
}

export interface Sandbox {
  readonly url: string;
  /** The admin's API token. */
  readonly token: string;
  readonly world: World;
  readonly clock: {
    now(): Date;
    /** Moves the clock forward, running what falls due on the way; freezes it there. */
    advanceTo(moment: Date): Promise<void>;
    advanceBy(milliseconds: number): Promise<void>;
  };
  close(): Promise<void>;
}

/**
 * Starts a helpdesk in memory.
 * @throws Error when the port is taken
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const { clock, host = '127.0.0.1', hooks = {} } = options;
  const world = new World(options.flavour ?? '6.6', new Clock(clock));
  const sow = (): string => {
    const made = seed(world);
    seedGiven(world, options.seed ?? {});
    return made;
  };
  const token = sow();
  const desk = new Desk(world);
  const disturbance = new Disturbance();
  const log = new RequestLog();
  const scheduler = new Scheduler(desk);
  const runs = typeof clock === 'function';
  const restart = new Restart(runs ? () => clock().getTime() : () => performance.now(), {
    ...QUICK_RESTART,
    ...options.restart,
  });
  const edge = { desk, routes: allRoutes(restart), disturbance, log, hooks };
  const app = apiApp(edge, control({ desk, disturbance, log, restart, scheduler, sow }));
  const front = new Front(app, host, restart, !runs);
  const port = await front.open(options.port ?? 0);
  scheduler.start();
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    token,
    world,
    clock: {
      now: () => world.clock.now(),
      advanceTo: (moment) => scheduler.advanceTo(moment),
      advanceBy: (milliseconds) => scheduler.advanceTo(new Date(world.clock.now().getTime() + milliseconds)),
    },
    close: () => {
      scheduler.stop();
      desk.clear();
      return front.close();
    },
  };
};
