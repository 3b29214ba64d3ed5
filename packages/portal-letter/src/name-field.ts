/** ФИО out of one field or of three. */
import type { FormField } from './settings.js';
import type { Entry } from './form.js';
import { besides, faultsOf, gathered, NOTHING, places, type Gathered } from './gathered.js';
import { readName, sameName } from './written-name.js';

const PARTS = ['surname', 'givenName', 'patronymic'] as const;

/** Parts are joined in the order surname, name, patronymic; a whole name wins where the parts say no more than it does. */
export const nameOf = (fields: ReadonlyMap<FormField, readonly Entry[]>): Gathered => {
  const whole = gathered(fields.get('name') ?? [], 'name', readName, sameName);
  const parts = partsOf(fields);
  if (parts === null) return whole;
  if (whole.value === null) return parts;
  if (contains(whole.value, parts.value ?? '')) return whole;
  return {
    value: besides([whole.value, parts.value ?? '']),
    faults: [
      {
        field: 'name',
        message: 'Указано несколько разных значений: уточните, какое верно',
        where: places([...(fields.get('name') ?? []), ...PARTS.flatMap((part) => fields.get(part) ?? [])]),
      },
    ],
  };
};

const partsOf = (fields: ReadonlyMap<FormField, readonly Entry[]>): Gathered | null => {
  const entries = PARTS.flatMap((part) => fields.get(part) ?? []);
  if (entries.length === 0) return null;
  const each = PARTS.map((part) =>
    gathered(fields.get(part) ?? [], 'name', (value) => ({ value, fault: null }), sameName),
  );
  const value = each.flatMap((part) => (part.value === null ? [] : [part.value])).join(' ');
  const faults = each.flatMap((part) => part.faults);
  if (faults.length > 0) return { value, faults };
  const read = readName(value);
  // «Имя: Лебедева Мария Олеговна» is a whole name under a short label; «Фамилия» and «Отчество» never are.
  const complete = each[1] !== NOTHING && (each[0] !== NOTHING || value.includes(' '));
  const message = read.fault ?? (complete ? null : 'ФИО: указано не полностью');
  return { value: read.value, faults: faultsOf('name', message, places(entries)) };
};

const contains = (whole: string, parts: string): boolean => {
  const words = new Set(sameName(whole).split(' '));
  return sameName(parts)
    .split(' ')
    .every((word) => words.has(word));
};
