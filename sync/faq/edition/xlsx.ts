/** XLSX and XLSM: each sheet is a table; a sheet without a column of categories is a category itself. */
import readSheets from 'read-excel-file/node';
import type { FaqFault } from '../types.js';
import { ArchiveError, modifiedOf, openArchive } from './archive.js';
import { folderOf, onlyFaults, type RawEdition, type SourceFile } from './raw.js';
import { readTable } from './table.js';

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? String(cell)
    : '';
};

/** Cells that hold formulas, by the number of their sheet; what was computed when the file was saved is what is read. */
const formulaFaults = (
  name: string,
  xml: ReadonlyMap<string, string>,
  sheets: readonly string[],
): FaqFault[] =>
  sheets.flatMap((sheet, index) => {
    const source = xml.get(`xl/worksheets/sheet${index + 1}.xml`) ?? '';
    return [...source.matchAll(/<c r="([A-Z]{1,3}\d{1,7})"[^>]{0,200}><f[ />]/g)].map(([, cell]) => ({
      where: `${name}, лист «${sheet}», ячейка ${cell ?? ''}`,
      message: 'формула: взято значение, сохранённое в файле; замените её текстом',
    }));
  });

/** Rejects with nothing: what cannot be read is a fault. */
export const readXlsx = async ({ name, data }: SourceFile): Promise<RawEdition> => {
  try {
    const { names, xml, safe } = openArchive(data);
    if (!names.includes('xl/workbook.xml')) return onlyFaults(name, 'это не книга Excel');
    const sheets = await readSheets(safe);
    const macros = names.some((part) => part.endsWith('vbaProject.bin'))
      ? [{ where: name, message: 'в книге макросы: они не выполняются и не переносятся' }]
      : [];
    const tables = sheets.map(({ sheet, data: rows }) => ({
      sheet,
      empty: rows.length === 0,
      table: readTable(
        rows.map((row, index) => ({
          cells: row.map(cellText),
          where: `${name}, лист «${sheet}», строка ${index + 1}`,
        })),
        folderOf(name),
        sheet,
      ),
    }));
    return {
      edition: null,
      date: modifiedOf(xml),
      entries: tables.flatMap(({ table }) => table?.entries ?? []),
      faults: [
        ...macros,
        ...formulaFaults(
          name,
          xml,
          sheets.map(({ sheet }) => sheet),
        ),
        ...tables
          .filter(({ empty, table }) => table === null && !empty)
          .map(({ sheet }) => ({
            where: `${name}, лист «${sheet}»`,
            message: 'нет строки заголовков: нужны столбцы «Вопрос» и «Ответ»',
          })),
      ],
    };
  } catch (error) {
    return onlyFaults(
      name,
      error instanceof ArchiveError
        ? error.message
        : 'книга Excel повреждена: откройте и сохраните её заново',
    );
  }
};
