/** One value out of all that a letter gives for a field; two different ones are kept beside each other, and reported. */
import type { FormField } from './settings.js';
import type { Entry, Form } from './form.js';
import type { ReadValue } from './read-value.js';
import type { IntakeFault, IntakeField } from './types.js';

export interface Gathered {
  readonly value: string | null;
  readonly faults: readonly IntakeFault[];
}

export const NOTHING: Gathered = { value: null, faults: [] };

/** More different values than these are a flood. */
const MAX_SHOWN = 5;

/** Entries of each field, in the order of the letter. */
export const byField = (form: Form): ReadonlyMap<FormField, readonly Entry[]> =>
  Map.groupBy(form.entries, ({ field }) => field);

/**
 * `read` makes the final form of one value, `same` what two of them are compared by. Values that say the same count once.
 * Faults have no values in them.
 */
export const gathered = (
  entries: readonly Entry[],
  field: IntakeField,
  read: (written: string) => ReadValue,
  same: (value: string) => string = (value) => value,
): Gathered => {
  const found = distinct(entries, read, same);
  const [first, second] = found;
  if (first === undefined) return NOTHING;
  if (second === undefined) return { value: first.value, faults: faultsOf(field, first.fault, first.where) };
  return {
    value: besides(found.map(({ value }) => value)),
    faults: [
      { field, message: 'Указано несколько разных значений: уточните, какое верно', where: places(found) },
    ],
  };
};

interface Distinct extends ReadValue {
  readonly where: string;
}

const distinct = (
  entries: readonly Entry[],
  read: (written: string) => ReadValue,
  same: (value: string) => string,
): readonly Distinct[] => {
  const written = new Set<string>();
  const found = new Map<string, Distinct>();
  for (const { value, where } of entries) {
    if (found.size >= MAX_SHOWN) break;
    if (written.has(value)) continue;
    written.add(value);
    const each = read(value);
    const key = same(each.value);
    if (!found.has(key)) found.set(key, { ...each, where });
  }
  return [...found.values()];
};

/** As written, beside each other: no one of them is the right one. */
export const besides = (values: readonly string[]): string => values.slice(0, MAX_SHOWN).join(' / ');

/** «текст письма, строка 2; вложение form.json, поле СНИЛС». */
export const places = (of: readonly { readonly where: string }[]): string =>
  [...new Set(of.slice(0, MAX_SHOWN).map(({ where }) => where))].join('; ');

export const faultsOf = (field: IntakeField | null, message: string | null, where: string): IntakeFault[] =>
  message === null ? [] : [{ field, message, where }];
