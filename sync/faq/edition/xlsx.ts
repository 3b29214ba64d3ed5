/** XLSX and XLSM: sheets as Excel shows them, with links, pictures over cells and merged cells. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { Parser } from 'htmlparser2';
import type { FaqFault } from '../types.js';
import { ArchiveError, modifiedOf, openArchive, type Archive } from './archive.js';
import { escaped, type GridCell } from './block.js';
import { mediaType } from './media-type.js';
import { onlyFaults, type InlinePicture, type RawEdition, type SourceFile } from './raw.js';
import { readWorkbook, type Sheet } from './sheet.js';
import { allOf, attr, child, childrenOf, inside, textIn, xmlOf, type XmlElement } from './xml.js';
import { formatCode } from './xlsx-format.js';
import { placeOf, readSheet, RichReader, type Book, type ReadSheet, type Rich } from './xlsx-sheet.js';

const relationsOf = (archive: Archive, part: string): Map<string, string> => {
  const path = `${posix.dirname(part)}/_rels/${posix.basename(part)}.rels`;
  return new Map(
    childrenOf(xmlOf(archive.text(path) ?? '')).map((each): [string, string] => {
      const target = attr(each, 'Target') ?? '';
      const outside = attr(each, 'TargetMode') === 'External';
      const whole =
        outside || target.startsWith('/')
          ? target.replace(/^\//, '')
          : posix.join(posix.dirname(part), target);
      return [attr(each, 'Id') ?? '', outside ? target : whole];
    }),
  );
};

/** Some programs put a prefix before every name. */
const unprefixed = (source: string | null): string | null => source?.replace(/(<\/?)x:/g, '$1') ?? null;

const stringsOf = (source: string | null): Rich[] => {
  const strings: Rich[] = [];
  const rich = new RichReader();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        rich.open(name, attributes);
      },
      ontext: (text) => {
        rich.take(text);
      },
      onclosetag: (name) => {
        rich.close(name);
        if (name === 'si') strings.push(rich.end());
      },
    },
    { xmlMode: true },
  );
  parser.end(source ?? '');
  return strings;
};

const bookOf = (archive: Archive, workbook: XmlElement | null): Book => {
  const styles = xmlOf(unprefixed(archive.text('xl/styles.xml')) ?? '');
  const own = new Map(
    childrenOf(child(styles, 'numFmts')).map((each): [number, string] => [
      Number(attr(each, 'numFmtId')),
      attr(each, 'formatCode') ?? '',
    ]),
  );
  return {
    strings: stringsOf(unprefixed(archive.text('xl/sharedStrings.xml'))),
    formats: childrenOf(child(styles, 'cellXfs')).map((each) =>
      formatCode(Number(attr(each, 'numFmtId') ?? 0), own),
    ),
    from1904: ['1', 'true'].includes(attr(child(workbook, 'workbookPr'), 'date1904') ?? ''),
  };
};

const linked = (cell: GridCell, address: string): GridCell => ({
  text: cell.text,
  html: `<p><a href="${escaped(address)}">${cell.html === cell.text ? escaped(cell.text).replaceAll('\n', '<br />') : cell.html.replace(/<\/?p>/g, '')}</a></p>`,
});

/** Addresses that lie on cells go into their text. */
const withLinks = (sheet: ReadSheet, relations: ReadonlyMap<string, string>): Sheet => {
  const at = new Map(
    [...sheet.links].flatMap(([reference, { relation }]) => {
      const address = relation === null ? undefined : relations.get(relation);
      const { row, column } = placeOf(reference);
      return address === undefined || !/^(?:https?|mailto):/i.test(address)
        ? []
        : [[`${row + 1} ${column}`, address] as const];
    }),
  );
  if (at.size === 0) return sheet;
  return {
    ...sheet,
    rows: sheet.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell, column) => {
        const address = at.get(`${row.number} ${column}`);
        return cell === null || address === undefined ? cell : linked(cell, address);
      }),
    })),
  };
};

/** Pictures that lie over cells, by the row their corner is in. */
const picturesOver = (
  archive: Archive,
  relations: ReadonlyMap<string, string>,
  pictures: InlinePicture[],
): Map<number, string> => {
  const found = new Map<number, string>();
  const drawings = [...relations.values()].filter((target) => /\/drawings\/drawing[^/]*\.xml$/.test(target));
  for (const drawing of drawings) {
    const images = relationsOf(archive, drawing);
    const anchors = childrenOf(xmlOf(archive.text(drawing) ?? '')).filter(({ name }) =>
      /CellAnchor$/.test(name),
    );
    for (const anchor of anchors) {
      const row = Number(textIn(inside(anchor, 'xdr:from', 'xdr:row')) || 0) + 1;
      for (const blip of allOf(anchor, 'a:blip')) {
        const target = images.get(attr(blip, 'r:embed') ?? '');
        const data = target === undefined ? null : archive.bytes(target);
        if (data === null || target === undefined) continue;
        const contentId = createHash('sha256').update(data).digest('hex').slice(0, 16);
        pictures.push({ contentId, type: mediaType(target), data });
        found.set(row, `${found.get(row) ?? ''}<p><img src="cid:${contentId}" /></p>`);
      }
    }
  }
  return found;
};

/** Throws nothing: what cannot be read is a fault. */
export const readXlsx = ({ name, data }: SourceFile): RawEdition => {
  try {
    const archive = openArchive(data);
    const source = unprefixed(archive.text('xl/workbook.xml'));
    if (source === null)
      return onlyFaults(name, 'это не книга Excel: сохраните её в Excel как «Книга Excel (*.xlsx)»');
    const workbook = xmlOf(source);
    const relations = relationsOf(archive, 'xl/workbook.xml');
    const book = bookOf(archive, workbook);
    const left: FaqFault[] = [];
    const pictures: InlinePicture[] = [];
    const tell = (where: string, message: string): void => {
      left.push({ where, message });
    };
    if (archive.names.some((part) => part.endsWith('vbaProject.bin')))
      tell(name, 'в книге макросы: они не выполняются и не переносятся');
    if (archive.names.some((part) => /(?:^|\/)(?:threadedC|c)omments?\/?[^/]*\.xml$/.test(part)))
      tell(name, 'примечания к ячейкам не перенесены');
    const sheets = childrenOf(child(workbook, 'sheets')).flatMap((node): Sheet[] => {
      const title = attr(node, 'name') ?? 'Лист';
      const where = `${name}, лист «${title}»`;
      const part = relations.get(attr(node, 'r:id') ?? '');
      const xml = part === undefined ? null : archive.text(part);
      if (part === undefined || xml === null) return [];
      if (!/\/worksheets\//.test(part)) {
        tell(where, 'это диаграмма, а не таблица: не прочитана');
        return [];
      }
      const read = readSheet(
        xml,
        { name: title, hidden: (attr(node, 'state') ?? 'visible') !== 'visible' },
        book,
      );
      for (const { cell, value } of read.formulas)
        if (!read.hidden)
          tell(
            `${where}, ячейка ${cell}`,
            value
              ? 'формула: взято значение, сохранённое в файле'
              : 'формула без сохранённого значения: откройте файл в Excel и сохраните его или впишите текст',
          );
      const own = relationsOf(archive, part);
      const sheet = withLinks(read, own);
      const over = picturesOver(archive, own, pictures);
      return [
        over.size === 0
          ? sheet
          : { ...sheet, rows: sheet.rows.map((row) => ({ ...row, over: over.get(row.number) ?? '' })) },
      ];
    });
    return readWorkbook(name, { sheets, pictures, left, date: modifiedOf(archive) });
  } catch (error) {
    if (error instanceof ArchiveError)
      return onlyFaults(name, `${error.message}; откройте файл и сохраните заново как XLSX`);
    if (error instanceof RangeError)
      return onlyFaults(name, 'файл вложен слишком глубоко: откройте его и сохраните заново');
    throw error;
  }
};
