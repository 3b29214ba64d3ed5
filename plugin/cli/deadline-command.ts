/** `deadline`: the count of a term by hand of the same code that sets it, for whoever has to defend a date. */
import type { Config } from '../../config/load.js';
import { readConfig } from '../process/config.js';
import { calendarFor } from '../../triggers/working-time/calendar.js';
import { deadline, TERM_ENDS, type TermEnd } from '../../triggers/working-time/deadline.js';
import { describeDeadline } from '../../triggers/working-time/describe-deadline.js';
import { federalPlace, type Place } from '../../triggers/working-time/place.js';
import { TermFault } from '../../triggers/working-time/term-fault.js';
import { readMoment } from '../../triggers/working-time/wall-clock.js';
import { helpdeskEnv, readEnv } from '../process/env.js';
import type { Terminal } from './terminal.js';

export interface DeadlineOptions {
  /** ISO 8601; without an offset by the wall clock of the place. */
  readonly from: string;
  readonly workingDays: string;
  /** IANA; default: the region's, without one the federal desks'. */
  readonly zone?: string;
  /** Id of a region, for its holidays. */
  readonly region?: string;
  readonly mode?: string;
  readonly officeClose?: string;
  readonly json?: boolean;
}

const placeOf = ({ regions, federal }: Config, { region, zone }: DeadlineOptions): Place => {
  if (region === undefined) return federalPlace(zone ?? federal.timeZone);
  const found = regions.get(region);
  if (found === undefined)
    throw new TermFault(`Нет региона «${region}»; в config/regions есть: ${[...regions.keys()].join(', ')}`);
  return { ...found, timeZone: zone ?? found.timeZone };
};

const termEnd = (text: string): TermEnd => {
  const known = TERM_ENDS.find((mode) => mode === text);
  if (known === undefined)
    throw new TermFault(`Неизвестный способ счёта «${text}»; есть: ${TERM_ENDS.join(', ')}`);
  return known;
};

/**
 * Prints `{dueAt, countedDays, calendar, provisional}` or the same in Russian. Needs the configuration, no helpdesk.
 * Rejects with TermFault, UnknownCalendarYear, ConfigFaults.
 */
export const deadlineCommand = async (terminal: Terminal, options: DeadlineOptions): Promise<0> => {
  const { REGLAMENT_CONFIG } = readEnv(helpdeskEnv.pick({ REGLAMENT_CONFIG: true }));
  const config = await readConfig(REGLAMENT_CONFIG);
  const calendar = calendarFor(config.calendars, placeOf(config, options));
  const found = deadline({
    from: readMoment(options.from, calendar.zone),
    workingDays: Number(options.workingDays),
    calendar,
    ...(options.mode !== undefined && { mode: termEnd(options.mode) }),
    ...(options.officeClose !== undefined && { officeClose: options.officeClose }),
  });
  const { dueAt, countedDays, calendar: version, provisional } = found;
  terminal.out(
    options.json === true
      ? JSON.stringify({ dueAt, countedDays, calendar: version, provisional })
      : describeDeadline(found, calendar),
  );
  return 0;
};
