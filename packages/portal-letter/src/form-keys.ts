/**
 * What a form's labels, columns and paths mean: the spellings of `intake.yaml` with one region's own before them. Every look-up
 * costs the length of what is looked up, however many spellings there are.
 */
import { formKey, formPath } from './form-key.js';
import {
  formFields,
  type FormField,
  type FormPreset,
  type GeneralSettings,
  type RegionSettings,
} from './settings.js';

/** Longer than any label with its hint; what is longer is a sentence. */
export const MAX_LABEL = 160;
/** Deeper steps of a path say nothing of a field. */
const MAX_STEPS = 6;

/** «1.», «7.1.», «2)» before a label. */
const NUMBERING = /^\s*\(?(?:\d{1,2}[.)]){1,3}\d{0,2}\s*/u;
/** Languages of one label. */
const MAX_SIDES = 3;

export interface ContactMethod {
  /** An option of `contact_method`. */
  readonly option: string;
  readonly contact: 'phone' | 'email' | 'any';
  /** The spelling means a letter on paper as well. */
  readonly orPostal: boolean;
}

/** `keeper`: somebody who may apply for another. */
export type Person = 'own' | 'other' | 'keeper';

export interface FormKeys {
  /** The field that a label names; null: none that is known. */
  readonly fieldOf: (label: string) => FormField | null;
  /** «СНИЛС/ИНН»: the two fields that one label names; null: it does not name two. */
  readonly twoFieldsOf: (label: string) => readonly [FormField, FormField] | null;
  /** The same for a path in JSON or XML, outermost step first. `where` is a spelling of the settings, safe to be shown. */
  readonly fieldAt: (kind: 'json' | 'xml', path: readonly string[]) => Found | null;
  /** The same for a column, by its title (null: the file has none) or its number from 0. */
  readonly fieldOfColumn: (title: string | null, index: number) => FormField | null;
  /** The region's portal sends tables without titles. */
  readonly hasNumberedColumns: boolean;
  readonly personOf: (heading: string) => Person | null;
  /** Whose field a label names: «ФИО ребёнка», «Телефон заявителя»; null: it names nobody. */
  readonly personOfLabel: (label: string) => Person | null;
  readonly isEmpty: (value: string) => boolean;
  readonly isFooter: (line: string) => boolean;
  /** A line below which the sender of a form stands, and below the sender the text. */
  readonly isAboveSender: (line: string) => boolean;
  readonly methodOf: (value: string) => ContactMethod | null;
  /** The way of contact that a phone or an address implies; null: none, or the portal's settings say that none does. */
  readonly methodBy: (contact: 'phone' | 'email') => string | null;
}

export interface Found {
  readonly field: FormField;
  /** Set by the region's mapping: believed whatever stands around it. */
  readonly mapped: boolean;
}

/** Makes the look-ups once; `own`: null where the region is not known; `preset`: null where the form is nobody's in particular. */
export const formKeysOf = (
  general: GeneralSettings,
  own: RegionSettings | null,
  preset: FormPreset | null = null,
): FormKeys => {
  const fillers = new Set(general.fillers.map((word) => formKey(word)));
  const lists = [general.keys, preset?.keys ?? {}, own?.keys ?? {}];
  const fields = spellingsOf(lists);
  // «ИНН физического лица вашего» is known by what both spellings are without fillers.
  const shortened = spellingsOf(lists, fillers);
  const mapped = {
    json: pathsOf(own?.mapping.json),
    xml: pathsOf(own?.mapping.xml),
    csv: pathsOf(own?.mapping.csv),
  };
  const empty = new Set(general.empty.map((word) => formKey(word)));
  const footers = [...general.footers, ...(preset?.footers ?? [])].map((line) => formKey(line));
  const above = (preset?.senderBelow ?? []).map((line) => formKey(line));
  const follows = own?.methodFromContact ?? general.methodFromContact;
  const byContact = new Map(
    Object.entries(general.contactMethods)
      .map(([option, { contact }]) => [contact, option] as const)
      .reverse(),
  );
  const methods = methodsOf(general, own);
  const known = (label: string): FormField | null => {
    const whole = formKey(label);
    if (whole === '') return null;
    const exact = fields.get(whole);
    if (exact !== undefined) return exact;
    const telling = formKey(label, fillers);
    return fields.get(telling) ?? (telling === whole ? null : (shortened.get(telling) ?? null));
  };
  const personOf = remembering(personsOf(general));
  /** Of each side of a slash its field; empty: no slash, or too many. */
  const sidesOf = (label: string): readonly (FormField | null)[] => {
    const sides = label.includes('/') ? label.replace(/\([^()]*\)/gu, ' ').split('/') : [];
    return sides.length > MAX_SIDES || sides.some((side) => (personOf(side) ?? 'own') !== 'own')
      ? []
      : sides.map(known);
  };
  const peopleOf = remembering(wordsOfPeople(general));
  /** «СНИЛС ребёнка» without the child; a label of people alone is none. */
  const ofPerson = (label: string): FormField | null => {
    const { rest, person } = peopleOf(label);
    return person === null || rest === '' ? null : known(rest);
  };
  const fieldOf = remembering((label: string): FormField | null => {
    if (label.length > MAX_LABEL) return null;
    return known(label) ?? known(label.replace(NUMBERING, '')) ?? oneOf(sidesOf(label)) ?? ofPerson(label);
  });
  return {
    fieldOf,
    twoFieldsOf: (label) => {
      const [first = null, second = null, third] = label.length > MAX_LABEL ? [] : sidesOf(label);
      return first === null || second === null || third !== undefined ? null : [first, second];
    },
    fieldAt: (kind, path) => {
      const found = atPath(mapped[kind], path, true) ?? atPath(fields, path, false);
      const last = found === null ? fieldOf(path.at(-1) ?? '') : null;
      return last === null ? found : { field: last, mapped: false };
    },
    fieldOfColumn: (title, index) =>
      mapped.csv.get(formKey(title ?? '')) ??
      mapped.csv.get(String(index + 1)) ??
      (title === null ? null : fieldOf(title)),
    hasNumberedColumns: [...mapped.csv.keys()].some((column) => /^\d+$/u.test(column)),
    personOf,
    personOfLabel: (label) => (label.length > MAX_LABEL ? null : peopleOf(label).person),
    isEmpty: (value) => {
      const key = value.length > MAX_LABEL ? value : formKey(value);
      return key === '' || empty.has(key) || isPlaceholder(value);
    },
    isFooter: (line) => {
      const key = formKey(line.slice(0, MAX_LABEL));
      return footers.some((footer) => key.startsWith(footer));
    },
    isAboveSender: (line) => {
      const key = above.length === 0 ? '' : formKey(line.slice(0, MAX_LABEL));
      return above.some((each) => key.startsWith(each));
    },
    methodBy: (contact) => (follows ? (byContact.get(contact) ?? null) : null),
    methodOf: (value) => (value.length > MAX_LABEL ? null : (methods.get(formKey(value)) ?? null)),
  };
};

/** Labels come again in every letter of a portal. What is longer is text, and does not. */
const MAX_REMEMBERED = 5_000;
const MAX_REMEMBERED_LABEL = 50;

const remembering = <Result>(look: (label: string) => Result): ((label: string) => Result) => {
  const known = new Map<string, { readonly result: Result }>();
  return (label) => {
    const found = known.get(label);
    if (found !== undefined) return found.result;
    const result = look(label);
    if (known.size >= MAX_REMEMBERED) known.clear();
    if (label.length <= MAX_REMEMBERED_LABEL && !/\d/u.test(label)) known.set(label, { result });
    return result;
  };
};

/** «Тыуған көнө / Дата рождения» names one field in two languages, «Телефон / E-mail» a contact of either kind. */
const oneOf = (sides: readonly (FormField | null)[]): FormField | null => {
  const fields = [...new Set(sides.filter((field) => field !== null))];
  const [first = null] = fields;
  if (fields.length === 1) return first;
  return fields.length > 1 && fields.every((field) => field === 'phone' || field === 'email')
    ? 'contact'
    : null;
};

/** Later lists win: a region's own word for a field is the one its portal means. */
const spellingsOf = (
  lists: readonly GeneralSettings['keys'][],
  fillers?: ReadonlySet<string>,
): Map<string, FormField> => {
  const found = new Map<string, FormField>();
  for (const keys of lists)
    for (const field of formFields)
      for (const spelling of keys[field] ?? []) {
        found.set(formPath(spelling, fillers), field);
        if (!spelling.includes('/')) found.set(formKey(spelling, fillers), field);
      }
  return found;
};

const pathsOf = (mapping: Readonly<Record<string, FormField>> | undefined): Map<string, FormField> =>
  new Map(Object.entries(mapping ?? {}).map(([path, field]) => [formPath(path.replace(/^\//u, '')), field]));

/** The longest known tail of the path decides; `/name` is known at the root only. */
const atPath = (
  fields: ReadonlyMap<string, FormField>,
  path: readonly string[],
  mapped: boolean,
): Found | null => {
  if (fields.size === 0) return null;
  const steps = path.slice(-MAX_STEPS).map((step) => (step.length > MAX_LABEL ? '' : formKey(step)));
  const root = path.length <= 1 ? fields.get(`/${steps.join('/')}`) : undefined;
  if (root !== undefined) return { field: root, mapped };
  for (let from = 0; from < steps.length; from += 1) {
    const field = fields.get(steps.slice(from).join('/'));
    if (field !== undefined) return { field, mapped };
  }
  return null;
};

const methodsOf = (general: GeneralSettings, own: RegionSettings | null): Map<string, ContactMethod> => {
  const found = new Map<string, ContactMethod>();
  for (const [option, { contact, spellings, orPostal }] of Object.entries(general.contactMethods)) {
    for (const spelling of orPostal) found.set(formKey(spelling), { option, contact, orPostal: true });
    for (const spelling of [option, contact, ...spellings, ...(own?.contactMethods[option] ?? [])])
      found.set(formKey(spelling), { option, contact, orPostal: false });
  }
  return found;
};

/** Behind one of these a heading may go on as it likes: «Данные ребёнка, на которого подаётся заявление». */
const HEADING_NOUNS: ReadonlySet<string> = new Set([
  'сведения',
  'данные',
  'информация',
  'реквизиты',
  'раздел',
]);

/**
 * «Сведения о представителе заявителя»: the first person named decides; any other word makes it a sentence, not a heading. A step of
 * JSON counts as its words: `secondParent`.
 */
const personsOf = (general: GeneralSettings): FormKeys['personOf'] => {
  const stems = (words: readonly string[]): string[] => words.map((word) => formKey(word));
  const others = stems(general.otherPersons);
  const own = stems(general.ownPerson);
  const keepers = stems(general.keepers);
  const before = new Set(stems(general.headings));
  const begins = (word: string) => (stem: string) => word.startsWith(stem);
  return (heading) => {
    if (heading.length > MAX_LABEL / 2) return null;
    const split = heading.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
    const words = (split.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => formKey(word));
    const telling = words.filter((word) => !before.has(word));
    const [first] = telling;
    if (first === undefined) return null;
    const asked = HEADING_NOUNS.has(words[0] ?? '') ? [first] : telling;
    if (!asked.every((word) => [...others, ...own].some(begins(word)))) return null;
    if (!others.some(begins(first))) return 'own';
    return keepers.some(begins(first)) && !words.some((word) => /^(?:втор|друг)/u.test(word))
      ? 'keeper'
      : 'other';
  };
};

/** Splits a label into who it is about and what is left. The first one named decides: «ФИО ребёнка заявителя». */
const wordsOfPeople = (
  general: GeneralSettings,
): ((label: string) => { person: Person | null; rest: string }) => {
  const stems = (words: readonly string[]): string[] => words.map((word) => formKey(word));
  const others = stems(general.otherPersons);
  const own = stems(general.ownPerson.filter((stem) => !OF_FORMS.test(stem)));
  const keepers = stems(general.keepers);
  const before = new Set(stems(general.headings));
  const any = new RegExp([...others, ...own, ...keepers].join('|') || '^$', 'u');
  return (label) => {
    // Few labels name anybody.
    if (!any.test(label.toLowerCase().replaceAll('ё', 'е'))) return { person: null, rest: label };
    const words = label.replace(/\([^()]*\)/gu, ' ').match(/[\p{L}\p{N}.-]+/gu) ?? [];
    const rest: string[] = [];
    let person: Person | null = null;
    for (const word of words) {
      const key = formKey(word);
      const is = (list: readonly string[]): boolean =>
        key !== '' && list.some((stem) => key.startsWith(stem));
      if (is(keepers)) person ??= /(?:^|\s)втор|друго/iu.test(label) ? 'other' : 'keeper';
      else if (is(others)) person ??= 'other';
      else if (is(own)) person ??= 'own';
      else if (!before.has(key) || key.length > 7 || DATA_NOUNS.test(key)) rest.push(word);
    }
    return { person, rest: rest.join(' ') };
  };
};

/** Of the words for the applicant's own part, those that name the form and not the person. */
const OF_FORMS = /^(?:обращени|контакт|contact|request|appeal)/u;
const DATA_NOUNS = /^(?:данные|сведения|информация|реквизиты|раздел)$/u;

/** `{{snils}}`, `%SNILS%`, `___`, `+7 (___) ___-__-__`: a template nobody filled. */
const isPlaceholder = (value: string): boolean => {
  if (/^\+?[78]?[\s()_–-]{0,40}$/u.test(value) && (value.includes('__') || value.startsWith('+')))
    return true;
  return /^(?:\{\{?[^{}]{0,60}\}?\}|%[\p{L}\w ]{1,60}%|\$\{[^{}]{0,60}\}|\[[\p{L}\w ]{1,60}\])$/u.test(
    value.trim(),
  );
};
