/**
 * The listening side of a sandbox: it takes connections on one port, and goes away and comes back on it as a restart has it.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Restart } from './restart.js';

/** Another process may have taken the port meanwhile; it is asked for again after so many milliseconds. */
const ASK_AGAIN_MS = 20;
/** So long may a call take to end that is being served when the processes die. */
const GRACE_MS = 40;

export class Front {
  readonly #server: Server;
  readonly #host: string;
  readonly #isWall: boolean;
  #port = 0;
  readonly #end = new AbortController();

  /**
   * @param host to listen on
   * @param restart whose deaths are obeyed
   * @param isWall whether the restart goes by the machine's clock: then the port is really let go for its time
   */
  constructor(listener: RequestListener, host: string, restart: Restart, isWall: boolean) {
    this.#host = host;
    this.#isWall = isWall;
    this.#server = createServer(listener);
    // Whoever keeps a connection may go on using it: a busy process would find it closed in the moment it writes.
    this.#server.keepAliveTimeout = 0;
    this.#server.on('connection', (socket) => {
      if (restart.presence() === 'down') socket.destroy();
    });
    this.#server.prependListener('request', (request) => {
      if (restart.presence() === 'down') request.socket.destroy();
    });
    restart.onBegin(({ afterMs, downMs }) => {
      if (this.#isWall && downMs > 0) void this.#restart(afterMs, downMs);
    });
  }

  /** @returns the port. @throws Error when it is taken */
  async open(port: number): Promise<number> {
    this.#port = await this.#listen(port);
    return this.#port;
  }

  #listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, this.#host, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  async #restart(afterMs: number, downMs: number): Promise<void> {
    const { signal } = this.#end;
    const asleep = (ms: number): Promise<void> => pause(ms, undefined, { signal });
    try {
      await asleep(afterMs);
      await this.#letGo();
      await asleep(downMs);
      while (!this.#server.listening) await this.#listen(this.#port).catch(() => asleep(ASK_AGAIN_MS));
    } catch {
      // The sandbox was closed for good meanwhile.
      if (!signal.aborted) throw new Error('the restart of the sandbox failed');
    }
  }

  /** Calls that are being served are answered still. */
  #letGo(): Promise<void> {
    return new Promise((resolve) => {
      const rest = setTimeout(() => {
        this.#server.closeAllConnections();
      }, GRACE_MS);
      this.#server.close(() => {
        clearTimeout(rest);
        resolve();
      });
      this.#server.closeIdleConnections();
    });
  }

  async close(): Promise<void> {
    this.#end.abort();
    const gone = this.#letGo();
    this.#server.closeAllConnections();
    await gone;
  }
}
