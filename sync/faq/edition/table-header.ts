/** Which column of a table is which: by what people call them, else by what stands in them. */
import type { GridRow } from './block.js';
import { likeQuestion } from './wording.js';

export type Column =
  | 'id'
  | 'number'
  | 'category'
  | 'subcategory'
  | 'question'
  | 'answer'
  | 'visibility'
  | 'files'
  | 'locale'
  | 'draft'
  | 'link';
export type Header = ReadonlyMap<Column, number>;

const exact: Readonly<Record<Column, readonly string[]>> = {
  id: [
    'id',
    'ид',
    'код',
    'идентификатор',
    'ключ',
    'uid',
    'guid',
    'код вопроса',
    'id вопроса',
    'идентификатор вопроса',
  ],
  number: [
    'номер',
    '№',
    'n',
    'no',
    'номер вопроса',
    '№ п/п',
    '№ пп',
    '№п/п',
    'п/п',
    '#',
    '№ вопроса',
    'порядковый номер',
  ],
  category: [
    'категория',
    'раздел',
    'тема',
    'тематика',
    'category',
    'section',
    'рубрика',
    'путь',
    'topic',
    'группа',
    'блок',
  ],
  subcategory: ['подкатегория', 'подраздел', 'подтема', 'subcategory', 'subsection', 'подрубрика'],
  question: [
    'вопрос',
    'question',
    'формулировка вопроса',
    'заголовок',
    'title',
    'текст вопроса',
    'содержание вопроса',
  ],
  answer: ['ответ', 'answer', 'текст ответа', 'решение', 'body', 'содержание ответа', 'разъяснение'],
  visibility: ['видимость', 'доступ', 'visibility'],
  files: ['файлы', 'вложения', 'файл', 'вложение', 'attachments', 'files', 'приложения'],
  locale: ['язык', 'locale', 'language'],
  draft: ['черновик', 'draft', 'статус', 'status', 'состояние', 'публикация'],
  link: ['ссылка', 'ссылки', 'link', 'url', 'подробнее', 'источник'],
};

/** In this order: «Тема вопроса» is a section and no question. */
const patterns: readonly (readonly [Column, RegExp])[] = [
  ['number', /^(?:№|номер|n°)/],
  ['subcategory', /подкатегор|подраздел|подтем|подрубрик/],
  ['category', /категори|раздел|тематик|рубрик|^тема(?:\s|$)|^групп|^блок(?:\s|$)/],
  ['answer', /^(?!.*ответствен)(?!дата)(?!автор).*(?:ответ|разъяснени|answer)/],
  ['question', /^(?!дата)(?!автор)(?!число|количество).*(?:вопрос|question)/],
];

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\([^)]*\)?|\[[^\]]*\]?/g, ' ')
    .replace(/[\s:.*]+/g, ' ')
    .trim();
/** What people call a column fits into a line or two. */
const NAME = 120;

/** What the words of a header cell mean; null: nothing we know. */
export const columnOf = (text: string): { readonly column: Column; readonly exact: boolean } | null => {
  const words = plain(text);
  if (words === '' || text.length > NAME || /\?\s*$/.test(text)) return null;
  const named = (Object.keys(exact) as Column[]).find((column) => exact[column].includes(words));
  if (named !== undefined) return { column: named, exact: true };
  const found = patterns.find(([, pattern]) => pattern.test(words));
  return found === undefined ? null : { column: found[0], exact: false };
};

const namesIn = (cells: readonly string[]): Map<Column, number> => {
  const told = cells.map(columnOf);
  const header = new Map<Column, number>();
  for (const precise of [true, false])
    for (const [index, found] of told.entries())
      if (
        found !== null &&
        found.exact === precise &&
        !header.has(found.column) &&
        ![...header.values()].includes(index)
      )
        header.set(found.column, index);
  return header;
};

const textsOf = ({ cells }: GridRow): string[] => cells.map((cell) => cell?.text ?? '');
const complete = (header: Header): boolean =>
  header.has('question') && header.has('answer') && header.get('question') !== header.get('answer');

/** The row that names a column of questions and one of answers; what it leaves open the row above it may name. */
export const headerIn = (rows: readonly GridRow[], at: number): Header | null => {
  const row = rows[at];
  if (row === undefined || (row.cells.length > 1 && new Set(row.cells).size === 1)) return null;
  const header = namesIn(textsOf(row));
  if (!complete(header)) return null;
  const above = rows[at - 1];
  if (above !== undefined && new Set(above.cells).size > 1)
    for (const [column, index] of namesIn(textsOf(above)))
      if (!header.has(column) && ![...header.values()].includes(index)) header.set(column, index);
  return header;
};

/** Rows a header is looked for in. */
const DEEP = 60;
export const findHeader = (
  rows: readonly GridRow[],
): { readonly at: number; readonly header: Header } | null => {
  for (let at = 0; at < Math.min(rows.length, DEEP); at += 1) {
    const header = headerIn(rows, at);
    if (header !== null) return { at, header };
  }
  return null;
};

/** Without a header: the column most of whose cells ask, the longest beside it, and one that names sections before them. */
export const guessHeader = (rows: readonly GridRow[]): Header | null => {
  const full = rows.filter(
    ({ cells }) => new Set(cells.filter((cell) => cell !== null && cell.text !== '')).size > 1,
  );
  const width = Math.max(0, ...full.map(({ cells }) => cells.length));
  if (full.length === 0 || width < 2 || width > 12) return null;
  const column = (index: number): string[] => full.map(({ cells }) => cells[index]?.text ?? '');
  const share = (index: number, test: (text: string) => boolean): number =>
    column(index).filter(test).length / full.length;
  const length = (index: number): number => column(index).reduce((sum, text) => sum + text.length, 0);
  const columns = Array.from({ length: width }, (_, index) => index);
  const question =
    columns.toSorted((one, other) => share(other, likeQuestion) - share(one, likeQuestion))[0] ?? 0;
  if (share(question, likeQuestion) < 0.6) return null;
  const answer = columns
    .filter((index) => index > question)
    .toSorted((one, other) => length(other) - length(one))[0];
  if (answer === undefined || share(answer, (text) => text !== '') < 0.6) return null;
  // Sections and states repeat; answers hardly ever do.
  if (new Set(column(answer)).size < full.length * 0.6) return null;
  const category = columns.find(
    (index) =>
      index < question &&
      share(index, (text) => /\p{L}{3}/u.test(text)) > 0.2 &&
      new Set(column(index)).size < full.length,
  );
  return new Map<Column, number>([
    ['question', question],
    ['answer', answer],
    ...(category === undefined ? [] : [['category', category] as const]),
  ]);
};
