/** Figures for Prometheus, on a port of their own: not for everybody who can reach the receiver. */
import { createServer } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is asked for when somebody comes for the figures. */
export interface Standing {
  readonly waiting: number;
  readonly active: number;
  readonly dead: number;
  readonly oldestSeconds: number;
  /** Terms that ran out and whose tickets are not looked at yet. */
  readonly overdue: number;
  /** Terms that run. */
  readonly terms: number;
  /** Clauses stopped on a ticket because they acted on it over and over. */
  readonly stopped: number;
  /** Since the newest change that a sweep has seen for certain; null: no sweep yet. */
  readonly sweepLagSeconds: number | null;
  readonly outage: boolean;
  readonly outages: number;
  readonly putOff: number;
  readonly atOnce: number;
  readonly edition: string;
}

export interface Metrics {
  called(method: string, status: number | null, ms: number): void;
  looked(outcome: string, ms: number): void;
  delivered(outcome: string): void;
  swept(outcome: 'done' | 'failed'): void;
  /** Where `standing` asks; until then its figures are left out. */
  watch(standing: () => Promise<Standing>): void;
  /** The page, and its type. */
  page(): Promise<{ readonly type: string; readonly text: string }>;
}

const gauges: readonly (readonly [keyof Standing, string, string])[] = [
  ['waiting', 'reglament_queue_waiting', 'Tickets that wait for a look'],
  ['active', 'reglament_queue_active', 'Tickets looked at now'],
  ['dead', 'reglament_dead_letters', 'Tickets given up on'],
  ['oldestSeconds', 'reglament_queue_oldest_seconds', 'Age of the ticket that waits longest'],
  ['overdue', 'reglament_terms_overdue', 'Terms that ran out and are not looked at yet'],
  ['terms', 'reglament_terms', 'Terms that run'],
  ['stopped', 'reglament_breakers_open', 'Clauses stopped on a ticket by the circuit breaker'],
  ['sweepLagSeconds', 'reglament_sweep_lag_seconds', 'Since the newest change a sweep has seen for certain'],
  ['outage', 'reglament_outage', '1 while looks rest for a cause common to all'],
  ['outages', 'reglament_outages', 'Outages since the process began'],
  ['putOff', 'reglament_looks_put_off', 'Looks put off by outages since the process began'],
  ['atOnce', 'reglament_at_once', 'Looks at once just now'],
];

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const calls = new Counter({
    name: 'reglament_zammad_calls_total',
    help: 'Calls to Zammad by method and status; none: no answer',
    labelNames: ['method', 'status'] as const,
    registers,
  });
  const callSeconds = new Histogram({
    name: 'reglament_zammad_call_seconds',
    help: 'How long Zammad took to answer',
    labelNames: ['method'] as const,
    buckets: SECONDS,
    registers,
  });
  const looks = new Counter({
    name: 'reglament_looks_total',
    help: 'Looks at tickets by outcome',
    labelNames: ['outcome'] as const,
    registers,
  });
  const lookSeconds = new Histogram({
    name: 'reglament_look_seconds',
    help: 'How long a look took',
    buckets: SECONDS,
    registers,
  });
  const deliveries = new Counter({
    name: 'reglament_deliveries_total',
    help: 'Webhooks by what became of them',
    labelNames: ['outcome'] as const,
    registers,
  });
  const sweeps = new Counter({
    name: 'reglament_sweeps_total',
    help: 'Sweeps by outcome',
    labelNames: ['outcome'] as const,
    registers,
  });
  const reachable = new Gauge({
    name: 'reglament_zammad_reachable',
    help: '1 if the latest call to Zammad was answered',
    registers,
  });
  const standingGauges = gauges.map(([figure, name, help]) => ({
    figure,
    gauge: new Gauge({ name, help, registers }),
  }));
  const edition = new Gauge({
    name: 'reglament_edition_info',
    help: 'Fingerprint of the regulation in force',
    labelNames: ['edition'] as const,
    registers,
  });
  let standing: (() => Promise<Standing>) | null = null;
  const up = new Gauge({ name: 'reglament_store_up', help: '1 if the store answered just now', registers });
  return {
    called(method, status, ms) {
      calls.inc({ method, status: status ?? 'none' });
      callSeconds.observe({ method }, ms / 1000);
      reachable.set(status === null ? 0 : 1);
    },
    looked(outcome, ms) {
      looks.inc({ outcome });
      lookSeconds.observe(ms / 1000);
    },
    delivered(outcome) {
      deliveries.inc({ outcome });
    },
    swept(outcome) {
      sweeps.inc({ outcome });
    },
    watch(asked) {
      standing = asked;
    },
    async page() {
      const now = await standing?.().catch(() => null);
      up.set(now == null ? 0 : 1);
      for (const { figure, gauge } of standingGauges) {
        const value = now?.[figure] ?? null;
        if (value === null) gauge.remove();
        else gauge.set(Number(value));
      }
      edition.reset();
      if (now != null) edition.set({ edition: now.edition }, 1);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
};

/** Serves the page at `/metrics`. Rejects when the address cannot be had. */
export const serveMetrics = async (
  metrics: Metrics,
  host: string,
  port: number,
): Promise<{ readonly port: number; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.page().then(
      ({ type, text }) => response.writeHead(200, { 'content-type': type }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
};
