/** A table of questions and answers, whatever file it came from. Merged cells are one object in all the places they cover. */
import type { FaqFault } from '../types.js';
import { htmlOfCell } from './answer-html.js';
import { collapsed, escaped, type GridCell, type GridRow } from './block.js';
import type { RawEntry } from './raw.js';
import { findHeader, guessHeader, headerIn, type Column, type Header } from './table-header.js';
import { filled, turned, unfolded } from './table-turn.js';
import { likeQuestion, uncounted } from './wording.js';

interface Context {
  readonly folder: string;
  /** The table as people find it. */
  readonly where: string;
  /** For tables that name no section, such as a sheet of its own. */
  readonly category: string | null;
  /** Of the table before this one, which a page break may have cut off. */
  readonly header?: Header | null;
  /** `either`: cells are text as it was typed, told by their tags. */
  readonly kind?: RawEntry['kind'];
}

export interface ReadTable {
  readonly header: Header;
  readonly entries: readonly RawEntry[];
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly FaqFault[];
}

/** Levels of a section: a slash between words, an arrow. Not «и/или», not a closing quotation mark. */
export const levelsOf = (text: string): string[] =>
  text
    .split(/\s*(?:→|›)\s*|\s+[>/]\s+|(?<=\p{Ll})\s*\/\s*(?=\p{Lu})|(?<=[\p{L}\d)])>(?=\p{Lu})/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const lines = (text: string): string[] =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** «1 | 2 | 3» under a header: columns counted, as official tables do. */
const countsColumns = ({ cells }: GridRow): boolean =>
  cells.length > 1 && cells.every((cell, index) => cell?.text.trim() === String(index + 1));

/** The name of a section that stands in a row of its own; null: the row is no such thing. */
const sectionIn = (row: GridRow, header: Header): string | null => {
  const question = row.cells[header.get('question') ?? -1] ?? null;
  const answer = row.cells[header.get('answer') ?? -1] ?? null;
  const all = filled(row);
  const [only] = all;
  if (question !== null && question === answer && question.text !== '') return question.text;
  if (all.length !== 1 || only === undefined || only === answer) return null;
  const spans = row.cells.filter((cell) => cell === only).length > 1;
  const inQuestion = only === question;
  if (header.has('category') && row.cells[header.get('category') ?? -1] === only && !spans) return null;
  return spans || !inQuestion || !likeQuestion(only.text) ? only.text : null;
};

/** Depth of «1.2. …»; 0: not counted. */
const depthOf = (text: string): number =>
  /^(\d{1,3}(?:\.\d{1,3})*)[.)]?\s/.exec(text)?.[1]?.split('.').length ?? 0;

/** Numbers are a key only where they cannot be a count of rows: three digits and more or letters, and no two alike. */
const keyColumn = (rows: readonly GridRow[], header: Header): number | undefined => {
  const id = header.get('id');
  if (id !== undefined) return id;
  const number = header.get('number');
  const values = rows.flatMap(({ cells }) => cells[number ?? -1]?.text.trim() || []);
  const keys =
    values.every((value) => /^\d{3,}$|\p{L}/u.test(value)) && new Set(values).size === values.length;
  const runs = values.every((value, index) => Number(value) === Number(values[0]) + index);
  return values.length > 1 && keys && !runs ? number : undefined;
};

/** A link in a column of its own belongs to the answer. */
const answered = (
  answer: GridCell | null,
  link: GridCell | null,
  kind: RawEntry['kind'],
): Pick<RawEntry, 'answer' | 'kind'> => {
  const own = answer?.html ?? '';
  if (link === null || link === answer || link.text.trim() === '' || own === '') return { answer: own, kind };
  const shown = link.text.trim();
  const html = /<a\s/.test(link.html)
    ? link.html
    : /^https?:\/\/\S+$/.test(shown)
      ? `<p><a href="${escaped(shown)}">${escaped(shown)}</a></p>`
      : '';
  return html === ''
    ? { answer: own, kind }
    : { answer: `${kind === 'html' ? own : htmlOfCell(own)}${html}`, kind: 'html' };
};

/** Cells of the row before. */
interface Last {
  readonly question: GridCell | null;
  readonly answer: GridCell | null;
}

/** Tables that repeat their header name their section in a row of its own above it; the first one too, where others do. */
const blockName = (rows: readonly GridRow[], start: number): string[] => {
  const above = rows[start - 2];
  const again = rows.some(
    (_, at) =>
      at > start &&
      headerIn(rows, at) !== null &&
      filled(rows[at - 1] ?? { cells: [], where: '' }).length === 1,
  );
  const [only, more] = above === undefined ? [] : filled(above);
  return again && only !== undefined && more === undefined ? [uncounted(collapsed(only.text))] : [];
};

/** Rows that sum up or sign. */
const TAIL = /^(?:итого|всего|составил|исполнитель|утвердил|согласован|ответственн|проверил)/i;

/** What a column of states says of a row that is not published. */
const DRAFT =
  /^(?:да|true|1|\+|черновик|draft|проект|не опубликован[оа]?|снят[оа]?|архив|в архиве|неактуальн[оы]|скрыт[оа]?)$/i;

/** Rows below a header. Null: no table of questions. */
export const readTable = (given: readonly GridRow[], context: Context): ReadTable | null => {
  const rows = turned(given) ?? unfolded(given) ?? given;
  const found = findHeader(rows);
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const before = context.header ?? null;
  const goesOn = before !== null && width > Math.max(...before.values()) ? before : null;
  const first = found?.header ?? goesOn ?? guessHeader(rows);
  if (first === null) return null;
  let header = first;
  const faults: FaqFault[] = [];
  const warnings: FaqFault[] = [];
  const entries: RawEntry[] = [];
  const start = found === null ? 0 : found.at + 1;
  if (found === null && goesOn === null)
    warnings.push({
      where: context.where,
      message:
        `строки заголовков «Вопрос», «Ответ» нет: столбцы узнаны по содержанию (вопрос — ${(header.get('question') ?? 0) + 1}-й, ` +
        `ответ — ${(header.get('answer') ?? 0) + 1}-й); если это не так, впишите заголовки`,
    });
  const below = rows.slice(start);
  const key = keyColumn(below, header);
  let section: string[] = blockName(rows, start);
  let sectionBefore = false;
  let inherited = '';
  let inheritedRows = 0;
  let last: Last | null = null;
  for (const [index, row] of below.entries()) {
    const all = filled(row);
    if (all.length === 0 || (index === 0 && countsColumns(row))) continue;
    const again = headerIn(rows, start + index);
    if (again !== null) {
      header = again;
      last = null;
      continue;
    }
    const cell = (column: Column): GridCell | null => row.cells[header.get(column) ?? -1] ?? null;
    const of = (column: Column): string => cell(column)?.text.trim() ?? '';
    const { where } = row;
    const question_ = cell('question')?.text.trim() ?? '';
    if (
      TAIL.test(all[0]?.text.trim() ?? '') &&
      (question_ === '' || (cell('answer')?.text ?? '') === '' || TAIL.test(question_))
    ) {
      warnings.push({ where, message: `не вопрос, не перенесено: «${all[0]?.text.trim() ?? ''}»` });
      continue;
    }
    const named = sectionIn(row, header);
    if (named !== null) {
      const depth = depthOf(named);
      const title = uncounted(collapsed(named));
      if (depth > 0) section = [...section.slice(0, depth - 1), title];
      else section = sectionBefore ? [...section, title] : [...section.slice(0, -1), title];
      sectionBefore = true;
      inherited = '';
      last = null;
      continue;
    }
    if (sectionBefore && section.length > 2) section = section.slice(-2);
    sectionBefore = false;
    const question = cell('question');
    const answer = cell('answer');
    const blank = of('question') === '';
    const same = last !== null && question !== null && question === last.question;
    const previous = entries.at(-1);
    const alone = all.length === 1 && all[0] === answer;
    if (last !== null && previous !== undefined && (same || (blank && alone))) {
      if (answer !== last.answer && answer !== null) {
        const joint = context.kind === 'html' || /<\w/.test(answer.html) ? '\n' : '\n\n';
        entries[entries.length - 1] = { ...previous, answer: `${previous.answer}${joint}${answer.html}` };
        if (!same)
          warnings.push({
            where,
            message: `строка без вопроса: её текст присоединён к ответу на «${previous.question}»`,
          });
      }
      last = { question: last.question, answer };
      continue;
    }
    const said = of('category');
    if (said !== '') inherited = said;
    else if (inherited !== '') inheritedRows += 1;
    const own = said === '' ? inherited : said;
    const path = [
      ...(own === '' ? section : levelsOf(own)),
      ...(of('subcategory') === '' ? [] : [of('subcategory')]),
    ];
    entries.push({
      id: row.cells[key ?? -1]?.text.trim() || null,
      category: path.length === 0 && context.category !== null ? [context.category] : path,
      question: of('question'),
      ...answered(answer, cell('link'), context.kind ?? 'html'),
      visibility: of('visibility') || null,
      locale: of('locale') || null,
      fileNames: lines(of('files')),
      pictures: [],
      folder: context.folder,
      where,
      ...(DRAFT.test(of('draft')) && { withheld: 'черновик' }),
    });
    last = { question, answer };
  }
  if (inheritedRows > 0)
    warnings.push({
      where: context.where,
      message: `раздел не указан в строках: ${inheritedRows}; взят раздел из строки выше — если это не так, впишите его`,
    });
  const names = rows[start - 1]?.cells.flatMap((cell, index) =>
    cell === null ||
    cell.text === '' ||
    [...header.values()].includes(index) ||
    !below.some(({ cells }) => (cells[index]?.text ?? '') !== '')
      ? []
      : [`«${collapsed(cell.text)}»`],
  );
  if (names !== undefined && names.length > 0 && found !== null)
    warnings.push({
      where: context.where,
      message: `столбцы не перенесены: ${[...new Set(names)].join(', ')}`,
    });
  return { header, entries, faults, warnings };
};
