/** A deadline in Russian, so that a head of support can check the count by hand. */
import { Temporal } from 'temporal-polyfill';
import type { Calendar } from './calendar.js';
import type { Deadline } from './deadline.js';

const WEEKDAYS = ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'];
const SATURDAY = 6;

const two = (number: number): string => String(number).padStart(2, '0');
const dateOf = ({ day, month, year }: { day: number; month: number; year: number }): string =>
  `${two(day)}.${two(month)}.${year}`;

/** `01.11.2025 (сб, рабочая)`: a weekend day that is worked, or an hour shorter, is named as such. */
const dayOf = (text: string, calendar: Calendar): string => {
  const date = Temporal.PlainDate.from(text);
  const notes = [
    WEEKDAYS[date.dayOfWeek - 1],
    date.dayOfWeek >= SATURDAY && (date.dayOfWeek === SATURDAY ? 'рабочая' : 'рабочее'),
    calendar.isShortDay(text) && 'сокращённый',
  ].filter(Boolean);
  return `${dateOf(date)} (${notes.join(', ')})`;
};

/** `17.03.2026 12:01, время Europe/Samara (UTC+04:00)`: a moment by the clock of a calendar's place. */
export const describeMoment = (at: Date, { zone }: Pick<Calendar, 'zone'>): string => {
  const then = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return `${dateOf(then)} ${two(then.hour)}:${two(then.minute)}, время ${zone} (UTC${then.offset})`;
};

/**
 * Lines of plain text: until when, which days were counted, by which calendar, and whether the date may still move.
 * `calendar` is the one the deadline was computed by. Pure; throws nothing for a deadline of `deadline`.
 */
export const describeDeadline = (found: Deadline, calendar: Calendar): string => {
  const due = Temporal.Instant.from(found.dueAt).toZonedDateTimeISO(calendar.zone);
  const last = found.countedDays.at(-1);
  const endsLastDay = last !== due.toPlainDate().toString() && last !== undefined;
  const until = endsLastDay
    ? `24:00 ${dateOf(Temporal.PlainDate.from(last))}`
    : `${two(due.hour)}:${two(due.minute)} ${dateOf(due)}`;
  const days = found.countedDays.map((day, at) => `${at + 1} – ${dayOf(day, calendar)}`);
  return [
    `Срок: до ${until}, время ${calendar.zone} (UTC${due.offset})`,
    `Рабочие дни: ${days.join('; ')}`,
    `Календарь: ${found.calendar}`,
    ...(found.provisional
      ? ['Предварительно: постановление о переносе выходных ещё не внесено, дата может измениться']
      : []),
  ].join('\n');
};
