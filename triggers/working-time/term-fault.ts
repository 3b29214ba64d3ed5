/** A question about working time that makes no sense: its number of days, moment, time zone or office hours. */
export class TermFault extends Error {
  override readonly name = 'TermFault';
}
