/** How `serve` paces itself, what a new edition concerns, and what Prometheus is told. */
import { concernedBy, editionOf } from '../../plugin/engine/edition.js';
import { createPace } from '../../plugin/engine/pace.js';
import { createMetrics, serveMetrics } from '../../plugin/http/metrics.js';
import { gate } from './gate.js';
import { config } from './north.js';

describe('pace', () => {
  const begun = (atOnce: number) => {
    let now = 0;
    const pace = createPace(atOnce, () => now);
    return {
      pace,
      answers: (times: number, ms: number) => {
        for (let count = 0; count < times; count += 1) {
          now += 500;
          pace.answered(ms);
        }
      },
    };
  };

  test('as many looks at once as are set, fewer while answers are slow, as many again after', async () => {
    const { pace, answers } = begun(3);
    answers(20, 60);
    expect(pace.limit()).toBe(3);
    answers(60, 900);
    expect(pace.limit()).toBe(1);
    const first = await pace.turn();
    let second = false;
    void pace.turn().then(() => (second = true));
    await Promise.resolve();
    expect(second).toBe(false);
    first();
    await new Promise((wake) => setImmediate(wake));
    expect(second).toBe(true);
    answers(120, 60);
    expect(pace.limit()).toBe(3);
  });

  test('a helpdesk that is always slow is no reason to stand still', () => {
    const { pace, answers } = begun(2);
    answers(200, 900);
    expect(pace.limit()).toBe(2);
  });
});

describe('a new edition', () => {
  const before = editionOf(config).pieces;
  const after = (more: Partial<typeof config>) =>
    concernedBy(before, editionOf({ ...config, ...more }).pieces);

  const [north] = config.regions.values();
  const more = new Map([
    ...config.regions,
    ...(north ? [['south', { ...north, id: 'south' }] as const] : []),
  ]);

  test.each<[string, Partial<typeof config>, ReturnType<typeof concernedBy>]>([
    ['the same', {}, { kind: 'nobody' }],
    ['in other words', { clauses: [{ ...gate(), title: 'Иначе' }] }, { kind: 'nobody' }],
    ['that is shorter', { clauses: [] }, { kind: 'nobody' }],
    [
      'with another mode of a clause',
      { clauses: [gate('note')] },
      { kind: 'some', regions: [], clauses: ['R-4.2.1'] },
    ],
    ['with another stance', { stance: 'observe' }, { kind: 'some', regions: [], clauses: ['R-4.2.1'] }],
    ['with another desk', { federal: { ...config.federal, entryGroup: 'СП ЕПГУ' } }, { kind: 'everybody' }],
    ['with a region less', { regions: new Map() }, { kind: 'some', regions: ['north'], clauses: [] }],
    ['with a region more', { regions: more }, { kind: 'some', regions: ['south'], clauses: [] }],
    ['with another calendar', { calendars: new Map() }, { kind: 'everybody' }],
  ])('%s', (_, more, concerned) => {
    expect(after(more)).toEqual(concerned);
  });
});

test('figures stand on a page of their own, without anybody in them', async () => {
  const metrics = createMetrics();
  metrics.called('GET', 200, 44);
  metrics.called('PUT', null, 30_000);
  metrics.looked('done', 210);
  metrics.delivered('kept');
  metrics.swept('done');
  const server = await serveMetrics(metrics, '127.0.0.1', 0);
  try {
    const page = async (): Promise<string> => (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
    expect(await page()).toContain('reglament_store_up 0');
    metrics.watch(() =>
      Promise.resolve({
        waiting: 3,
        active: 1,
        dead: 2,
        oldestSeconds: 12,
        overdue: 0,
        terms: 40,
        stopped: 0,
        sweepLagSeconds: null,
        outage: true,
        outages: 1,
        putOff: 7,
        atOnce: 2,
        edition: 'abc',
      }),
    );
    const told = await page();
    for (const line of [
      'reglament_store_up 1',
      'reglament_queue_waiting 3',
      'reglament_dead_letters 2',
      'reglament_outage 1',
      'reglament_edition_info{edition="abc"} 1',
      'reglament_zammad_calls_total{method="PUT",status="none"} 1',
      'reglament_zammad_reachable 0',
      'reglament_looks_total{outcome="done"} 1',
      'reglament_deliveries_total{outcome="kept"} 1',
    ])
      expect(told).toContain(line);
    expect(told).not.toMatch(/^reglament_sweep_lag_seconds \d/m);
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(404);
  } finally {
    await server.close();
  }
});
