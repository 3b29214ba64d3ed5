/** DOCX: Word's own XML, since what tells a question (outline, based-on styles, lists, looks) a converter to HTML leaves out. */
import { ArchiveError, modifiedOf, openArchive, type Archive } from './archive.js';
import {
  blockOf,
  collapsed,
  htmlOf,
  isBlank,
  type Block,
  type GridCell,
  type GridRow,
  type Taken,
} from './block.js';
import { readDocument } from './document.js';
import { stylesOf } from './docx-styles.js';
import { commonLook, inlineOf, type DocxParts } from './docx-text.js';
import { onlyFaults, type RawEdition, type SourceFile } from './raw.js';
import { withoutInvisible } from './wording.js';
import { allOf, attr, child, childrenOf, inside, xmlOf, type XmlElement } from './xml.js';

const relationsIn = (archive: Archive): Map<string, string> =>
  new Map(
    childrenOf(xmlOf(archive.text('word/_rels/document.xml.rels') ?? '')).map((each): [string, string] => [
      attr(each, 'Id') ?? '',
      attr(each, 'Target') ?? '',
    ]),
  );

const notesIn = (archive: Archive, part: string, tag: string): Map<string, XmlElement> =>
  new Map(
    childrenOf(xmlOf(archive.text(part) ?? ''))
      .filter(({ name }) => name === tag)
      .map((note) => [attr(note, 'w:id') ?? '', note]),
  );

const paragraphBlocks = (paragraph: XmlElement, parts: DocxParts, where: string): Block[] => {
  const properties = child(paragraph, 'w:pPr');
  const look = parts.styles.paragraph(properties);
  const { html, text, marks, notes, boxes } = inlineOf(paragraph, parts, look.bold);
  const plain = collapsed(withoutInvisible(text));
  const shown = html.trim();
  const { level, role, item } = look;
  const tagged =
    level === null ? `<p>${shown}</p>` : `<h${Math.min(level + 1, 6)}>${shown}</h${Math.min(level + 1, 6)}>`;
  const block = blockOf({
    kind: item === null ? 'text' : 'item',
    text: plain,
    html: item === null ? tagged : shown,
    level: plain === '' || role !== null ? null : level,
    look: `${commonLook(marks)}${look.centred ? 'c' : ''}`,
    item,
    role,
  });
  const said = notes.map((note) =>
    blockOf({ kind: 'other', text: collapsed(note.replace(/<[^>]*>/g, '')), html: note }),
  );
  return [block, ...said, ...boxes.flatMap((box) => blocksIn([box], parts, where))];
};

const gridRows = (table: XmlElement, parts: DocxParts, where: string): GridRow[] => {
  const above: (GridCell | null)[] = [];
  return rowsIn(table).map((row, number) => {
    const cells: (GridCell | null)[] = [];
    const before = Number(attr(inside(row, 'w:trPr', 'w:gridBefore'), 'w:val') ?? 0);
    for (let count = 0; count < Math.min(before, 60); count += 1) cells.push(null);
    for (const node of cellsIn(row)) {
      const properties = child(node, 'w:tcPr');
      const merge = child(properties, 'w:vMerge');
      const goesOn = merge !== null && attr(merge, 'w:val') !== 'restart';
      const blocks = blocksIn(childrenOf(node), parts, where);
      const text = blocks
        .map((block) => block.text)
        .filter((each) => each !== '')
        .join('\n');
      const held = goesOn ? (above[cells.length] ?? null) : null;
      const cell = held ?? {
        text,
        html: htmlOf(blocks.filter((block) => !isBlank(block))),
      };
      const width = Math.min(
        Math.max(Number(attr(child(properties, 'w:gridSpan'), 'w:val') ?? 1) || 1, 1),
        60,
      );
      for (let count = 0; count < width; count += 1) cells.push(cell);
    }
    cells.forEach((cell, column) => (above[column] = cell));
    return { cells, where: `${where}, строка таблицы ${number + 1}` };
  });
};

/** Rows and cells may stand within content controls; rows that were deleted with their change unaccepted are gone. */
const within = (node: XmlElement, name: string): XmlElement[] =>
  childrenOf(node).flatMap((each) => {
    if (each.name === name) return [each];
    return ['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins'].includes(each.name) ? within(each, name) : [];
  });
const rowsIn = (table: XmlElement): XmlElement[] =>
  within(table, 'w:tr').filter((row) => inside(row, 'w:trPr', 'w:del') === null);
const cellsIn = (row: XmlElement): XmlElement[] => within(row, 'w:tc');

const isContents = (control: XmlElement): boolean =>
  /contents|оглавление/i.test(
    attr(inside(control, 'w:sdtPr', 'w:docPartObj', 'w:docPartGallery'), 'w:val') ?? '',
  );

const blocksIn = (nodes: readonly XmlElement[], parts: DocxParts, where: string): Block[] =>
  nodes.flatMap((node): Block[] => {
    if (node.name === 'w:p') return paragraphBlocks(node, parts, where);
    if (node.name === 'w:tbl') {
      const rows = gridRows(node, parts, where);
      const text = rows.flatMap(({ cells }) => cells.map((cell) => cell?.text ?? '')).join(' ');
      return [blockOf({ kind: 'table', text: collapsed(text), html: '', rows })];
    }
    if (node.name === 'w:sdt')
      return isContents(node) ? [] : blocksIn(childrenOf(child(node, 'w:sdtContent')), parts, where);
    if (['w:ins', 'w:customXml', 'w:smartTag', 'w:moveTo'].includes(node.name))
      return blocksIn(childrenOf(node), parts, where);
    if (node.name === 'w:altChunk')
      parts.left.add('вставленный документ (altChunk) не прочитан: откройте файл в Word и сохраните заново');
    return [];
  });

const takeApart = (archive: Archive, main: string, where: string): Taken => {
  const root = xmlOf(main);
  const parts: DocxParts = {
    styles: stylesOf(archive.text('word/styles.xml'), archive.text('word/numbering.xml')),
    relations: relationsIn(archive),
    media: (target) => archive.bytes(target.startsWith('/') ? target.slice(1) : `word/${target}`),
    footnotes: notesIn(archive, 'word/footnotes.xml', 'w:footnote'),
    endnotes: notesIn(archive, 'word/endnotes.xml', 'w:endnote'),
    pictures: [],
    left: new Set(),
  };
  const blocks = blocksIn(childrenOf(child(root, 'w:body')), parts, where);
  if (allOf(root, 'w:commentReference').length > 0) parts.left.add('примечания рецензентов не перенесены');
  if (archive.names.some((part) => part.endsWith('vbaProject.bin')))
    parts.left.add('в документе макросы: они не выполняются и не переносятся');
  return { blocks, pictures: parts.pictures, left: [...parts.left] };
};

/** Throws nothing: what cannot be read is a fault. */
export const readDocx = ({ name, data }: SourceFile): RawEdition => {
  try {
    const archive = openArchive(data);
    const main = archive.text('word/document.xml');
    if (main === null)
      return onlyFaults(name, 'это не документ Word: сохраните его в Word как «Документ Word (*.docx)»');
    return {
      ...readDocument(takeApart(archive, main, name), { name, above: [] }),
      date: modifiedOf(archive),
    };
  } catch (error) {
    if (error instanceof ArchiveError)
      return onlyFaults(name, `${error.message}; откройте его и сохраните заново как DOCX`);
    if (error instanceof RangeError)
      return onlyFaults(name, 'документ вложен слишком глубоко: откройте его и сохраните заново как DOCX');
    throw error;
  }
};
