/** What an attached file is: data of a form, a text, a letter, or a file that stays where it is. Nothing is ever opened. */
import type { Leaf } from './letter-parts.js';
import type { Section } from './types.js';

/** What a part of a letter is to us: text to read, data of a form, a letter inside the letter, or a file that stays where it is. */
export type FileKind = Section['kind'] | 'message' | 'file';

const DATA_TYPES: readonly (readonly [RegExp, Section['kind']])[] = [
  [/^(?:application\/(?:[\w.+-]{1,60}\+)?json|text\/json)$/u, 'json'],
  [/^(?:(?:application|text)\/(?:[\w.+-]{1,60}\+)?xml)$/u, 'xml'],
  [/^(?:text\/csv|application\/csv|text\/comma-separated-values)$/u, 'csv'],
  [/^text\/html$/u, 'html'],
  [/^text\/plain$/u, 'text'],
];
const DATA_NAMES: Readonly<Record<string, FileKind>> = {
  json: 'json',
  xml: 'xml',
  csv: 'csv',
  html: 'html',
  htm: 'html',
  txt: 'text',
  eml: 'message',
};
/** Media types that say nothing, or are set by whatever opens the file: the name decides. */
const VAGUE =
  /^(?:application\/(?:octet-stream|vnd\.ms-excel|x-download|force-download|unknown)|text\/plain|)$/u;

/** What the name and the media type of a part make it. */
export const kindOf = (leaf: Leaf): FileKind => {
  if (leaf.mediaType === 'message/rfc822') return 'message';
  const byName = DATA_NAMES[extension(leaf.name)];
  if (byName !== undefined && VAGUE.test(leaf.mediaType)) return byName;
  return DATA_TYPES.find(([type]) => type.test(leaf.mediaType))?.[1] ?? 'file';
};

/** Lower case, without the dot; empty: none. */
const extension = (name: string | null): string =>
  /\.([\p{L}\d]{1,8})$/u.exec(name ?? '')?.[1]?.toLowerCase() ?? '';

/** Words of which nothing can be learnt about a citizen; any other name of a file may hold one. */
const HARMLESS =
  /^(?:form|data|request|appeal|ticket|export|feedback|message|letter|zayavka|zayavlenie|obrashchenie|anketa|forma|форма|данные|заявка|заявление|обращение|анкета|письмо)\.[a-z]{2,5}$/iu;

/** How a person finds an attachment, by its number among the attachments when its name could tell of a citizen. */
export const attachmentPlace = (name: string | null, ordinal: number): string => {
  if (name !== null && HARMLESS.test(name)) return `вложение ${name}`;
  const type = extension(name);
  return /^[a-z]{2,5}$/u.test(type) ? `вложение ${ordinal} (*.${type})` : `вложение ${ordinal}`;
};

const EXECUTABLE = /\.(?:exe|scr|com|bat|cmd|js|jse|vbs|vbe|jar|lnk|msi|ps1|hta|pif|wsf|cpl|reg|iso|img)$/iu;
const DOUBLE =
  /\.(?:pdf|docx?|xlsx?|jpe?g|png|gif|txt|rtf|json|xml|csv|html?|zip|rar|7z)[\s_]{0,20}\.(?!sig$|sgn$|p7s$|p7m$|asc$)[a-z0-9]{1,8}$/iu;
const BOMB = /^(?:\d{2}|zb[slx][ml]|zip[-_ ]?bomb|bomb|r|overlap)\.(?:zip|rar|7z|gz|bz2)$/iu;
const FORM_NAME = /^(?:form|forma|anketa|zayavka|zayavlenie|форма|анкета|заявка|заявление|обращение)/iu;

/** Why a file is not what a letter of a portal should bring; null: nothing to say. Files are never opened. */
export const fileFault = (leaf: Leaf, kind: FileKind): string | null => {
  const name = leaf.name ?? '';
  const stays = 'файл не открыт и оставлен во вложениях';
  if (/[\\/]|^\.\.|[\p{Cc}\p{Cf}]/u.test(name))
    return `Подозрительное имя файла (путь или скрытые знаки): ${stays}`;
  if (EXECUTABLE.test(name)) return `Исполняемый файл: ${stays}`;
  if (DOUBLE.test(name)) return `Двойное расширение в имени файла: ${stays}`;
  if (BOMB.test(name)) return `Имя файла как у архивной бомбы: ${stays}`;
  if (kind !== 'file')
    return isBinary(leaf.bytes) && kind !== 'message'
      ? `Чужое вложение: по имени или типу данные, по содержимому нет; ${stays}`
      : null;
  if (leaf.mediaType === 'application/ms-tnef') return `Письмо в формате Outlook (winmail.dat): ${stays}`;
  if (leaf.mediaType.startsWith('multipart/encrypted') || extension(name) === 'p7m')
    return `Письмо зашифровано: ${stays}`;
  return FORM_NAME.test(name)
    ? `Форма в формате, который не читается (нужны JSON, XML, CSV или текст): ${stays}`
    : null;
};

/** A zero byte, or the first bytes of the formats that are sent most often. */
const isBinary = (bytes: Uint8Array): boolean => {
  const head = bytes.subarray(0, 1024);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false;
  return head.includes(0) || MAGIC.some((magic) => magic.every((byte, index) => head[index] === byte));
};

const MAGIC = [
  '%PDF',
  'PK\u0003\u0004',
  '\u0089PNG',
  '\u00ff\u00d8\u00ff',
  'GIF8',
  'Rar!',
  '7z\u00bc\u00af',
  'MZ',
].map((start) => Array.from(start, (sign) => sign.charCodeAt(0)));
