/** A table with a header row, whatever file it came from: columns are known by what people call them. */
import type { FaqFault } from '../types.js';
import type { RawEntry } from './raw.js';

const names = {
  id: ['id', 'ид', 'код', 'номер', '№', 'n', 'идентификатор', 'номер вопроса'],
  category: ['категория', 'раздел', 'тема', 'category', 'рубрика', 'путь'],
  subcategory: ['подкатегория', 'подраздел', 'подтема', 'subcategory'],
  question: ['вопрос', 'question', 'формулировка вопроса', 'заголовок'],
  answer: ['ответ', 'answer', 'текст ответа', 'решение'],
  visibility: ['видимость', 'доступ', 'visibility'],
  files: ['файлы', 'вложения', 'файл', 'вложение', 'attachments', 'files'],
  locale: ['язык', 'locale'],
} as const;
type Column = keyof typeof names;
const columns = Object.keys(names).map((name) => name as Column);

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s:.*]+/g, ' ')
    .trim();

/** Column numbers by meaning; null: no header, since nothing is called a question and an answer. */
const headerOf = (row: readonly string[]): ReadonlyMap<Column, number> | null => {
  const header = new Map<Column, number>();
  row.map(plain).forEach((cell, index) => {
    const column = columns.find((name) => (names[name] as readonly string[]).includes(cell));
    if (column !== undefined && !header.has(column)) header.set(column, index);
  });
  return header.has('question') && header.has('answer') ? header : null;
};

const split = (text: string, separator: RegExp): string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

export interface Row {
  readonly cells: readonly string[];
  readonly where: string;
}

/** Rows below a header; `category` is for tables that name none, such as a sheet of its own. */
export const readTable = (
  rows: readonly Row[],
  folder: string,
  category: string | null,
): { readonly entries: readonly RawEntry[]; readonly faults: readonly FaqFault[] } | null => {
  const at = rows.findIndex(({ cells }) => headerOf(cells) !== null);
  const header = headerOf(rows[at]?.cells ?? []);
  if (header === null) return null;
  const entries = rows
    .slice(at + 1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ cells, where }): RawEntry => {
      const of = (column: Column): string => cells[header.get(column) ?? -1]?.trim() ?? '';
      const path = [...split(of('category'), /\s*(?:\/|>|→|»)\s*/), ...split(of('subcategory'), /$^/)];
      return {
        id: of('id') || null,
        category: path.length === 0 && category !== null ? [category] : path,
        question: of('question'),
        answer: of('answer'),
        kind: 'either',
        visibility: of('visibility') || null,
        locale: of('locale') || null,
        fileNames: split(of('files'), /[;\n]/),
        pictures: [],
        folder,
        where,
      };
    });
  return { entries, faults: [] };
};
