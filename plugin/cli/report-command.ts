/** `report`: the decision log as figures. Asks the store only, not the helpdesk. */
import { Temporal } from 'temporal-polyfill';
import { readConfig } from '../process/config.js';
import { partiesOf } from '../engine/parties.js';
import { readEnv, serveEnv } from '../process/env.js';
import { openDecisionLog, type DecisionLog } from '../ask/insight/decision-log.js';
import { reportCsv, reportText } from '../ask/insight/report-text.js';
import {
  boundsOf,
  reportOf,
  notOccurred,
  titlesOf,
  workingDaysOf,
  type Bounds,
  type Sums,
} from '../ask/insight/report.js';
import { logPlace } from './log-place.js';
import type { Terminal } from './terminal.js';

export interface ReportOptions {
  /** Dates, both included, by the calendar of each ticket's region. */
  readonly from: string;
  readonly to: string;
  /** Id of a region. */
  readonly region?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
  /** The lines themselves, one JSON object each: what is kept when months are dropped. */
  readonly lines?: boolean;
}

const env = serveEnv.pick({ REGLAMENT_CONFIG: true, REGLAMENT_DATA: true, DATABASE_URL: true });

const dateOf = (option: string, text: string): string => {
  try {
    return Temporal.PlainDate.from(text).toString();
  } catch {
    throw new Error(`${option}: дата «${text}» не понята, ожидалось, например, 2026-11-01`);
  }
};

/** Some at a time, however many there are: nothing of them is held. */
const printLines = async (
  terminal: Terminal,
  log: DecisionLog,
  bounds: readonly Bounds[],
  region: string | undefined,
): Promise<void> => {
  const own = new Map(bounds.map((bound) => [bound.region, bound]));
  const others = own.get(null);
  const starts = Math.min(...bounds.map((bound) => bound.starts.getTime()));
  const ends = Math.max(...bounds.map((bound) => bound.ends.getTime()));
  for await (const line of log.decisionsBetween(new Date(starts), new Date(ends))) {
    const bound = own.get(line.region) ?? others;
    if (bound === undefined || line.at < bound.starts || line.at >= bound.ends) continue;
    if (region === undefined || line.region === region) terminal.out(JSON.stringify(line));
  }
};

/** Prints text, CSV for Excel, or JSON. Rejects with EnvironmentFault, ConfigFaults, PostgreSQL's or a Russian error. */
export const reportCommand = async (terminal: Terminal, options: ReportOptions): Promise<0> => {
  const { region } = options;
  if ([options.csv, options.json, options.lines].filter((one) => one === true).length > 1)
    throw new Error('Выберите одно: --csv, --json или --lines');
  const period = { from: dateOf('--from', options.from), to: dateOf('--to', options.to) };
  if (period.to < period.from) throw new Error('--to раньше --from: исправьте даты');
  const set = readEnv(env);
  const config = await readConfig(set.REGLAMENT_CONFIG);
  if (region !== undefined && !config.regions.has(region))
    throw new Error(
      `Нет региона «${region}»; в config/regions есть: ${[...config.regions.keys()].join(', ')}`,
    );
  const log = await openDecisionLog(logPlace(set));
  if (log === null)
    throw new Error(
      'Журнала решений нет: задайте DATABASE_URL или REGLAMENT_DATA те же, что у работающего reglament serve',
    );
  const parties = partiesOf(config);
  const bounds = boundsOf(period, parties, [...config.regions.keys()]);
  let sums: Sums;
  try {
    if (options.lines === true) {
      await printLines(terminal, log, bounds, region);
      return 0;
    }
    sums = await log.sums({
      period,
      zones: bounds,
      regions: region === undefined ? null : [region],
      now: terminal.now(),
      workingDays: workingDaysOf(parties),
    });
  } finally {
    await log.close();
  }
  const titles = titlesOf(config);
  const rows = reportOf(sums, { titles });
  const never = notOccurred(rows, titles);
  // People read names; one that the configuration no longer has goes by its id.
  const named = rows.map((row) => ({
    ...row,
    region: config.regions.get(row.region ?? '')?.name ?? row.region,
  }));
  if (options.json === true)
    terminal.out(JSON.stringify({ ...period, region: region ?? null, rows, notOccurred: never }, null, 2));
  else terminal.out(options.csv === true ? reportCsv(named) : reportText(named, period, never));
  return 0;
};
