/** Moments, ages and tickets as a page says them. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Figure, TicketRow } from '../../templates/page/view-parts.js';

const two = (number: number): string => String(number).padStart(2, '0');

/** `27.11.2026 14:05` by the wall clock of an IANA zone. */
export const atWords = (at: Date, zone: string): string => {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return `${two(local.day)}.${two(local.month)}.${local.year} ${two(local.hour)}:${two(local.minute)}`;
};

/** `27.11.2026` of `2026-11-27`. */
export const dayWords = (date: string): string => date.split('-').toReversed().join('.');

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long: the two greatest units that say something: `3 д 4 ч`, `5 ч 20 мин`, `2 мин`. Never less than nothing. `hours`: of working
 * time, whose days are no twenty-four hours.
 */
export const lengthWords = (ms: number, greatest: 'days' | 'hours' = 'days'): string => {
  const left = Math.max(0, ms);
  if (greatest === 'hours' && left >= HOUR_MS)
    return [
      `${Math.floor(left / HOUR_MS)} ч`,
      ...(left % HOUR_MS >= MINUTE_MS ? [`${Math.floor((left % HOUR_MS) / MINUTE_MS)} мин`] : []),
    ].join(' ');
  if (left >= 10 * DAY_MS) return `${Math.floor(left / DAY_MS)} д`;
  if (left >= DAY_MS) return `${Math.floor(left / DAY_MS)} д ${Math.floor((left % DAY_MS) / HOUR_MS)} ч`;
  if (left >= HOUR_MS)
    return `${Math.floor(left / HOUR_MS)} ч ${Math.floor((left % HOUR_MS) / MINUTE_MS)} мин`;
  return `${Math.floor(left / MINUTE_MS)} мин`;
};

/** How old something is at `now`. */
export const ageWords = (since: Date, now: Date): string => lengthWords(now.getTime() - since.getTime());

/** A ticket with its pages here and in Zammad. `number` null: not known yet. */
export const ticketRow = (
  { ticket, number }: { readonly ticket: number; readonly number: string | null },
  { base, zammad }: { readonly base: string; readonly zammad: string },
): TicketRow => ({
  name: number === null ? `id ${ticket}` : `№ ${number}`,
  href: `${base}/ticket/${ticket}`,
  zammad: `${zammad}/#ticket/zoom/${ticket}`,
});

/** A figure; `bad`: somebody should look. */
export const figure = (what: string, value: string | number, bad = false): Figure => ({
  what,
  value: String(value),
  tone: bad ? 'bad' : 'plain',
});
