/**
 * Takes personal data out of any text before it is logged or stored (design 7). Works in time linear in the text: the
 * patterns are bounded or consume what they try, because a log line may carry a mail of any size.
 *
 * Where the source of a text is known, its fields are left out by name instead (`fault.ts`, `log.ts`); this is for the rest.
 */

/** At most 64 characters before the at sign (RFC 5321), so a long word costs a constant for each of its characters. */
const MAIL = /[^\s@<>"'(),;:\\]{1,64}@[^\s@<>"'(),;:\\]{1,255}/gu;

/** Ten digits or more with the separators people put between them: СНИЛС, ИНН, phones, bank cards. */
const NUMBER = /(?<!\d)\+?\d(?:[\s\-–—().]{0,3}\d){9,}/gu;

const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = '(?:0[1-9]|[12]\\d|3[01])';
const TIME = '(?:[T ,]{1,2}\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?)?';
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';

/** Dates, times, addresses of machines, and addresses with a user in front: nobody's number or mail. */
const HARMLESS = new RegExp(
  [
    `(?<!\\d)\\d{4}-${MONTH}-${DAY}(?!-?\\d)${TIME}`,
    `(?<!\\d)${DAY}\\.${MONTH}\\.(?:19|20)\\d{2}(?!\\d)${TIME}`,
    `(?<![\\d.])${OCTET}(?:\\.${OCTET}){3}(?![\\d.])(?::\\d{1,5}(?!\\d))?`,
    `[a-z][a-z0-9+.-]{0,15}:\\/\\/[^\\s@/"'<>]{1,100}@[^\\s@/"'<>]{1,255}`,
  ].join('|'),
  'giu',
);

const maskPart = (text: string): string =>
  (text.includes('@') ? text.replace(MAIL, '[почта]') : text).replace(NUMBER, '[номер]');

/** `text` with addresses of mail and long numbers replaced by what they were. */
export const mask = (text: string): string => {
  let masked = '';
  let from = 0;
  for (const harmless of text.matchAll(HARMLESS)) {
    masked += maskPart(text.slice(from, harmless.index)) + harmless[0];
    from = harmless.index + harmless[0].length;
  }
  return masked + maskPart(text.slice(from));
};
