/** JSON: an array of entries, or an object with the edition's id, date and entries. */
import { z } from 'zod';
import { decode } from './decode.js';
import { folderOf, onlyFaults, type RawEdition, type RawEntry, type SourceFile } from './raw.js';

const text = z.union([z.string(), z.number().transform(String)]);
const entry = z.object({
  id: text.nullish(),
  category: z.union([z.array(z.string()), z.string().transform((path) => path.split(/\s*\/\s*/))]),
  question: z.string(),
  answer: z.string(),
  visibility: z.string().nullish(),
  locale: z.string().nullish(),
  files: z.array(z.string()).default([]),
});
const edition = z.object({
  edition: text.nullish(),
  date: z.iso.date().nullish(),
  entries: z.array(z.unknown()),
});

const parsed = (source: string): unknown => {
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
};

export const readJson = ({ name, data }: SourceFile): RawEdition => {
  const source = decode(data);
  const value = source === null ? undefined : parsed(source);
  const whole = edition.safeParse(Array.isArray(value) ? { entries: value } : value).data;
  if (whole === undefined)
    return onlyFaults(name, 'не читается: нужен массив записей или объект {edition, date, entries}');
  const folder = folderOf(name);
  const rows = whole.entries.map((row, index) => {
    const where = `${name}, запись ${index + 1}`;
    const found = entry.safeParse(row);
    if (!found.success) {
      const fields = [...new Set(found.error.issues.map(({ path }) => path.join('.') || 'запись'))];
      return { fault: { where, message: `неверно или не задано: ${fields.join(', ')}` } };
    }
    const { files, id, visibility, locale, ...rest } = found.data;
    const read: RawEntry = {
      ...rest,
      id: id ?? null,
      kind: 'either',
      visibility: visibility ?? null,
      locale: locale ?? null,
      fileNames: files,
      pictures: [],
      folder,
      where,
    };
    return { read };
  });
  return {
    edition: whole.edition ?? null,
    date: whole.date ?? null,
    entries: rows.flatMap(({ read }) => (read === undefined ? [] : [read])),
    faults: rows.flatMap(({ fault }) => (fault === undefined ? [] : [fault])),
  };
};
