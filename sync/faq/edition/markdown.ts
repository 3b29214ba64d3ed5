/** Markdown: folders and headings are categories; a file with front matter is one answer. */
import { marked } from 'marked';
import { parse } from 'yaml';
import { z } from 'zod';
import { decode } from './decode.js';
import { readHeadings } from './headings.js';
import { folderOf, onlyFaults, type RawEdition, type RawEntry, type SourceFile } from './raw.js';

const text = z.union([z.string(), z.number().transform(String)]);
const front = z.object({
  id: text.optional(),
  question: z.string().optional(),
  category: z.union([z.array(z.string()), z.string().transform((path) => path.split(/\s*\/\s*/))]).optional(),
  visibility: z.string().optional(),
  locale: z.string().optional(),
  files: z.array(z.string()).default([]),
});
const FRONT = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/;
/** Folders are sorted by a number in front, which is no part of the name: «01 Вход». */
const ORDER = /^\d+[.)_ -]+/;

const headOf = (source: string): z.infer<typeof front> | null => {
  try {
    return front.safeParse(parse(source)).data ?? null;
  } catch {
    return null;
  }
};

export const readMarkdown = ({ name, data }: SourceFile): RawEdition => {
  const source = decode(data)?.replace(/^\uFEFF/, '') ?? null;
  if (source === null) return onlyFaults(name, 'это не текст');
  const folder = folderOf(name);
  const above = folder
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replace(ORDER, ''));
  const matter = FRONT.exec(source);
  const body = matter === null ? source : source.slice(matter[0].length);
  const html = marked.parse(body, { async: false, gfm: true });
  const whole = { edition: null, date: null, faults: [] };
  if (matter === null)
    return { ...whole, entries: readHeadings(html, { name, folder, above, pictures: [] }) };
  const head = headOf(matter[1] ?? '');
  if (head === null) return onlyFaults(name, 'заголовок между --- не читается: проверьте YAML');
  const title = /^\s*<h1[^>]*>(.*?)<\/h1>/s.exec(html);
  const stem = name
    .slice(folder.length)
    .replace(/\.(?:md|markdown)$/i, '')
    .replace(ORDER, '');
  const entry: RawEntry = {
    id: head.id ?? null,
    category: head.category ?? above,
    question: head.question ?? title?.[1]?.replace(/<[^>]*>/g, '').trim() ?? stem,
    answer: head.question === undefined && title !== null ? html.slice(title[0].length) : html,
    kind: 'html',
    visibility: head.visibility ?? null,
    locale: head.locale ?? null,
    fileNames: head.files,
    pictures: [],
    folder,
    where: name,
  };
  return { ...whole, entries: [entry] };
};
