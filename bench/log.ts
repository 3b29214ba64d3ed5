/** A year's decision log: a report over all of it, and due terms, at sizes a country comes to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { sumsOf } from '../plugin/ask/insight/report-sums.js';
import { reportOf, workingDaysOf } from '../plugin/ask/insight/report.js';
import { partiesOf, zonesOf } from '../plugin/engine/parties.js';
import { loadConfig } from '../config/load.js';
import { createLog } from '../plugin/process/log.js';
import { openPool } from '../plugin/store/pool.js';
import { startEmbedded } from '../plugin/store/embedded.js';
import { openStore } from '../plugin/store/store.js';
import type { Table } from './table.js';

const LINES = Number(process.env['BENCH_LINES'] ?? 10_000_000);
const TERMS = Number(process.env['BENCH_TERMS'] ?? 1_000_000);
const SCHEMA = 'reglament';

/** Lines as `serve` writes them: four to an occasion on a ticket, 50 clauses, three regions, over the twelve months of 2026. */
export const fillLog = async (client: pg.Client): Promise<void> => {
  await client.query(`set search_path to ${SCHEMA}; set synchronous_commit = off`);
  for (let month = 1; month <= 12; month += 1) {
    const name = `decisions_2026_${String(month).padStart(2, '0')}`;
    const next = month === 12 ? '2027-01-01' : `2026-${String(month + 1).padStart(2, '0')}-01`;
    await client.query(
      `create table if not exists ${name} partition of decisions
       for values from ('2026-${String(month).padStart(2, '0')}-01T00:00:00Z') to ('${next}T00:00:00Z')`,
    );
  }
  await client.query(
    `insert into decisions (ticket, clause, mode, verdict, outcome, because, region, due_at, at, was, term_since,
       term_due_at, due_since)
     select n / 4, 'R-' || (n / 4 % 50), 'act', (array['pending', 'due', 'due', 'met'])[1 + n % 4],
       case when n % 4 = 2 then 'act' else 'none' end, '{"text": "данные внесены", "facts": {"snils": "нет"}}',
       (array['bashkortostan', 'kamchatka', 'kaliningrad'])[1 + n / 4 % 3],
       case when n % 4 = 0 then at + interval '3 days' end, at + (n % 4) * interval '1 hour',
       (array[null, 'pending', 'due', null])[1 + n % 4],
       case when n % 4 in (1, 2) then at end, case when n % 4 in (1, 2) then at + interval '30 minutes' end,
       case when n % 4 = 2 then at + interval '1 hour' end
     from (select n, timestamptz '2026-01-01T03:00:00Z' + (n::bigint / 4 * 4 * 31000000 / $1::bigint) * interval '1 second' as at
       from generate_series(0, $1 - 1) as n) line`,
    [LINES],
  );
  await client.query('analyze decisions');
};

export const log = async (): Promise<Table> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'reglament-bench-'));
  const embedded = await startEmbedded(folder);
  const { connectionString } = embedded;
  const quiet = createLog({ level: 'error' });
  const now = new Date('2027-01-01T00:00:00Z');
  const store = await openStore({ connectionString, log: quiet, clock: () => now });
  const client = new pg.Client({ connectionString });
  await client.connect();
  const pool = openPool({
    connectionString,
    schema: SCHEMA,
    max: 4,
    name: 'bench',
    log: null,
    patient: true,
    settings: ['work_mem=64MB', 'jit=off'],
  });
  const timed = async (act: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await act();
    return (performance.now() - began) / 1000;
  };
  try {
    const filled = await timed(() => fillLog(client));
    const config = await loadConfig('config');
    const parties = partiesOf(config);
    const report = async (from: string, to: string) => {
      const question = {
        period: { from, to },
        zones,
        regions: null,
        now,
        workingDays: workingDaysOf(parties),
      };
      return reportOf(await sumsOf(pool, question), { titles: new Map() });
    };
    const zones = zonesOf(config);
    const added = await timed(async () => {
      while ((await store.tally(zones)) > 0);
    });
    await client.query(
      `insert into standings (ticket, clause, mode, verdict, outcome, text, region, due_at, at, open, term_since, term_due_at)
       select n, 'R-' || n % 50, 'act', 'pending', 'none', 'срок идёт', 'kamchatka', due, due - interval '3 days', 'pending',
         due - interval '3 days', due
       from (select n, timestamptz '2026-12-20T00:00:00Z' + n * interval '10 seconds' as due from generate_series(1, $1) n) term`,
      [TERMS],
    );
    await client.query('analyze standings; analyze tallies');
    const before = process.memoryUsage().rss;
    let rows = 0;
    const year = await timed(async () => {
      rows = (await report('2026-01-01', '2026-12-31')).length;
    });
    const month = await timed(() => report('2026-11-01', '2026-11-30'));
    const grown = Math.max(0, process.memoryUsage().rss - before) / 2 ** 20;
    await client.query(
      `insert into decisions (ticket, clause, mode, verdict, outcome, because, region, at, was)
       select n, 'R-' || n % 50, 'act', 'met', 'none', '{"text": "данные внесены", "facts": {}}', 'kamchatka',
         timestamptz '2026-12-31T00:00:00Z' + n * interval '1 second', 'due'
       from generate_series(1, 3600) n`,
    );
    const hour = await timed(() => store.tally(zones));
    await client.query(
      `insert into due select n, timestamptz '2027-01-01T00:00:00Z' + (n - 200) * interval '1 minute' from generate_series(1, $1) n`,
      [TERMS],
    );
    await client.query('analyze due');
    const due = await timed(() => store.dueBy(now));
    const forgotten = await timed(() => store.forgetDecisions(new Date('2026-07-01T00:00:00Z')));
    return {
      title: `The decision log at ${LINES.toLocaleString('en-US')} lines, ${TERMS.toLocaleString('en-US')} terms that run`,
      unit: 's',
      rows: [
        { what: 'report over all of it', value: year },
        { what: 'report over one month', value: month },
        { what: 'the lines of one hour added up', value: hour },
        { what: 'which of the terms fell due', value: due },
        { what: 'dropping six months', value: forgotten },
      ],
      notes: [
        `all lines were added up in ${Math.round(added)} s, once, after a store of an earlier version`,
        `${rows} rows of the report; this process grew by ${Math.round(grown)} MB`,
        `the lines were made in ${Math.round(filled)} s; BENCH_LINES and BENCH_TERMS ask for other sizes`,
      ],
    };
  } finally {
    await pool.end();
    await client.end();
    await store.close();
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  }
};
