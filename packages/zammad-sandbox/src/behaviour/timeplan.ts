/** When a job runs next: the first ten minutes after a moment whose weekday, hour and tens of minutes are ticked. */
import { isTruthy, plain, recordOf } from './columns.js';

const TEN_MINUTES = 10 * 60_000;
const WEEK = 7 * 24 * 6;

const partsIn = (zone: string) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  return (moment: number) =>
    Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
};

/** @returns ISO text, or null where the plan names no time */
export const nextRun = (timeplan: unknown, from: Date, zone: string): string | null => {
  const { days, hours, minutes } = recordOf(timeplan);
  const ticked = (plan: unknown, key: string): boolean => isTruthy(recordOf(plan)[key]);
  const at = partsIn(zone);
  const start = Math.floor(from.getTime() / TEN_MINUTES) * TEN_MINUTES;
  for (let step = 0; step <= WEEK; step += 1) {
    const moment = start + step * TEN_MINUTES;
    const { weekday, hour, minute } = at(moment);
    const fits =
      ticked(days, plain(weekday)) &&
      ticked(hours, String(Number(hour))) &&
      ticked(minutes, String(Number(minute)));
    if (fits) return new Date(moment).toISOString();
  }
  return null;
};
