/** The decision log as figures: what counts once, what counts as late, whose midnight bounds the period. */
import { partiesOf } from '../../../plugin/engine/parties.js';
import { reportCsv, reportText } from '../../../plugin/ask/insight/report-text.js';
import { sumsOf } from '../../../plugin/ask/insight/report-sums.js';
import { boundsOf, reportOf, workingDaysOf, type ReportRow } from '../../../plugin/ask/insight/report.js';
import { openPool } from '../../../plugin/store/pool.js';
import type { Decision } from '../../../plugin/store/records.js';
import { openStore } from '../../../plugin/store/store.js';
import { config } from '../../triggers/tickets.js';
import { freshSchema, listeningLog, usePostgres } from '../postgres.js';

usePostgres();
type LoggedDecision = Omit<Decision, 'mode' | 'because' | 'actionKey'>;

const CLAUSE = 'R-4.7.2';
const titles = new Map([
  ['R-4.2.1', 'Данные пользователя'],
  [CLAUSE, 'Закрытие без ответа'],
]);
const parties = partiesOf(config);
const period = { from: '2026-11-01', to: '2026-11-30' };
const now = new Date('2026-12-20T00:00:00Z');

type Line = [at: string, verdict: string, more?: Partial<LoggedDecision>];
const log = (lines: readonly Line[], common: Partial<LoggedDecision> = {}): LoggedDecision[] =>
  lines.map(([at, verdict, more]) => ({
    ticket: 7,
    clause: CLAUSE,
    region: 'bashkortostan',
    verdict,
    outcome: 'none',
    dueAt: null,
    at: new Date(at),
    ...common,
    ...more,
  }));
const term = (until: string): Partial<LoggedDecision> => ({ dueAt: new Date(until) });
const acted = { outcome: 'act' } as const;
/** The lines as `serve` writes them, and what is reported of them. */
const report = async (
  lines: readonly LoggedDecision[],
  regions: readonly string[] | null = null,
): Promise<ReportRow[]> => {
  const where = freshSchema();
  const store = await openStore({ ...where, log: listeningLog().log, clock: () => now });
  const pool = openPool({ ...where, max: 1, name: 'report', log: null });
  try {
    for (const [at, line] of lines.toSorted((one, other) => one.at.getTime() - other.at.getTime()).entries())
      await store.decide({
        ...line,
        mode: 'act',
        because: { text: `строка ${at}`, facts: {} },
        actionKey: line.outcome === 'act' ? `act ${at}` : null,
      });
    const bounds = boundsOf(period, parties, [...config.regions.keys()]);
    return reportOf(
      await sumsOf(pool, { period, zones: bounds, regions, now, workingDays: workingDaysOf(parties) }),
      { titles },
    );
  } finally {
    await pool.end();
    await store.close();
  }
};

const none = { due: 0, met: 0, late: 0, flagged: 0, medianMinutesToAct: null, medianWorkingDays: null };
/** Monday 9th at noon in Ufa + 3 working days end on Friday the 13th at 00:00 there. */
const START = '2026-11-09T07:00:00Z';
const END = '2026-11-12T19:00:00Z';

test.each<[string, Line[], Partial<ReportRow> | null]>([
  ['nothing that matters', [['2026-11-09T07:00:00Z', 'notApplicable']], null],
  ['found met', [['2026-11-09T07:00:00Z', 'met']], { met: 1 }],
  [
    'the same verdict for another reason is the same occasion',
    [
      ['2026-11-09T07:00:00Z', 'due'],
      ['2026-11-09T08:00:00Z', 'due'],
      ['2026-11-09T09:00:00Z', 'met'],
    ],
    { due: 1, met: 1 },
  ],
  [
    'acted after a failed hour',
    [
      ['2026-11-09T07:00:00Z', 'due'],
      ['2026-11-09T08:00:00Z', 'due', acted],
      ['2026-11-09T08:00:01Z', 'met'],
    ],
    { due: 1, met: 1, medianMinutesToAct: 60 },
  ],
  [
    'acted twice: two occasions, the median between them',
    [
      ['2026-11-09T07:00:00Z', 'due', acted],
      ['2026-11-09T09:00:00Z', 'due'],
      ['2026-11-09T09:30:00Z', 'due', acted],
    ],
    { due: 2, medianMinutesToAct: 15 },
  ],
  [
    'a term served by the companion on the dot',
    [
      [START, 'pending', term(END)],
      ['2026-11-12T19:00:30Z', 'due', acted],
      ['2026-11-12T19:00:31Z', 'met'],
    ],
    { due: 1, met: 1, medianMinutesToAct: 0.5, medianWorkingDays: 3 },
  ],
  [
    'a term served late',
    [
      [START, 'pending', term(END)],
      ['2026-11-13T19:00:00Z', 'met'],
    ],
    { met: 1, late: 1, medianWorkingDays: 4 },
  ],
  [
    'a term moved while it ran counts from its start and by its last end',
    [
      [START, 'pending', term('2026-11-11T19:00:00Z')],
      ['2026-11-10T07:00:00Z', 'pending', term(END)],
      ['2026-11-12T10:00:00Z', 'met'],
    ],
    { met: 1, medianWorkingDays: 2 },
  ],
  ['a term nobody ever served', [[START, 'pending', term(END)]], { late: 1 }],
  [
    'a term that went away was neither served nor late',
    [
      [START, 'pending', term(END)],
      ['2026-11-10T07:00:00Z', 'notApplicable'],
    ],
    null,
  ],
  [
    'a term that was dropped is none of those that were served, though the clause was met later',
    [
      [START, 'pending', term(END)],
      ['2026-11-10T07:00:00Z', 'notApplicable'],
      ['2026-11-11T07:00:00Z', 'met'],
    ],
    { met: 1, medianWorkingDays: null },
  ],
  ['a term that runs on', [[START, 'pending', term('2027-01-20T00:00:00Z')]], null],
  ['a flag', [['2026-11-09T07:00:00Z', 'flagged']], { flagged: 1 }],
  [
    'begun before the period, ended in it',
    [
      ['2026-10-30T07:00:00Z', 'due'],
      ['2026-11-02T07:00:00Z', 'met'],
    ],
    { met: 1 },
  ],
  // 31 October 20:00 UTC is 1 November 01:00 in Ufa; 30 November 19:00 UTC is 1 December there.
  ['the first hour of the region', [['2026-10-31T20:00:00Z', 'met']], { met: 1 }],
  ['the hour before it', [['2026-10-31T18:59:59Z', 'met']], null],
  ['the last moment of the region', [['2026-11-30T18:59:59Z', 'met']], { met: 1 }],
  ['the moment after it', [['2026-11-30T19:00:00Z', 'met']], null],
])('%s', async (_, lines, wanted) => {
  expect(await report(log(lines))).toEqual(
    wanted === null
      ? []
      : [{ clause: CLAUSE, title: 'Закрытие без ответа', region: 'bashkortostan', ...none, ...wanted }],
  );
});

test.each<[string, readonly string[] | null, [string, string | null, number][]]>([
  [
    'all',
    null,
    [
      ['R-4.2.1', 'kamchatka', 1],
      [CLAUSE, 'bashkortostan', 2],
      [CLAUSE, 'kaliningrad', 1],
      [CLAUSE, 'kamchatka', 1],
      [CLAUSE, null, 1],
    ],
  ],
  ['one', ['bashkortostan'], [[CLAUSE, 'bashkortostan', 2]]],
  [
    'two at once',
    ['kamchatka', 'bashkortostan'],
    [
      ['R-4.2.1', 'kamchatka', 1],
      [CLAUSE, 'bashkortostan', 2],
      [CLAUSE, 'kamchatka', 1],
    ],
  ],
])(
  'a row a clause and region, in the order of the regulation, tickets apart; regions: %s',
  async (_, regions, wanted) => {
    const met: Line[] = [['2026-11-09T07:00:00Z', 'met']];
    const rows = await report(
      [
        ...log(met, { region: null }),
        ...log(met),
        ...log(met, { ticket: 8 }),
        ...log(met, { ticket: 9, region: 'kamchatka' }),
        ...log(met, { ticket: 9, clause: 'R-4.2.1', region: 'kamchatka' }),
        ...log(met, { ticket: 10, region: 'kaliningrad' }),
      ].map((line, index) => (line.region === null ? { ...line, ticket: 100 + index } : line)),
      regions,
    );
    expect(rows.map(({ clause, region, met: times }) => [clause, region, times])).toEqual(wanted);
  },
);

test('CSV opens in a Russian Excel and runs no formula', () => {
  const row = {
    clause: CLAUSE,
    title: '=1+1; "так"',
    region: null,
    ...none,
    due: 2,
    medianWorkingDays: 2.25,
  };
  const csv = reportCsv([row]);
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  expect(csv.split('\r\n')[1]).toBe(`${CLAUSE};"'=1+1; ""так""";не указан;2;0;0;0;;2,3`);
  expect(reportText([], period, [])).toContain('За период записей нет');
});
