/** СНИЛС: eleven digits, the last two a check number (order of the Pension Fund; trap T-11). */

/** Numbers up to 001-001-998 were issued without a check number. */
const LAST_WITHOUT_CHECK_NUMBER = 1_001_998;

/**
 * Says what is wrong with a СНИЛС as an operator typed it; hyphens and spaces are allowed anywhere between digits.
 * Null: it holds. The text is Russian and never repeats the number.
 */
export const faultOfSnils = (text: string): string | null => {
  const digits = text.replace(/[\s\-–—]/g, '');
  if (!/^\d{11}$/.test(digits)) return 'нужно 11 цифр';
  const number = Number(digits.slice(0, 9));
  if (number === 0) return 'такого номера не бывает';
  if (number <= LAST_WITHOUT_CHECK_NUMBER) return null;
  const sum = Array.from(digits.slice(0, 9)).reduce(
    (total, digit, at) => total + Number(digit) * (9 - at),
    0,
  );
  // A remainder of 100 has no two digits to stand in: it is written 00, like 101 itself.
  const check = (sum % 101) % 100;
  return check === Number(digits.slice(9)) ? null : 'не сходится контрольное число';
};
