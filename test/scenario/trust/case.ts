/** A case of the matrix of trust as it stands in `cases/`: what was there, which letter came, how the helpdesk stands in the end. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const text = z.string();
const mailed = z.strictObject({
  to: text.optional(),
  withTitleOf: text.optional(),
  about: text.optional(),
  subjectContains: text.optional(),
  bodyContains: text.optional(),
});

const given = z.strictObject({
  number: text,
  title: text,
  region: z.literal('bashkortostan'),
  state: text,
  reason: text.nullable(),
  customer: z.strictObject({ name: text, email: text }),
  portalRequest: text,
  fields: z.record(text, text.nullable()),
  articles: z.array(
    z.strictObject({
      from: text,
      to: text.optional(),
      messageId: text,
      sender: text,
      about: text.optional(),
    }),
  ),
  waitSource: text.optional(),
  deadline: text.optional(),
});
export type Given = z.infer<typeof given>;

/** What is said of a ticket that was there; keys with a dot name a field. */
const kept = z.looseObject({
  unchanged: z.array(text).optional(),
  changed: z.record(text, text).optional(),
  state: text.optional(),
  notState: text.optional(),
  shownToOperator: z.union([z.boolean(), text]).optional(),
  closingSuspended: z.boolean().optional(),
  told: z.literal(false).optional(),
  repeatComment: z.literal(false).optional(),
  notTransferred: z.boolean().optional(),
  notes: text.optional(),
});
export type Kept = z.infer<typeof kept>;

const made = z.looseObject({
  made: z.boolean(),
  customer: text.optional(),
  customerNot: text.optional(),
  fields: z.record(text, text.nullable()).optional(),
  linkedTo: text.optional(),
  portalRequest: z.null().optional(),
  region: text.optional(),
  channel: text.optional(),
  state: text.optional(),
  reason: text.optional(),
  groupNot: text.optional(),
  fieldsCopiedFrom: text.optional(),
  missing: z.array(text).optional(),
  shownToOperator: z.boolean().optional(),
});
export type Made = z.infer<typeof made>;

const mails = z.looseObject({
  to: z.array(text).optional(),
  allowedTo: z.array(text).optional(),
  max: z.number().optional(),
  'asks.max': z.number().optional(),
  never: z.array(mailed).optional(),
  second: text.optional(),
  about: text.optional(),
});
export type Mails = z.infer<typeof mails>;

const outcome = z.looseObject({
  at: text.optional(),
  tickets: z.record(text, kept).optional(),
  newTicket: made.optional(),
  ticketCount: z.number().optional(),
  linked: z.boolean().optional(),
  notes: z
    .strictObject({ shown: text.optional(), never: text.optional(), count: z.number().optional() })
    .optional(),
  mails: mails.optional(),
  reply: z.strictObject({ to: z.array(text), never: z.array(text) }).optional(),
});
export type Outcome = z.infer<typeof outcome>;

const letter = z.strictObject({
  file: text,
  at: text.optional(),
  times: z.number().optional(),
  each: text.optional(),
  role: text.optional(),
});

export const trustCase = z.strictObject({
  id: text,
  title: text,
  issue: z.array(z.number()),
  clauses: z.array(text),
  given: z.strictObject({
    settings: z.strictObject({ askMissing: z.literal('citizen') }),
    tickets: z.array(given),
  }),
  letter: text.optional(),
  letters: z.array(letter).optional(),
  act: z.array(text).optional(),
  then: outcome.extend({ beforeAct: outcome.optional(), afterAct: outcome.optional() }),
  why: text,
});
export type TrustCase = z.infer<typeof trustCase>;
export type CaseLetter = z.infer<typeof letter>;

const FOLDER = join(import.meta.dirname, 'cases');

export const caseNames = Array.from({ length: 23 }, (_, index) => `T${String(index + 1).padStart(2, '0')}`);

export const readCase = async (id: string): Promise<TrustCase> =>
  trustCase.parse(parse(await readFile(join(FOLDER, `${id}.yaml`), 'utf8')));

/**
 * A letter with the numbers that tickets really have, and a Message-ID of its own from the second time on. Body and subject of the
 * cases are base64, so that both are taken apart and put together again.
 */
export const letterNamed = async (
  file: string,
  numbers: ReadonlyMap<string, string>,
  time = 1,
): Promise<string> => {
  const raw = (await readFile(join(FOLDER, file), 'utf8')).replaceAll('\r\n', '\n');
  const renumbered = (said: string): string =>
    [...numbers].reduce((told, [from, to]) => told.replaceAll(from, to), said);
  const [head = '', body = ''] = raw.split(/\n\n([^]*)/u);
  const words = (encoded: string): string => Buffer.from(encoded, 'base64').toString('utf8');
  const subject = /^Subject: (.*(?:\n[ \t].*)*)/mu.exec(head)?.[1] ?? '';
  const plain = subject
    .replace(/\?=\s+=\?/gu, '?==?')
    .replace(/=\?utf-8\?B\?([^?]*)\?=/giu, (_, coded: string) => words(coded));
  const again = Buffer.from(renumbered(plain)).toString('base64');
  return [
    head
      .replace(subject, `=?utf-8?B?${again}?=`)
      .replace(/^(Message-ID: <)/mu, time === 1 ? '$1' : `$1${time}.`),
    '',
    Buffer.from(renumbered(words(body)))
      .toString('base64')
      .replace(/.{76}/gu, '$&\n'),
    '',
  ]
    .join('\n')
    .replaceAll('\n', '\r\n');
};
