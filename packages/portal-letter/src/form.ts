/** What the sections of a letter say, field by field, before anything is made of the values. */
import { INVISIBLE } from './form-key.js';
import type { FormField } from './settings.js';
import type { FormKeys } from './form-keys.js';
import { ticked } from './form-marks.js';
import type { IntakeFault, IntakeField } from './types.js';

export interface Entry {
  readonly field: FormField;
  /** Spaces tidied, else as written; never empty. Of a summary: with its line ends. */
  readonly value: string;
  /** The label as the letter has it. */
  readonly label: string;
  readonly where: string;
}

export interface Form {
  readonly entries: readonly Entry[];
  /** Lines of the letter's text that belong to no field. */
  readonly prose: readonly string[];
  /** A table, a list, JSON, XML or CSV gave fields: no person writes so. */
  readonly tabular: boolean;
  readonly faults: readonly IntakeFault[];
  /** What the citizen writes not to have. */
  readonly refused: readonly IntakeField[];
}

/** Fields that are one person's: in a form about two people the other's are not taken. */
export const PERSONAL: ReadonlySet<FormField> = new Set([
  'name',
  'surname',
  'givenName',
  'patronymic',
  'snils',
  'inn',
  'birthDate',
  'contact',
  'phone',
  'email',
]);
/** What a person is told is missing, when a field stands only where it cannot be taken. */
const REPORTED: Partial<Record<FormField, IntakeField>> = {
  name: 'name',
  snils: 'snils',
  inn: 'inn',
  birthDate: 'birthDate',
  phone: 'contact',
  email: 'contact',
  contact: 'contact',
};
/** A form of ten thousand fields is read; more of one letter is a flood. */
const MAX_ENTRIES = 20_000;
/** As much of a summary as a person would read; the letter itself stays in the ticket. */
const MAX_SUMMARY = 20_000;
/** A name with its address. */
const SENDER = /^([^<>]{2,200}?)\s{0,3}<\s{0,3}([^<>\s@]{1,64}@[^<>\s@]{1,190})\s{0,3}>$/u;
/** Longer than any name, address of mail or number of a request. */
const MAX_VALUE = 1_000;

/** Gathers what readers find: leaves out what is empty, of someone else, or too much. */
export class FormBuilder {
  readonly entries: Entry[] = [];
  readonly prose: string[] = [];
  readonly faults: IntakeFault[] = [];
  tabular = false;
  /** Fields that the form has asked for, with a value or without one. */
  readonly given = new Set<FormField>();
  readonly keys: FormKeys;
  private others = false;
  private readonly passedOver = new Map<FormField, string>();

  constructor(keys: FormKeys) {
    this.keys = keys;
  }

  /** Takes one field; `other`: it stands in a part of the form about another person. */
  add(entry: Entry, other = false): void {
    if (!other) this.given.add(entry.field);
    const said = entry.field === 'summary' ? tidyLines(entry.value) : tidy(entry.value);
    const value = entry.field === 'contactMethod' ? (ticked(said) ?? said) : said;
    if (entry.field === 'other' || value === '') return;
    const sender = entry.field === 'name' ? SENDER.exec(value) : null;
    if (sender !== null) {
      // «Имя <адрес>», as a form's sender is written.
      this.add({ ...entry, value: sender[1] ?? '' }, other);
      this.add({ ...entry, field: 'email', value: sender[2] ?? '' }, other);
      return;
    }
    if (entry.field !== 'consent' && value.length < MAX_VALUE && this.keys.isEmpty(value)) return;
    if (other && PERSONAL.has(entry.field)) {
      this.skipOther(entry.where);
      return;
    }
    if (this.entries.length >= MAX_ENTRIES) return;
    const most = entry.field === 'summary' ? MAX_SUMMARY : MAX_VALUE;
    if (value.length > most)
      this.say('Значение слишком длинное, взято только начало: откройте исходное письмо', entry.where);
    this.entries.push({ ...entry, value: value.slice(0, most) });
    if (this.entries.length === MAX_ENTRIES)
      this.say(`Полей больше ${MAX_ENTRIES}, прочитаны первые`, entry.where);
  }

  /** A field that the text of the letter names, and nobody knows whose. */
  passOver(field: FormField, where: string): void {
    if (!this.passedOver.has(field)) this.passedOver.set(field, where);
  }

  say(message: string, where: string): void {
    this.faults.push({ field: null, message, where });
  }

  form(): Form {
    const { entries, prose, tabular } = this;
    const has = new Set(entries.map(({ field }) => field));
    const unclear = [...this.passedOver].flatMap(([field, where]): IntakeFault[] => {
      const named = REPORTED[field];
      const message = 'Названо внутри текста обращения, чьё — не ясно: не взято';
      return named === undefined || has.has(field) ? [] : [{ field: named, message, where }];
    });
    return { entries, prose, tabular, faults: [...this.faults, ...unclear], refused: [] };
  }

  private skipOther(where: string): void {
    if (this.others) return;
    this.others = true;
    this.say(
      'В форме есть данные другого человека (представителя, ребёнка, сотрудника): они не взяты',
      where,
    );
  }
}

/** One line, single spaces, nothing invisible. */
export function tidy(text: string): string {
  return text.replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
}

/** Lines tidied, no more than one empty line between two. */
function tidyLines(text: string): string {
  const lines = text.split('\n').map(tidy);
  return lines
    .filter((line, index) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trim();
}
