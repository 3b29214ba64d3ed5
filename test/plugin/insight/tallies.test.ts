/** What was added up day by day and the lines themselves say the same, whatever was written when. */
import fc from 'fast-check';
import { sumsOf } from '../../../plugin/ask/insight/report-sums.js';
import { boundsOf, reportOf, workingDaysOf, type ReportRow } from '../../../plugin/ask/insight/report.js';
import { partiesOf } from '../../../plugin/engine/parties.js';
import { openPool } from '../../../plugin/store/pool.js';
import type { Decision } from '../../../plugin/store/records.js';
import { openStore } from '../../../plugin/store/store.js';
import { config } from '../../triggers/tickets.js';
import { freshSchema, listeningLog, usePostgres } from '../postgres.js';

usePostgres();
const MINUTE = 60_000;
const parties = partiesOf(config);
const period = { from: '2026-11-03', to: '2026-11-12' };
const now = new Date('2026-11-20T00:00:00Z');
const zones = boundsOf(period, parties, [...config.regions.keys()]);

type Step = Pick<Decision, 'ticket' | 'clause' | 'region' | 'verdict' | 'outcome'> & {
  readonly minutesOn: number;
  readonly termMinutes: number;
  readonly talliedBefore: boolean;
};
const steps = fc.array(
  fc.record<Step>({
    ticket: fc.integer({ min: 1, max: 3 }),
    clause: fc.constantFrom('R-4.2.1', 'R-4.7.2'),
    region: fc.constantFrom('bashkortostan', 'kamchatka', null),
    verdict: fc.constantFrom('pending', 'due', 'met', 'flagged', 'notApplicable'),
    outcome: fc.constantFrom('none', 'act'),
    minutesOn: fc.integer({ min: 0, max: 2 * 24 * 60 }),
    termMinutes: fc.integer({ min: 1, max: 5 * 24 * 60 }),
    talliedBefore: fc.boolean(),
  }),
  { minLength: 10, maxLength: 40 },
);

/** Written line by line; `inParts`: added up in between, wherever a step says so. */
const reportOn = async (written: readonly Step[], inParts: boolean): Promise<ReportRow[]> => {
  const where = freshSchema();
  const store = await openStore({ ...where, log: listeningLog().log, clock: () => now });
  const pool = openPool({ ...where, max: 1, name: 'report', log: null });
  try {
    let at = Date.parse('2026-11-01T00:00:00Z');
    for (const [place, { minutesOn, termMinutes, talliedBefore, ...step }] of written.entries()) {
      if (inParts && talliedBefore) await store.tally(zones);
      at += minutesOn * MINUTE;
      const acted = step.verdict === 'due' && step.outcome === 'act';
      await store.decide({
        ...step,
        outcome: acted ? 'act' : 'none',
        mode: 'act',
        because: { text: `строка ${place}`, facts: {} },
        actionKey: acted ? `act ${place}` : null,
        dueAt: step.verdict === 'pending' ? new Date(at + termMinutes * MINUTE) : null,
        at: new Date(at),
      });
    }
    const workingDays = workingDaysOf(parties);
    return reportOf(await sumsOf(pool, { period, zones, regions: null, now, workingDays }), {
      titles: new Map(),
    });
  } finally {
    await pool.end();
    await store.close();
  }
};

test('a report is the same whether lines were added up or not, and in whatever parts', async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (written) => {
      const [counted, added] = [await reportOn(written, false), await reportOn(written, true)];
      rows += counted.length;
      expect(added).toEqual(counted);
    }),
    { numRuns: 12 },
  );
  expect(rows).toBeGreaterThan(12);
}, 120_000);

test('lines that several write at once while others add up are each counted once', async () => {
  const where = freshSchema();
  const store = await openStore({ ...where, log: listeningLog().log, clock: () => now });
  const pool = openPool({ ...where, max: 1, name: 'report', log: null });
  const at = new Date('2026-11-05T09:00:00Z');
  const line = (ticket: number): Decision => ({
    ticket,
    clause: 'R-4.2.1',
    mode: 'act',
    verdict: 'met',
    outcome: 'none',
    because: { text: 'данные внесены', facts: {} },
    actionKey: null,
    region: 'kamchatka',
    dueAt: null,
    at,
  });
  try {
    await Promise.all(
      Array.from({ length: 5 }, async (_, writer) => {
        for (let ticket = 0; ticket < 60; ticket += 1) {
          await store.decide(line(writer * 60 + ticket));
          if (ticket % 10 === writer) await store.tally(zones);
        }
      }),
    );
    await store.tally(zones);
    const workingDays = workingDaysOf(parties);
    const sums = await sumsOf(pool, { period, zones, regions: null, now, workingDays });
    expect(sums.counts).toEqual([{ kind: 'met', clause: 'R-4.2.1', region: 'kamchatka', times: 300 }]);
    const { rows } = await pool.query<{ times: number }>('select sum(times)::int as times from tallies');
    expect(rows).toEqual([{ times: 300 }]);
  } finally {
    await pool.end();
    await store.close();
  }
});
