/** CSV as Excel, forms and sites write it: `;`, `,`, tab or bar, any Russian code page, quoted line breaks, a title before the header. */
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { GridRow } from './block.js';
import { crowded, ENTRIES_LIMIT, tooMany } from './bounds.js';
import { decode } from './decode.js';
import { folderOf, onlyFaults, type RawEdition, type SourceFile } from './raw.js';
import { findHeader } from './table-header.js';
import { readTable } from './table.js';

const separators = [';', '\t', ',', '|'] as const;
const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

const rowsOf = (text: string, delimiter: string, name: string): GridRow[] => {
  const parsed: unknown = parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
  });
  return records.parse(parsed).map(({ record, info }) => ({
    cells: record.map((cell) => (cell === '' ? null : { text: cell.trim(), html: cell.trim() })),
    where: `${name}, строка ${info.lines}`,
  }));
};

/** A cell that swallowed the rows after it: within it a line that parts into cells as rows do. Where it stands; null: none. */
const unclosed = (rows: readonly GridRow[], text: string): string | null => {
  const head = text.slice(0, text.search(/\r|\n|$/));
  const separator =
    separators.toSorted((one, other) => head.split(other).length - head.split(one).length)[0] ?? ';';
  const least = Math.max(2, head.split(separator).length - 1);
  const found = rows.find(({ cells }) =>
    cells.some(
      (cell) =>
        cell?.text
          .split(/\r?\n/)
          .slice(1)
          .some((line) => line.split(separator).length > least && line.includes('"')) === true,
    ),
  );
  return found?.where ?? null;
};

interface Tried {
  readonly rows: readonly GridRow[];
  readonly error: CsvError | null;
}

export const readCsv = ({ name, data }: SourceFile): RawEdition => {
  const source = decode(data)?.replace(/^\uFEFF/, '') ?? null;
  if (source === null) return onlyFaults(name, 'это не текст: сохраните таблицу как CSV или XLSX');
  if (crowded(source, '\n', 2 * ENTRIES_LIMIT)) return onlyFaults(name, tooMany(2 * ENTRIES_LIMIT));
  // Excel's own word on what parts the cells.
  const said = /^"?sep=(.)"?\r?\n/i.exec(source);
  const text = said === null ? source : source.slice(said[0].length);
  const tried = (said?.[1] === undefined ? separators : [said[1]]).map((separator): Tried => {
    try {
      return { rows: rowsOf(text, separator, name), error: null };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      return { rows: [], error };
    }
  });
  const glued = unclosed(tried.map(({ rows }) => rows).find((rows) => findHeader(rows) !== null) ?? [], text);
  if (glued !== null)
    return onlyFaults(
      glued,
      'похоже, в этой или в соседней строке не закрыта кавычка: строки слиплись; исправьте её — до этого файл не читается',
    );
  const width = ({ rows }: Tried): number =>
    rows.reduce((sum, { cells }) => sum + Math.min(cells.length, 20) - 1, 0);
  const best =
    tried.find(({ rows }) => findHeader(rows) !== null) ??
    tried.toSorted((one, other) => width(other) - width(one))[0];
  const table =
    best === undefined
      ? null
      : readTable(best.rows, { folder: folderOf(name), where: name, category: null, kind: 'either' });
  if (table !== null)
    return {
      edition: null,
      date: null,
      entries: table.entries,
      faults: table.faults,
      warnings: table.warnings,
    };
  const error = tried.find((each) => each.error !== null)?.error;
  if (error != null && best?.rows.length === 0) {
    const line = z.object({ lines: z.number() }).safeParse(error).data?.lines;
    return onlyFaults(
      line === undefined ? name : `${name}, строка ${line}`,
      'таблица не читается: проверьте кавычки',
    );
  }
  return onlyFaults(name, 'нет строки заголовков: нужны столбцы «Вопрос» и «Ответ»');
};
