/** ODT, the state's own format of documents, read natively: headings, lists, tables, notes, pictures. */
import { createHash } from 'node:crypto';
import { ElementType } from 'htmlparser2';
import { ArchiveError, modifiedOf, openOdf, type Archive } from './archive.js';
import { blockOf, collapsed, escaped, htmlOf, type Block, type GridCell, type GridRow } from './block.js';
import { readDocument } from './document.js';
import { commonLook } from './docx-text.js';
import { mediaType } from './media-type.js';
import { odfStyles, type OdfStyles } from './odt-styles.js';
import { onlyFaults, type InlinePicture, type RawEdition, type SourceFile } from './raw.js';
import { withoutInvisible } from './wording.js';
import { allOf, attr, child, childrenOf, inside, textIn, xmlOf, type XmlElement } from './xml.js';

interface Odt {
  readonly styles: OdfStyles;
  readonly archive: Archive;
  readonly pictures: InlinePicture[];
  readonly left: Set<string>;
  readonly where: string;
}

interface Inline {
  html: string;
  readonly marks: { text: string; look: string }[];
  readonly notes: string[];
  readonly boxes: XmlElement[];
}

const pictureOf = (frame: XmlElement, odt: Odt): string => {
  const path = attr(child(frame, 'draw:image'), 'xlink:href')?.replace(/^\.\//, '') ?? '';
  const data = path === '' ? null : odt.archive.bytes(path);
  if (data === null) {
    if (path !== '') odt.left.add('картинка по внешней ссылке не перенесена: вставьте её в документ');
    return '';
  }
  if (/\.(?:emf|wmf|svm|tiff?)$/i.test(path)) {
    odt.left.add('картинка вида EMF, WMF или TIFF не перенесена: браузер её не покажет, вставьте PNG');
    return '';
  }
  const contentId = createHash('sha256').update(data).digest('hex').slice(0, 16);
  odt.pictures.push({ contentId, type: mediaType(path), data });
  return `<img src="cid:${contentId}" />`;
};

const inlineTo = (node: XmlElement, inline: Inline, odt: Odt, look: string): void => {
  for (const each of node.children) {
    if ('data' in each && each.type === ElementType.Text) {
      const text = each.data.replace(/\s+/g, ' ');
      inline.html += escaped(text);
      inline.marks.push({ text, look });
      continue;
    }
    if (!('attribs' in each)) continue;

    const style = attr(each, 'text:style-name');
    const within = (more: string, tags: readonly string[] = []): void => {
      const before = inline.html;
      inline.html = '';
      inlineTo(each, inline, odt, more);
      const inner = inline.html;
      inline.html =
        before +
        (inner === ''
          ? ''
          : tags.reduceRight((html, tag) => `<${tag}>${html}</${tag.split(' ')[0] ?? ''}>`, inner));
    };
    if (each.name === 'text:span') {
      if (odt.styles.hidden(style)) odt.left.add('скрытый текст не перенесён: покажите его или удалите');
      else {
        const own = odt.styles.look(style).replace('c', '');
        within([...new Set(Array.from(look + own))].join(''), [
          ...(own.includes('b') ? ['strong'] : []),
          ...(own.includes('i') ? ['em'] : []),
        ]);
      }
    } else if (each.name === 'text:a') {
      const address = attr(each, 'xlink:href');
      within(look, address === null ? [] : [`a href="${escaped(address)}"`]);
    } else if (each.name === 'text:line-break') inline.html += '<br />';
    else if (each.name === 'text:s' || each.name === 'text:tab') {
      inline.html += ' ';
      inline.marks.push({ text: ' ', look });
    } else if (each.name === 'text:note') {
      const sign = `<sup>[${inline.notes.length + 1}]</sup>`;
      inline.html += sign;
      const said = blocksIn(childrenOf(child(each, 'text:note-body')), odt).map(({ html }) =>
        html.replace(/^<p>|<\/p>$/g, ''),
      );
      inline.notes.push(`<p>${sign} ${said.join('<br />')}</p>`);
    } else if (each.name === 'draw:frame') {
      const box = child(each, 'draw:text-box');
      if (box === null) inline.html += pictureOf(each, odt);
      else inline.boxes.push(...childrenOf(box));
      if (child(each, 'draw:object') !== null)
        odt.left.add(
          'вложенный объект (таблица, диаграмма) не перенесён: вставьте его картинкой или текстом',
        );
    } else if (each.name === 'office:annotation') odt.left.add('примечания рецензентов не перенесены');
    else if (each.name.startsWith('text:change'))
      odt.left.add('в документе непринятые исправления: взято так, будто они приняты');
    else if (
      !/^(?:text:bookmark|text:soft-page-break|office:annotation-end|text:reference-mark)/.test(each.name)
    )
      within(look);
  }
};

const paragraphBlocks = (node: XmlElement, odt: Odt, item: Block['item']): Block[] => {
  const style = attr(node, 'text:style-name');
  const own = odt.styles.look(style);
  const inline: Inline = { html: '', marks: [], notes: [], boxes: [] };
  inlineTo(node, inline, odt, own.replace('c', ''));
  const text = collapsed(withoutInvisible(inline.marks.map((mark) => mark.text).join('')));
  const said =
    node.name === 'text:h' ? Number(attr(node, 'text:outline-level') ?? 1) : odt.styles.level(style);
  const role = odt.styles.role(style);
  const level = role === null && text !== '' ? said : null;
  const shown = inline.html.trim();
  const html = own.includes('b') && level === null && shown !== '' ? `<strong>${shown}</strong>` : shown;
  const block = blockOf({
    kind: item === null || level !== null ? 'text' : 'item',
    text,
    html:
      level !== null
        ? `<h${Math.min(level + 1, 6)}>${html}</h${Math.min(level + 1, 6)}>`
        : item === null
          ? `<p>${html}</p>`
          : html,
    level,
    look: `${commonLook(inline.marks)}${own.includes('c') ? 'c' : ''}`,
    item: level === null ? item : null,
    role,
  });
  const notes = inline.notes.map((note) =>
    blockOf({ kind: 'other', text: collapsed(note.replace(/<[^>]*>/g, '')), html: note }),
  );
  return [block, ...notes, ...blocksIn(inline.boxes, odt)];
};

const listBlocks = (list: XmlElement, odt: Odt, outer: string | null, depth: number): Block[] => {
  const style = attr(list, 'text:style-name') ?? outer;
  return childrenOf(list).flatMap((entry) =>
    childrenOf(entry).flatMap((node, index): Block[] => {
      if (node.name === 'text:list') return listBlocks(node, odt, style, depth + 1);
      const item = { list: style ?? 'list', depth, ordered: odt.styles.ordered(style, depth) };
      if (node.name === 'text:p' || node.name === 'text:h')
        return paragraphBlocks(node, odt, index === 0 ? item : null);
      return blocksIn([node], odt);
    }),
  );
};

const rowsIn = (table: XmlElement): XmlElement[] =>
  childrenOf(table).flatMap((node) => {
    if (node.name === 'table:table-row') return [node];
    return ['table:table-header-rows', 'table:table-rows', 'table:table-row-group'].includes(node.name)
      ? rowsIn(node)
      : [];
  });

const gridRows = (table: XmlElement, odt: Odt): GridRow[] => {
  const covered = new Map<string, GridCell>();
  return rowsIn(table).map((row, number) => {
    const cells: (GridCell | null)[] = [];
    for (const node of childrenOf(row)) {
      const count = Math.min(Number(attr(node, 'table:number-columns-repeated') ?? 1) || 1, 60);
      const blocks =
        node.name === 'table:table-cell'
          ? blocksIn(childrenOf(node), odt).filter(({ text, html }) => text !== '' || html.includes('<img'))
          : [];
      for (let each = 0; each < count; each += 1) {
        const known = covered.get(`${number} ${cells.length}`);
        const cell = known ?? { text: blocks.map(({ text }) => text).join('\n'), html: htmlOf(blocks) };
        const width = Math.min(Number(attr(node, 'table:number-columns-spanned') ?? 1) || 1, 60);
        const height = Math.min(Number(attr(node, 'table:number-rows-spanned') ?? 1) || 1, 5000);
        if (known === undefined && width * height > 1)
          for (let down = 0; down < height; down += 1)
            for (let across = 0; across < width; across += 1)
              covered.set(`${number + down} ${cells.length + across}`, cell);
        cells.push(cell);
      }
    }
    return { cells, where: `${odt.where}, строка таблицы ${number + 1}` };
  });
};

const blocksIn = (nodes: readonly XmlElement[], odt: Odt): Block[] =>
  nodes.flatMap((node): Block[] => {
    if (node.name === 'text:p' || node.name === 'text:h') return paragraphBlocks(node, odt, null);
    if (node.name === 'text:list') return listBlocks(node, odt, null, 0);
    if (node.name === 'table:table') {
      const rows = gridRows(node, odt);
      return [blockOf({ kind: 'table', text: collapsed(textIn(node)), html: '', rows })];
    }
    if (node.name === 'text:table-of-content' || node.name === 'text:alphabetical-index') return [];
    if (node.name === 'text:tracked-changes') {
      if (allOf(node, 'text:deletion').length > 0)
        odt.left.add('в документе непринятые исправления: взято так, будто они приняты');
      return [];
    }
    if (node.name === 'text:section' || node.name === 'text:index-body') {
      if (attr(node, 'text:display') !== 'none') return blocksIn(childrenOf(node), odt);
      odt.left.add('скрытый раздел документа не перенесён: покажите его или удалите');
      return [];
    }
    if (node.name === 'draw:frame') return blocksIn(childrenOf(child(node, 'draw:text-box')), odt);
    return [];
  });

/** Throws nothing: what cannot be read is a fault. */
export const readOdt = ({ name, data }: SourceFile): RawEdition => {
  try {
    const archive = openOdf(data);
    const root = xmlOf(archive.text('content.xml') ?? '');
    const text = inside(root, 'office:body', 'office:text');
    if (text === null)
      return onlyFaults(
        name,
        'это не документ OpenDocument: сохраните его как «Текстовый документ ODF (*.odt)»',
      );
    const odt: Odt = {
      styles: odfStyles([archive.text('styles.xml') ?? '', root]),
      archive,
      pictures: [],
      left: new Set(),
      where: name,
    };
    const blocks = blocksIn(childrenOf(text), odt);
    const read = readDocument({ blocks, pictures: odt.pictures, left: [...odt.left] }, { name, above: [] });
    return { ...read, date: modifiedOf(archive) };
  } catch (error) {
    if (error instanceof ArchiveError)
      return onlyFaults(name, `${error.message}; откройте его и сохраните заново как ODT`);
    if (error instanceof RangeError)
      return onlyFaults(name, 'документ вложен слишком глубоко: откройте его и сохраните заново');
    throw error;
  }
};
