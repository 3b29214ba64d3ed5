/** ODS, the state's own format of tables, read natively: cells as the program showed them, merged and hidden ones known. */
import { ElementType } from 'htmlparser2';
import { ArchiveError, modifiedOf, openOdf } from './archive.js';
import { escaped, type GridCell } from './block.js';
import { odfStyles, type OdfStyles } from './odt-styles.js';
import { onlyFaults, type RawEdition, type SourceFile } from './raw.js';
import { CELLS_LIMIT, COLUMNS_LIMIT, columnName, readWorkbook, type Sheet, type SheetRow } from './sheet.js';
import type { FaqFault } from '../types.js';
import { attr, childrenOf, inside, xmlOf, type XmlElement } from './xml.js';

/** Shown text of a cell; HTML where it holds links or bold letters. */
const shownIn = (
  node: XmlElement,
  styles: OdfStyles,
): { readonly text: string; readonly html: string; readonly rich: boolean } => {
  let [text, html, rich] = ['', '', false];
  for (const each of node.children) {
    if ('data' in each && each.type === ElementType.Text)
      [text, html] = [text + each.data, html + escaped(each.data)];
    if (!('attribs' in each)) continue;
    const element = each;
    if (element.name === 'text:s') {
      const spaces = ' '.repeat(Math.min(Number(attr(element, 'text:c') ?? 1) || 1, 100));
      [text, html] = [text + spaces, html + spaces];
    } else if (element.name === 'text:line-break') [text, html] = [`${text}\n`, `${html}<br />`];
    else {
      const inner = shownIn(element, styles);
      const address = attr(element, 'xlink:href');
      const bold =
        element.name === 'text:span' && styles.look(attr(element, 'text:style-name')).includes('b');
      text += inner.text;
      html +=
        element.name === 'text:a' && address !== null
          ? `<a href="${escaped(address)}">${inner.html}</a>`
          : bold
            ? `<strong>${inner.html}</strong>`
            : inner.html;
      rich ||= inner.rich || (element.name === 'text:a' && address !== null) || bold;
    }
  }
  return { text, html, rich };
};

const cellOf = (node: XmlElement, styles: OdfStyles): GridCell | null => {
  const paragraphs = childrenOf(node)
    .filter(({ name }) => name === 'text:p')
    .map((each) => shownIn(each, styles));
  const text = paragraphs.map((each) => each.text).join('\n');
  if (text === '') return null;
  const rich = paragraphs.some((each) => each.rich);
  return { text, html: rich ? paragraphs.map(({ html }) => `<p>${html}</p>`).join('') : text };
};

const within = (node: XmlElement, kind: string): { readonly node: XmlElement; readonly hidden: boolean }[] =>
  childrenOf(node).flatMap((each) => {
    if (each.name === kind)
      return [{ node: each, hidden: /collapse|filter/.test(attr(each, 'table:visibility') ?? '') }];
    if (!/^table:table-(?:header-)?(?:rows?|columns?)(?:-group)?s?$/.test(each.name)) return [];
    const grouped = attr(each, 'table:display') === 'false';
    return within(each, kind).map((inner) => ({ ...inner, hidden: inner.hidden || grouped }));
  });

const repeated = (node: XmlElement, name: string): number => Number(attr(node, name) ?? 1) || 1;

const sheetOf = (table: XmlElement, styles: OdfStyles, name: string): Sheet => {
  const hiddenColumns = new Set<number>();
  let at = 0;
  for (const { node, hidden } of within(table, 'table:table-column')) {
    const count = repeated(node, 'table:number-columns-repeated');
    if (hidden)
      for (let each = 0; each < Math.min(count, COLUMNS_LIMIT); each += 1) hiddenColumns.add(at + each);
    at += count;
  }
  const rows: SheetRow[] = [];
  const covered = new Map<string, GridCell>();
  let number = 0;
  let cellCount = 0;
  for (const { node: row, hidden } of within(table, 'table:table-row')) {
    const cells: (GridCell | null)[] = [];
    let column = 0;
    for (const node of childrenOf(row)) {
      const count = repeated(node, 'table:number-columns-repeated');
      const own = node.name === 'table:table-cell' ? cellOf(node, styles) : null;
      const width = repeated(node, 'table:number-columns-spanned');
      const height = repeated(node, 'table:number-rows-spanned');
      if (own !== null && column + count > COLUMNS_LIMIT)
        throw new ArchiveError(
          `лист «${name}», ячейка ${columnName(column)}${number + 1}: слишком далеко для списка вопросов; удалите её`,
        );
      if (own !== null && width * height > 1)
        for (let down = 0; down < Math.min(height, 5000); down += 1)
          for (let across = 0; across < Math.min(width, 60); across += 1)
            covered.set(`${number + down} ${column + across}`, own);
      for (let each = 0; each < Math.min(count, COLUMNS_LIMIT - column); each += 1)
        cells[column + each] = covered.get(`${number} ${column + each}`) ?? own;
      column += count;
    }
    const count = repeated(row, 'table:number-rows-repeated');
    if (cells.some((cell) => cell !== null))
      for (let each = 0; each < Math.min(count, 1000); each += 1) {
        cellCount += cells.length;
        if (cellCount > CELLS_LIMIT)
          throw new ArchiveError(`лист «${name}»: больше ${CELLS_LIMIT} ячеек, это не список вопросов`);
        rows.push({ number: number + each + 1, hidden, cells });
      }
    number += count;
  }
  return { name, hidden: !styles.displayed(attr(table, 'table:style-name')), rows, hiddenColumns };
};

/** Throws nothing: what cannot be read is a fault. */
export const readOds = ({ name, data }: SourceFile): RawEdition => {
  try {
    const archive = openOdf(data);
    const root = xmlOf(archive.text('content.xml') ?? '');
    const book = inside(root, 'office:body', 'office:spreadsheet');
    if (book === null)
      return onlyFaults(
        name,
        'это не таблица OpenDocument: сохраните её как «Электронная таблица ODF (*.ods)»',
      );
    const styles = odfStyles([archive.text('styles.xml') ?? '', root]);
    const sheets = childrenOf(book)
      .filter((node) => node.name === 'table:table')
      .map((table) => sheetOf(table, styles, attr(table, 'table:name') ?? 'Лист'));
    const pictures = archive.names.filter((part) => /^Pictures\/./.test(part)).length;
    const left: FaqFault[] =
      pictures === 0
        ? []
        : [
            {
              where: name,
              message: `картинки поверх ячеек не перенесены (${pictures}): положите их файлами рядом и назовите в столбце «Файлы»`,
            },
          ];
    return readWorkbook(name, { sheets, pictures: [], left, date: modifiedOf(archive) });
  } catch (error) {
    if (error instanceof ArchiveError)
      return onlyFaults(name, `${error.message}; откройте файл и сохраните заново как ODS`);
    if (error instanceof RangeError)
      return onlyFaults(name, 'файл вложен слишком глубоко: откройте его и сохраните заново');
    throw error;
  }
};
