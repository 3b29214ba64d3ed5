/** The calendars and regions the product ships, read from their files, and the zones of the country. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { productionCalendar } from '../../../config/schema/production-calendar.js';
import type { ProductionCalendar } from '../../../config/schema/production-calendar.js';
import { region } from '../../../config/schema/region.js';
import type { Calendars } from '../../../config/calendar.js';
import { federalPlace } from '../../../triggers/working-time/place.js';
import type { Place } from '../../../triggers/working-time/place.js';

const rawFiles = (folder: string): unknown[] => {
  const at = new URL(`../../../config/${folder}/`, import.meta.url);
  return readdirSync(at)
    .filter((name) => name.endsWith('.yaml'))
    .map((name): unknown => parse(readFileSync(new URL(name, at), 'utf8')));
};

export const shippedCalendars = (): ProductionCalendar[] =>
  rawFiles('calendars').map((raw) => productionCalendar.parse(raw));

export const shippedRegions = (): Place[] => rawFiles('regions').map((raw) => region.parse(raw));

/** Every offset of the country, by hand: the tests must not ask the data that they test. No change since 2020. */
export const OFFSETS: Readonly<Record<string, string>> = {
  'Europe/Kaliningrad': '+02:00',
  'Europe/Moscow': '+03:00',
  'Europe/Volgograd': '+03:00',
  'Europe/Samara': '+04:00',
  'Asia/Yekaterinburg': '+05:00',
  'Asia/Omsk': '+06:00',
  'Asia/Krasnoyarsk': '+07:00',
  'Asia/Novosibirsk': '+07:00',
  'Asia/Irkutsk': '+08:00',
  'Asia/Yakutsk': '+09:00',
  'Asia/Vladivostok': '+10:00',
  'Asia/Sakhalin': '+11:00',
  'Asia/Magadan': '+11:00',
  'Asia/Kamchatka': '+12:00',
};

export const FEDERAL = federalPlace('Europe/Moscow');

export const byYear = (...calendars: readonly ProductionCalendar[]): Calendars =>
  new Map(calendars.map((calendar) => [calendar.year, calendar]));

/** A year with nothing but weekends and the days named. */
export const plainYear = (
  year: number,
  off: string[] = [],
  status: ProductionCalendar['status'] = 'decree',
): ProductionCalendar => ({ year, status, source: 'пример', off, work: [], short: [], workingDays: 0 });
