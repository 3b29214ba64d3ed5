/** The page at a country's size: how long each section takes, over HTTP, as an admin and as a region's head see it. */
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import pg from 'pg';
import { loadConfig } from '../config/load.js';
import { bindClauses } from '../plugin/engine/evaluate.js';
import { partiesOf, zonesOf } from '../plugin/engine/parties.js';
import { openPage } from '../plugin/page/open.js';
import { createLog } from '../plugin/process/log.js';
import { startEmbedded } from '../plugin/store/embedded.js';
import { createSessions, type Visitor } from '../plugin/store/sessions.js';
import { openStore } from '../plugin/store/store.js';
import { fillLog } from './log.js';
import { fillTickets } from './page-tickets.js';
import type { Table } from './table.js';

const LINES = Number(process.env['BENCH_LINES'] ?? 10_000_000);
const TICKETS = Number(process.env['BENCH_TICKETS'] ?? 100_000);
const TIMES = 9;
const schema = 'reglament';
const now = new Date('2026-12-30T09:00:00Z');

const paths = [
  '/operations',
  '/process',
  '/morning',
  '/faq',
  '/process/place?name=Новое',
  '/terms',
  '/attention',
  '/ticket?number=990777',
  '/ticket/777',
  '/report',
  '/report?from=2026-11-01&to=2026-11-30',
  '/modes',
];

export const page = async (): Promise<Table> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'reglament-bench-'));
  const embedded = await startEmbedded(folder);
  const { connectionString } = embedded;
  const log = createLog({ level: 'error' });
  const clock = (): Date => now;
  const store = await openStore({ connectionString, log, clock });
  const client = new pg.Client({ connectionString });
  await client.connect();
  const config = await loadConfig('config');
  const parties = partiesOf(config);
  const opened = openPage({
    address: { base: '/page', secure: false, hosts: null },
    roles: { head: [], admin: [] },
    knows: () => Promise.resolve(null),
    zammad: 'https://zammad.example',
    version: '0',
    faq: config.faq,
    config,
    parties,
    clauses: bindClauses(config.clauses),
    store,
    outage: () => null,
    ownFile: () => Promise.resolve(null),
    log,
    clock,
    database: { connectionString, schema },
  });
  const app = express();
  app.use([...opened.paths], opened.app);
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  try {
    await fillLog(client);
    await fillTickets(client, config, { tickets: TICKETS, now });
    while ((await store.tally(zonesOf(config))) > 0);
    await client.query('analyze tallies');
    const sessions = createSessions(client);
    const enter = (visitor: Omit<Visitor, 'person'>): Promise<string> =>
      sessions.begin({ person: 1, ...visitor }, now);
    const visitors = [
      ['admin', await enter({ login: 'admin', role: 'admin', regions: [] })],
      ['head', await enter({ login: 'head', role: 'head', regions: ['kamchatka'] })],
    ] as const;
    const rows = [];
    for (const [who, id] of visitors)
      for (const section of paths) {
        const took: number[] = [];
        for (let time = 0; time < TIMES; time += 1) {
          const began = performance.now();
          const answer = await fetch(`http://127.0.0.1:${port}/page${section}`, {
            headers: { cookie: `reglament_session=${id}` },
            redirect: 'manual',
          });
          await answer.text();
          if (answer.status >= 400) throw new Error(`${section}: ${answer.status}`);
          took.push(performance.now() - began);
        }
        rows.push({
          what: `${who} ${section}`,
          value: took.toSorted((one, other) => one - other)[TIMES >> 1] ?? 0,
        });
      }
    return {
      title: `The page at ${TICKETS.toLocaleString('en-US')} open tickets, ${LINES.toLocaleString('en-US')} decisions`,
      unit: 'ms',
      rows,
      notes: [`medians of ${TIMES}; BENCH_TICKETS and BENCH_LINES ask for other sizes`],
    };
  } finally {
    await new Promise((done) => server.close(done));
    await opened.close();
    await client.end();
    await store.close();
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  }
};
