/** An edition from its files, whatever their formats: rows judged one by one, so that a faulty one takes no other with it. */
import type { FaqEdition, FaqEntry, FaqFault, FaqFile } from '../types.js';
import { answerHtml } from './answer-html.js';
import { readCsv } from './csv.js';
import { readDocx } from './docx.js';
import { contentHash, derivedId, sha256 } from './identity.js';
import { readJson } from './json.js';
import { fromName, isManifest, readManifest } from './manifest.js';
import { readMarkdown } from './markdown.js';
import { mediaType } from './media-type.js';
import { folderOf, onlyFaults, type RawEdition, type RawEntry, type SourceFile } from './raw.js';
import { readXlsx } from './xlsx.js';

export type { SourceFile } from './raw.js';

interface EditionOptions {
  /** Beats what the files say. */
  readonly edition?: string;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
  /** Of entries that name none. */
  readonly locale?: string;
}

type Format = (source: SourceFile) => RawEdition | Promise<RawEdition>;
const formats: Readonly<Record<string, Format>> = {
  csv: readCsv,
  json: readJson,
  md: readMarkdown,
  markdown: readMarkdown,
  docx: readDocx,
  xlsx: readXlsx,
  xlsm: readXlsx,
};
/** Older or locked formats that people do send. */
const foreign = new Set(['doc', 'xls', 'odt', 'ods', 'rtf', 'pdf', 'txt', 'html', 'htm', 'docm', 'zip']);

/** Zammad refuses longer titles. */
const TITLE = 250;
/** An answer nobody reads; Zammad's page grows slow with it. */
const ANSWER_BYTES = 1024 * 1024;

const visibilities: Readonly<Record<string, 'internal' | 'public'>> = {
  internal: 'internal',
  внутренний: 'internal',
  внутренняя: 'internal',
  public: 'public',
  публичный: 'public',
  публичная: 'public',
  общедоступный: 'public',
};

const extensionOf = (name: string): string => /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

const toFile = (name: string, type: string, data: Uint8Array, contentId: string | null): FaqFile => ({
  name: name.slice(name.lastIndexOf('/') + 1),
  type,
  data,
  hash: sha256(data),
  contentId,
});

const DATA_URL = /^data:(image\/[a-z.+-]{1,40});base64,([A-Za-z0-9+/=\s]+)$/i;
const nameOfPicture = (contentId: string, type: string): string =>
  `picture-${contentId.slice(0, 8)}.${type.replace(/^image\//, '').replace(/\+.*$/, '')}`;

type Sources = ReadonlyMap<string, SourceFile>;

/** The file of the edition that an entry means: beside it, else by its whole path. */
const fileNamed = (name: string, { folder }: Pick<RawEntry, 'folder'>, sources: Sources) =>
  sources.get(`${folder}${name.replace(/^\.\//, '')}`) ?? sources.get(name);

/** An entry with its pictures and attachments found, or why it cannot be one. */
const toEntry = (
  raw: RawEntry,
  sources: Sources,
  defaultLocale: string,
): { readonly entry: FaqEntry | null; readonly faults: readonly FaqFault[] } => {
  const faults: FaqFault[] = [];
  const fault = (message: string): void => {
    faults.push({ where: raw.where, message });
  };
  const files = new Map<string, FaqFile>();
  const inline = (data: Uint8Array, type: string, name?: string): string => {
    const contentId = sha256(data).slice(0, 16);
    files.set(contentId, toFile(name ?? nameOfPicture(contentId, type), type, data, contentId));
    return `cid:${contentId}`;
  };
  const found = (name: string): SourceFile | undefined => fileNamed(name, raw, sources);
  const picture = (source: string): string | null => {
    const own = raw.pictures.find(({ contentId }) => source === `cid:${contentId}`);
    if (own !== undefined) return inline(own.data, own.type);
    const data = DATA_URL.exec(source);
    if (data !== null) return inline(Buffer.from(data[2] ?? '', 'base64'), (data[1] ?? '').toLowerCase());
    const beside = /^[a-z]+:|^\/\//i.test(source) ? undefined : found(decodeURIComponent(source));
    if (beside !== undefined) return inline(beside.data, mediaType(beside.name), beside.name);
    fault('картинка не найдена среди файлов издания: положите её рядом и сошлитесь по имени');
    return null;
  };
  const category = raw.category.map((part) => part.replace(/\s+/g, ' ').trim()).filter((part) => part !== '');
  const question = raw.question.replace(/\s+/g, ' ').trim();
  const fits = Buffer.byteLength(raw.answer) <= ANSWER_BYTES;
  const html = fits ? answerHtml(raw.answer, raw.kind, picture) : '';
  for (const name of raw.fileNames) {
    const source = found(name);
    if (source === undefined) fault(`файла «${name}» нет среди файлов издания`);
    else files.set(name, toFile(name, mediaType(name), source.data, null));
  }
  const visibility = raw.visibility === null ? null : visibilities[raw.visibility.trim().toLowerCase()];
  const before = faults.length;
  if (category.length === 0) fault('не указана категория');
  if (question === '') fault('нет вопроса');
  if (question.length > TITLE)
    fault(`вопрос длиннее ${TITLE} знаков: Zammad такой заголовок не примет, сократите`);
  if (!fits) fault('ответ больше 1 МБ: разделите его или вынесите во вложение');
  else if (html === '') fault('нет ответа');
  if (visibility === undefined) fault('видимость: допустимы «внутренний» и «публичный»');
  if (faults.length > before || visibility === undefined) return { entry: null, faults };
  const list = [...files.values()];
  const entry: FaqEntry = {
    id: raw.id ?? derivedId(category, question),
    category,
    question,
    html,
    files: list,
    visibility,
    locale: raw.locale ?? defaultLocale,
    hash: contentHash(question, html, list),
    where: raw.where,
  };
  return { entry, faults };
};

interface Part {
  readonly name: string;
  readonly raw: RawEdition;
}

/** Leaves out the files that answers of other files carry as attachments: a form to fill in is no part of the edition. */
const withoutAttachments = (parts: readonly Part[], sources: Sources): Part[] => {
  const attached = new Set(
    parts.flatMap(({ name, raw }) =>
      raw.entries.flatMap((entry) =>
        entry.fileNames
          .flatMap((file) => fileNamed(file, entry, sources)?.name ?? [])
          .filter((file) => file !== name),
      ),
    ),
  );
  return parts.filter(({ name }) => !attached.has(name));
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

const unreadable = (name: string): RawEdition =>
  onlyFaults(name, 'такой формат не читается: нужен DOCX, XLSX, CSV, JSON или Markdown');

/**
 * The edition that the files hold together. Never rejects for what a file holds: a row, or a whole file, that cannot be read is a
 * fault, and the rest is there. Clause 2.1.
 */
export const readEdition = async (
  files: readonly SourceFile[],
  options: EditionOptions = {},
): Promise<FaqEdition> => {
  const sources = new Map(files.map((file) => [file.name, file]));
  const manifest = readManifest(files);
  const read: Part[] = [];
  for (const file of files) {
    const extension = extensionOf(file.name);
    const format = isManifest(file) ? undefined : formats[extension];
    if (format !== undefined) read.push({ name: file.name, raw: await format(file) });
    else if (foreign.has(extension) && files.length === 1)
      read.push({ name: file.name, raw: unreadable(file.name) });
  }
  const parts = withoutAttachments(read, sources);
  const judged = parts
    .flatMap(({ raw }) => raw.entries)
    .map((raw) => toEntry(raw, sources, options.locale ?? 'ru'));
  const renamed = judged.flatMap(({ entry }) =>
    entry === null ? [] : [{ ...entry, id: manifest.renames.get(entry.id) ?? entry.id }],
  );
  const { entries, faults } = onlyFirst(renamed);
  const said = (key: 'edition' | 'date'): string | null =>
    options[key] ?? manifest[key] ?? parts.map(({ raw }) => raw[key]).find((value) => value !== null) ?? null;
  const named = parts.map(({ name }) => fromName(name));
  const date = options.date ?? manifest.date ?? named.find((one) => one.date !== null)?.date ?? said('date');
  const content = sha256(entries.map(({ id, hash }) => `${id} ${hash}`).join('\n')).slice(0, 8);
  const faultless = parts.length > 0 || files.length === 0;
  return {
    id: said('edition') ?? named.find(({ edition }) => edition !== null)?.edition ?? date ?? content,
    date,
    entries,
    faults: [
      ...manifest.faults,
      ...(faultless
        ? []
        : [
            {
              where: folderOf(files[0]?.name ?? '') || 'издание',
              message: 'нет файлов, которые читаются как FAQ',
            },
          ]),
      ...parts.flatMap(({ raw }) => raw.faults),
      ...judged.flatMap((one) => one.faults),
      ...faults,
    ],
  };
};
