/** «Отчёт»: the decision log as figures, by clause, region and period; the same as a file for Excel. */
import { Temporal } from 'temporal-polyfill';
import type { Pool } from 'pg';
import type { Config } from '../../../config/load.js';
import {
  boundsOf,
  reportOf,
  titlesOf,
  workingDaysOf,
  type Period,
  type ReportRow,
} from '../../ask/insight/report.js';
import { sumsOf } from '../../ask/insight/report-sums.js';
import { reportCsv } from '../../ask/insight/report-text.js';
import type { Parties } from '../../engine/parties.js';
import { everybody, PageFault, type Asked, type Section } from '../section.js';

export interface ReportPorts {
  readonly pool: Pool;
  readonly config: Pick<Config, 'clauses' | 'regions' | 'federal'>;
  readonly parties: Parties;
}

const WEEK_DAYS = 7;
const LONGEST_DAYS = 731;

const todayIn = (now: Date, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();

const dateOf = (text: string, what: string): Temporal.PlainDate => {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    throw new PageFault(
      400,
      `${what}: дата «${text.slice(0, 20)}» не понята, ожидалось, например, 2026-11-01.`,
    );
  }
};

/** The period asked for, by default the last week. Throws PageFault. */
export const periodOf = ({ given, now }: Pick<Asked, 'given' | 'now'>, zone: string): Period => {
  const today = todayIn(now, zone);
  const to = given['to'] ? dateOf(given['to'], 'По') : today;
  const from = given['from'] ? dateOf(given['from'], 'С') : to.subtract({ days: WEEK_DAYS - 1 });
  const days = from.until(to).total({ unit: 'days', relativeTo: from });
  if (days < 0) throw new PageFault(400, 'Конец периода раньше начала: поменяйте даты местами.');
  if (days > LONGEST_DAYS) throw new PageFault(400, 'Период длиннее двух лет: укажите покороче.');
  return { from: from.toString(), to: to.toString() };
};

const number = (value: number | null): string =>
  value === null ? '–' : String(Math.round(value * 10) / 10).replace('.', ',');

/** Of 100. */
const share = (part: number, of: number): number => (of === 0 ? 0 : Math.round((part / of) * 100));

const barsOf = (rows: readonly ReportRow[]) => {
  const byClause = [...Map.groupBy(rows, ({ clause }) => clause)]
    .map(([clause, own]) => ({
      clause,
      met: own.reduce((sum, { met }) => sum + met, 0),
      late: own.reduce((sum, { late }) => sum + late, 0),
      flagged: own.reduce((sum, { flagged }) => sum + flagged, 0),
    }))
    .filter(({ met, late, flagged }) => met + late + flagged > 0);
  const most = Math.max(1, ...byClause.map(({ met, late, flagged }) => met + late + flagged));
  return byClause.map(({ clause, met, late, flagged }) => ({
    clause,
    met,
    late,
    flagged,
    metWidth: share(met, most),
    lateAt: share(met, most),
    lateWidth: share(late, most),
    flaggedAt: share(met, most) + share(late, most),
    flaggedWidth: share(flagged, most),
  }));
};

/** The table and the file. */
export const reportSections = ({ pool, config, parties }: ReportPorts): readonly Section[] => {
  const titles = titlesOf(config);
  const ask = async (asked: Asked) => {
    const region = asked.given['region'] === '' ? undefined : asked.given['region'];
    if (region !== undefined && !config.regions.has(region))
      throw new PageFault(
        400,
        `Региона «${region.slice(0, 40)}» в конфигурации нет: выберите его из списка.`,
      );
    const period = periodOf(asked, config.federal.timeZone);
    const sums = await sumsOf(pool, {
      period,
      zones: boundsOf(period, parties, [...config.regions.keys()]),
      region: region ?? null,
      now: asked.now,
      workingDays: workingDaysOf(parties),
    });
    return { period, region: region ?? null, rows: reportOf(sums, { titles }) };
  };
  return [
    {
      path: '/report',
      verb: 'get',
      roles: everybody,
      label: 'Отчёт',
      answer: async (asked) => {
        const { period, region, rows } = await ask(asked);
        const query = new URLSearchParams({ ...period, region: region ?? '' }).toString();
        return {
          page: 'report',
          title: 'Отчёт',
          view: {
            ...period,
            options: [...config.regions].map(([id, { name }]) => ({ id, name, chosen: id === region })),
            csvHref: `${asked.base}/report.csv?${query}`,
            bars: barsOf(rows),
            rows: rows.map((row) => ({
              clause: row.clause,
              title: row.title,
              region: parties.regions.get(row.region ?? '')?.name ?? 'не указан',
              due: row.due,
              met: row.met,
              late: row.late,
              tone: row.late > 0 ? ('late' as const) : ('plain' as const),
              flagged: row.flagged,
              minutes: number(row.medianMinutesToAct),
              days: number(row.medianWorkingDays),
            })),
          },
        };
      },
    },
    {
      path: '/report.csv',
      verb: 'get',
      roles: everybody,
      answer: async (asked) => {
        const { period, rows } = await ask(asked);
        return {
          file: reportCsv(rows, config.regions),
          name: `report-${period.from}-${period.to}.csv`,
          type: 'text/csv; charset=utf-8',
        };
      },
    },
  ];
};
