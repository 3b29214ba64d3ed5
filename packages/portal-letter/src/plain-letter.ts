/** A citizen's own letter: its text is the summary, and of its sentences only what is unmistakable is taken. */
import { aboveFooter } from './footers.js';
import type { Entry, Form } from './form.js';
import { tidy } from './form.js';
import type { FormKeys } from './form-keys.js';
import { readPhone } from './written-contact.js';

/** Numbers of a citizen stand in the first pages of a letter. */
const MAX_LOOKED_AT = 20_000;
/** As in a form; the letter itself stays in the ticket. */
const MAX_SUMMARY = 20_000;

/** Where anyone else is spoken of, only «мой» says whose a number is. */
const SOMEONE_ELSE =
  /(?<!\p{L})(?:мам|мать|матер|отц|отец|пап[аыеу]|муж|жен[аыеуо]|супруг|сын|доч|ребен|дет[ией]|внук|внуч|бабушк|дедушк|брат|сестр|родител|тещ|свекр|подопечн|опекун|представител|доверен|сосед|друг|знаком|коллег)/iu;
const MINE = '(?:мо[йеяю]|моего|мои|свой|своего)';
/** Not longer than a number in any layout. */
const NUMBER = '([\\p{Nd}][\\p{Nd}\\s.\\-‑–—]{8,22}[\\p{Nd}])(?!\\p{Nd})';
const BETWEEN = '[\\s:=№–—-]{1,6}';

const pattern = (word: string, number: string, mine: boolean): RegExp =>
  new RegExp(`(?<!\\p{L})${mine ? `${MINE}\\s{1,3}` : ''}(?:${word})${BETWEEN}${number}`, 'giu');

const DATE = '(\\d{1,2}(?:[./-]\\d{1,2}[./-]|\\s{1,2}\\p{L}{3,9}\\s{1,2})\\d{4})(?!\\d)';
const PHONE = '([+\\d(][\\d\\s()+-]{9,20}\\d)(?!\\d)';
const WANTED = [
  {
    field: 'snils',
    mine: pattern('номер\\s{1,3}снилс|снилс', NUMBER, true),
    any: pattern('снилс', NUMBER, false),
  },
  { field: 'inn', mine: pattern('номер\\s{1,3}инн|инн', NUMBER, true), any: pattern('инн', NUMBER, false) },
  {
    field: 'birthDate',
    mine: pattern('дата рождения', DATE, true),
    any: pattern('дата рождения|я родил(?:ся|ась)|родил(?:ся|ась)', DATE, false),
  },
  {
    field: 'phone',
    mine: pattern('телефон|номер|номер телефона', PHONE, true),
    any: pattern('телефон для связи|мой телефон', PHONE, false),
  },
] as const;

const NAME_WORD = '\\p{Lu}[\\p{L}-]{1,40}';
/** «С уважением,» — a citizen who signs with more than a name, or the signature would be gone. */
const SIGNED = '[Сс] уважением[,.!]?';
const NAME = new RegExp(
  `(?:[Мм]еня зовут|(?<!\\p{L})Я,|${SIGNED})\\s{1,3}(${NAME_WORD}\\s{1,3}${NAME_WORD}\\s{1,3}\\p{Lu}\\p{L}{1,40}(?:вич|вна|ична|инична))(?!\\p{L})`,
  'gu',
);

const REGARDS_ALONE = /^(?:с уважением|с наилучшими пожеланиями|best regards|kind regards)[,.!]?$/iu;
/** Words with capitals: a name, or initials. */
const SIGNATURE = /^\p{Lu}[\p{L}.-]{0,40}(?:\s\p{Lu}[\p{L}.-]{0,40}){0,3}$/u;

/** What the prose of a letter tells, as entries; the summary is not among them. */
export function foundIn(prose: string, where: string): Entry[] {
  const text = prose.slice(0, MAX_LOOKED_AT).normalize('NFKC');
  const alone = !SOMEONE_ELSE.test(text.toLowerCase().replaceAll('ё', 'е'));
  const entry = (field: Entry['field'], value: string): Entry => ({
    field,
    value: tidy(value),
    label: '',
    where,
  });
  const numbers = WANTED.flatMap(({ field, mine, any }) =>
    [...text.matchAll(alone ? any : mine), ...(alone ? text.matchAll(mine) : [])].map((match) =>
      entry(field, match[1] ?? ''),
    ),
  );
  const names = [...text.matchAll(NAME)]
    .filter(([said]) => alone || !/^с/iu.test(said))
    .map((match) => entry('name', match[1] ?? ''));
  return [...names, ...numbers.filter(isSure)];
}

/** Digits that are no phone are prose; a СНИЛС or a date is meant as one even with a slip in it. */
function isSure({ field, value }: Entry): boolean {
  return field !== 'phone' || readPhone(value) !== null;
}

/** Without «С уважением, Мария Лебедева» at the end; a postscript keeps it. */
function withoutRegards(lines: readonly string[]): readonly string[] {
  const said = lines.findLastIndex((line) => REGARDS_ALONE.test(line));
  const below = lines.slice(said + 1).filter((line) => line !== '');
  return said < 0 || below.length > 2 || !below.every((line) => SIGNATURE.test(line))
    ? lines
    : lines.slice(0, said);
}

/** The letter's own words, up to a robot's footer. Null: there are none; beside fields, «Новое обращение» is none either. */
export function summaryIn(form: Form, keys: FormKeys): string | null {
  const lines = form.prose.map(tidy);
  const footer = lines.findIndex((line) => line !== '' && keys.isFooter(line));
  const own = withoutRegards(footer < 0 ? lines : aboveFooter(lines.slice(0, footer)));
  const text = own.join('\n').trim();
  return (text.match(/\p{L}{2,}/gu)?.length ?? 0) < (form.entries.length === 0 ? 2 : 3)
    ? null
    : text.slice(0, MAX_SUMMARY);
}
