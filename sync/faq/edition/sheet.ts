/** A workbook as sheets, whatever program wrote it, and its questions: what is hidden is not published and is named. */
import type { FaqFault } from '../types.js';
import type { GridCell, GridRow } from './block.js';
import { htmlOfCell } from './answer-html.js';
import { folderOf, type InlinePicture, type RawEdition, type RawEntry } from './raw.js';
import { readTable } from './table.js';

export interface SheetRow {
  /** As the program counts it, from 1. */
  readonly number: number;
  readonly hidden: boolean;
  readonly cells: readonly (GridCell | null)[];
  /** Pictures that lie over the row, as HTML: they belong to its answer. */
  readonly over?: string;
}

export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly SheetRow[];
  /** Numbers from 0. */
  readonly hiddenColumns: ReadonlySet<number>;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly pictures: readonly InlinePicture[];
  /** What is in the file and was not taken over. */
  readonly left: readonly FaqFault[];
  readonly date: string | null;
}

/** More is no list of questions; the far corner of a sheet alone would take gigabytes. */
export const CELLS_LIMIT = 400_000;
export const COLUMNS_LIMIT = 300;

export const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + columnName(index % 26);

const listed = (numbers: readonly (number | string)[]): string =>
  numbers.length > 8 ? `${numbers.slice(0, 8).join(', ')} и ещё ${numbers.length - 8}` : numbers.join(', ');

const isEmpty = ({ rows }: Sheet): boolean =>
  rows.every(({ cells }) => cells.every((cell) => cell === null || (cell.text === '' && cell.html === '')));

/** Hidden columns hold remarks for editors; a hidden key is a key all the same. */
const visible = ({ rows, hiddenColumns }: Sheet, where: string): GridRow[] =>
  rows.map(({ number, cells }) => ({
    where: `${where}, строка ${number}`,
    cells:
      hiddenColumns.size === 0
        ? cells
        : cells.map((cell, column) =>
            hiddenColumns.has(column) &&
            !/^(?:id|ид|код|ключ|uid)$/i.test(headOf(rows, column)) &&
            !isKey(rows, column)
              ? null
              : cell,
          ),
  }));
const headOf = (rows: readonly SheetRow[], column: number): string =>
  rows.map(({ cells }) => cells[column]?.text.trim() ?? '').find((text) => text !== '') ?? '';
const isKey = (rows: readonly SheetRow[], column: number): boolean =>
  /^(?:id|ид|код|ключ|uid)\b/i.test(headOf(rows, column));

const withPictures = (entry: RawEntry, over: string): RawEntry =>
  over === '' ? entry : { ...entry, answer: `${htmlOfCell(entry.answer)}${over}`, kind: 'html' };

/** Questions of all sheets that are shown, in their order. */
export const readWorkbook = (name: string, { sheets, pictures, left, date }: Workbook): RawEdition => {
  const faults: FaqFault[] = [];
  const warnings: FaqFault[] = [...left];
  const shown = sheets.filter(({ hidden }) => !hidden);
  const tables = sheets.map((sheet) => {
    const where = `${name}, лист «${sheet.name}»`;
    const table = isEmpty(sheet)
      ? null
      : readTable(visible(sheet, where), {
          folder: folderOf(name),
          where,
          category: sheet.name,
          kind: 'either',
        });
    return { sheet, where, table };
  });
  const found = tables.some(({ sheet, table }) => !sheet.hidden && table !== null);
  const entries = tables.flatMap(({ sheet, where, table }) => {
    if (sheet.hidden && !isEmpty(sheet))
      warnings.push({
        where,
        message: `лист скрыт и не публикуется (вопросов: ${table?.entries.length ?? 0}): покажите его, если он часть издания`,
      });
    if (!sheet.hidden && table === null && !isEmpty(sheet))
      (found ? warnings : faults).push({
        where,
        message: 'нет строки заголовков: нужны столбцы «Вопрос» и «Ответ»; лист не прочитан',
      });
    if (table === null) return [];
    const hiddenRows = new Set(
      sheet.rows.filter(({ hidden }) => hidden).map(({ number }) => `${where}, строка ${number}`),
    );
    const inHidden = table.entries.filter((entry) => hiddenRows.has(entry.where));
    if (!sheet.hidden) {
      warnings.push(...table.warnings);
      faults.push(...table.faults);
      if (inHidden.length > 0)
        warnings.push({
          where,
          message: `скрытые строки не публикуются: ${listed(inHidden.map((entry) => entry.where.split(' ').at(-1) ?? ''))} («${inHidden[0]?.question ?? ''}»); покажите их, если они часть издания`,
        });
      const columns = [...sheet.hiddenColumns].filter((column) =>
        sheet.rows.some(({ cells }) => (cells[column]?.text ?? '') !== ''),
      );
      if (columns.length > 0)
        warnings.push({
          where,
          message: `скрытые столбцы не публикуются: ${listed(columns.map(columnName))}`,
        });
    }
    const over = new Map(sheet.rows.map((row) => [`${where}, строка ${row.number}`, row.over ?? '']));
    return table.entries
      .map((entry) => withPictures(entry, over.get(entry.where) ?? ''))
      .map((entry) => ({
        ...entry,
        pictures: pictures.filter(({ contentId }) => entry.answer.includes(`cid:${contentId}`)),
        ...(sheet.hidden && { withheld: 'лист скрыт' }),
        ...(hiddenRows.has(entry.where) && { withheld: 'строка скрыта' }),
      }));
  });
  if (shown.length === 0)
    faults.push({ where: name, message: 'все листы скрыты: покажите тот, что нужно загрузить' });
  return { edition: null, date, entries, faults, warnings };
};
