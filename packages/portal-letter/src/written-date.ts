/** A birth date as people and portals write it → `YYYY-MM-DD`. What can be read in two ways is not read. */
import { faultOfBirthDate } from './person/birth-date.js';
import { tidy } from './form.js';
import type { ReadValue } from './read-value.js';
import { withZeros } from './written-number.js';

/** Genitive, as in «14 мая», and what it is shortened to. */
const MONTHS = [
  'январ',
  'феврал',
  'март',
  'апрел',
  'ма',
  'июн',
  'июл',
  'август',
  'сентябр',
  'октябр',
  'ноябр',
  'декабр',
] as const;
const SHORT = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'] as const;

const YEAR_FIRST = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/u;
const DAY_FIRST = /^(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{4}|\d{2})$/u;
const SPACED = /^(\d{1,2}) (\d{1,2}) (\d{4})$/u;
const IN_WORDS = /^"?(\d{1,2})"?(?:[-\s]?(?:е|го|ое))?[\s.-]+(\p{L}{3,9})\.?[\s.,-]+(\d{4})$/u;
const MONTH_FIRST = /^(\p{L}{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/u;
/** What a data base adds to a day. Midnight is no moment; any other says that the day was moved through a time zone. */
const CLOCK = /[t\s](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(?:z|utc|[+-]\d{2}:?\d{2})?$/iu;
const OLDEST_YEARS = 125;

/** `now` decides what is to come, and what two digits of a year can mean. Never throws. */
export const readBirthDate = (written: string, now: Date, timeZone: string): ReadValue => {
  const text = tidy(
    written
      .normalize('NFKC')
      .replace(/[«»“”„]/gu, '"')
      .replace(/[‐‑–—−]/gu, '-'),
  ).toLowerCase();
  const fault = (why: string): ReadValue => ({ value: written, fault: `Дата рождения: ${why}` });
  if (text.length > 60) return fault('не похоже на дату');
  const clock = CLOCK.exec(text);
  if (clock !== null && /[1-9]/u.test(clock.slice(1).join('')))
    return fault('указана со временем, день неясен из-за часового пояса');
  const day = withZeros(text)
    .slice(0, clock?.index ?? text.length)
    .replace(/(?:,\s?|\s?\()\d{1,3} (?:полных )?(?:лет|год|года)\)?$/u, '')
    .replace(/\s?(?:г\.?\s?р\.?|года рождения|года|год|г)?[.,;]?$/u, '')
    .trim();
  const parts = partsOf(day);
  if (parts === null) return fault('не похоже на дату');
  const year = parts.year.length === 4 ? Number(parts.year) : wholeYear(Number(parts.year), now);
  if (year === null) return fault('год из двух цифр, век неясен');
  const iso = `${String(year).padStart(4, '0')}-${parts.month.padStart(2, '0')}-${parts.day.padStart(2, '0')}`;
  const wrong = faultOfBirthDate(iso, now, timeZone);
  return wrong === null ? { value: iso, fault: null } : fault(wrong);
};

interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

const partsOf = (text: string): DateParts | null => {
  const year = YEAR_FIRST.exec(text);
  if (year !== null) return { year: year[1] ?? '', month: year[2] ?? '', day: year[3] ?? '' };
  const day = DAY_FIRST.exec(text) ?? SPACED.exec(text);
  if (day !== null) return { year: day[3] ?? '', month: day[2] ?? '', day: day[1] ?? '' };
  const words = IN_WORDS.exec(text);
  if (words !== null) return named(words[3], words[2], words[1]);
  const month = MONTH_FIRST.exec(text);
  return month === null ? null : named(month[3], month[1], month[2]);
};

const named = (year = '', month = '', day = ''): DateParts | null => {
  const number = monthOf(month);
  return number === null ? null : { year, month: String(number), day };
};

const monthOf = (word: string): number | null => {
  const whole = MONTHS.findIndex(
    (stem) => word.startsWith(stem) && /^(?:а|я|е|ь|й)?$/u.test(word.slice(stem.length)),
  );
  const index = whole >= 0 ? whole : SHORT.findIndex((short) => word === short || word === `${short}т`);
  return index < 0 ? null : index + 1;
};

/** The only year of a living person that ends so; null: there are two. */
const wholeYear = (short: number, now: Date): number | null => {
  const today = now.getUTCFullYear();
  const possible = [1800 + short, 1900 + short, 2000 + short].filter(
    (year) => year <= today && today - year <= OLDEST_YEARS,
  );
  return possible.length === 1 ? (possible[0] ?? null) : null;
};
