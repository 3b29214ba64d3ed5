/** One sheet of a workbook, read as a stream: cells beyond any list of questions end the reading before they cost anything. */
import { Parser } from 'htmlparser2';
import { ArchiveError } from './archive.js';
import { escaped, type GridCell } from './block.js';
import { CELLS_LIMIT, COLUMNS_LIMIT, type Sheet, type SheetRow } from './sheet.js';
import { shownNumber } from './xlsx-format.js';
import { insistWhole } from './xml.js';

/** Text with its bold and slanted runs. */
export interface Rich {
  readonly text: string;
  /** Null: plain. */
  readonly html: string | null;
}

export interface Book {
  readonly strings: readonly Rich[];
  /** Cell style → code of its number format. */
  readonly formats: readonly string[];
  readonly from1904: boolean;
}

export interface ReadSheet extends Sheet {
  readonly formulas: readonly { readonly cell: string; readonly value: boolean }[];
  readonly links: ReadonlyMap<string, { readonly relation: string | null; readonly address: string | null }>;
}

const ROWS_LIMIT = 100_000;

/** «AB12» → column and row, both from 0. */
export const placeOf = (reference: string): { readonly column: number; readonly row: number } => {
  const [, letters = 'A', digits = '1'] = /^([A-Z]+)(\d+)$/.exec(reference) ?? [];
  const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { column, row: Number(digits) - 1 };
};

/** Runs of a rich text: `r` with `rPr`, or plain `t`. Phonetic readings are passed over. */
export class RichReader {
  private text = '';
  private html = '';
  private rich = false;
  private look = '';
  private taking = false;
  private aside = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'rPh') this.aside += 1;
    else if (name === 'r') this.look = '';
    else if (name === 't') this.taking = this.aside === 0;
    else if ((name === 'b' || name === 'i') && attributes['val'] !== '0' && attributes['val'] !== 'false')
      this.look += name === 'b' ? 'b' : 'i';
  }

  take(text: string): void {
    if (!this.taking) return;
    const tags = [...(this.look.includes('b') ? ['strong'] : []), ...(this.look.includes('i') ? ['em'] : [])];
    this.rich ||= tags.length > 0;
    this.text += text;
    this.html += tags.reduceRight((inner, tag) => `<${tag}>${inner}</${tag}>`, escaped(text));
  }

  close(name: string): void {
    if (name === 't') this.taking = false;
    else if (name === 'rPh') this.aside -= 1;
  }

  end(): Rich {
    const read = { text: this.text, html: this.rich ? paragraphs(this.html) : null };
    [this.text, this.html, this.rich, this.look] = ['', '', false, ''];
    return read;
  }
}

const paragraphs = (html: string): string =>
  html
    .split(/\n\s*\n/)
    .map((part) => `<p>${part.trim().replaceAll('\n', '<br />')}</p>`)
    .join('');

/** «="Скидка "&30&" %"»: what Excel would show of joined words and numbers; null: more than that. */
const joined = (formula: string): string | null => {
  const parts = formula.match(/"(?:[^"]|"")*"|\d+(?:\.\d+)?|&/g) ?? [];
  if (
    parts.length === 0 ||
    parts.join('').length !== formula.replace(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '').length
  )
    return null;
  return parts
    .filter((part) => part !== '&')
    .map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.replace('.', ',')))
    .join('');
};

/** What the formula of a link leads to; null: no such formula. */
const leadsTo = (formula: string | null): string | null =>
  /^HYPERLINK\(\s*"(https?:[^"]+)"/i.exec(formula ?? '')?.[1] ?? null;

/** @throws ArchiveError naming the cell that lies too far */
export const readSheet = (
  source: string,
  { name, hidden }: Pick<Sheet, 'name' | 'hidden'>,
  book: Book,
): ReadSheet => {
  insistWhole(source);
  const rows = new Map<number, { hidden: boolean; cells: (GridCell | null)[] }>();
  const hiddenColumns = new Set<number>();
  const merges: string[] = [];
  const links = new Map<string, { relation: string | null; address: string | null }>();
  const formulas: { cell: string; value: boolean }[] = [];
  const rich = new RichReader();
  let cell: { at: string; type: string; style: number; value: string; formula: string | null } | null = null;
  let row = { number: 0, hidden: false };
  let text: 'v' | 'f' | null = null;
  let column = -1;
  let count = 0;
  const far = (at: string): ArchiveError =>
    new ArchiveError(
      `лист «${name}», ячейка ${at}: слишком далеко для списка вопросов (допустимо ${ROWS_LIMIT} строк и ${COLUMNS_LIMIT} столбцов); удалите её содержимое`,
    );
  const valueOf = ({ type, style, value, formula }: NonNullable<typeof cell>): GridCell | null => {
    const said = rich.end();
    const shared = type === 's' ? book.strings[Number(value)] : type === 'inlineStr' ? said : undefined;
    if (shared !== undefined)
      return shared.text === '' ? null : { text: shared.text, html: shared.html ?? shared.text };
    const bare =
      value === '' && formula !== null
        ? (joined(formula) ?? /^HYPERLINK\(\s*"[^"]*"\s*[,;]\s*"([^"]*)"\s*\)$/i.exec(formula)?.[1] ?? '')
        : value;
    if (bare === '') return null;
    if (type === 'b') return { text: bare === '1' ? 'Да' : 'Нет', html: bare === '1' ? 'Да' : 'Нет' };
    const isNumber = (type === 'n' || type === '') && value !== '' && Number.isFinite(Number(value));
    const shown = isNumber
      ? shownNumber(Number(value), book.formats[style] ?? 'General', book.from1904)
      : type === 'e'
        ? ''
        : bare;
    if (shown === '') return null;
    const address = leadsTo(formula);
    return {
      text: shown,
      html: address === null ? shown : `<p><a href="${escaped(address)}">${escaped(shown)}</a></p>`,
    };
  };
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        const local = tag.slice(tag.indexOf(':') + 1);
        if (local === 'row') {
          row = {
            number: Number(attributes['r'] ?? row.number + 1),
            hidden: attributes['hidden'] === '1' || attributes['hidden'] === 'true',
          };
          column = -1;
        } else if (local === 'c') {
          column = attributes['r'] === undefined ? column + 1 : placeOf(attributes['r']).column;
          const at = attributes['r'] ?? `${column + 1}`;
          cell = {
            at,
            type: attributes['t'] ?? '',
            style: Number(attributes['s'] ?? 0),
            value: '',
            formula: null,
          };
        } else if (local === 'v' || local === 'f') {
          text = local;
          if (local === 'f' && cell !== null) cell.formula = '';
        } else if (local === 'col' && (attributes['hidden'] === '1' || attributes['hidden'] === 'true')) {
          const until = Math.min(Number(attributes['max'] ?? 0), COLUMNS_LIMIT);
          for (let each = Number(attributes['min'] ?? 1); each <= until; each += 1)
            hiddenColumns.add(each - 1);
        } else if (local === 'mergeCell') merges.push(attributes['ref'] ?? '');
        else if (local === 'hyperlink')
          links.set((attributes['ref'] ?? '').split(':')[0] ?? '', {
            relation: attributes['r:id'] ?? null,
            address: attributes['location'] ?? null,
          });
        else rich.open(local, attributes);
      },
      ontext: (data) => {
        if (text === 'v' && cell !== null) cell.value += data;
        else if (text === 'f' && cell !== null) cell.formula = `${cell.formula ?? ''}${data}`;
        else rich.take(data);
      },
      onclosetag: (tag) => {
        const local = tag.slice(tag.indexOf(':') + 1);
        if (local === 'v' || local === 'f') text = null;
        rich.close(local);
        if (local !== 'c' || cell === null) return;
        const read = valueOf(cell);
        if (cell.formula !== null) formulas.push({ cell: cell.at, value: read !== null });
        if (read !== null) {
          count += 1;
          if (column >= COLUMNS_LIMIT || row.number > ROWS_LIMIT || count > CELLS_LIMIT) throw far(cell.at);
          const line = rows.get(row.number) ?? { hidden: row.hidden, cells: [] };
          while (line.cells.length < column) line.cells.push(null);
          line.cells[column] = read;
          rows.set(row.number, line);
        }
        cell = null;
      },
    },
    { xmlMode: true },
  );
  parser.end(source);
  spread(rows, merges);
  return {
    name,
    hidden,
    hiddenColumns,
    formulas,
    links,
    rows: [...rows]
      .toSorted(([one], [other]) => one - other)
      .map(([number, line]): SheetRow => ({ number, hidden: line.hidden, cells: line.cells })),
  };
};

/** A merged cell stands in all the places it covers, in rows that hold anything. */
const spread = (
  rows: Map<number, { hidden: boolean; cells: (GridCell | null)[] }>,
  merges: readonly string[],
): void => {
  for (const merge of merges) {
    const [from = '', to = ''] = merge.split(':');
    const [start, end] = [placeOf(from), placeOf(to)];
    const cell = rows.get(start.row + 1)?.cells[start.column] ?? null;
    if (cell === null) continue;
    for (const [number, line] of rows) {
      if (number <= start.row || number > end.row + 1) continue;
      for (let column = start.column; column <= Math.min(end.column, COLUMNS_LIMIT); column += 1) {
        while (line.cells.length <= column) line.cells.push(null);
        line.cells[column] = cell;
      }
    }
  }
};
