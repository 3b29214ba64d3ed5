/** A report as a workbook: numbers are numbers, words are words and never formulas. */
import writeXlsxFile, { type Row } from 'write-excel-file/node';
import { reportColumns } from './report-text.js';
import type { Period, ReportRow } from './report.js';

/** What the second sheet says. */
interface About extends Period {
  readonly made: string;
  readonly region: string;
}

/** Of Excel's characters. */
const WIDTHS = [14, 60, 26, 12, 12, 14, 20, 18, 18];

/** Rejects only where memory ends. */
export const reportXlsx = async (rows: readonly ReportRow[], about: About): Promise<Buffer> => {
  const heading: Row = reportColumns.map(([title]) => ({ value: title, fontWeight: 'bold', wrap: true }));
  const body = rows.map((row): Row =>
    reportColumns.map(([, value]) => {
      const found = value(row);
      if (found === null) return null;
      return typeof found === 'number' ? { type: Number, value: found } : { type: String, value: found };
    }),
  );
  const said: Row[] = [
    ['С', about.from],
    ['По', about.to],
    ['Регион', about.region],
    ['День', 'местный день региона'],
    ['Составлен', about.made],
  ].map((pair): Row => pair.map((value) => ({ type: String, value })));
  return writeXlsxFile([
    {
      data: [heading, ...body],
      sheet: 'Отчёт',
      columns: WIDTHS.map((width) => ({ width })),
      stickyRowsCount: 1,
    },
    { data: said, sheet: 'О выгрузке', columns: [{ width: 14 }, { width: 40 }] },
  ]).toBuffer();
};
