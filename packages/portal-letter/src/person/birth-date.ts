/** A birth date that can be one: a day of the calendar, not to come, of a person who may be alive. */
import { Temporal } from 'temporal-polyfill';

const OLDEST_YEARS = 125;

/**
 * Says what is wrong with a birth date (`YYYY-MM-DD`, as Zammad keeps dates). Null: it holds.
 * «Today» is the citizen's: `timeZone` is the IANA zone of the region, `now` any instant.
 */
export const faultOfBirthDate = (text: string, now: Date, timeZone: string): string | null => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (parts === null) return 'нужна дата';
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const born = dayOfCalendar(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (born === null) return 'такого дня нет в календаре';
  if (Temporal.PlainDate.compare(born, today) > 0) return 'дата ещё не наступила';
  if (born.until(today, { largestUnit: 'years' }).years > OLDEST_YEARS)
    return `больше ${OLDEST_YEARS} лет назад`;
  return null;
};

const dayOfCalendar = (year: number, month: number, day: number): Temporal.PlainDate | null => {
  if (month < 1 || day < 1) return null;
  const nearest = Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' });
  return nearest.month === month && nearest.day === day ? nearest : null;
};
