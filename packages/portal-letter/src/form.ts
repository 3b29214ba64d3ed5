/** What the sections of a letter say, field by field, before anything is made of the values. */
import { INVISIBLE } from './form-key.js';
import { isOutdated, newest } from './newest.js';
import type { FormField } from './settings.js';
import type { FormKeys, Person } from './form-keys.js';
import { ticked } from './form-marks.js';
import type { IntakeFault, IntakeField } from './types.js';

export interface Entry {
  readonly field: FormField;
  /** Spaces tidied, else as written; never empty. Of a summary: with its line ends. */
  readonly value: string;
  /** The label as the letter has it. */
  readonly label: string;
  readonly where: string;
  /** The line of text above a labelled one that belongs to no field, if there is one. */
  readonly above?: string | undefined;
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
/** «Нет» in a field for a number: of a person who answers it is an answer, of a form it is a gap. */
const REFUSED = /^(?:нет|не имею|не имеется|отсутствует|не получал\p{L}?|не оформля\p{L}{1,2}|нету)[.!]?$/iu;
const NAMES: ReadonlySet<FormField> = new Set(['name', 'surname']);
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
const SENDER = /^([^<>]{2,200}?)\s{0,3}[<[(]\s{0,3}([^<>\s@]{1,64}@[^<>\s@\])]{1,190})\s{0,3}[>\])]$/u;
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
  private readonly refused = new Set<'snils' | 'inn'>();
  readonly keys: FormKeys;
  private others = false;
  /** Fields of one who may apply for another. */
  private readonly keepers: Entry[] = [];
  private readonly passedOver = new Map<FormField, string>();

  constructor(keys: FormKeys) {
    this.keys = keys;
  }

  /** Takes one field; `section`: whom the part of the form is about in which it stands. What the label itself says is believed first. */
  add(entry: Entry, section: Person = 'own'): void {
    const person = this.keys.personOfLabel(entry.label) ?? section;
    const other = person === 'other';
    if (person === 'own') this.given.add(entry.field);
    if (PERSONAL.has(entry.field) && isOutdated(entry.label)) {
      this.passOver(entry.field, entry.where);
      return;
    }
    const said = entry.field === 'summary' ? tidyLines(entry.value) : tidy(entry.value);
    const value =
      entry.field === 'contactMethod'
        ? (ticked(said) ?? said)
        : PERSONAL.has(entry.field)
          ? newest(said)
          : said;
    if (entry.field === 'snils' || entry.field === 'inn') {
      if (person === 'own' && REFUSED.test(value)) this.refused.add(entry.field);
    }
    if (entry.field === 'other' || value === '') return;
    const sender = entry.field === 'name' ? SENDER.exec(value) : null;
    if (sender !== null) {
      // «Имя <адрес>», as a form's sender is written.
      this.add({ ...entry, value: sender[1] ?? '' }, section);
      this.add({ ...entry, field: 'email', value: sender[2] ?? '' }, section);
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
    const taken = person === 'keeper' && PERSONAL.has(entry.field) ? this.keepers : this.entries;
    taken.push({ ...entry, value: value.slice(0, most) });
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
    const { prose, tabular } = this;
    const { entries, faults } = this.withKeeper();
    const has = new Set(entries.map(({ field }) => field));
    const unclear = [...this.passedOver].flatMap(([field, where]): IntakeFault[] => {
      const named = REPORTED[field];
      const message = 'Названо внутри текста обращения, чьё — не ясно: не взято';
      return named === undefined || has.has(field) ? [] : [{ field: named, message, where }];
    });
    return {
      entries,
      prose,
      tabular,
      faults: [...faults, ...unclear],
      refused: [...this.refused].filter((field) => !has.has(field)),
    };
  }

  /** Where nobody is called the applicant, who applies for another is; else only the applicant counts. */
  private withKeeper(): Pick<Form, 'entries' | 'faults'> {
    const [first] = this.keepers;
    if (first === undefined) return this;
    if (
      this.entries.some(({ field }) => NAMES.has(field)) ||
      !this.keepers.some(({ field }) => NAMES.has(field))
    ) {
      this.skipOther(first.where);
      return this;
    }
    const message = 'Заявителя в форме нет: взят тот, кто обращается за другого (родитель, представитель)';
    return {
      entries: [...this.entries, ...this.keepers],
      faults: [...this.faults, { field: 'name', message, where: first.where }],
    };
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
export const tidy = (text: string): string => text.replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();

/** Lines tidied, no more than one empty line between two. */
const tidyLines = (text: string): string => {
  const lines = text.split('\n').map(tidy);
  return lines
    .filter((line, index) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trim();
};
