/** `faq.yaml` beside the files of an edition: its number and date, and which question another one was before. */
import { parse } from 'yaml';
import { z } from 'zod';
import type { FaqFault } from '../types.js';
import { decode } from './decode.js';
import type { RawManifest, SourceFile } from './raw.js';

const NAMES = /(?:^|\/)(?:faq|manifest|[^/]+\.faq)\.ya?ml$/i;
const OURS = ['edition', 'date', 'renames', 'different'];

const manifest = z.strictObject({
  edition: z.union([z.string(), z.number().transform(String)]).optional(),
  date: z.iso.date().optional(),
  /** Question or id → question or id the answer had before. */
  renames: z.record(z.string(), z.union([z.string(), z.number().transform(String)])).default({}),
  /** Questions that are new, however like a former one they are. */
  different: z.array(z.string()).default([]),
});

interface Manifest extends RawManifest {
  readonly renames: ReadonlyMap<string, string>;
  readonly different: readonly string[];
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly FaqFault[];
}

const none: Manifest = {
  edition: null,
  date: null,
  renames: new Map(),
  different: [],
  faults: [],
  warnings: [],
};

export const isManifest = ({ name }: SourceFile): boolean => NAMES.test(name);

/** The first manifest among the files. One of a site engine is passed over and named; one that cannot be read is a fault. */
export const readManifest = (sources: readonly SourceFile[]): Manifest => {
  const source = sources.find(isManifest);
  if (source === undefined) return none;
  const fault = (message: string): Manifest => ({ ...none, faults: [{ where: source.name, message }] });
  let value: unknown;
  try {
    value = parse(decode(source.data) ?? '');
  } catch {
    return fault('не читается: проверьте YAML');
  }
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (value !== null && value !== undefined && !keys.some((key) => OURS.includes(key)))
    return {
      ...none,
      warnings: [
        { where: source.name, message: 'это не описание издания (edition, date, renames): не прочитан' },
      ],
    };
  const found = manifest.safeParse(value ?? {});
  if (!found.success)
    return fault(
      'ожидались только edition, date (ГГГГ-ММ-ДД), renames (вопрос или id → прежний вопрос или id) и different (новые вопросы)',
    );
  const { edition = null, date = null, renames, different } = found.data;
  return { ...none, edition, date, renames: new Map(Object.entries(renames)), different };
};

/** What a file's name says: «FAQ_2026-03-01», «Вопросы ред. 12 от 01.03.2026». */
export const fromName = (name: string): RawManifest => {
  const stem = name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const iso = /(\d{4})-(\d\d)-(\d\d)/.exec(stem);
  const russian = /(\d\d)\.(\d\d)\.(\d{4})/.exec(stem);
  const date = iso?.[0] ?? (russian === null ? null : `${russian[3]}-${russian[2]}-${russian[1]}`);
  return {
    edition: /(?:ред(?:акция)?|издание|изд)[.\s_№]*(\d+)/i.exec(stem)?.[1] ?? null,
    date: date !== null && z.iso.date().safeParse(date).success ? date : null,
  };
};
