/** A document told by its headings: one with text below it is a question, one with headings below it is a category. */
import render from 'dom-serializer';
import { DomUtils, parseDocument } from 'htmlparser2';
import type { InlinePicture, RawEntry } from './raw.js';
import { readTable } from './table.js';

type Nodes = ReturnType<typeof parseDocument>['children'];
type Node = Nodes[number];

const levelOf = (node: Node): number | null => {
  const level = /^h([1-6])$/.exec('name' in node ? node.name : '')?.[1];
  return level === undefined ? null : Number(level);
};
const textOf = (node: Node): string => DomUtils.textContent(node).replace(/\s+/g, ' ').trim();
const isTable = (node: Node): boolean => 'name' in node && node.name === 'table';
const isBlank = (node: Node): boolean =>
  textOf(node) === '' && DomUtils.getElementsByTagName('img', node).length === 0;

const cellsOf = (row: Node): string[] =>
  'children' in row
    ? row.children
        .filter((node) => 'name' in node && (node.name === 'td' || node.name === 'th'))
        .map((cell) => {
          const inner = render(DomUtils.getChildren(cell)).trim();
          // A cell of one paragraph is a plain value: a question must not come with tags.
          return /<(?!\/?(?:p|strong|b)\b)/i.test(inner.replace(/^<p>|<\/p>$/g, '')) ||
            /<\/p>\s*<p>/.test(inner)
            ? inner
            : textOf(cell);
        })
    : [];

interface Context {
  readonly name: string;
  readonly folder: string;
  /** Categories around the document: its folders. */
  readonly above: readonly string[];
  readonly pictures: readonly InlinePicture[];
}

const usedIn = (html: string, pictures: readonly InlinePicture[]): InlinePicture[] =>
  pictures.filter(({ contentId }) => html.includes(`cid:${contentId}`));

/** Entries of an HTML document: of tables with a header of questions and answers, and of headings. */
export const readHeadings = (html: string, { name, folder, above, pictures }: Context): RawEntry[] => {
  const nodes = parseDocument(html).children;
  const entries: RawEntry[] = [];
  let path: { readonly level: number; readonly title: string }[] = [];
  let body: Node[] = [];
  const where = (): string => `${name}, «${path.at(-1)?.title ?? 'начало'}»`;
  const close = (): void => {
    const content = body.filter((node) => !isBlank(node));
    const question = path.at(-1);
    body = [];
    if (question === undefined || content.length === 0) return;
    const answer = content.map((node) => render(node)).join('\n');
    entries.push({
      id: null,
      category: [...above, ...path.slice(0, -1).map(({ title }) => title)],
      question: question.title,
      answer,
      kind: 'html',
      visibility: null,
      locale: null,
      fileNames: [],
      pictures: usedIn(answer, pictures),
      folder,
      where: where(),
    });
  };
  for (const node of nodes) {
    const level = levelOf(node);
    if (level !== null) {
      close();
      path = [...path.filter((above_) => above_.level < level), { level, title: textOf(node) }];
      continue;
    }
    const rows = isTable(node)
      ? DomUtils.getElementsByTagName('tr', node).map((row, index) => ({
          cells: cellsOf(row),
          where: `${where()}, строка таблицы ${index + 1}`,
        }))
      : [];
    const table = readTable(rows, folder, null);
    if (table === null) {
      body.push(node);
      continue;
    }
    const categories = [...above, ...path.map(({ title }) => title)];
    for (const entry of table.entries)
      entries.push({
        ...entry,
        category: entry.category.length === 0 ? categories : entry.category,
        pictures: usedIn(entry.answer, pictures),
      });
  }
  close();
  return entries;
};
