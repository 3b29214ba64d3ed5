/**
 * The decision log as figures, by clause and region: how often something was due, met, late, flagged, and how long it
 * took. Pure: the sums come in.
 */
import { Temporal } from 'temporal-polyfill';
import type { Config } from '../../../config/load.js';
import { pointOf } from '../../../config/points.js';
import { workingDaysBetween } from '../../../triggers/working-time/between.js';
import type { Parties } from '../../engine/parties.js';
import type { Zone } from '../../store/tallies.js';

export interface ReportRow {
  readonly clause: string;
  readonly title: string;
  /** Id of the region; null: tickets nobody said the region of. */
  readonly region: string | null;
  /** Times something came to be due. */
  readonly due: number;
  /** Times it came to be met, by people or by the companion. */
  readonly met: number;
  /** Terms that ran out and were not settled within a quarter of an hour, the step of Zammad's own clock. */
  readonly late: number;
  readonly flagged: number;
  /** From the moment something was due to the companion's act. Null: it never acted. */
  readonly medianMinutesToAct: number | null;
  /** From the start of a term to its settling, by the region's calendar. Null: the clause has no term. */
  readonly medianWorkingDays: number | null;
}

/** Dates `2026-11-01`, both included, by the calendar of each region. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** First moment of the period's first day and of the day after its last, where a region is. */
export interface Bounds extends Zone {
  readonly starts: Date;
  readonly ends: Date;
}

export interface Place {
  readonly clause: string;
  /** Id; null: nobody said. */
  readonly region: string | null;
}

/** What the database counts; lines of one place may be several. */
export interface Sums {
  readonly counts: readonly (Place & {
    readonly kind: 'due' | 'met' | 'flagged' | 'late';
    readonly times: number;
  })[];
  /** Acts by how long they took; from ten minutes on in whole ones. */
  readonly acts: readonly (Place & { readonly minutes: number; readonly times: number })[];
  /** Terms by their length in working days. */
  readonly terms: readonly (Place & { readonly days: number; readonly times: number })[];
}

const startOf = (date: string, zone: string, addedDays: number): Date =>
  new Date(Temporal.PlainDate.from(date).add({ days: addedDays }).toZonedDateTime(zone).epochMilliseconds);

/** The period where each of `regions` is, and at last for everybody else. Throws `RangeError` for no date. */
export const boundsOf = (
  { from, to }: Period,
  { calendars }: Pick<Parties, 'calendars'>,
  regions: readonly string[],
): Bounds[] =>
  [...regions, null].map((region) => {
    const { zone } = calendars.of(region);
    return { region, zone, starts: startOf(from, zone, 0), ends: startOf(to, zone, 1) };
  });

/** Where clocks are put on or back, still well within the day. */
const NOON_MS = 12 * 3600 * 1000;

interface Weighted {
  readonly value: number;
  readonly times: number;
}

const medianOf = (values: readonly Weighted[]): number | null => {
  const sorted = values.toSorted((one, other) => one.value - other.value);
  const total = sorted.reduce((sum, { times }) => sum + times, 0);
  const at = (place: number): number => {
    let passed = 0;
    return sorted.find(({ times }) => (passed += times) > place)?.value ?? 0;
  };
  return total === 0 ? null : (at((total - 1) >> 1) + at(total >> 1)) / 2;
};

interface Asked {
  /** Clauses in order, by the id the log goes by. */
  readonly titles: ReadonlyMap<string, string>;
}

/** Titles of the companion's clauses, by each of the ids the log goes by, in their order. */
export const titlesOf = ({ clauses }: Pick<Config, 'clauses'>): Map<string, string> =>
  new Map(
    clauses.flatMap(({ ids, title, enforcer }) =>
      enforcer === 'companion' ? ids.map((id) => [id, title] as const) : [],
    ),
  );

/** Ids of the clauses of a rule kind, each of those the log goes by. */
export const idsOfKind = ({ clauses }: Pick<Config, 'clauses'>, kind: string): readonly string[] =>
  clauses.flatMap(({ ids, ...clause }) => ('rule' in clause && clause.rule.kind === kind ? ids : []));

/** Points of the regulation, as people cite them, of which the log tells nothing in the period: none of it came about. */
export const notOccurred = (rows: readonly ReportRow[], titles: ReadonlyMap<string, string>): string[] => {
  const told = new Set(rows.map(({ clause }) => pointOf(clause)));
  return [...new Set([...titles.keys()].map(pointOf))].filter((point) => !told.has(point));
};

const keyOf = ({ clause, region }: Place): string => JSON.stringify([clause, region]);

/** Working days of a term: they depend on its local days alone. Throws `UnknownCalendarYear`. */
export const workingDaysOf = ({
  calendars,
}: Pick<Parties, 'calendars'>): ((region: string | null, since: string, until: string) => number) => {
  const noons = new Map<string, Date>();
  const noon = (day: string, zone: string): Date => {
    const key = `${day} ${zone}`;
    const known = noons.get(key) ?? new Date(startOf(day, zone, 0).getTime() + NOON_MS);
    noons.set(key, known);
    return known;
  };
  return (region, since, until) => {
    const calendar = calendars.of(region);
    return workingDaysBetween(noon(since, calendar.zone), noon(until, calendar.zone), calendar);
  };
};

/** Rows in the order of the clauses, regions by id, unknown last; rows of nothing are left out. */
export const reportOf = (sums: Sums, { titles }: Asked): ReportRow[] => {
  const rows = new Map<string, ReportRow>();
  const nothing = { due: 0, met: 0, late: 0, flagged: 0, medianMinutesToAct: null, medianWorkingDays: null };
  const set = (place: Place | undefined, more: Partial<ReportRow>): void => {
    if (place === undefined) return;
    const { clause, region } = place;
    const title = titles.get(clause) ?? '';
    const row = rows.get(keyOf(place)) ?? { clause, title, region, ...nothing };
    rows.set(keyOf(place), { ...row, ...more });
  };
  for (const { kind, times, ...place } of sums.counts)
    set(place, { [kind]: (rows.get(keyOf(place))?.[kind] ?? 0) + times });
  for (const acts of Map.groupBy(sums.acts, keyOf).values())
    set(acts[0], {
      medianMinutesToAct: medianOf(acts.map(({ minutes, times }) => ({ value: minutes, times }))),
    });
  for (const terms of Map.groupBy(sums.terms, keyOf).values())
    set(terms[0], { medianWorkingDays: medianOf(terms.map(({ days, times }) => ({ value: days, times }))) });
  const order = [...titles.keys()];
  const place = (clause: string): number => {
    const at = order.indexOf(clause);
    return at < 0 ? order.length : at;
  };
  return [...rows.values()]
    .filter(({ due, met, late, flagged }) => due + met + late + flagged > 0)
    .toSorted(
      (one, other) =>
        place(one.clause) - place(other.clause) ||
        (one.region ?? '\uffff').localeCompare(other.region ?? '\uffff'),
    );
};
