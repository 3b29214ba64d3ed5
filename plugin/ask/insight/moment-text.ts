/** A moment as people read it. Pure. */
import { Temporal } from 'temporal-polyfill';

const two = (number: number): string => String(number).padStart(2, '0');

/** `26.11.2026 00:00 (UTC+03:00)` by the wall clock of an IANA zone; `iso` with an offset or Z. */
export const momentText = (iso: string, zone: string): string => {
  const at = Temporal.Instant.from(iso).toZonedDateTimeISO(zone);
  return `${two(at.day)}.${two(at.month)}.${at.year} ${two(at.hour)}:${two(at.minute)} (UTC${at.offset})`;
};
