/**
 * The decision log as figures, by clause and region: how often something was due, met, late, flagged, and how long it
 * took. Pure. The log has a line for each change of a verdict; an occasion is told from one line to the next.
 */
import { Temporal } from 'temporal-polyfill';
import { workingDaysBetween } from '../../../triggers/working-time/between.js';
import type { Parties } from '../../engine/parties.js';
import type { Decision } from '../../store/records.js';

/** One line of the decision log, as far as figures need it. */
export type LoggedDecision = Pick<
  Decision,
  'ticket' | 'clause' | 'region' | 'verdict' | 'outcome' | 'dueAt' | 'at'
>;

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

const GRACE_MS = 15 * 60 * 1000;
/** No term of the regulation, holidays included, is half as long. */
const LOOKBACK_MS = 60 * 24 * 3600 * 1000;
const ACTED = new Set(['act', 'note']);

interface Bounds {
  readonly starts: Date;
  readonly ends: Date;
}

const startOf = (date: string, zone: string, addedDays: number): Date =>
  new Date(Temporal.PlainDate.from(date).add({ days: addedDays }).toZonedDateTime(zone).epochMilliseconds);

/** First moment of the period's first day and last moment of its last, in a zone. Throws `RangeError` for no date. */
const boundsIn = ({ from, to }: Period, zone: string): Bounds => ({
  starts: startOf(from, zone, 0),
  ends: startOf(to, zone, 1),
});

/** From where the log must be read: what stood when the period began was decided before. Throws `RangeError` for no date. */
export const readFrom = (period: Period): Date =>
  new Date(boundsIn(period, 'UTC').starts.getTime() - LOOKBACK_MS);

const medianOf = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};

interface Counts {
  due: number;
  met: number;
  late: number;
  flagged: number;
  readonly minutes: number[];
  readonly workingDays: number[];
}

/** What is open on a ticket between two lines. */
interface Open {
  readonly verdict: string | null;
  readonly term: { readonly since: Date; readonly dueAt: Date } | null;
  readonly dueSince: Date | null;
}

const nothing: Open = { verdict: null, term: null, dueSince: null };

/** What stands after a line. An act ends the occasion: when the same comes to be due again, that is another one. */
const after = ({ term, dueSince }: Open, { verdict, outcome, at, dueAt }: LoggedDecision): Open => {
  switch (verdict) {
    case 'due':
      if (ACTED.has(outcome)) return nothing;
      return { verdict, term, dueSince: dueSince ?? (term !== null && term.dueAt < at ? term.dueAt : at) };
    case 'pending':
      return { verdict, term: dueAt === null ? null : { since: term?.since ?? at, dueAt }, dueSince: null };
    case 'flagged':
      return { verdict, term, dueSince: null };
    default:
      return { ...nothing, verdict };
  }
};

/** Counts one clause on one ticket into `counts`. `lines`: oldest first. `now`: what is open by then may be late. */
const countStory = (
  lines: readonly LoggedDecision[],
  counts: Counts,
  { starts, ends }: Bounds,
  daysBetween: (from: Date, to: Date) => number,
  now: Date,
): void => {
  const within = (at: Date): boolean => at >= starts && at < ends;
  const countLate = ({ term }: Open, by: Date): void => {
    if (term !== null && by.getTime() > term.dueAt.getTime() + GRACE_MS && within(term.dueAt))
      counts.late += 1;
  };
  let open = nothing;
  for (const line of lines) {
    const { verdict, outcome, at } = line;
    const next = after(open, line);
    if (open.term !== null && next.term === null) {
      countLate(open, at);
      // A term that no longer applies was not served out.
      if (within(at) && verdict !== 'notApplicable')
        counts.workingDays.push(daysBetween(open.term.since, at));
    }
    if (within(at)) {
      if (verdict !== open.verdict) {
        if (verdict === 'due') counts.due += 1;
        if (verdict === 'met') counts.met += 1;
        if (verdict === 'flagged') counts.flagged += 1;
      }
      if (verdict === 'due' && ACTED.has(outcome)) {
        const since = open.dueSince ?? (open.term !== null && open.term.dueAt < at ? open.term.dueAt : at);
        counts.minutes.push((at.getTime() - since.getTime()) / 60_000);
      }
    }
    open = next;
  }
  countLate(open, now);
};

interface Asked {
  readonly period: Period;
  readonly now: Date;
  readonly parties: Pick<Parties, 'calendars'>;
  /** Clauses in order, by the id the log goes by. */
  readonly titles: ReadonlyMap<string, string>;
}

const grouped = <Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
};

/**
 * Rows in the order of the clauses, regions by id, unknown last; rows of nothing are left out. `lines`: oldest first,
 * with what came before the period on the same tickets. Throws `UnknownCalendarYear` for a term in a year without calendar.
 */
export const reportOf = (lines: readonly LoggedDecision[], asked: Asked): ReportRow[] => {
  const rows = new Map<string, { clause: string; region: string | null; counts: Counts }>();
  for (const story of grouped(lines, ({ ticket, clause }) => `${clause} ${ticket}`).values()) {
    const last = story.at(-1);
    if (last === undefined) continue;
    const { clause, region } = last;
    const calendar = asked.parties.calendars.of(region);
    const key = JSON.stringify([clause, region]);
    const row = rows.get(key) ?? {
      clause,
      region,
      counts: { due: 0, met: 0, late: 0, flagged: 0, minutes: [], workingDays: [] },
    };
    rows.set(key, row);
    const daysBetween = (from: Date, to: Date): number => workingDaysBetween(from, to, calendar);
    countStory(story, row.counts, boundsIn(asked.period, calendar.zone), daysBetween, asked.now);
  }
  const order = [...asked.titles.keys()];
  const place = (clause: string): number => {
    const at = order.indexOf(clause);
    return at < 0 ? order.length : at;
  };
  return [...rows.values()]
    .filter(({ counts: { due, met, late, flagged } }) => due + met + late + flagged > 0)
    .toSorted(
      (one, other) =>
        place(one.clause) - place(other.clause) ||
        (one.region ?? '\uffff').localeCompare(other.region ?? '\uffff'),
    )
    .map(({ clause, region, counts: { minutes, workingDays, ...counts } }) => ({
      clause,
      title: asked.titles.get(clause) ?? '',
      region,
      ...counts,
      medianMinutesToAct: medianOf(minutes),
      medianWorkingDays: medianOf(workingDays),
    }));
};
