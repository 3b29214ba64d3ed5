/** What the text of a letter says beside its form: of a citizen's letter its sentences, and whose the labelled lines in it are. */
import { PERSONAL, type Form } from './form.js';
import type { Circumstances } from './intake-of.js';
import { isAnswer, type Origin } from './origin.js';
import { summaryIn } from './plain-letter.js';
import { spokenOfIn, toldOfSelf, type Writers } from './told-of-self.js';
import type { IntakeFault, IntakeField, Letter } from './types.js';

const WHERE = 'текст письма';

/**
 * A portal's form says what it says. Where a person writes, or a form has no field that is known, the text is the summary; not of an
 * answer that gives fields: «вот данные» is no summary.
 */
export const withProse = (letter: Letter, read: Form, origin: Origin, about: Circumstances): Form => {
  const people = origin.kind === 'citizen';
  if (!people && (read.tabular || read.entries.length > 0)) return { ...read, refused: [] };
  const writers: Writers = {
    names: people ? [letter.fromName, letter.forwardedName] : [],
    addresses: people ? [letter.from, letter.forwardedFrom] : [],
  };
  if (read.tabular) return read;
  const form = people ? withoutOthers(read, writers) : read;
  const has = new Set<string>(form.entries.map(({ field }) => field));
  const self = toldOfSelf(form.prose.join('\n'), WHERE, writers, about.now);
  const unsaid = self.faults.filter(({ field }) => !has.has(field === 'contact' ? 'phone' : (field ?? '')));
  const text = summaryOf(letter, read, about);
  return {
    ...form,
    entries: [
      ...form.entries,
      ...self.entries.filter(({ field }) => !has.has(field)),
      ...(text === null ? [] : [{ field: 'summary' as const, value: text, label: '', where: WHERE }]),
    ],
    faults: [...form.faults, ...unsaid, ...(origin.kind === 'portal' && text !== null ? [UNKNOWN_FORM] : [])],
    refused: [...form.refused, ...self.refused].filter((field) => !has.has(field)),
  };
};

const UNKNOWN_FORM: IntakeFault = {
  field: null,
  message: 'В письме портала нет знакомых полей: опишите его форму в config/regions, intake',
  where: WHERE,
};

const summaryOf = (letter: Letter, form: Form, { keys }: Circumstances): string | null => {
  if (form.entries.some(({ field }) => field === 'summary')) return null;
  if (isAnswer(letter) && form.entries.length > 0) return null;
  const said = summaryIn(form, keys);
  return said !== null && pointsElsewhere(said, [...letter.faults, ...form.faults]) ? null : said;
};

/** «Обращение во вложении» of a letter whose attachment could not be read says nothing itself. */
const pointsElsewhere = (text: string, faults: readonly IntakeFault[]): boolean => {
  const few = text.length < 80 && text.split(/\s/u).length < 6;
  return few && faults.some(({ where }) => where.startsWith('вложение'));
};

/**
 * Labelled lines below a sentence about somebody else, in a letter that has no «ФИО» to say whose they are: not taken where the
 * sentence names that person or says that it is wrong, taken and reported where it only speaks of one.
 */
const withoutOthers = (form: Form, writers: Writers): Form => {
  if (form.entries.some(({ field }) => field === 'name' || field === 'surname')) return form;
  const faults: IntakeFault[] = [];
  const entries = form.entries.filter(({ field, above, where }) => {
    if (above === undefined || !PERSONAL.has(field)) return true;
    const spoken = spokenOfIn(above, writers);
    if (spoken === null) return true;
    const sure = spoken === 'other';
    const message = sure
      ? 'Названо под словами о другом человеке: не взято'
      : 'Названо под словами о другом человеке: взято, уточните, чьё оно';
    faults.push({ field: REPORTED[field] ?? 'contact', message, where });
    return !sure;
  });
  return { ...form, entries, faults: [...form.faults, ...faults] };
};

const REPORTED: Readonly<Record<string, IntakeField>> = {
  snils: 'snils',
  inn: 'inn',
  birthDate: 'birthDate',
  givenName: 'name',
  patronymic: 'name',
};
