/** ИНН of a natural person: twelve digits, two of them check digits (order of the tax service; trap T-11). */

const WEIGHTS_11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const WEIGHTS_12 = [3, ...WEIGHTS_11];

const checkDigit = (digits: string, weights: readonly number[]): number =>
  (weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11) % 10;

/**
 * Says what is wrong with an ИНН as an operator typed it; spaces are allowed. Null: it holds.
 * Ten digits are an organisation's, and the citizen of 4.2.1 is a person. The text never repeats the number.
 */
export const faultOfInn = (text: string): string | null => {
  const digits = text.replace(/\s/g, '');
  if (/^\d{10}$/.test(digits)) return 'это ИНН организации, у физического лица 12 цифр';
  if (!/^\d{12}$/.test(digits)) return 'нужно 12 цифр';
  if (/^0+$/.test(digits)) return 'такого номера не бывает';
  const holds =
    checkDigit(digits, WEIGHTS_11) === Number(digits[10]) &&
    checkDigit(digits, WEIGHTS_12) === Number(digits[11]);
  return holds ? null : 'не сходятся контрольные цифры';
};
