/** DOCX, XLSX, ODT, ODS and ZIP are zip archives: opened with limits, and only what is asked for is inflated. */
import { strFromU8, unzipSync, type UnzipFileInfo } from 'fflate';

const MB = 1024 * 1024;
/** What is inflated at once: above a large edition with pictures; a decompression bomb says more and is not unpacked. */
const UNPACKED_LIMIT = 100 * MB;
/** Parts of XML are taken apart into trees many times their size. */
const XML_LIMIT = 40 * MB;
const FILES_LIMIT = 20_000;

export class ArchiveError extends Error {}

export interface Archive {
  readonly names: readonly string[];
  /** Null: there is no such part. @throws ArchiveError when it is too large */
  text(name: string): string | null;
  bytes(name: string): Uint8Array | null;
}

const sizeOf = (bytes: number): string => `${Math.ceil(bytes / MB)} МБ`;

/** Sizes are what the archive declares; fflate unpacks no byte more than declared, so a lie ends as damaged data. */
const unpack = (data: Uint8Array, wanted: (file: UnzipFileInfo) => boolean): Record<string, Uint8Array> => {
  try {
    return unzipSync(data, { filter: wanted });
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('файл повреждён или не того вида: это не архив Office', { cause: error });
  }
};

/** Whether the first entry of the archive's directory says that its data is encrypted. */
const locked = (data: Uint8Array): boolean => {
  const at = Buffer.from(data.buffer, data.byteOffset, data.byteLength).lastIndexOf(
    'PK\u0001\u0002',
    undefined,
    'latin1',
  );
  return at >= 0 && ((data[at + 8] ?? 0) & 1) === 1;
};

/** @throws ArchiveError, in Russian */
export const openArchive = (data: Uint8Array): Archive => {
  if (locked(data))
    throw new ArchiveError('архив зашифрован паролем: распакуйте его и передайте файлы без пароля');
  const sizes = new Map<string, number>();
  unpack(data, ({ name, originalSize }) => {
    sizes.set(name, originalSize);
    if (sizes.size > FILES_LIMIT)
      throw new ArchiveError(`в архиве больше ${FILES_LIMIT} файлов: это не издание FAQ`);
    return false;
  });
  let taken = 0;
  const bytes = (name: string): Uint8Array | null => {
    const size = sizes.get(name);
    if (size === undefined) return null;
    taken += size;
    if (taken > UNPACKED_LIMIT)
      throw new ArchiveError(
        `«${name}»: распакованный файл слишком велик (${sizeOf(taken)}, допустимо ${sizeOf(UNPACKED_LIMIT)}): это не издание FAQ`,
      );
    return unpack(data, (file) => file.name === name)[name] ?? null;
  };
  return {
    names: [...sizes.keys()],
    bytes,
    text: (name) => {
      if ((sizes.get(name) ?? 0) > XML_LIMIT)
        throw new ArchiveError(
          `«${name}»: слишком велик (${sizeOf(sizes.get(name) ?? 0)}, допустимо ${sizeOf(XML_LIMIT)}): разделите файл или удалите лишние листы`,
        );
      const part = bytes(name);
      return part === null ? null : strFromU8(part);
    },
  };
};

/** When Office says the document changed last, `YYYY-MM-DD`; null: it does not. */
export const modifiedOf = (archive: Archive): string | null =>
  /<dcterms:modified[^>]*>(\d{4}-\d\d-\d\d)/.exec(archive.text('docProps/core.xml') ?? '')?.[1] ??
  /<dc:date>(\d{4}-\d\d-\d\d)/.exec(archive.text('meta.xml') ?? '')?.[1] ??
  null;

/** An OpenDocument file: an archive, or the flat kind, one XML with everything in it. */
export const openOdf = (data: Uint8Array): Archive => {
  if (data[0] !== 0x3c) return openArchive(data);
  if (data.byteLength > XML_LIMIT)
    throw new ArchiveError(`файл слишком велик (${sizeOf(data.byteLength)}, допустимо ${sizeOf(XML_LIMIT)})`);
  const source = strFromU8(data);
  return {
    names: ['content.xml'],
    bytes: () => null,
    text: (name) => (name === 'content.xml' ? source : null),
  };
};
