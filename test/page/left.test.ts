/** Whoever leaves before the store has said who they are leaves no stream behind. */
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { until } from '../plugin/postgres.js';
import { pageApp } from '../../plugin/page/app.js';
import { createStreams } from '../../plugin/page/live/streams.js';
import type { Sessions, Visitor } from '../../plugin/store/sessions.js';

const head: Visitor = { person: 4, login: 'head@desk.example', role: 'head', regions: [] };
const clock = (): Date => new Date('2026-11-25T08:00:00Z');

test('a page that was closed while its session was looked for is not listened for', async () => {
  const store = Promise.withResolvers<Visitor>();
  const found: Promise<Visitor>[] = [];
  const sessions: Sessions = {
    begin: () => Promise.resolve(''),
    find: () => {
      found.push(store.promise);
      return store.promise;
    },
    end: () => Promise.resolve(),
    did: () => Promise.resolve(),
    deeds: () => Promise.resolve([]),
  };
  const streams = createStreams({ sessions, scopeOf: () => ({ regions: null, places: [] }), clock });
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const app = pageApp({
    address: { base: '', secure: false, hosts: null },
    sessions,
    knows: () => Promise.resolve(null),
    roles: { head: [], admin: [] },
    parties: { regions: new Map() },
    sections: [],
    streams,
    oauth: null,
    entrances: { beginEntrance: () => Promise.resolve(), useEntrance: () => Promise.resolve(null) },
    log: silent,
    clock,
  });
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const connections = (): Promise<number> =>
    new Promise((done, fail) => {
      server.getConnections((error, count) => {
        if (error === null) done(count);
        else fail(error);
      });
    });
  // A bare connection: what other suites lay over `node:http` does not close one when its request is given up.
  const ask = (): Socket => {
    const { port } = server.address() as AddressInfo;
    const lines = ['GET /events HTTP/1.1', 'Host: 127.0.0.1', `Cookie: reglament_session=${'a'.repeat(43)}`];
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    return socket;
  };
  try {
    const asked = [ask(), ask()];
    await until(() => found.length === asked.length);
    for (const one of asked) one.destroy();
    await until(async () => (await connections()) === 0);
    store.resolve(head);
    await Promise.all(found);
    await new Promise((done) => setImmediate(done));
    expect(streams.count()).toBe(0);
  } finally {
    streams.end();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});
