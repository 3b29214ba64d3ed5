/** Calendars: hours, zone and explicit holidays. Feeds stay off: their days change without anyone's plan. */
import { asText, isRecord, toJson } from '../canonical.js';
import type { Json } from '../types.js';
import { desiredObjects, plain, translated } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'timezone', 'ical_url', 'default'];
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Frames of a day that is not worked mean nothing, so they are not compared. */
const hours = (given: unknown): Json => {
  if (!isRecord(given)) return {};
  return Object.fromEntries(
    days.map((day) => {
      const frames = given[day];
      const active = isRecord(frames) && frames['active'] === true;
      return [day, active ? toJson(frames['timeframes']) : []];
    }),
  );
};

/** Date → reason; days struck off and days that a feed brought are left out. */
const holidays = (given: unknown): Json => {
  if (!isRecord(given)) return {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([date, day]) =>
      isRecord(day) && day['active'] === true && !day['feed'] ? [[date, asText(day['summary'])]] : [],
    ),
  );
};

export const calendars: Resource = {
  kind: 'calendars',
  title: 'календарь',
  level: 2,
  permission: 'admin.calendar',
  uniqueName: true,
  removal: 'delete',
  pointsTo: [],
  always: ['business_hours', 'public_holidays'],
  desired: (file, context) =>
    desiredObjects('calendars', file.calendars, (calendar) => {
      const compiled = context.compileCalendar(calendar.name);
      return {
        name: calendar.name,
        timezone: calendar.timezone,
        business_hours: hours(compiled.business_hours),
        public_holidays: holidays(compiled.public_holidays),
        ical_url: '',
        default: calendar.default,
      };
    }),
  normalise: (row) => ({
    name: asText(row['name']),
    timezone: asText(row['timezone']),
    business_hours: hours(row['business_hours']),
    public_holidays: holidays(row['public_holidays']),
    ical_url: asText(row['ical_url']),
    default: row['default'] === true,
  }),
  body: (fields) => ({
    ...plain(fields, same),
    ...translated(fields, 'business_hours', 'business_hours', (week) =>
      isRecord(week)
        ? Object.fromEntries(
            days.map((day) => {
              const timeframes = toJson(week[day] ?? []);
              return [day, { active: Array.isArray(timeframes) && timeframes.length > 0, timeframes }];
            }),
          )
        : {},
    ),
    ...translated(fields, 'public_holidays', 'public_holidays', (dates) =>
      isRecord(dates)
        ? Object.fromEntries(
            Object.entries(dates).map(([date, summary]) => [
              date,
              { active: true, summary: asText(summary) },
            ]),
          )
        : {},
    ),
  }),
  references: () => [],
  /** Days off are compiled from production calendars: either the hours are whole, or a worked weekend opened them. */
  entries: (fields) =>
    [days, days.slice(0, 5)].map((worked) => ({
      name: fields['name'] ?? '',
      timezone: fields['timezone'] ?? '',
      business_hours: Object.fromEntries(
        days.map((day) => {
          const week = fields['business_hours'];
          const timeframes = isRecord(week) && worked.includes(day) ? toJson(week[day] ?? []) : [];
          return [day, { active: Array.isArray(timeframes) && timeframes.length > 0, timeframes }];
        }),
      ),
      holidays: 'federal',
      default: fields['default'] ?? false,
    })),
};
