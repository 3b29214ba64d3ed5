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
import { sumsOf, trendOf } from '../../ask/insight/report-sums.js';
import { reportXlsx } from '../../ask/insight/report-xlsx.js';
import { reportCsv } from '../../ask/insight/report-text.js';
import type { Parties } from '../../engine/parties.js';
import type { Sessions, Visitor } from '../../store/sessions.js';
import { reportCharts } from '../report-charts.js';
import { everybody, PageFault, type Asked, type Section } from '../section.js';
import { atWords } from '../words.js';

export interface ReportPorts {
  readonly pool: Pool;
  readonly sessions: Pick<Sessions, 'did'>;
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

/** Regions the visitor may ask of; null: all. */
const openTo = ({ role, regions }: Visitor): readonly string[] | null =>
  role === 'admin' || regions.length === 0 ? null : regions;

/** The page and its files. A region's head is told of the own regions. */
export const reportSections = ({ pool, sessions, config, parties }: ReportPorts): readonly Section[] => {
  const titles = titlesOf(config);
  const { timeZone } = config.federal;
  const nameOf = (region: string | null): string => parties.regions.get(region ?? '')?.name ?? 'не указан';
  const ask = async (asked: Asked) => {
    const region = asked.given['region'] === '' ? undefined : asked.given['region'];
    if (region !== undefined && !config.regions.has(region))
      throw new PageFault(
        400,
        `Региона «${region.slice(0, 40)}» в конфигурации нет: выберите его из списка.`,
      );
    const open = openTo(asked.who);
    if (region !== undefined && open?.includes(region) === false)
      throw new PageFault(403, 'Отчёт этого региона открыт его руководителю.');
    const period = periodOf(asked, timeZone);
    const question = {
      period,
      zones: boundsOf(period, parties, [...config.regions.keys()]),
      regions: region === undefined ? open : [region],
      now: asked.now,
      workingDays: workingDaysOf(parties),
    };
    const [sums, trend] = await Promise.all([sumsOf(pool, question), trendOf(pool, question)]);
    return { period, region: region ?? null, sums, trend, rows: reportOf(sums, { titles }) };
  };
  /** In every form a region goes by its name. */
  const named = (rows: readonly ReportRow[]): ReportRow[] =>
    rows.map((row) => ({ ...row, region: nameOf(row.region) }));
  const handedOut = (asked: Asked, { from, to }: Period, form: string): Promise<void> =>
    sessions.did({
      at: asked.now,
      login: asked.who.login,
      deed: `выгрузка отчёта, ${form}`,
      object: `${from} … ${to}`,
    });
  return [
    {
      path: '/report',
      verb: 'get',
      roles: everybody,
      label: 'Отчёт',
      answer: async (asked) => {
        const { period, region, sums, trend, rows } = await ask(asked);
        const query = new URLSearchParams({ ...period, region: region ?? '' }).toString();
        const open = openTo(asked.who);
        return {
          page: 'report',
          title: 'Отчёт',
          view: {
            ...period,
            made: `${atWords(asked.now, timeZone)} (${timeZone})`,
            options: [...config.regions]
              .filter(([id]) => open?.includes(id) !== false)
              .map(([id, { name }]) => ({ id, name, chosen: id === region })),
            csvHref: `${asked.base}/report.csv?${query}`,
            xlsxHref: `${asked.base}/report.xlsx?${query}`,
            bars: barsOf(rows),
            charts: reportCharts(sums, trend, period, todayIn(asked.now, timeZone).toString()),
            rows: rows.map((row) => ({
              clause: row.clause,
              title: row.title,
              region: nameOf(row.region),
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
        await handedOut(asked, period, 'CSV');
        return {
          file: reportCsv(named(rows)),
          name: `report-${period.from}-${period.to}.csv`,
          type: 'text/csv; charset=utf-8',
        };
      },
    },
    {
      path: '/report.xlsx',
      verb: 'get',
      roles: everybody,
      answer: async (asked) => {
        const { period, region, rows } = await ask(asked);
        await handedOut(asked, period, 'XLSX');
        const about = {
          ...period,
          made: `${atWords(asked.now, timeZone)} (${timeZone})`,
          region: region === null ? 'все доступные' : nameOf(region),
        };
        return {
          file: await reportXlsx(named(rows), about),
          name: `report-${period.from}-${period.to}.xlsx`,
          type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        };
      },
    },
  ];
};
