/** Letters a second from raw bytes to checked fields, beside postal-mime alone; and how many fields are right, shape by shape. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { loadConfig, type Config } from '../config/load.js';
import { readLetter, mailSettings, type MailSettings, readMail } from 'portal-letter';
import { formFields } from 'portal-letter/spelling';
import { forms, letters, type Expected } from '../test/intake/expected.js';
import { wild } from '../test/intake/expected-wild.js';
import { scoredLetters, scoreOf, type Outcome } from '../test/intake/score.js';
import { layouts, letterIn } from '../test/intake/generated.js';
import { ratesOf } from './rate.js';
import type { Table } from './table.js';

const CORPUS = 'test/intake/';
const own = { addresses: ['support@help.example'] };
const now = new Date('2026-03-03T10:00:00Z');
const FIELDS = ['name', 'snils', 'inn', 'birthDate', 'contactMethod', 'contact', 'summary'] as const;

/** Reads the whole corpus, one letter after another, in one process. */
export const intake = async (): Promise<Table> => {
  const config = await loadConfig('config');
  const settings = mailSettings({ ...config, intake: { ...config.intake, ownAddresses: own.addresses } });
  const corpus = [
    ...readFolder('forms', forms),
    ...readFolder('letters', letters),
    ...readFolder('wild', wild),
  ];
  const every = (read: (raw: Uint8Array) => Promise<unknown>) => async (): Promise<number> => {
    for (const { raw } of corpus) await read(raw);
    return corpus.length;
  };
  return {
    title: `Intake: ${corpus.length} letters of the corpus`,
    unit: 'letters/s',
    rows: await ratesOf({
      'Reglament: whose letter it is, and its fields, checked': every((raw) =>
        readMail(raw, settings, { now }),
      ),
      'Reglament: charsets found out, quotes and signatures cut, robots told apart': every((raw) =>
        readLetter(raw, own),
      ),
      'postal-mime alone': every((raw) => PostalMime.parse(raw)),
    }),
    notes: [
      'postal-mime is what Reglament reads with: the floor of what a letter costs',
      ...(await accuracy([...corpus, ...generated(config)], settings)),
      await beforehand('known', 'letters used while the reader was written', config),
      await beforehand('later', 'letters written later by another hand', config),
    ],
  };
};

/** Every field of letters whose right reading was written down before: right, missed, reported, or wrong with nothing said. */
const beforehand = async (folder: string, what: string, config: Config): Promise<string> => {
  const place = new URL(`../${CORPUS}${folder}/`, import.meta.url);
  const settings = mailSettings(config);
  const sums: Record<Outcome, number> = { right: 0, missed: 0, reported: 0, wrong: 0 };
  const letters = scoredLetters(place);
  for (const [name, letter] of letters)
    for (const { outcome } of await scoreOf(readFileSync(new URL(`${name}.eml`, place)), letter, settings))
      sums[outcome] += 1;
  const counts = Object.entries(sums).map(([outcome, count]) => `${count} ${outcome}`);
  return `${letters.size} ${what}: fields ${counts.join(', ')} without a fault`;
};

interface Sample {
  readonly shape: string;
  readonly raw: Uint8Array;
  readonly expected: Expected;
}

const readFolder = (folder: string, expected: Readonly<Record<string, Expected>>): Sample[] =>
  readdirSync(`${CORPUS}${folder}`).flatMap((file) => {
    const name = file.replace(/\.eml$/u, '');
    const wanted = expected[name];
    if (wanted === undefined) return [];
    // Of these no two are alike.
    const shape = folder === 'wild' ? 'as portals send' : (name.split('-')[0] ?? name);
    return [{ shape, raw: readFileSync(`${CORPUS}${folder}/${file}`), expected: wanted }];
  });

/** Letters made by chance, the same in each run: every spelling of `intake.yaml`, in every layout. */
const generated = ({ intake: { keys } }: Config): Sample[] => {
  const spellings = Object.fromEntries(
    formFields.map((field) => [field, (keys[field] ?? []).filter((label) => !label.includes('/'))]),
  );
  return layouts.flatMap((layout) =>
    fc.sample(letterIn(layout, spellings), { numRuns: 200, seed: 1 }).map(({ raw, citizen }) => ({
      shape: `generated ${layout}`,
      raw,
      expected: { from: '', ...citizen },
    })),
  );
};

/** Right values, gaps left as gaps included; and values that are wrong with no fault to tell of it. */
const accuracy = async (corpus: readonly Sample[], settings: MailSettings): Promise<string[]> => {
  const shapes = new Map<string, { right: number; all: number; silent: number }>();
  for (const { shape, raw, expected } of corpus) {
    const count = shapes.get(shape) ?? { right: 0, all: 0, silent: 0 };
    const { intake: read } = await readMail(raw, settings, { now });
    for (const field of FIELDS) {
      const value = field === 'summary' ? read.summary : read.citizen[field];
      const right = (value ?? undefined) === expected[field];
      const told = read.faults.some((fault) => fault.field === field);
      count.all += 1;
      count.right += right ? 1 : 0;
      count.silent += !right && value !== null && !told ? 1 : 0;
    }
    shapes.set(shape, count);
  }
  return [...shapes].map(
    ([shape, { right, all, silent }]) =>
      `${shape.padEnd(24)} ${right} of ${all} fields right (${((100 * right) / all).toFixed(1)} %), ${silent} wrong without a fault`,
  );
};
