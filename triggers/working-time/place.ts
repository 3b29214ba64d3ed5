/** Where working days are counted: whose holidays, and where midnight is. */

/** A region of the configuration is one as it stands. */
export interface Place {
  readonly id: string;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO dates not worked here beside the federal ones; they win over a working Saturday. */
  readonly holidays: readonly { readonly date: string }[];
}

/** The federal calendar by the clock of a zone: terms of ГРП, and of anybody whose region is not known. */
export const federalPlace = (timeZone: string): Place => ({ id: 'federal', timeZone, holidays: [] });
