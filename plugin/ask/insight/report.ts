/**
 * The decision log as figures, by clause and region: how often something was due, met, late, flagged, and how long it
 * took. Each line says what stood before it, so the database counts single lines and nothing is read but sums. Pure: the
 * sums come in.
 */
import { Temporal } from 'temporal-polyfill';
import { workingDaysBetween } from '../../../triggers/working-time/between.js';
import type { Parties } from '../../engine/parties.js';

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
export interface Bounds {
  /** Null: everybody else. */
  readonly region: string | null;
  readonly zone: string;
  readonly starts: Date;
  readonly ends: Date;
}

interface Place {
  readonly clause: string;
  readonly region: string | null;
}

/** What the database counts. */
export interface Sums {
  readonly counts: readonly (Place & Pick<ReportRow, 'due' | 'met' | 'flagged'>)[];
  readonly late: readonly (Place & { readonly late: number })[];
  readonly acts: readonly (Place & { readonly minutes: number })[];
  /** Terms by the local days (`2026-11-09`) of their start and end. */
  readonly terms: readonly (Place & {
    readonly since: string;
    readonly until: string;
    readonly times: number;
  })[];
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
  readonly parties: Pick<Parties, 'calendars'>;
  /** Clauses in order, by the id the log goes by. */
  readonly titles: ReadonlyMap<string, string>;
}

const keyOf = ({ clause, region }: Place): string => JSON.stringify([clause, region]);

/** Working days of each term: they depend on its local days alone. */
const daysOf = ({ region, since, until }: Sums['terms'][number], { parties }: Asked): number => {
  const calendar = parties.calendars.of(region);
  const noon = (day: string): Date =>
    new Date(
      Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: calendar.zone, plainTime: '12:00' })
        .epochMilliseconds,
    );
  return workingDaysBetween(noon(since), noon(until), calendar);
};

/**
 * Rows in the order of the clauses, regions by id, unknown last; rows of nothing are left out. Throws `UnknownCalendarYear`
 * for a term in a year without calendar.
 */
export const reportOf = (sums: Sums, asked: Asked): ReportRow[] => {
  const rows = new Map<string, ReportRow>();
  const nothing = { due: 0, met: 0, late: 0, flagged: 0, medianMinutesToAct: null, medianWorkingDays: null };
  const set = (place: Place, more: Partial<ReportRow>): void => {
    const { clause, region } = place;
    const title = asked.titles.get(clause) ?? '';
    const row = rows.get(keyOf(place)) ?? { clause, title, region, ...nothing };
    rows.set(keyOf(place), { ...row, ...more });
  };
  for (const { due, met, flagged, ...place } of sums.counts) set(place, { due, met, flagged });
  for (const { late, ...place } of sums.late) set(place, { late });
  for (const { minutes, ...place } of sums.acts) set(place, { medianMinutesToAct: minutes });
  for (const terms of Map.groupBy(sums.terms, keyOf).values()) {
    const days = terms.map((term) => ({ value: daysOf(term, asked), times: term.times }));
    if (terms[0] !== undefined) set(terms[0], { medianWorkingDays: medianOf(days) });
  }
  const order = [...asked.titles.keys()];
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
