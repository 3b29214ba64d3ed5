/** Numbers of a citizen in whatever layout: full-width digits, dots, any dash, spaces of any kind. */
import { faultOfInn } from './person/inn.js';
import { faultOfSnils } from './person/snils.js';
import { tidy } from './form.js';
import type { ReadValue } from './read-value.js';

const LAYOUT = /[\s.\-‐‑‒–—−_/]/gu;

/** `112-233-445 95` when it holds; else as written, and a fault. */
export const readSnils = (written: string): ReadValue => {
  const digits = digitsOf(written);
  const wrong = digits === null ? 'нужно 11 цифр' : faultOfSnils(digits);
  if (digits === null || wrong !== null) return { value: written, fault: `СНИЛС: ${wrong ?? ''}` };
  const part = (from: number, to: number): string => digits.slice(from, to);
  return { value: `${part(0, 3)}-${part(3, 6)}-${part(6, 9)} ${part(9, 11)}`, fault: null };
};

/** Twelve digits when it holds; else as written, and a fault. */
export const readInn = (written: string): ReadValue => {
  const digits = digitsOf(written);
  const wrong = digits === null ? 'нужно 12 цифр' : faultOfInn(digits);
  return digits === null || wrong !== null
    ? { value: written, fault: `ИНН: ${wrong ?? ''}` }
    : { value: digits, fault: null };
};

/** «02-123 от 03.03.2026» is known by its number: the day does not tell two requests apart, and others leave it out. */
export const numberOfRequest = (written: string): string => {
  if (written.length > 100) return written;
  return written.replace(
    /^(\S{1,60})\s{1,3}от\s{1,3}\d{1,2}\.\d{1,2}\.\d{2,4}(?:\s?г\.?)?(?:,?\s{1,3}\d{1,2}:\d{2})?$/iu,
    '$1',
  );
};

/** «О» typed for 0, in what is otherwise digits and their layout. */
export const withZeros = (text: string): string =>
  /^[\d\s.\-‐‑‒–—−_/ОоOo]+$/u.test(text) && (text.match(/\d/gu)?.length ?? 0) >= 3
    ? text.replace(/[ОоOo]/gu, '0')
    : text;

/** The digits of a number and nothing else; null: there is something else. «№» and a full stop do not count. */
const digitsOf = (written: string): string | null => {
  if (written.length > 60) return null;
  const digits = withZeros(
    tidy(written.normalize('NFKC'))
      .replace(/^(?:снилс|инн)[\s:.]{0,5}/iu, '')
      .replace(/^no/iu, ''),
  )
    .replace(LAYOUT, '')
    .replace(/[,;]$/u, '');
  return /^\d+$/u.test(digits) ? digits : null;
};
