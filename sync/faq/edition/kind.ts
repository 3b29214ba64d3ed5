/** What a file really is: by its first bytes, since names lie, else by its name. */
import { ArchiveError, openArchive } from './archive.js';
import type { SourceFile } from './raw.js';

export type Kind =
  | 'docx'
  | 'xlsx'
  | 'odt'
  | 'ods'
  | 'csv'
  | 'json'
  | 'markdown'
  | 'html'
  | 'zip'
  | 'doc'
  | 'xls'
  | 'rtf'
  | 'pdf'
  | 'yaml'
  | 'locked'
  | 'text'
  | 'picture'
  | 'unknown';

const byName: Readonly<Record<string, Kind>> = {
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xltx: 'xlsx',
  odt: 'odt',
  ott: 'odt',
  ods: 'ods',
  ots: 'ods',
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  md: 'markdown',
  mdx: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  zip: 'zip',
  doc: 'doc',
  dot: 'doc',
  wps: 'doc',
  xls: 'xls',
  xlsb: 'xls',
  xlt: 'xls',
  et: 'xls',
  rtf: 'rtf',
  yaml: 'yaml',
  yml: 'yaml',
  fodt: 'odt',
  fods: 'ods',
  mht: 'unknown',
  pdf: 'pdf',
  txt: 'text',
  png: 'picture',
  jpg: 'picture',
  jpeg: 'picture',
  gif: 'picture',
  webp: 'picture',
  svg: 'picture',
  bmp: 'picture',
  ico: 'picture',
};

const extensionOf = (name: string): string => /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

const begins = (data: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => data[index] === byte);
const includes = (data: Uint8Array, text: string, encoding: 'utf16le' | 'latin1'): boolean =>
  Buffer.from(data.buffer, data.byteOffset, Math.min(data.byteLength, 200_000)).includes(
    Buffer.from(text, encoding),
  );

const inArchive = ({ data }: SourceFile, named: Kind): Kind => {
  try {
    const archive = openArchive(data);
    const has = (name: string): boolean => archive.names.includes(name);
    if (has('word/document.xml')) return 'docx';
    if (has('xl/workbook.xml')) return 'xlsx';
    if (has('xl/workbook.bin')) return 'xls';
    if (!has('content.xml')) return ['docx', 'xlsx', 'odt', 'ods'].includes(named) ? named : 'zip';
    return (archive.text('mimetype') ?? '').includes('spreadsheet') || (named === 'ods' && !has('mimetype'))
      ? 'ods'
      : 'odt';
  } catch (error) {
    if (error instanceof ArchiveError) return named === 'unknown' ? 'zip' : named;
    throw error;
  }
};

/** An old office file, or a new one that a password locks: both stand in the same kind of container. */
const inCompound = ({ data }: SourceFile, named: Kind): Kind => {
  if (includes(data, 'EncryptedPackage', 'utf16le')) return 'locked';
  if (includes(data, 'WordDocument', 'utf16le')) return 'doc';
  return includes(data, 'Workbook', 'utf16le') || named === 'xls' || named === 'xlsx' ? 'xls' : 'doc';
};

export const kindOf = (file: SourceFile): Kind => {
  const named = byName[extensionOf(file.name)] ?? 'unknown';
  const { data } = file;
  if (named === 'picture') return named;
  if (begins(data, [0x50, 0x4b, 0x03, 0x04])) return inArchive(file, named);
  if (begins(data, [0xd0, 0xcf, 0x11, 0xe0])) return inCompound(file, named);
  if (begins(data, [0x7b, 0x5c, 0x72, 0x74, 0x66])) return 'rtf';
  if (begins(data, [0x25, 0x50, 0x44, 0x46])) return 'pdf';
  if (named === 'doc' || named === 'xls') {
    const head = Buffer.from(data.subarray(0, 2000)).toString('latin1').replace(/\0/g, '');
    // Sites hand out tables of theirs under Excel's name.
    if (/<(?:!doctype html|html|table|body)/i.test(head)) return 'html';
    if (!/^<\?xml/.test(head.trim()) && /[;\t,]/.test(head) && named === 'xls') return 'csv';
  }
  return named;
};
