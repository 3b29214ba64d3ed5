/** What programs call a question, an answer, a section, and how they wrap them. */
import { levelsOf } from './table.js';
import { likeQuestion } from './wording.js';

export type Row = Readonly<Record<string, unknown>>;

export const QUESTION = [
  'question',
  'q',
  'вопрос',
  'title',
  'name',
  'subject',
  'header',
  'heading',
  'summary',
];
export const ANSWER = [
  'detail_text',
  'preview_text',
  'answer',
  'a',
  'ответ',
  'body',
  'content',
  'html',
  'text',
  'description',
  'acceptedAnswer',
  'solution',
  'value',
];
export const SECTION = [
  'iblock_section_name',
  'section_name',
  'category_name',
  'category',
  'section',
  'раздел',
  'категория',
  'topic',
  'group',
  'path',
  'categories',
  'folder',
  'collection',
  'rubric',
];
export const NAME = ['title', 'name', 'label', 'category', 'section', 'раздел', 'heading', 'topic'];
export const ID = ['id', 'key', 'uuid', 'code', 'slug', 'external_id'];
export const PARENT = [
  'section_id',
  'folder_id',
  'category_id',
  'collection_id',
  'parent_id',
  'parentId',
  'sectionId',
  'categoryId',
];
/** Lists in an article that hold no articles. */
export const ASIDE =
  /^(?:attachments|files|labels?|label_names|tags|seo_data|comments|votes|translations|related|images|pages)$/i;

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const wordOf = (value: unknown): string | null => {
  if (isRow(value) && typeof value['rendered'] === 'string') return value['rendered'].replace(/<[^>]*>/g, '');
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
};
export const first = <Found>(
  row: Row,
  keys: readonly string[],
  take: (value: unknown) => Found | null,
): Found | null => {
  for (const key of keys) {
    const found = row[key] === undefined ? null : take(row[key]);
    if (found !== null) return found;
  }
  return null;
};

/** `{text: …}`, as search engines are told; else the text itself. */
export const answerIn = (value: unknown): string | null => {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join('\n\n');
  if (!isRow(value)) return null;
  return [value['text'], value['rendered'], value['html']].find((each) => typeof each === 'string') ?? null;
};
const sectionIn = (value: unknown): readonly string[] | null => {
  if (typeof value === 'string') return value.trim() === '' ? null : levelsOf(value.replaceAll(' / ', ' → '));
  if (Array.isArray(value)) {
    const names = value.map((each) => (isRow(each) ? first(each, NAME, wordOf) : wordOf(each)));
    return names.every((name): name is string => name !== null) && names.length > 0 ? names : null;
  }
  if (!isRow(value)) return null;
  const name = first(value, NAME, wordOf);
  return name === null ? sectionIn(value['data'] ?? value['attributes'] ?? value['fields']) : [name];
};
export const slashed = (value: unknown): readonly string[] | null =>
  typeof value === 'string' && value.includes('/')
    ? value.split(/\s*\/\s*/).filter((part) => part !== '')
    : sectionIn(value);

/** Programs wrap what they hold: `{node: …}`, `{id, attributes: …}`, `{fields: …}`. */
export const bare = (row: Row): Row => {
  const inner = row['node'] ?? row['attributes'] ?? row['fields'];
  const whole = isRow(inner) && lacking(row).length > 0 ? { ...row, ...inner } : row;
  // Some programs shout their keys.
  return Object.keys(whole).every((key) => key === key.toUpperCase())
    ? Object.fromEntries(Object.entries(whole).map(([key, value]) => [key.toLowerCase(), value]))
    : whole;
};

export const childLists = (row: Row): (readonly [string, readonly unknown[]])[] =>
  Object.entries(row).flatMap(([key, value]) =>
    Array.isArray(value) && value.some(isRow) && !ASIDE.test(key) ? [[key, value] as const] : [],
  );

/** What an object lacks for an answer; null: it is none and was never meant to be one. */
export const lacking = (row: Row): readonly string[] => {
  const question = first(row, QUESTION, wordOf);
  const said = first(row, ANSWER, (value) => (value === null ? null : answerIn(value)));
  return [...(question === null ? ['question'] : []), ...(said === null ? ['answer'] : [])];
};

export const draftOf = (row: Row): string | null => {
  if (row['draft'] === true || row['published'] === false || row['hidden'] === true) return 'черновик';
  if (typeof row['state'] === 'string' && /draft|unpublished|notpublished|archived/i.test(row['state']))
    return 'черновик';
  if (row['active'] === 'N' || row['active'] === false) return 'черновик (не активен)';
  const status = row['status'];
  return status === 1 || (typeof status === 'string' && /draft|not.?published|archived/i.test(status))
    ? 'черновик'
    : null;
};

/** «{раздел: {вопрос: ответ}}» or «{вопрос: ответ}» as entries. */
export const dictionary = (value: Row): Row[] =>
  Object.entries(value).flatMap(([key, inner]): Row[] => {
    if (typeof inner === 'string' && likeQuestion(key)) return [{ question: key, answer: inner }];
    if (!isRow(inner)) return [];
    return dictionary(inner).map((row) => ({ category: key, ...row }));
  });
