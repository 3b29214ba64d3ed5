/** Production calendars that do not add up are refused: a wrong day shifts every term counted over it. */
import { isWeekend, workingDaysOfYear } from './calendar.js';
import type { Fault } from './faults.js';
import type { Sources } from './sources.js';

/** Faults of each year by itself and of years given twice. */
export const checkCalendars = ({ calendars }: Sources): Fault[] => {
  const seen = new Map<number, string>();
  return calendars.flatMap(({ value, document }) => {
    const faults: Fault[] = [];
    const other = seen.get(value.year);
    if (other !== undefined) faults.push(document.fault(['year'], `год ${value.year} уже задан в ${other}`));
    seen.set(value.year, document.file);

    const check = (list: 'off' | 'work' | 'short', wrong: (date: string) => string | null): void => {
      value[list].forEach((date, index) => {
        const message =
          Number(date.slice(0, 4)) === value.year
            ? value[list].indexOf(date) === index
              ? wrong(date)
              : `${date} указано дважды`
            : `${date} не относится к ${value.year} году`;
        if (message !== null) faults.push(document.fault([list, index], message));
      });
    };
    check('off', (date) => (isWeekend(date) ? `${date} и так суббота или воскресенье` : null));
    check('work', (date) => (isWeekend(date) ? null : `${date} не суббота и не воскресенье`));
    check('short', (date) =>
      value.off.includes(date) || (isWeekend(date) && !value.work.includes(date))
        ? `${date} не рабочий день и сокращённым быть не может`
        : null,
    );

    const total = workingDaysOfYear(value);
    if (faults.length === 0 && total !== value.workingDays)
      faults.push(
        document.fault(
          ['workingDays'],
          `календарь ${value.year} года не сходится: по списку дней ${total} рабочих, указано ${value.workingDays}`,
        ),
      );
    return faults;
  });
};
