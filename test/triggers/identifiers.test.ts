/** СНИЛС, ИНН and birth dates: the tables of trap T-11, and properties against independently built numbers. */
import fc from 'fast-check';
import { faultOfBirthDate, faultOfInn, faultOfSnils } from 'portal-letter/person';

const CHECK = 'не сходится контрольное число';

describe('СНИЛС', () => {
  test.each([
    ['112-233-445 95', null],
    ['11223344595', null],
    [' 112 233 445 95 ', null],
    ['112–233–445 95', null],
    ['112-233-445 96', CHECK],
    // Sum exactly 100 and exactly 101: both are written 00.
    ['090-000-464 00', null],
    ['090-000-295 00', null],
    ['090-000-295 01', CHECK],
    ['090-000-490 01', null],
    // Twice 101 leaves nothing, twice 101 less one leaves 100: both are 00 again.
    ['087-654-302 00', null],
    ['087-655-121 00', null],
    // No check number was given out up to 001-001-998.
    ['001-001-998 77', null],
    ['001-001-999 77', CHECK],
    ['000-000-000 00', 'такого номера не бывает'],
    ['112-233-445 9', 'нужно 11 цифр'],
    ['112-233-445 955', 'нужно 11 цифр'],
    ['нет', 'нужно 11 цифр'],
    ['١١٢٢٣٣٤٤٥٩٥', 'нужно 11 цифр'],
  ])('«%s» → %s', (text, fault) => {
    expect(faultOfSnils(text)).toBe(fault);
  });

  /** The rule as the order words it: below 100 as is, 100 and 101 as 00, above 101 the remainder and again. */
  const byTheBook = (digits: string): string => {
    let sum = 0;
    for (let place = 1; place <= 9; place += 1) sum += place * Number(digits[9 - place]);
    while (sum > 101) sum %= 101;
    return sum === 100 || sum === 101 ? '00' : String(sum).padStart(2, '0');
  };

  test('of a hundred endings of any number exactly the right one holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_001_999, max: 999_999_999 }), (number) => {
        const digits = String(number).padStart(9, '0');
        const holding = Array.from({ length: 100 }, (_, ending) => String(ending).padStart(2, '0')).filter(
          (ending) => faultOfSnils(digits + ending) === null,
        );
        expect(holding).toEqual([byTheBook(digits)]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('ИНН', () => {
  test.each([
    ['500100732259', null],
    ['5001 0073 2259', null],
    ['500100732258', 'не сходятся контрольные цифры'],
    ['500100732249', 'не сходятся контрольные цифры'],
    ['7707083893', 'это ИНН организации, у физического лица 12 цифр'],
    ['000000000000', 'такого номера не бывает'],
    ['50010073225', 'нужно 12 цифр'],
    ['', 'нужно 12 цифр'],
  ])('«%s» → %s', (text, fault) => {
    expect(faultOfInn(text)).toBe(fault);
  });

  test('of the hundred endings of any number exactly one holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), (number) => {
        const digits = String(number).padStart(10, '0');
        const endings = Array.from({ length: 100 }, (_, ending) => String(ending).padStart(2, '0'));
        expect(endings.filter((ending) => faultOfInn(digits + ending) === null)).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('birth date', () => {
  // Late on the 23rd in Moscow is already the 24th in Kamchatka.
  const now = new Date('2026-11-23T20:00:00Z');
  test.each([
    ['1980-02-29', 'Europe/Moscow', null],
    ['1981-02-29', 'Europe/Moscow', 'такого дня нет в календаре'],
    ['1980-00-10', 'Europe/Moscow', 'такого дня нет в календаре'],
    ['1980-13-01', 'Europe/Moscow', 'такого дня нет в календаре'],
    ['1980-12-32', 'Europe/Moscow', 'такого дня нет в календаре'],
    ['2026-11-24', 'Europe/Moscow', 'дата ещё не наступила'],
    ['2026-11-24', 'Asia/Kamchatka', null],
    ['1900-11-23', 'Europe/Moscow', 'больше 125 лет назад'],
    ['1901-01-01', 'Europe/Moscow', null],
    ['01.02.1980', 'Europe/Moscow', 'нужна дата'],
  ])('%s in %s → %s', (text, zone, fault) => {
    expect(faultOfBirthDate(text, now, zone)).toBe(fault);
  });
});
