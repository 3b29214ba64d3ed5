/** CSV as Excel and others write it: `;`, `,` or tab, UTF-8 or windows-1251, quoted line breaks. */
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { decode } from './decode.js';
import { folderOf, onlyFaults, type RawEdition, type SourceFile } from './raw.js';
import { readTable } from './table.js';

const separators = [';', ',', '\t'] as const;
const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/** The one that parts the header most often. */
const separatorOf = (text: string): string => {
  const head = text.slice(0, text.search(/\r|\n|$/));
  const count = (separator: string): number => head.split(separator).length;
  return separators.toSorted((one, other) => count(other) - count(one))[0] ?? ';';
};

export const readCsv = ({ name, data }: SourceFile): RawEdition => {
  const text = decode(data);
  if (text === null) return onlyFaults(name, 'это не текст: сохраните таблицу как CSV или XLSX');
  const rows: { readonly cells: readonly string[]; readonly where: string }[] = [];
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      relax_quotes: true,
      info: true,
    });
    for (const { record, info } of records.parse(parsed))
      rows.push({ cells: record, where: `${name}, строка ${info.lines}` });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = z.object({ lines: z.number() }).safeParse(error).data?.lines;
    return onlyFaults(
      line === undefined ? name : `${name}, строка ${line}`,
      'таблица не читается: проверьте кавычки',
    );
  }
  const table = readTable(rows, folderOf(name), null);
  if (table === null) return onlyFaults(name, 'нет строки заголовков: нужны столбцы «Вопрос» и «Ответ»');
  return { edition: null, date: null, ...table };
};
