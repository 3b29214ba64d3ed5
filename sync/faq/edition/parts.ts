/** Files of an edition read one by one; each that is not read is named, unless it is an attachment or what a system leaves about. */
import type { FaqFault } from '../types.js';
import { convertible, stepsFor, type Convert } from './convert.js';
import { readCsv } from './csv.js';
import { readDocx } from './docx.js';
import { readHtml } from './html.js';
import { readJson } from './json.js';
import { kindOf, type Kind } from './kind.js';
import { isManifest } from './manifest.js';
import { folderTitle, readMarkdown, type FolderTitles } from './markdown.js';
import { readOds } from './ods.js';
import { readOdt } from './odt.js';
import { folderOf, onlyFaults, type RawEdition, type RawEntry, type SourceFile } from './raw.js';
import { readText } from './text.js';
import { unzipped } from './unzip.js';
import { readXlsx } from './xlsx.js';
import { readYaml } from './yaml.js';

export interface Part {
  readonly name: string;
  readonly raw: RawEdition;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** All files, those of archives among them. */
  readonly files: readonly SourceFile[];
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly FaqFault[];
}

const JUNK = /(?:^|\/)(?:~\$[^/]*|\.[^/]*|Thumbs\.db|desktop\.ini|\.DS_Store)$|(?:^|\/)__MACOSX\//i;
/** Of site engines and repositories: no questions stand in them. */
const SITE =
  /(?:^|\/)(?:package(?:-lock)?\.json|_category_\.json|tsconfig\.json|_index\.mdx?|sidebars?\.(?:js|ts|ya?ml)|toc\.ya?ml|mkdocs\.ya?ml|presets\.ya?ml|\.?[^/]*\.config\.[^/]+)$/i;
const ABOUT = /(?:^|\/)(?:readme|index|license|changelog|contributing)\.(?:md|mdx|markdown)$/i;

/** Read whole, and taken apart into many small pieces. */
const TEXTS: readonly Kind[] = ['csv', 'html', 'json', 'markdown', 'text', 'yaml'];
const TEXT_LIMIT = 16 * 1024 * 1024;

type Format = (file: SourceFile) => RawEdition;

const formatsWith = (titles: FolderTitles): Readonly<Partial<Record<Kind, Format>>> => ({
  csv: readCsv,
  docx: readDocx,
  html: readHtml,
  json: readJson,
  markdown: (file) => readMarkdown(file, titles),
  ods: readOds,
  odt: readOdt,
  text: readText,
  xlsx: readXlsx,
  yaml: readYaml,
});

/** The file of the edition that an entry means: beside it, else by its whole path. */
export const fileNamed = (
  name: string,
  { folder }: Pick<RawEntry, 'folder'>,
  sources: ReadonlyMap<string, SourceFile>,
): SourceFile | undefined => sources.get(`${folder}${name.replace(/^\.\//, '')}`) ?? sources.get(name);

const converted = async (
  file: SourceFile,
  kind: Kind,
  convert: Convert | null,
  formats: ReturnType<typeof formatsWith>,
): Promise<RawEdition> => {
  const to = convertible[kind];
  if (to === undefined || convert === null) return onlyFaults(file.name, stepsFor(kind, file.name));
  try {
    const data = await convert(file, to);
    const format = formats[to];
    if (data === null || format === undefined) return onlyFaults(file.name, stepsFor(kind, file.name));
    const read = format({ name: file.name, data });
    const told = {
      where: file.name,
      message: `прочитан через LibreOffice как ${to.toUpperCase()}: проверьте, всё ли на месте`,
    };
    return { ...read, warnings: [told, ...read.warnings] };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return onlyFaults(file.name, `LibreOffice не открыл файл (${because}); ${stepsFor(kind, file.name)}`);
  }
};

/** Reads every file that can hold questions. Never rejects for what a file holds. */
export const readParts = async (given: readonly SourceFile[], convert: Convert | null): Promise<Parts> => {
  const faults: FaqFault[] = [];
  const warnings: FaqFault[] = [];
  const files = given.flatMap((file) => {
    if (kindOf(file) !== 'zip') return [file];
    const inside = unzipped(file);
    faults.push(...inside.faults);
    return inside.files;
  });
  const told = files.filter(({ name }) => !JUNK.test(name) && !SITE.test(name));
  const titles = new Map(
    files.flatMap((file) => {
      const title = folderTitle(file);
      return title === null ? [] : [[folderOf(file.name), title] as const];
    }),
  );
  const formats = formatsWith(titles);
  const read: Part[] = [];
  const unread: { readonly name: string; readonly kind: Kind }[] = [];
  for (const file of told) {
    if (isManifest(file)) continue;
    const kind = kindOf(file);
    const format = formats[kind];
    if (TEXTS.includes(kind) && file.data.byteLength > TEXT_LIMIT)
      faults.push({
        where: file.name,
        message: `больше ${TEXT_LIMIT / 1024 / 1024} МБ текста: это не издание FAQ; разделите файл на части`,
      });
    else if (format !== undefined) read.push({ name: file.name, raw: format(file) });
    else if (convertible[kind] !== undefined || kind === 'locked')
      read.push({ name: file.name, raw: await converted(file, kind, convert, formats) });
    else unread.push({ name: file.name, kind });
  }
  const sources = new Map(files.map((file) => [file.name, file]));
  const attached = new Set(
    read.flatMap(({ name, raw }) =>
      raw.entries.flatMap((entry) =>
        [
          ...entry.fileNames,
          ...[...entry.answer.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target = '']) => decoded(target)),
        ].flatMap((file) =>
          [fileNamed(file, entry, sources)?.name ?? []].flat().filter((found) => found !== name),
        ),
      ),
    ),
  );
  const several = read.filter(({ raw }) => raw.entries.length > 0).length > 0;
  const parts = read
    .filter(({ name }) => !attached.has(name))
    .filter(({ name, raw }) => {
      if (!several) return true;
      const about =
        ABOUT.test(name) &&
        read.filter((part) => part.name !== name && /\.(?:md|mdx|markdown)$/i.test(part.name)).length > 0;
      const letter = raw.entries.length === 0 && (!asksAnything(raw) || /\.(?:ya?ml|json|txt)$/i.test(name));
      if (about) warnings.push({ where: name, message: 'описание сайта, а не вопросы: не прочитано' });
      else if (letter)
        warnings.push({
          where: name,
          message: 'вопросов в файле не найдено: не прочитан; если они там есть, оформите их заголовками',
        });
      return !about && !letter;
    });
  for (const { name, kind } of unread) {
    if (attached.has(name) || kind === 'picture') continue;
    const told_ = { where: name, message: stepsFor(kind, name) };
    if (parts.some(({ raw }) => raw.entries.length > 0))
      warnings.push({ ...told_, message: `не прочитан: ${told_.message}` });
    else faults.push(told_);
  }
  if (told.length === 0 && given.length > 0 && faults.length === 0)
    faults.push({
      where: folderOf(given[0]?.name ?? '') || 'издание',
      message:
        'нет файлов, которые читаются как FAQ: нужен DOCX, ODT, XLSX, ODS, CSV, HTML, JSON, Markdown или ZIP из них',
    });
  return { parts, files, faults, warnings };
};

/** Whether a file without a question that was read says that it has some. */
const asksAnything = ({ faults }: RawEdition): boolean => faults.length > 0;

const decoded = (target: string): string => {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
};
