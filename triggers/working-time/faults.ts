/** What can be wrong with a question about working days, told apart so that callers can alarm instead of guessing. */

/** The calendar of a year the count runs through is not there: the term must not be guessed as Monday to Friday. */
export class YearNotCovered extends Error {
  override readonly name = 'YearNotCovered';

  readonly year: number;

  constructor(year: number) {
    super(
      `Нет производственного календаря на ${year} год, срок не вычислен: добавьте файл config/calendars/${year}.yaml`,
    );
    this.year = year;
  }
}

/** The question itself makes no sense: number of days, moment, time zone, closing time, or two calendars of one year. */
export class TermFault extends Error {
  override readonly name = 'TermFault';
}
