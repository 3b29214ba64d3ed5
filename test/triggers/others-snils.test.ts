/** What an operator typed goes into a request without another person's СНИЛС, however it is written; telephones and dates stay. */
import { withoutOthersSnils } from '../../triggers/person/others-snils.js';

const OWN = '11223344595';
const NBSP = '\u00A0';

describe('a СНИЛС of somebody else', () => {
  test.each([
    '112-233-446 96',
    '112 233 446 96',
    '112-233-446-96',
    '112–233–446 96',
    '112—233—446—96',
    '112 - 233 - 446 96',
    '112.233.446-96',
    `112${NBSP}233${NBSP}446${NBSP}96`,
    '112\u2011233\u2011446\u201196',
    '112\u2010233\u2010446 96',
    '112\u2212233\u2212446 96',
    '1122334 4696',
    '112233446 96',
    '112-233446-96',
    '11223344696',
    // Digits that might be a mobile's, but for the check number.
    '79000000034',
    '89000000043',
    '790-000-000 34',
    // Mistyped, and written as a СНИЛС is.
    '790-000-000 04',
    '112-233-446 95',
  ])('«%s» is covered', (written) => {
    expect(withoutOthersSnils(`Её СНИЛС ${written}, отец просит срок`, OWN)).toBe(
      'Её СНИЛС [СНИЛС], отец просит срок',
    );
  });

  test.each([
    ['кв. 79 112-233-446 96 и 112233446 96.', 'кв. 79 [СНИЛС] и [СНИЛС].'],
    ['кв. 79 112233446 96', 'кв. 79 [СНИЛС]'],
    ['с 12.03.2025 112-233-446 96', 'с 12.03.2025 [СНИЛС]'],
    ['8 917 123-45-67 11223344696 91007', '8 917 123-45-67 [СНИЛС] 91007'],
  ])('«%s»: what stands beside it does not hide it', (line, covered) => {
    expect(withoutOthersSnils(line, OWN)).toBe(covered);
  });
});

describe('what stays', () => {
  test.each([
    'Свой: 112-233-445 95, 11223344595, 112–233–445–95',
    'тел. +79171234567, 89171234567',
    'тел. 8 917 123-45-67, +7 917 123 45 67, 8-347-123-45-67',
    'тел. 8 (347) 123-45-67 доб. 112',
    'ИНН 500100732259 и 7707083893',
    'Звонил 12.03.2025 112 раз, 2025-03-12 112',
    'С 12.03.2025 - 25.03.2025 в отпуске, 12.03, 25.03',
    // Eleven digits of a request, a contract, a portal: no check number of a СНИЛС.
    'обращение 12345678901, договор 40-17-8100-999, 2026 1128 001',
    // The check number fits by chance.
    'тел. +79000000034, 8 900 000-00-43, 8900 000-00-43, +8 900 000 00 43',
    '01.01.1998 112 и 1998-01-01 112',
    'запрос 14-221/25, обращение № 91007, в 24:00 01.12.2026',
  ])('«%s»', (line) => {
    expect(withoutOthersSnils(line, OWN)).toBe(line);
  });
});
