/** The log read beside a running `serve` with a PostgreSQL of its own, and when that is at rest. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDecisionLog } from '../../../plugin/ask/insight/decision-log.js';
import type { Decision } from '../../../plugin/store/records.js';
import { startEmbedded } from '../../../plugin/store/embedded.js';
import { openStore } from '../../../plugin/store/store.js';
import { listeningLog } from '../postgres.js';

const NOW = new Date('2026-11-23T09:00:00Z');

test('lines are read while serve runs and after; reading neither stops it nor leaves a server behind', async () => {
  const data = await mkdtemp(join(tmpdir(), 'reglament-test-'));
  try {
    const embedded = await startEmbedded(data);
    const { connectionString } = embedded;
    const store = await openStore({ connectionString, log: listeningLog().log, clock: () => NOW });
    await store.decide({
      ticket: 7,
      clause: 'R-4.7.2',
      mode: 'act',
      verdict: 'pending',
      outcome: 'none',
      because: { text: 'срок идёт', facts: {} },
      actionKey: null,
      region: 'kamchatka',
      dueAt: NOW,
      at: NOW,
    });
    const read = async () => {
      const log = await openDecisionLog({ data });
      const lines: Decision[] = [];
      for await (const line of log?.decisionsBetween(new Date(0), new Date(NOW.getTime() + 1)) ?? [])
        lines.push(line);
      await log?.close();
      return lines.map(({ ticket, region, dueAt }) => [ticket, region, dueAt]);
    };
    expect(await read()).toEqual([[7, 'kamchatka', NOW]]);
    await store.alive();
    await store.close();
    await embedded.close();
    expect(await read()).toEqual([[7, 'kamchatka', NOW]]);
    // Whoever comes next has the folder to itself.
    await (await startEmbedded(data)).close();
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}, 60_000);
