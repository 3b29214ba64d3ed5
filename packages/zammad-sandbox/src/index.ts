/** An in-memory Zammad for tests, demos and simulations. */
export type { Hooks, SeenCall } from './http/app.js';
export type { RestartTimes } from './http/restart.js';
export type { SeedRows } from './seed/given.js';
export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.js';
export { Clock, Table, World, type Flavour, type Row } from './world.js';
