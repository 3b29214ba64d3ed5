/** JSON of help centres and sites: entries in a row, in sections, in lines; keys are known by what programs call them. */
import { z } from 'zod';
import type { FaqFault } from '../types.js';
import { crowded, ENTRIES_LIMIT, tooMany } from './bounds.js';
import { decode } from './decode.js';
import { folderOf, onlyFaults, type RawEdition, type RawEntry, type SourceFile } from './raw.js';
import {
  ANSWER,
  ASIDE,
  answerIn,
  bare,
  childLists,
  dictionary,
  draftOf,
  first,
  ID,
  isRow,
  lacking,
  NAME,
  PARENT,
  QUESTION,
  SECTION,
  slashed,
  wordOf,
  type Row,
} from './json-shape.js';

const DEPTH = 60;

/** How deep brackets stand in each other, without parsing. */
const depthOf = (source: string): number => {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, (depth += 1));
    else if (sign === ']' || sign === '}') depth -= 1;
  }
  return deepest;
};

const whole = (source: string): unknown => {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
};
/** One value a line. */
const inLines = (source: string): unknown => {
  const lines = source.split(/\r?\n/).filter((line) => line.trim() !== '');
  const values = lines.map(whole);
  return lines.length > 1 && values.every((value) => value !== undefined) ? values : undefined;
};

interface Walk {
  readonly name: string;
  readonly entries: RawEntry[];
  readonly faults: FaqFault[];
  /** Id → section, where a file lists its sections apart. */
  readonly sections: ReadonlyMap<string, { readonly name: string; readonly parent: string | null }>;
  unnamed: number;
  counted: number;
}

const parentsOf = (row: Row, walk: Walk): readonly string[] => {
  const path: string[] = [];
  let at = first(row, PARENT, wordOf);
  if (at === null) return path;
  if (!walk.sections.has(at)) walk.unnamed += 1;
  for (let depth = 0; at !== null && depth < 10; depth += 1) {
    const section = walk.sections.get(at);
    if (section === undefined) break;
    path.unshift(section.name);
    at = section.parent;
  }
  return path;
};

const articleOf = (row: Row, path: readonly string[], where: string, walk: Walk): RawEntry => {
  const said_ = first(row, SECTION, slashed);
  const own =
    said_ === null ? parentsOf(row, walk) : said_.map((each) => walk.sections.get(each)?.name ?? each);
  const said = row['files'];
  const withheld = draftOf(row);
  return {
    id: first(row, ID, wordOf),
    category: own.length > 0 ? own : path,
    question: first(row, QUESTION, wordOf) ?? '',
    answer: first(row, ANSWER, answerIn) ?? '',
    kind: 'either',
    visibility: typeof row['visibility'] === 'string' ? row['visibility'] : null,
    locale: typeof row['locale'] === 'string' ? row['locale'].toLowerCase().replace(/^ru-.*/, 'ru') : null,
    fileNames: Array.isArray(said) ? said.filter((file) => typeof file === 'string') : [],
    pictures: [],
    folder: folderOf(walk.name),
    where,
    ...(withheld !== null && { withheld }),
  };
};

const collect = (value: unknown, path: readonly string[], walk: Walk): void => {
  if (!Array.isArray(value)) {
    if (!isRow(value)) return;
    for (const [key, list] of childLists(value)) {
      const title = first(value, NAME, wordOf);
      collect(list, title === null || key === '@graph' ? path : [...path, title], walk);
    }
    for (const [key, inner] of Object.entries(value))
      if (isRow(inner) && !QUESTION.includes(key) && !ANSWER.includes(key) && !ASIDE.test(key))
        collect(inner, path, walk);
    return;
  }
  const rows = value.filter(isRow).map(bare);
  const articles = rows.filter((row) => childLists(row).length === 0);
  const told = articles.some((row) => lacking(row).length === 0);
  for (const row of rows) {
    if (childLists(row).length > 0) {
      collect(row, path, walk);
      continue;
    }
    walk.counted += 1;
    const where = `${walk.name}, запись ${walk.counted}`;
    const lacks = lacking(row);
    const empty = ['answer', 'body', 'a', 'question', 'q', 'title'].some(
      (key) => typeof row[key] === 'string',
    );
    if (
      lacks.length === 0 ||
      (empty && !lacks.some((key) => row[key] !== undefined && typeof row[key] !== 'string'))
    )
      walk.entries.push(articleOf(row, path, where, walk));
    else if (told || lacks.length === 1)
      walk.faults.push({ where, message: `неверно или не задано: ${lacks.join(', ')}` });
  }
};

const sectionsIn = (value: unknown): Walk['sections'] => {
  const found = new Map<string, { name: string; parent: string | null }>();
  if (!isRow(value)) return found;
  for (const key of ['categories', 'sections', 'collections', 'folders', 'groups']) {
    const list = value[key];
    if (!Array.isArray(list)) continue;
    for (const row of list.filter(isRow)) {
      const [id, name] = [first(row, ID, wordOf), first(row, NAME, wordOf)];
      if (id !== null && name !== null && childLists(row).length === 0)
        found.set(id, { name, parent: first(row, PARENT, wordOf) });
    }
  }
  return found;
};

/** Help centres give their articles out in pages; one page is a part of an edition. */
const pageFault = (value: unknown): string | null => {
  if (!isRow(value)) return null;
  const pages = isRow(value['pages']) ? value['pages'] : isRow(value['meta']) ? value['meta'] : value;
  const [page, total] = [
    pages['page'] ?? pages['current_page'],
    pages['total_pages'] ?? pages['page_count'] ?? pages['last_page'],
  ];
  const [on, of] = [Number(page), Number(total)];
  const more = value['next_page'] ?? value['next'] ?? value['has_more'] ?? pages['next'] ?? pages['has_more'];
  const partly = Number.isFinite(on) && Number.isFinite(of) && on > 0 && of > 1;
  if (!partly && (more === undefined || more === null || more === false || more === '')) return null;
  return `это страница${partly ? ` ${on} из ${of}` : ', а есть и следующая'}: передайте все страницы вместе, иначе остальные ответы сочтутся исчезнувшими`;
};

export const readJsonText = (text: string, name: string): RawEdition => {
  const source = text.replace(/^\uFEFF/, '').trim();
  const depth = depthOf(source);
  if (depth > DEPTH)
    return onlyFaults(name, `JSON вложен слишком глубоко (${depth}, допустимо ${DEPTH}): это не издание FAQ`);
  if (crowded(source, '{', 2 * ENTRIES_LIMIT)) return onlyFaults(name, tooMany(2 * ENTRIES_LIMIT));
  const value = whole(source) ?? inLines(source);
  if (value === undefined)
    return onlyFaults(name, 'не читается как JSON: нужен массив записей или объект {edition, date, entries}');
  return readValue(value, name);
};

/** Entries of a value that was parsed, from JSON or YAML. */
export const readValue = (value: unknown, name: string): RawEdition => {
  const sections = sectionsIn(value);
  const walk: Walk = { name, entries: [], faults: [], sections, unnamed: 0, counted: 0 };
  const top = isRow(value)
    ? Object.fromEntries(
        Object.entries(value).filter(
          ([key]) =>
            sections.size === 0 ||
            !['categories', 'sections', 'collections', 'folders', 'groups'].includes(key),
        ),
      )
    : value;
  const byName = isRow(top) && childLists(top).length > 1 && !('articles' in top) && !('entries' in top);
  if (byName)
    for (const [key, list] of childLists(top)) collect(list, /^[a-z_]+$/.test(key) ? [] : [key], walk);
  else if (isRow(top))
    for (const [key, list] of childLists(top)) collect(list, /[а-яё]/i.test(key) ? [key] : [], walk);
  else collect(top, [], walk);
  const none = (): boolean => walk.entries.length === 0;
  if (isRow(top) && none()) {
    collect(top, [], walk);
    if (none()) collect(dictionary(top), [], walk);
  }
  if (walk.entries.length === 0 && walk.faults.length === 0)
    return onlyFaults(
      name,
      'вопросов не найдено: нужны записи {question, answer} или {title, body}, в массиве или в разделах',
    );
  const page = pageFault(value);
  const head = isRow(value) ? value : {};
  return {
    edition: wordOf(head['edition']),
    date: z.iso.date().safeParse(head['date']).data ?? null,
    entries: walk.entries,
    faults: [...walk.faults, ...(page === null ? [] : [{ where: name, message: page }])],
    warnings:
      walk.unnamed === 0
        ? []
        : [
            {
              where: name,
              message: `разделы названы только номерами (записей: ${walk.unnamed}): добавьте в файл список разделов (sections) с id и name`,
            },
          ],
  };
};

export const readJson = ({ name, data }: SourceFile): RawEdition => {
  const source = decode(data);
  return source === null ? onlyFaults(name, 'это не текст: нужен JSON') : readJsonText(source, name);
};
