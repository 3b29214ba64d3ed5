/** A document's questions: its blocks told apart, its tables read, and whatever was left out named. */
import render from 'dom-serializer';
import { DomUtils, ElementType, parseDocument } from 'htmlparser2';
import type { FaqFault } from '../types.js';
import { blockOf, collapsed, htmlOf, isBlank, tableHtml, type Block, type Taken } from './block.js';
import { htmlBlocks } from './html-blocks.js';
import { outlineOf } from './outline.js';
import { folderOf, type RawEdition, type RawEntry } from './raw.js';
import { readTable, type ReadTable } from './table.js';
import { answerLabel, likeQuestion, uncounted } from './wording.js';

interface Context {
  readonly name: string;
  /** Categories around the document: its folders. */
  readonly above: readonly string[];
}

/** HTML without the first `length` letters of its text. */
const withoutPrefix = (html: string, length: number): string => {
  const root = parseDocument(html);
  let left = length;
  const cut = (nodes: typeof root.children): void => {
    for (const node of nodes) {
      if (left <= 0) return;
      if (node.type === ElementType.Text) {
        const collapsed = node.data.replace(/\s+/g, ' ').trimStart();
        const taken = Math.min(left, collapsed.length);
        node.data = collapsed.slice(taken);
        left -= taken;
      } else if ('children' in node) {
        cut(node.children);
        if (node.children.length === 0 || DomUtils.textContent(node) === '') DomUtils.removeElement(node);
      }
    }
  };
  cut([...root.children]);
  return render(root.children);
};

/** As it stands in an answer; «Ответ:» before the first words is no part of it. */
const answerBlock = (block: Block, isFirst: boolean): Block => {
  if (block.kind === 'table') return { ...block, html: tableHtml(block.rows) };
  const label = isFirst ? answerLabel(block.text) : null;
  return label === null || label >= block.text.length
    ? block
    : { ...block, html: withoutPrefix(block.html, label) };
};

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text);

interface Reading {
  readonly entries: RawEntry[];
  readonly faults: FaqFault[];
  readonly warnings: FaqFault[];
}

const tablesOf = (blocks: readonly Block[], { name }: Context): ReadonlyMap<number, ReadTable> => {
  const found = new Map<number, ReadTable>();
  let header: ReadTable['header'] | null = null;
  for (const [index, { kind, rows }] of blocks.entries()) {
    if (kind !== 'table') continue;
    const table = readTable(rows, { folder: folderOf(name), where: name, category: null, header });
    if (table === null) continue;
    found.set(index, table);
    header = table.header;
  }
  return found;
};

/** «**Вопрос?** Ответ.» in one paragraph: the bold beginning and what follows it. */
const RUN_IN = /^<p>\s*<strong>((?:(?!<\/?strong>).){8,250})<\/strong>\s*((?=[^<\s]|<(?!\/p)).+)<\/p>$/s;

/** Paragraphs that hold a question and its answer become two: by a line break, or by the bold beginning many of them share. */
const separated = (blocks: readonly Block[], name: string): Block[] => {
  const parted = blocks.flatMap((block): readonly Block[] => {
    if (block.kind !== 'text' || block.level !== null || !block.html.includes('<br')) return [block];
    const lines = htmlBlocks(block.html, name).blocks;
    return lines.length > 1 ? lines : [block];
  });
  const lead = ({ kind, level, html }: Block): RegExpExecArray | null =>
    kind === 'text' && level === null ? RUN_IN.exec(html) : null;
  const leads = parted
    .flatMap((block) => lead(block)?.[1] ?? [])
    .map((text) => collapsed(text.replace(/<[^>]*>/g, '')));
  const asked = leads.filter((text) => likeQuestion(text)).length;
  const set = parted.some(
    ({ level, look, role, text }) =>
      role === 'question' || ((level !== null || look.includes('b')) && likeQuestion(text)),
  );
  if (leads.length < 2 || asked < leads.length / 2 || set) return parted;
  return parted.flatMap((block) => {
    const [, first = '', rest = ''] = lead(block) ?? [];
    if (first === '') return [block];
    const text = collapsed(first.replace(/<[^>]*>/g, ''));
    return [
      blockOf({ text, html: `<p><strong>${first}</strong></p>`, look: 'b', role: 'question' }),
      { ...block, html: `<p>${rest}</p>`, text: collapsed(rest.replace(/<[^>]*>/g, '')) },
    ];
  });
};

/** Questions of blocks, in their order. Never throws: what cannot be told is a fault or a warning. */
export const readDocument = (taken: Taken, context: Context): RawEdition => {
  const { name, above } = context;
  const blocks = separated(
    taken.blocks.filter((block) => !isBlank(block) && block.role !== 'contents'),
    name,
  );
  const tables = tablesOf(blocks, context);
  const { parts, doubts } = outlineOf(blocks, (index) => tables.has(index));
  const read: Reading = { entries: [], faults: [], warnings: [] };
  const warn = (where: string, message: string): void => {
    read.warnings.push({ where, message });
  };
  let path: { readonly rank: number; readonly title: string }[] = [];
  let open: { title: string; body: Block[] } | null = null;
  let intro: string[] = [];
  const category = (): string[] => [...above, ...path.map(({ title }) => title)];
  const tellIntro = (): void => {
    const [first] = intro;
    if (first !== undefined)
      warn(
        `${name}, «${path.at(-1)?.title ?? 'начало'}»`,
        `текст вне вопросов не перенесён: «${shortened(first)}»${intro.length > 1 ? ` и ещё абзацев ${intro.length - 1}` : ''}`,
      );
    intro = [];
  };
  const close = (): void => {
    if (open === null) return;
    const { title, body } = open;
    const where = `${name}, «${shortened(title)}»`;
    const answer = htmlOf(body);
    if (body.length === 0)
      read.faults.push({ where, message: 'у вопроса нет ответа: впишите его или уберите вопрос' });
    else
      read.entries.push({
        id: null,
        category: category(),
        question: title,
        answer,
        kind: 'html',
        visibility: null,
        locale: null,
        fileNames: [],
        pictures: taken.pictures.filter(({ contentId }) => answer.includes(`cid:${contentId}`)),
        folder: folderOf(name),
        where,
      });
    open = null;
  };
  for (const [index, block] of blocks.entries()) {
    const part = parts[index] ?? { is: 'body' };
    const bare = (label: number): string => uncounted(block.text.slice(label).trim());
    if (part.is === 'section') {
      close();
      tellIntro();
      path = [
        ...path.filter(({ rank }) => rank < part.rank),
        { rank: part.rank, title: uncounted(block.text) },
      ];
    } else if (part.is === 'question') {
      close();
      tellIntro();
      open = { title: bare(part.label), body: [] };
    } else if (part.is === 'answer') {
      const html = withoutPrefix(block.html, part.label);
      if (open !== null && block.text.length > part.label) open.body.push({ ...block, html });
    } else if (part.is === 'table') {
      close();
      tellIntro();
      const table = tables.get(index);
      read.faults.push(...(table?.faults ?? []));
      read.warnings.push(...(table?.warnings ?? []));
      for (const entry of table?.entries ?? [])
        read.entries.push({
          ...entry,
          category: entry.category.length === 0 ? category() : entry.category,
          pictures: taken.pictures.filter(({ contentId }) => entry.answer.includes(`cid:${contentId}`)),
        });
    } else if (part.is === 'body') {
      if (open === null) intro.push(block.text);
      // «Вопрос 5» stands alone, what is asked in the next line.
      else if (open.title === '') open.title = uncounted(block.text);
      else open.body.push(answerBlock(block, open.body.length === 0));
    }
  }
  close();
  tellIntro();
  for (const doubt of doubts) warn(name, doubt);
  for (const left of taken.left) warn(name, left);
  return {
    edition: null,
    date: null,
    entries: read.entries,
    faults: read.faults,
    warnings: read.warnings,
  };
};
