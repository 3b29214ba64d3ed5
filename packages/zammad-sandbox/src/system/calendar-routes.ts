/** What the form of calendars needs. */
import { ok } from '../http/answer.js';
import { route, type Route } from '../http/routes.js';
import { collect, type Assets } from '../kinds/assets.js';
import { KINDS } from '../kinds/catalogue.js';
import type { World } from '../world.js';

/** Time zones with their offset from UTC in whole hours at the moment. */
const zones = (world: World): Record<string, number> => {
  const now = world.clock.now();
  return Object.fromEntries(Intl.supportedValuesOf('timeZone').map((zone) => [zone, offsetHours(zone, now)]));
};

const offsetHours = (timeZone: string, now: Date): number => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return Math.floor((sign === '-' ? -1 : 1) * (Number(hours) + Number(minutes) / 60));
};

export const calendarRoutes = (): Route[] => [
  route('GET', '/calendars_init', ['admin.calendar'], ({ world }) => {
    const assets: Assets = {};
    const ids = world
      .table('calendars')
      .all()
      .map((calendar) => {
        collect(world, KINDS, assets, 'calendars', calendar);
        return calendar.id;
      });
    return ok({ record_ids: ids, ical_feeds: {}, timezones: zones(world), assets });
  }),
  route('GET', '/calendars/timezones', ['admin'], ({ world }) => ok({ timezones: zones(world) })),
];
