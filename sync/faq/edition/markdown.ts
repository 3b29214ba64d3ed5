/** Markdown: headings, question–answer lines, cuts; a file with front matter and no questions of its own is one answer. */
import { marked } from 'marked';
import { parse } from 'yaml';
import { z } from 'zod';
import { crowded, TAGS_LIMIT, tooMany } from './bounds.js';
import { decode } from './decode.js';
import { readDocument } from './document.js';
import { htmlBlocks } from './html-blocks.js';
import {
  folderOf,
  foldersOf,
  onlyFaults,
  unordered,
  type RawEdition,
  type RawEntry,
  type SourceFile,
} from './raw.js';
import { asks, likeQuestion, questionLabel } from './wording.js';

const text = z.union([z.string(), z.number().transform(String)]);
const list = z.union([z.array(z.string()), z.string().transform((path) => path.split(/\s*\/\s*/))]);
const front = z.object({
  id: text.optional(),
  question: z.string().optional(),
  title: text.optional(),
  category: list.optional(),
  categories: list.optional(),
  section: list.optional(),
  visibility: z.string().optional(),
  locale: z.string().optional(),
  draft: z.boolean().optional(),
  files: z.array(z.string()).default([]),
});
/** Of Hugo, in TOML: only what stands in one line is read. */
const TOML = /^\+\+\+\r?\n([\s\S]*?)\r?\n\+\+\+(?:\r?\n|$)/;
const FRONT = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/;

/** Lines of TOML as the YAML they nearly are. */
const fromToml = (source: string | undefined): string | null =>
  source?.replace(/^(\w+)\s*=\s*/gm, '$1: ') ?? null;

const headOf = (source: string): z.infer<typeof front> | null => {
  try {
    return front.safeParse(parse(source) ?? {}).data ?? null;
  } catch {
    return null;
  }
};

/** What site engines add to Markdown, as HTML or away: cuts, notes, imports, comments. */
const plainMarkdown = (source: string): string =>
  source
    .replace(/^(?:import|export)\s.+from\s.+$/gm, '')
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, '')
    // A question and its answer on lines of their own are two paragraphs.
    .replace(/\n(?=[*_]{0,3}(?:О|A|Ответ|Answer)[*_]{0,3}\s*[:.])/g, '\n\n')
    .replace(/^([*_]{2}[^*_\n]+\?[*_]{2})\n(?=\S)/gm, '$1\n\n')
    .replace(
      /\{%\s*cut\s+["«](.*?)["»]\s*%\}/g,
      (_, title: string) => `<details>\n<summary>${title.replace(/^[_*]+|[_*]+$/g, '')}</summary>\n`,
    )
    .replace(/\{%\s*endcut\s*%\}/g, '\n</details>\n\n')
    .replace(/^\s*\{%[^%]*%\}\s*$/gm, '')
    .replace(/^:::+.*$/gm, '')
    .replace(
      /^(?:\?\?\?|!!!)[+]?\s*\w*\s*"(.*)"\s*\n((?:[ \t]{2,}.*\n|\s*\n)*)/gm,
      (_, title: string, inner: string) =>
        `<details>\n<summary>${title}</summary>\n\n${inner.replace(/^[ \t]{4}/gm, '')}\n</details>\n\n`,
    )
    // Callouts of note-keeping programs: «> [!faq]- Вопрос?» and its quoted lines.
    .replace(
      /^> ?\[!\w+\][+-]? ?(.*)\n((?:>.*(?:\n|$))*)/gm,
      (_, title: string, inner: string) =>
        `<details>\n<summary>${title}</summary>\n\n${inner.replace(/^> ?/gm, '')}\n</details>\n\n`,
    )
    // Definition lists.
    .replace(
      /^(?![#>\-*|\s])(.+\?)\n{1,2}:[ \t]+(.+(?:\n(?:[ \t]+.+|:[ \t]+.+))*)/gm,
      (_, title: string, inner: string) =>
        `<details>\n<summary>${title}</summary>\n\n${inner.replace(/^[ \t:]+/gm, '')}\n\n</details>\n\n`,
    )
    .replace(/^\s*\{\{[<%].*[>%]\}\}\s*$/gm, '')
    .replace(/\s*\{#[\w-]+\}\s*$/gm, '');

/** Titles of folders as site engines keep them beside the files; by folder, with its slash. */
export type FolderTitles = ReadonlyMap<string, string>;

/** Where site engines keep their pages. */
const ENGINE = /^(?:content|docs|src|pages|source|_posts)$/i;

const categoriesOf = (name: string, titles: FolderTitles): string[] => {
  const parts = folderOf(name)
    .split('/')
    .filter((part) => part !== '');
  const inner = ENGINE.test(parts[0] ?? '') ? 1 : 0;
  return foldersOf(name)
    .map((title, index) => titles.get(`${parts.slice(0, index + 1).join('/')}/`) ?? title)
    .slice(inner);
};

export const readMarkdown = ({ name, data }: SourceFile, titles: FolderTitles): RawEdition => {
  const source = decode(data)?.replace(/^\uFEFF/, '') ?? null;
  if (source === null) return onlyFaults(name, 'это не текст');
  const folder = folderOf(name);
  const above = categoriesOf(name, titles);
  const toml = TOML.exec(source);
  const matter = FRONT.exec(source) ?? toml;
  const body = plainMarkdown(matter === null ? source : source.slice(matter[0].length));
  const html = marked.parse(body, { async: false, gfm: true });
  if (crowded(html, '<', TAGS_LIMIT)) return onlyFaults(name, tooMany(TAGS_LIMIT));
  const taken = htmlBlocks(html, name);
  if (matter === null) return exportedPage(body, name) ?? readDocument(taken, { name, above });
  const head = headOf(fromToml(toml?.[1]) ?? matter[1] ?? '');
  if (head === null) return onlyFaults(name, 'заголовок между --- не читается: проверьте YAML');
  const asked = head.question ?? head.title;
  const many = taken.blocks.some(
    ({ text: said, level, role }) =>
      role === 'question' || questionLabel(said) !== null || (level !== null && asks(said)),
  );
  if (head.question === undefined && head.id === undefined && many && !likeQuestion(asked ?? ''))
    return readDocument(taken, { name, above });
  const title = /^\s*<h1[^>]*>(.*?)<\/h1>/s.exec(html);
  const stem = unordered(name.slice(folder.length).replace(/\.(?:md|mdx|markdown)$/i, ''));
  const entry: RawEntry = {
    id: head.id ?? null,
    category: head.category ?? head.section ?? head.categories ?? above,
    question: asked ?? title?.[1]?.replace(/<[^>]*>/g, '').trim() ?? stem,
    answer:
      title !== null && (asked === undefined || asked === title[1]) ? html.slice(title[0].length) : html,
    kind: 'html',
    visibility: head.visibility ?? null,
    locale: head.locale ?? null,
    fileNames: head.files,
    pictures: [],
    folder,
    where: name,
    ...(head.draft === true && { withheld: 'черновик (draft: true)' }),
  };
  return { edition: null, date: null, entries: [entry], faults: [], warnings: [] };
};

/** A page of a data base as Notion exports it: a title, a paragraph of properties, the text. Null: no such page. */
const exportedPage = (source: string, name: string): RawEdition | null => {
  if (!/ [0-9a-f]{32,33}\.md$/i.test(name)) return null;
  const [, question, properties = '', text = ''] =
    /^\s*# (.+)\n+((?:[^\n:]{1,60}: .*\n)*)\n*([\s\S]*)$/.exec(source) ?? [];
  if (question === undefined) return null;
  const section = /^(?:Раздел|Категория|Тема|Section|Category): (.+)$/im.exec(properties)?.[1];
  const entry: RawEntry = {
    id: null,
    category: section === undefined ? [] : [section],
    question,
    answer: marked.parse(text, { async: false, gfm: true }),
    kind: 'html',
    visibility: null,
    locale: null,
    fileNames: [],
    pictures: [],
    folder: folderOf(name),
    where: name,
  };
  return { edition: null, date: null, entries: [entry], faults: [], warnings: [] };
};

/** `_category_.json` and `_index.md` name their folder; no questions stand in them. */
export const folderTitle = ({ name, data }: SourceFile): string | null => {
  const source = decode(data) ?? '';
  if (/(?:^|\/)_category_\.json$/i.test(name)) {
    try {
      return z.object({ label: z.string() }).safeParse(JSON.parse(source)).data?.label ?? null;
    } catch {
      return null;
    }
  }
  if (!/(?:^|\/)_index\.mdx?$/i.test(name)) return null;
  return headOf(fromToml(TOML.exec(source)?.[1]) ?? FRONT.exec(source)?.[1] ?? '')?.title ?? null;
};
