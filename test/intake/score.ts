/** Letters whose right reading somebody else wrote down beforehand: what counts as right, and what the reader made of each field. */
import { readFileSync } from 'node:fs';
import { readMail, type MailSettings, type ReadMail } from 'portal-letter';
import { z } from 'zod';

const value = z.string().nullable();

const letter = z.strictObject({
  /** As `reglament intake FILE --json` gives it; of the summary, words that stand in it. */
  expected: z
    .strictObject({
      region: value,
      citizen: z.strictObject({
        name: value,
        snils: value,
        inn: value,
        birthDate: value,
        contactMethod: value,
        contact: value,
      }),
      summary: value,
      portalRequest: value,
      missing: z.array(z.string()),
      origin: z.looseObject({ kind: z.string() }),
      automatic: value.optional(),
    })
    .optional(),
  /** Other right values; `FAULT`: a fault that names the field. */
  alsoRight: z.record(z.string(), z.array(value)).default({}),
  /** What must not be taken without a fault that names the field; of a number, its digits. */
  forbidden: z.record(z.string(), z.string()).default({}),
  why: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
});
export type ScoredLetter = z.infer<typeof letter>;

/**
 * `right`: a right value, or nothing where there is nothing. `missed`: nothing, and nothing said. `reported`: not right, and a fault
 * names the field. `wrong`: not right, and nothing said.
 */
export type Outcome = 'right' | 'missed' | 'reported' | 'wrong';

export interface Scored {
  readonly field: string;
  readonly outcome: Outcome;
  readonly got: string | null;
  readonly wanted: readonly (string | null)[];
}

const FIELDS = [
  'region',
  'name',
  'snils',
  'inn',
  'birthDate',
  'contactMethod',
  'contact',
  'summary',
  'portalRequest',
] as const;
type Field = (typeof FIELDS)[number];

/** The letters of a folder with their `expected.json`, by name. */
export const scoredLetters = (folder: URL): ReadonlyMap<string, ScoredLetter> => {
  const file = readFileSync(new URL('expected.json', folder), 'utf8');
  return new Map(Object.entries(z.record(z.string(), letter).parse(JSON.parse(file))));
};

/** Every field of one letter. The letter is read as of its own day, or near enough. */
export const scoreOf = async (
  raw: Uint8Array,
  { expected, alsoRight, forbidden }: ScoredLetter,
  settings: MailSettings,
): Promise<readonly Scored[]> => {
  const mail = await readMail(raw, settings, { now: new Date('2026-11-17T10:00:00Z') });
  const scored = FIELDS.flatMap((field) => {
    const known = expected === undefined ? undefined : valueOf(field, expected);
    const also = alsoRight[field] ?? [];
    if (known === undefined && forbidden[field] === undefined) return [];
    const wanted = known === undefined ? [] : [known, ...also];
    return [judged(mail, field, wanted, forbidden[field])];
  });
  if (expected === undefined) return scored;
  const kind: Scored = {
    field: 'origin',
    outcome: mail.origin.kind === expected.origin.kind ? 'right' : 'wrong',
    got: mail.origin.kind,
    wanted: [expected.origin.kind],
  };
  return [...scored, ...(mail.letter.automatic === null ? [kind] : []), missingOf(mail, expected, scored)];
};

const valueOf = (
  field: Field,
  of: {
    readonly region: string | null;
    readonly citizen: ReadMail['intake']['citizen'] | NonNullable<ScoredLetter['expected']>['citizen'];
    readonly summary: string | null;
    readonly portalRequest: string | null;
  },
): string | null =>
  field === 'region' || field === 'summary' || field === 'portalRequest' ? of[field] : of.citizen[field];

const judged = (
  { intake }: ReadMail,
  field: Field,
  wanted: readonly (string | null)[],
  forbidden: string | undefined,
): Scored => {
  const got = valueOf(field, intake);
  const told = intake.faults.some((fault) => fault.field === field);
  const outcome = ((): Outcome => {
    if (wanted.some((each) => isSame(field, got, each))) return 'right';
    const taken = forbidden !== undefined && got !== null && holds(got, forbidden);
    if (taken && !told) return 'wrong';
    if (wanted.length === 0) return 'right';
    if (told) return wanted.includes('FAULT') ? 'right' : 'reported';
    return got === null ? 'missed' : 'wrong';
  })();
  return { field, outcome, got, wanted };
};

const holds = (got: string, forbidden: string): boolean => {
  const digits = got.replace(/\D/gu, '');
  return got.includes(forbidden) || (/^\d+$/u.test(forbidden) && digits.includes(forbidden));
};

const isSame = (field: Field, got: string | null, wanted: string | null): boolean => {
  if (wanted === null || got === null) return wanted === got;
  return field === 'summary' ? plain(got).includes(plain(wanted)) : got === wanted;
};

const plain = (text: string): string => text.replace(/\s+/gu, ' ').toLowerCase();

/** What is missing, but for fields of which another value is right too. */
const missingOf = (
  { intake }: ReadMail,
  { missing }: NonNullable<ScoredLetter['expected']>,
  scored: readonly Scored[],
): Scored => {
  const open = new Set(
    scored.flatMap(({ field, outcome, wanted }) => (wanted.length > 1 || outcome !== 'right' ? [field] : [])),
  );
  const told = (fields: readonly string[]): string => fields.filter((each) => !open.has(each)).join(' ');
  const got = told(intake.missing);
  return {
    field: 'missing',
    outcome: got === told(missing) ? 'right' : 'wrong',
    got,
    wanted: [missing.join(' ')],
  };
};
