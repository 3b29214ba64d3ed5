/**
 * An alternative says one thing twice, as text and as HTML. Which of the two a person saw is not known: where they differ in what
 * can be checked, the form says both, and is reported. What is merely laid out otherwise, or cut off, is no difference.
 */
import type { FormField } from './settings.js';
import type { Entry, Form } from './form.js';
import type { Circumstances } from './intake-of.js';
import { isAnswer } from './origin.js';
import { readForm } from './read-form.js';
import type { Letter } from './types.js';
import { readEmail, readPhone } from './written-contact.js';
import type { ReadValue } from './read-value.js';
import { readBirthDate } from './written-date.js';
import { readName, sameName } from './written-name.js';
import { readInn, readSnils } from './written-number.js';

/** The comparable form of a value that is whole and right; null: it may be a piece of one. */
type Read = (value: string) => string | null;

/** What was read, and what the unshown version of it says otherwise. */
export const withUnshown = (letter: Letter, form: Form, about: Circumstances): Form => {
  // A quote that one version marks and the other does not is no second form.
  if (letter.unshown.length === 0 || form.entries.length === 0 || isAnswer(letter)) return form;
  const other = readForm(letter.unshown, about.keys);
  const differing = Object.entries(readers(about)).flatMap(([field, read]) =>
    otherwise(of(form, field), of(other, field), read),
  );
  return differing.length === 0 ? form : { ...form, entries: [...form.entries, ...differing] };
};

const readers = ({ keys, now, timeZone }: Circumstances): Partial<Record<FormField, Read>> => {
  const sure = ({ value, fault }: ReadValue): string | null => (fault === null ? value : null);
  return {
    name: (value) => (value.split(' ').length < 3 || readName(value).fault !== null ? null : sameName(value)),
    snils: (value) => sure(readSnils(value)),
    inn: (value) => sure(readInn(value)),
    birthDate: (value) => sure(readBirthDate(value, now, timeZone)),
    contactMethod: (value) => keys.methodOf(value)?.option ?? null,
    phone: readPhone,
    email: readEmail,
  };
};

const of = (form: Form, field: string): readonly Entry[] =>
  form.entries.filter((entry) => entry.field === field);

const otherwise = (shown: readonly Entry[], unshown: readonly Entry[], read: Read): Entry[] => {
  const known = shown.map(({ value }) => read(value));
  if (known.length === 0 || known.includes(null)) return [];
  return unshown.filter(({ value }) => {
    const said = read(value);
    return said !== null && !known.includes(said);
  });
};
