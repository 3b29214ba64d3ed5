/** A row that was read as an entry of the edition, with its pictures and attachments, or why it cannot be one. */
import type { FaqEntry, FaqFault, FaqFile } from '../types.js';
import { answerHtml } from './answer-html.js';
import { contentHash, sha256 } from './identity.js';
import { mediaType } from './media-type.js';
import { fileNamed } from './parts.js';
import type { RawEntry, SourceFile } from './raw.js';
import { uncounted, withoutInvisible } from './wording.js';

/** Zammad refuses longer titles. */
const TITLE = 250;
/** An answer nobody reads; Zammad's page grows slow with it. */
const ANSWER_BYTES = 1024 * 1024;

const visibilities: Readonly<Record<string, 'internal' | 'public'>> = {
  internal: 'internal',
  внутренний: 'internal',
  внутренняя: 'internal',
  public: 'public',
  публичный: 'public',
  публичная: 'public',
  общедоступный: 'public',
};

const toFile = (name: string, type: string, data: Uint8Array, contentId: string | null): FaqFile => ({
  name: name.slice(name.lastIndexOf('/') + 1),
  type,
  data,
  hash: sha256(data),
  contentId,
});

const DATA_URL = /^data:(image\/[a-z.+-]{1,40});base64,([A-Za-z0-9+/=\s]+)$/i;
const nameOfPicture = (contentId: string, type: string): string =>
  `picture-${contentId.slice(0, 8)}.${type.replace(/^image\//, '').replace(/\+.*$/, '')}`;

const readable = (source: string): string => {
  try {
    return decodeURIComponent(source);
  } catch {
    return source;
  }
};

/** An entry whose id is still to be told. */
export type Unnamed = Omit<FaqEntry, 'id'> & { readonly given: string | null };

export interface Judged {
  readonly entry: Unnamed | null;
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly FaqFault[];
}

const plainTitle = (text: string): string => uncounted(withoutInvisible(text).replace(/\s+/g, ' ').trim());

/** Never throws: what is wrong with a row is a fault, what is only worth knowing a warning. */
export const toEntry = (
  raw: RawEntry,
  sources: ReadonlyMap<string, SourceFile>,
  defaultLocale: string,
): Judged => {
  const faults: FaqFault[] = [];
  const warnings: FaqFault[] = [];
  const fault = (message: string): void => {
    faults.push({ where: raw.where, message });
  };
  const files = new Map<string, FaqFile>();
  const inline = (data: Uint8Array, type: string, name?: string): string => {
    const contentId = sha256(data).slice(0, 16);
    files.set(contentId, toFile(name ?? nameOfPicture(contentId, type), type, data, contentId));
    return `cid:${contentId}`;
  };
  const found = (name: string): SourceFile | undefined => fileNamed(name, raw, sources);
  const picture = (source: string): string | null => {
    const own = raw.pictures.find(({ contentId }) => source === `cid:${contentId}`);
    if (own !== undefined) return inline(own.data, own.type);
    const data = DATA_URL.exec(source);
    if (data !== null) return inline(Buffer.from(data[2] ?? '', 'base64'), (data[1] ?? '').toLowerCase());
    if (/^(?:https?:)?\/\//i.test(source)) {
      warnings.push({
        where: raw.where,
        message: `картинка по адресу ${source.slice(0, 100)} не перенесена: положите её файлом рядом`,
      });
      return null;
    }
    const beside = /^[a-z]+:/i.test(source) ? undefined : found(readable(source.replace(/^\//, '')));
    if (beside !== undefined) return inline(beside.data, mediaType(beside.name), beside.name);
    fault('картинка не найдена среди файлов издания: положите её рядом и сошлитесь по имени');
    return null;
  };
  const category = raw.category.map(plainTitle).filter((part) => part !== '');
  const question = plainTitle(raw.question);
  const fits = Buffer.byteLength(raw.answer) <= ANSWER_BYTES;
  const html = fits ? answerHtml(raw.answer, raw.kind, picture) : '';
  for (const name of raw.fileNames) {
    const source = found(name);
    if (source === undefined) fault(`файла «${name}» нет среди файлов издания`);
    else files.set(name, toFile(name, mediaType(name), source.data, null));
  }
  const visibility = raw.visibility === null ? null : visibilities[raw.visibility.trim().toLowerCase()];
  const before = faults.length;
  if (category.length === 0) fault('не указана категория');
  if (question === '') fault('нет вопроса');
  if (question.length > TITLE)
    fault(`вопрос длиннее ${TITLE} знаков: Zammad такой заголовок не примет, сократите`);
  if (!fits) fault('ответ больше 1 МБ: разделите его или вынесите во вложение');
  else if (html === '') fault('нет ответа');
  if (visibility === undefined) fault('видимость: допустимы «внутренний» и «публичный»');
  if (faults.length > before || visibility === undefined) return { entry: null, faults, warnings };
  const list = [...files.values()];
  const entry: Unnamed = {
    given: raw.id,
    category,
    question,
    html,
    files: list,
    visibility,
    locale: raw.locale ?? defaultLocale,
    hash: contentHash(question, html, list),
    where: raw.where,
  };
  return { entry, faults, warnings };
};
