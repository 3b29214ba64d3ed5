/** A sandbox that runs: world, server and what drives them, started and stopped as one. */
import { createServer, type Server } from 'node:http';
import { control } from './control/control.js';
import { Scheduler } from './control/scheduler.js';
import { Desk } from './desk.js';
import { apiApp } from './http/app.js';
import { Disturbance } from './http/disturbance.js';
import { RequestLog } from './http/request-log.js';
import { allRoutes } from './routes.js';
import { seed } from './seed/seed.js';
import { Clock, World, type Flavour } from './world.js';

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly flavour?: Flavour;
  /** Freezes the clock at this moment; without it time runs as outside. */
  readonly clock?: Date;
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

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/**
 * Starts a helpdesk in memory on the loopback interface.
 * @throws Error when the port is taken
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const world = new World(options.flavour ?? '6.5', new Clock(options.clock));
  const token = seed(world);
  const desk = new Desk(world);
  const disturbance = new Disturbance();
  const log = new RequestLog();
  const scheduler = new Scheduler(desk);
  const edge = { desk, routes: allRoutes(world.flavour, disturbance), disturbance, log };
  const server = createServer(apiApp(edge, control({ desk, disturbance, log, scheduler })));
  // Whoever keeps a connection may go on using it: a busy process would find it closed in the moment it writes.
  server.keepAliveTimeout = 0;
  const port = await listen(server, options.port ?? 0);
  scheduler.start();
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    world,
    clock: {
      now: () => world.clock.now(),
      advanceTo: (moment) => scheduler.advanceTo(moment),
      advanceBy: (milliseconds) => scheduler.advanceTo(new Date(world.clock.now().getTime() + milliseconds)),
    },
    close: () => {
      scheduler.stop();
      desk.deliveries.clear();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
};
