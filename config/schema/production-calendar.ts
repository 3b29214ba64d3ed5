/** One year of the Russian production calendar: what differs from Monday to Friday, and by which decree. */
import { z } from 'zod';

const isoDate = z.iso.date();

export const productionCalendar = z.strictObject({
  year: z.number().int(),
  /** `decree`: transfers decreed. `provisional`: article 112 of the Labour Code only, until the decree is entered. */
  status: z.enum(['decree', 'provisional']),
  source: z.string().min(1),
  /** Weekdays (Mon–Fri) that are not worked: holidays and days transferred. */
  off: z.array(isoDate),
  /** Saturdays and Sundays that are worked. */
  work: z.array(isoDate),
  /** Working days an hour shorter, before a holiday. */
  short: z.array(isoDate),
  /** Total of working days as published; a file that does not add up is refused. */
  workingDays: z.number().int(),
});
export type ProductionCalendar = z.infer<typeof productionCalendar>;
