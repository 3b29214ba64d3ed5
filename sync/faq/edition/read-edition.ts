/** An edition from its files, whatever their formats: rows judged one by one, so that a faulty one takes no other with it. */
import type { FaqEdition, FaqEntry, FaqFault, FaqWithheld } from '../types.js';
import type { Convert } from './convert.js';
import { toEntry, type Unnamed } from './entry.js';
import { derivedId, sha256, wordingOf } from './identity.js';
import { fromName, readManifest } from './manifest.js';
import { readParts } from './parts.js';
import type { RawEdition, RawEntry, SourceFile } from './raw.js';

export type { SourceFile } from './raw.js';
export type { Convert } from './convert.js';

interface EditionOptions {
  /** Beats what the files say. */
  readonly edition?: string;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
  /** Of entries that name none. */
  readonly locale?: string;
  /** For formats only office programs read; left out: none is at hand. */
  readonly convert?: Convert;
}

const unique = (faults: readonly FaqFault[]): FaqFault[] => [
  ...new Map(faults.map((fault) => [`${fault.where}\n${fault.message}`, fault])).values(),
];

/** Ids: the given one, else of the wording; of a wording that several sections ask, with the section. */
const named = (entries: readonly Unnamed[]): FaqEntry[] => {
  const asked = Map.groupBy(entries, ({ question, locale }) => `${locale} ${wordingOf(question)}`);
  return entries.map(({ given, ...entry }) => {
    const alone = (asked.get(`${entry.locale} ${wordingOf(entry.question)}`)?.length ?? 0) < 2;
    return { ...entry, id: given ?? derivedId(alone ? [] : entry.category, entry.question) };
  });
};

/** Ids by the rename map, however many editions it has grown over. Keys and values are ids, or questions as they were worded. */
const renamed = (entries: readonly FaqEntry[], renames: ReadonlyMap<string, string>): FaqEntry[] => {
  if (renames.size === 0) return [...entries];
  const byWording = new Map([...renames].map(([now, before]) => [wordingOf(now), before]));
  const formerOf = ({ id, question }: FaqEntry): string | undefined =>
    renames.get(id) ?? byWording.get(wordingOf(question));
  return entries.map((entry) => {
    const seen = new Set<string>();
    const formers: string[] = [];
    for (
      let before = formerOf(entry);
      before !== undefined && !seen.has(before);
      before = renames.get(before) ?? byWording.get(wordingOf(before))
    ) {
      seen.add(before);
      formers.push(before);
    }
    const last = formers.at(-1);
    if (last === undefined) return entry;
    return { ...entry, id: /\s/.test(last) ? derivedId([], last) : last, former: formers.map(wordingOf) };
  });
};

/** The first of an id or of a title within a category stays; the other is a fault that names both places. */
const onlyFirst = (
  entries: readonly FaqEntry[],
): { readonly entries: readonly FaqEntry[]; readonly faults: readonly FaqFault[] } => {
  const seen = new Map<string, FaqEntry>();
  const kept: FaqEntry[] = [];
  const faults: FaqFault[] = [];
  for (const entry of entries) {
    const title = `title ${entry.locale} ${[...entry.category, entry.question].join('\n').toLowerCase()}`;
    const id = `id ${entry.locale} ${entry.id}`;
    const sameTitle = seen.get(title);
    const other = sameTitle ?? seen.get(id);
    if (other === undefined) {
      seen.set(title, entry).set(id, entry);
      kept.push(entry);
    } else
      faults.push({
        where: entry.where,
        message: `${sameTitle === undefined ? `id «${entry.id}»` : 'такой вопрос в этой категории'} уже есть: ${other.where}`,
      });
  }
  return { entries: kept, faults };
};

/** What stands where a file names no section at all: the same in every edition, whatever the file is called. */
const NO_SECTION = 'Общие вопросы';

/** A file none of whose questions has a section is an edition without sections; one that some lack is a fault of theirs. */
const withSection = (name: string, raw: RawEdition): RawEdition => {
  const { entries } = raw;
  if (entries.length === 0 || entries.some(({ category }) => category.some((part) => part.trim() !== '')))
    return raw;
  const message = `разделов нет (вопросов: ${entries.length}): взят раздел «${NO_SECTION}»; иные назовите заголовками или столбцом «Категория»`;
  return {
    ...raw,
    entries: entries.map((entry) => ({ ...entry, category: [NO_SECTION] })),
    warnings: [...raw.warnings, { where: name, message }],
  };
};

const withheldOf = (raws: readonly RawEntry[]): FaqWithheld[] =>
  raws.flatMap(({ withheld, id, question, where }) =>
    withheld === undefined ? [] : [{ id, question, where, because: withheld }],
  );

/**
 * The edition that the files hold together. Never rejects for what a file holds: a row, or a whole file, that cannot be read is a
 * fault, and the rest is there. Clause 2.1.
 */
export const readEdition = async (
  given: readonly SourceFile[],
  options: EditionOptions = {},
): Promise<FaqEdition> => {
  const { parts, files, faults: unread, warnings } = await readParts(given, options.convert ?? null);
  const sources = new Map(files.map((file) => [file.name, file]));
  const manifest = readManifest(files);
  const homed = parts.map(({ name, raw }) => withSection(name, raw));
  const raws = homed.flatMap(({ entries }) => entries);
  const withheld = withheldOf(raws);
  const judged = raws
    .filter((raw) => raw.withheld === undefined)
    .map((raw) => toEntry(raw, sources, options.locale ?? 'ru'));
  const all = named(judged.flatMap(({ entry }) => (entry === null ? [] : [entry])));
  const { entries, faults } = onlyFirst(renamed(all, manifest.renames));
  const said = (key: 'edition' | 'date'): string | null =>
    options[key] ?? manifest[key] ?? parts.map(({ raw }) => raw[key]).find((value) => value !== null) ?? null;
  const titles = [...given, ...parts].map(({ name }) => fromName(name));
  const date = options.date ?? manifest.date ?? titles.find((one) => one.date !== null)?.date ?? said('date');
  const content = sha256(entries.map(({ id, hash }) => `${id} ${hash}`).join('\n')).slice(0, 8);
  const found: FaqFault[] = [
    ...manifest.faults,
    ...unread,
    ...parts.flatMap(({ raw }) => raw.faults),
    ...judged.flatMap((one) => one.faults),
    ...faults,
  ];
  const drafts = withheld.filter(({ because }) => because.startsWith('черновик'));
  return {
    id: said('edition') ?? titles.find(({ edition }) => edition !== null)?.edition ?? date ?? content,
    date,
    entries,
    withheld,
    different: manifest.different.map(wordingOf),
    faults:
      entries.length === 0 && found.length === 0
        ? [
            {
              where: parts[0]?.name ?? given[0]?.name ?? 'издание',
              message:
                given.length === 0
                  ? 'папка пуста: вопросов нет'
                  : 'ни одного вопроса не найдено: оформите вопросы заголовками («Заголовок 2») или таблицей со столбцами «Вопрос» и «Ответ»',
            },
          ]
        : unique(found),
    warnings: unique([
      ...manifest.warnings,
      ...warnings,
      ...homed.flatMap((raw) => raw.warnings),
      ...judged.flatMap((one) => one.warnings),
      ...(drafts.length === 0
        ? []
        : [
            {
              where: drafts[0]?.where ?? '',
              message: `черновики не публикуются: ${drafts.length} («${drafts[0]?.question ?? ''}»)`,
            },
          ]),
    ]),
  };
};
