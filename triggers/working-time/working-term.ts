/** A term as rules use it: a year without a calendar is something to show, not a reason to stop judging. */
import { UnknownCalendarYear } from '../../config/calendar.js';
import type { Calendar } from './calendar.js';
import { deadline, type Deadline } from './deadline.js';

/** End of the last day of `workingDays`; null: the calendars end before. */
export const workingTerm = (from: Date, workingDays: number, calendar: Calendar): Deadline | null => {
  try {
    return deadline({ from, workingDays, calendar });
  } catch (error) {
    if (error instanceof UnknownCalendarYear) return null;
    throw error;
  }
};
