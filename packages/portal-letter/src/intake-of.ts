/** What a form says, checked: every field in its final form, or as written with a fault (4.2.1). */
import type { Entry, Form } from './form.js';
import type { FormKeys } from './form-keys.js';
import { contactsOf } from './contact-fields.js';
import { byField, gathered, places, type Gathered } from './gathered.js';
import { askedWay } from './owner-words.js';
import { nameOf } from './name-field.js';
import type { Intake, IntakeFault, IntakeField } from './types.js';
import { sameName } from './written-name.js';
import { readBirthDate } from './written-date.js';
import { numberOfRequest, readInn, readSnils } from './written-number.js';

/** Where a citizen says how to answer. */
const MAX_ASKED = 4_000;
/** A person reads no more of them. */
const MAX_FAULTS = 60;

export interface Circumstances {
  readonly keys: FormKeys;
  /** For birth dates: what is to come. */
  readonly now: Date;
  /** IANA zone of the region. */
  readonly timeZone: string;
  /** The only contact a letter gives is the way of contact; an answer adds to what is known and implies nothing. */
  readonly implies: boolean;
  /** Id of the region, however it was told. */
  readonly region: string | null;
}

/** Pure; never throws. Faults of the letter come first, then those of the form, then field by field. */
export const intakeOf = (form: Form, letterFaults: readonly IntakeFault[], about: Circumstances): Intake => {
  const fields = byField(form);
  const entries = (field: Entry['field']): readonly Entry[] => fields.get(field) ?? [];
  const name = nameOf(fields);
  const snils = gathered(entries('snils'), 'snils', readSnils);
  const inn = gathered(entries('inn'), 'inn', readInn);
  const birthDate = gathered(entries('birthDate'), 'birthDate', (value) =>
    readBirthDate(value, about.now, about.timeZone),
  );
  const doubtful = belowAnotherName(form);
  const unsure = [...doubtful].flatMap(([field, where]): IntakeFault[] =>
    ({ snils, inn, birthDate })[field].faults.length > 0
      ? []
      : [{ field, message: 'Стоит под вторым ФИО: чьё оно, уточните', where }],
  );
  const asked = askedWay(
    entries('summary')
      .map(({ value }) => value)
      .join('\n')
      .slice(0, MAX_ASKED),
  );
  const {
    method,
    contact,
    phone,
    email,
    lacksContact,
    faults: contactFaults,
  } = contactsOf(fields, about.keys, about.implies, asked);
  const summary = summaryOf(entries('summary'));
  const service = gathered(
    entries('service'),
    'service',
    (value) => ({ value, fault: null }),
    (value) => value.toLowerCase(),
  );
  const portalRequest = gathered(
    entries('portalRequest'),
    'portalRequest',
    (value) => ({ value: numberOfRequest(value), fault: null }),
    (value) => value.toLowerCase(),
  );
  const absent: readonly (readonly [IntakeField, boolean])[] = [
    ['name', name.value === null],
    ['snils', snils.value === null],
    ['inn', inn.value === null],
    ['birthDate', birthDate.value === null],
    ['contactMethod', method === null],
    ['contact', lacksContact],
    ['summary', summary.value === null],
  ];
  const missing = absent.flatMap(([field, isMissing]) => (isMissing ? [field] : []));
  const refused = form.refused.filter((field) => missing.includes(field));
  const told = refused.map((field): IntakeFault => ({
    field,
    message: 'Заявитель пишет, что его нет: решите, нужно ли оно для этого обращения',
    where: 'текст письма',
  }));
  return {
    region: about.region,
    citizen: {
      name: name.value,
      snils: snils.value,
      inn: inn.value,
      birthDate: birthDate.value,
      contactMethod: method,
      contact,
      phone,
      email,
    },
    summary: summary.value,
    service: service.value,
    portalRequest: portalRequest.value,
    consent: consentOf(entries('consent')),
    missing,
    refused,
    faults: [
      ...letterFaults,
      ...form.faults,
      ...name.faults,
      ...snils.faults,
      ...inn.faults,
      ...birthDate.faults,
      ...contactFaults,
      ...summary.faults,
      ...service.faults,
      ...portalRequest.faults,
      ...unsure,
      ...told,
    ].slice(0, MAX_FAULTS),
  };
};

/** Numbers that stand only below a second, other name: a form of two people, or a citizen who names another. */
const belowAnotherName = ({ entries }: Form): ReadonlyMap<'snils' | 'inn' | 'birthDate', string> => {
  const names = entries.filter(({ field }) => field === 'name');
  const [first] = names;
  const second = names.find(({ value }) => first !== undefined && sameName(value) !== sameName(first.value));
  const found = new Map<'snils' | 'inn' | 'birthDate', string>();
  if (second === undefined) return found;
  const from = entries.indexOf(second);
  for (const field of ['snils', 'inn', 'birthDate'] as const) {
    const [only] = entries.filter((entry) => entry.field === field);
    if (only !== undefined && entries.indexOf(only) > from) found.set(field, only.where);
  }
  return found;
};

/** A theme and a text are both the summary. The same label twice with different texts is a fault; all of it is kept. */
const summaryOf = (entries: readonly Entry[]): Gathered => {
  const kept: Entry[] = [];
  for (const entry of entries.slice(0, 20)) {
    if (kept.some(({ value }) => value.includes(entry.value))) continue;
    const shorter = kept.findIndex(({ value }) => entry.value.includes(value));
    if (shorter >= 0) kept[shorter] = entry;
    else kept.push(entry);
  }
  if (kept.length === 0) return { value: null, faults: [] };
  const doubled = new Set(kept.map(({ label }) => label.toLowerCase().trim())).size < kept.length;
  const message = 'Суть обращения указана несколько раз и по-разному: записано всё';
  return {
    value: kept.map(({ value }) => value).join('\n'),
    faults: doubled ? [{ field: 'summary', message, where: places(kept) }] : [],
  };
};

const consentOf = (entries: readonly Entry[]): string[] => {
  const said = entries.map(({ label, value }) => {
    const name = label.replace(/[\s:：=|]{1,20}$/u, '').trim();
    return name === '' ? value : `${name}: ${value}`;
  });
  return [...new Set(said)].slice(0, 20);
};
