/** Whether the mails that went out are those that a case lists: complete, in order, each with its gist, to one address, signed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Gone, Person, Stage } from './stage.js';

const text = z.string();
const patterns = z.array(text).default([]);
const letter = z.looseObject({
  after: z.int(),
  gist: text.nullable(),
  to: z.union([text, z.array(text)]),
  desk: text.optional(),
  by: z.enum(['program', 'operator']).optional(),
  optional: z.boolean().default(false),
  may_join: text.optional(),
  must: patterns,
  must_not: patterns,
  subject_max: z.int().optional(),
});
type Letter = z.infer<typeof letter>;

const caseFile = z.looseObject({
  persons: z.record(text, z.looseObject({ name: text, mail: text.default('') })),
  every_letter: z.looseObject({ must_not: patterns }),
  gists: z.record(text, z.looseObject({ must: patterns, must_not: patterns })),
  cases: z.array(
    z.looseObject({
      id: text,
      title: text,
      expected: z.looseObject({
        letters: z.array(letter),
        at_most_total: z.int().optional(),
        at_least_total: z.int().optional(),
        /** Nobody else has got anything, whatever the letters say. */
        never_to: z.array(text).default([]),
        must_not_any: patterns,
      }),
    }),
  ),
});
type CaseFile = z.infer<typeof caseFile>;

/** The regions of the configuration that stand for those of the cases. */
const SIGNATURES: Readonly<Record<string, string>> = {
  KRSK: 'Служба поддержки регионального портала: Республика Башкортостан',
  KAM: 'Служба поддержки регионального портала: Камчатский край',
  EPGU: 'СП ЕПГУ',
  GRP: 'Группа по работе с претензиями СП ЕПГУ',
};

export const readCases = async (): Promise<CaseFile> => {
  const raw = await readFile(join(import.meta.dirname, 'cases.yaml'), 'utf8');
  const parsed: unknown = parse(raw);
  return caseFile.parse(parsed);
};

export const personsOf = ({ persons }: CaseFile): Readonly<Record<string, Person>> => persons;

/** The edge of a word, Russian ones too. */
const EDGE = '(?:(?<![\\p{L}\\d])(?=[\\p{L}\\d])|(?<=[\\p{L}\\d])(?![\\p{L}\\d]))';

const quoted = (value: string): string => value.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** A pattern of the cases with numbers of tickets in its places; `ticketOf`: which ticket a place stands for. */
const filledFor = (pattern: string, ticketOf: (name: string) => string, { numbers }: Stage): RegExp => {
  const named = pattern.replace(/\{([NABC])\}/gu, (place, name: string) => {
    const number = numbers.get(ticketOf(name));
    return number === undefined ? place : quoted(number);
  });
  return new RegExp(named.replaceAll('\\b', EDGE), 'isu');
};

/** What a mail has of all that is asked of it. */
const faultsOf = (
  { to, subject, text: body, own }: Gone,
  wanted: Letter,
  { gists, persons, every_letter: every }: CaseFile,
  stage: Stage,
): string[] => {
  const told = `${subject}\n${body}`;
  const ticketOf = (name: string): string => {
    const of = wanted[name];
    return typeof of === 'string' ? of : name;
  };
  const filled = (pattern: string): RegExp => filledFor(pattern, ticketOf, stage);
  const addresses = [wanted.to].flat().map((name) => persons[name]?.mail ?? name);
  const gist = wanted.gist === null ? undefined : gists[wanted.gist];
  const judged = wanted.by !== 'operator';
  const must = judged ? [...(gist?.must ?? []), ...wanted.must] : [];
  const mustNot = judged ? [...every.must_not, ...(gist?.must_not ?? []), ...wanted.must_not] : [];
  const signature = SIGNATURES[wanted.desk ?? ''];
  return [
    ...(addresses.includes(to) ? [] : [`to ${to}`]),
    ...(wanted.by === 'program' && !own ? ['not the program’s'] : []),
    ...must.filter((pattern) => !filled(pattern).test(told)).map((pattern) => `lacks ${pattern}`),
    ...mustNot.filter((pattern) => filled(pattern).test(told)).map((pattern) => `has ${pattern}`),
    ...(judged && signature !== undefined && !body.includes(signature) ? [`unsigned: ${signature}`] : []),
    ...(wanted.subject_max !== undefined && subject.length > wanted.subject_max ? ['subject too long'] : []),
  ];
};

/** Takes the mails one after another for the letters that are wanted; what is wrong with them, told in words. */
const matched = (
  gone: readonly Gone[],
  wanted: readonly Letter[],
  file: CaseFile,
  stage: Stage,
): string[] => {
  const [mail, ...mails] = gone;
  const [first, ...others] = wanted;
  if (first === undefined)
    return gone.map(({ step, to, subject }) => `one more, step ${step}: ${to} ${subject}`);
  const skipped = () => matched(gone, others, file, stage);
  const joined = others.find(({ gist, after }) => gist === first.may_join && after >= first.after);
  if (mail === undefined || mail.step !== first.after)
    return first.optional ? skipped() : [`none after step ${first.after}: ${String(first.gist)}`];
  const faults = faultsOf(mail, first, file, stage);
  if (faults.length > 0 && first.optional) return skipped();
  // «Принято» and «Пришлите» in one mail.
  if (joined !== undefined && mail.step <= joined.after && faultsOf(mail, joined, file, stage).length === 0) {
    const rest = others.filter((one) => one !== joined);
    return matched(mails, rest, file, stage);
  }
  return [
    ...faults.map((fault) => `${String(first.gist)}: ${fault}`),
    ...matched(mails, others, file, stage),
  ];
};

/** Faults of the whole case; none: it holds. */
export const judged = (id: string, file: CaseFile, stage: Stage): string[] => {
  const one = file.cases.find((each) => each.id === id);
  if (one === undefined) throw new Error(`no case ${id}`);
  const { letters, at_most_total: most, at_least_total: least = 0, never_to: never } = one.expected;
  const { gone } = stage;
  const addressOf = (name: string): string => file.persons[name]?.mail ?? name;
  const others = gone
    .filter(({ to }) => never.some((name) => to === addressOf(name)))
    .map(({ to, subject }) => `to ${to}: ${subject}`);
  const said = gone.flatMap(({ subject, text: body }) =>
    one.expected.must_not_any
      .map((pattern) => filledFor(pattern, (name) => name, stage))
      .filter((pattern) => pattern.test(`${subject}\n${body}`))
      .map((pattern) => `has ${pattern.source}: ${subject}`),
  );
  if (most === undefined) return [...others, ...said, ...matched(gone, letters, file, stage)];
  // Of a loop the count matters, and that every mail is one of those that are told of.
  const strange = gone.filter((mail) =>
    letters.every((wanted) => faultsOf(mail, wanted, file, stage).length > 0),
  );
  return [
    ...others,
    ...said,
    ...(gone.length > most || gone.length < least ? [`${gone.length} mails`] : []),
    ...strange.map(({ to, subject }) => `none of the letters: ${to} ${subject}`),
  ];
};
