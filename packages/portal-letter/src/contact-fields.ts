/** How the citizen wants to be reached, and where (4.2.1): the method must have its value, and no method is made up. */
import type { FormField } from './settings.js';
import type { Entry } from './form.js';
import type { ContactMethod, FormKeys } from './form-keys.js';
import { besides, gathered, places, type Gathered } from './gathered.js';
import type { IntakeFault } from './types.js';
import { readEmail, readExtension, readPhone } from './written-contact.js';

export interface Contacts {
  readonly method: string | null;
  readonly contact: string | null;
  /** The only phone and the only address that the letter gives, whatever the method. */
  readonly phone: string | null;
  readonly email: string | null;
  /** The letter gives nowhere to write or call, or not what the method needs. */
  readonly lacksContact: boolean;
  readonly faults: readonly IntakeFault[];
}

interface Value {
  readonly kind: 'phone' | 'email' | 'unread';
  /** Final form; as written where it could not be read. */
  readonly value: string;
  readonly label: FormField;
  readonly where: string;
}

/**
 * Everything the form says of reaching the citizen. `implies`: the only contact given is the way of contact, unless
 * the text asks for the other, `asked`.
 */
export const contactsOf = (
  fields: ReadonlyMap<FormField, readonly Entry[]>,
  keys: FormKeys,
  implies: boolean,
  asked: 'phone' | 'email' | null,
): Contacts => {
  const stated = (fields.get('contactMethod') ?? []).map((entry) => statedBy(entry, keys));
  const method = gathered(
    stated.map(({ entry }) => entry),
    'contactMethod',
    (value) => {
      const known = keys.methodOf(value);
      return known === null
        ? {
            value,
            fault: 'Способ связи не из числа известных: уточните его или впишите название в intake.yaml',
          }
        : { value: known.option, fault: null };
    },
  );
  const postal =
    (fields.get('postal') ?? []).length > 0 ||
    (fields.get('contact') ?? []).some(({ value }) => POSTAL.test(value));
  const ambiguous = postal
    ? stated.find(({ entry }) => keys.methodOf(entry.value)?.orPostal === true)
    : undefined;
  const values = [
    ...(['phone', 'email', 'contact'] as const).flatMap((field) =>
      (fields.get(field) ?? []).flatMap(valuesIn),
    ),
    ...stated.flatMap(({ values: inside }) => inside),
  ];
  const known = method.value === null || method.faults.length > 0 ? null : keys.methodOf(method.value);
  if (ambiguous !== undefined) {
    const message = 'Способ связи «по почте» при почтовом адресе: обычной почтой или электронной, уточните';
    const fault = { field: 'contactMethod' as const, message, where: ambiguous.entry.where };
    return chosen({ value: null, faults: [fault] }, null, distinctOf(values));
  }
  const distinct = distinctOf(values);
  const contacts = chosen(method, known, distinct);
  const [only] = distinct;
  const implied =
    implies &&
    distinct.length === 1 &&
    method.value === null &&
    only !== undefined &&
    only.kind !== 'unread' &&
    (asked === null || asked === only.kind)
      ? keys.methodBy(only.kind)
      : null;
  return implied === null ? contacts : { ...contacts, method: implied };
};

/** An index, or a street and a house. */
const POSTAL = /(?<!\d)\d{6}(?!\d)|(?<!\p{L})(?:ул|улица|просп|пр-т|пер|д|дом|кв)\.?\s/iu;

const chosen = (method: Gathered, known: ContactMethod | null, values: readonly Value[]): Contacts => {
  const of = (kind: Value['kind']): readonly Value[] => values.filter((value) => value.kind === kind);
  const only = (kind: Value['kind']): string | null =>
    of(kind).length === 1 ? (of(kind).find(({ value }) => !value.includes(' '))?.value ?? null) : null;
  const need = known?.contact ?? 'any';
  // An unread value under «Контакт» may be what the method needs; one under «Телефон» is no address.
  const fitting = values.filter(
    ({ kind, label }) =>
      need === 'any' || kind === need || (kind === 'unread' && (label === need || label === 'contact')),
  );
  const readable = fitting.filter(({ kind }) => kind !== 'unread');
  const unclear = need === 'any' && new Set(fitting.map(({ kind }) => kind)).size > 1;
  const settled = unclear ? [] : readable.length > 0 ? readable : fitting;
  return {
    method: method.value,
    contact: settled.length === 0 ? null : besides(settled.map(({ value }) => value)),
    phone: only('phone'),
    email: only('email'),
    lacksContact: need === 'any' ? values.length === 0 && known === null : fitting.length === 0,
    faults: [...method.faults, ...faultsOf(known, fitting, values)],
  };
};

const faultsOf = (
  known: ContactMethod | null,
  fitting: readonly Value[],
  values: readonly Value[],
): IntakeFault[] => {
  const need = known?.contact ?? 'any';
  const faults: IntakeFault[] = [];
  for (const { label, where, kind } of values)
    if (kind === 'unread')
      faults.push({
        field: fitting.length > 0 ? 'contact' : null,
        message: UNREAD[label] ?? UNREAD_ANY,
        where,
      });
  for (const kind of ['phone', 'email'] as const) {
    const several = values.filter((value) => value.kind === kind);
    if (several.length > 1)
      faults.push({
        field: need === 'any' || need === kind ? 'contact' : null,
        message:
          kind === 'phone'
            ? 'Указано несколько разных телефонов'
            : 'Указано несколько разных адресов эл. почты',
        where: places(several),
      });
  }
  if (need !== 'any' && fitting.length === 0)
    faults.push({
      field: 'contact',
      message: need === 'phone' ? 'Выбран телефон, но номера нет' : 'Выбрана эл. почта, но адреса нет',
      where: 'письмо',
    });
  return faults;
};

const UNREAD_ANY = 'Контакт не похож ни на телефон, ни на адрес эл. почты';
const UNREAD: Partial<Record<FormField, string>> = {
  phone: 'Телефон не похож на номер: проверьте цифры и код',
  email: 'Адрес эл. почты записан неверно',
};

/** «по телефону: +7 …» and a bare «+7 …» both say the method and its value. */
const statedBy = (
  entry: Entry,
  keys: FormKeys,
): { readonly entry: Entry; readonly values: readonly Value[] } => {
  if (keys.methodOf(entry.value) !== null && !/[@\d]/u.test(entry.value)) return { entry, values: [] };
  const at = entry.value.slice(0, 200).search(/[+\d]|[^\s@,;:(]{1,64}@/u);
  if (at < 0) return { entry, values: [] };
  const words = entry.value.slice(0, at).replace(/[\s:,;(–—-]{1,20}$/u, '');
  const read = valueOf(entry, entry.value.slice(at).replace(/\)$/u, ''));
  if (read.kind === 'unread') return { entry, values: [] };
  const option = words === '' ? (read.kind === 'phone' ? 'phone' : 'email') : words;
  return { entry: { ...entry, value: option }, values: [read] };
};

/** A field may hold several: «8 912 …, мама: 8 913 …» is not one phone. */
const valuesIn = (entry: Entry): Value[] => {
  const whole = valueOf(entry, entry.value);
  if (whole.kind !== 'unread') return [whole];
  const pieces = entry.value
    .split(/[;,/]|\sи(?:ли)?\s/u)
    .filter((piece) => piece.trim() !== '')
    .slice(0, 5)
    .map((piece) => valueOf(entry, piece));
  return pieces.length > 1 && pieces.every(({ kind }) => kind !== 'unread') ? pieces : [whole];
};

const valueOf = ({ field, where }: Entry, written: string): Value => {
  const email = written.includes('@') || written.includes('＠') ? readEmail(written) : null;
  if (email !== null) return { kind: 'email', value: email, label: field, where };
  const phone = readPhone(written);
  if (phone !== null) return { kind: 'phone', value: phone, label: field, where };
  const extended = readExtension(written);
  if (extended !== null) return { kind: 'phone', value: extended, label: field, where };
  return { kind: 'unread', value: written, label: field, where };
};

const distinctOf = (values: readonly Value[]): Value[] =>
  [...new Map(values.map((value) => [value.value, value] as const).reverse()).values()].reverse();
