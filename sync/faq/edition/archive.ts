/** DOCX and XLSX are zip archives: opened once with a limit before any library inflates them whole. */
import { Unzip, UnzipInflate } from 'fflate';

/** A hundred times what a large edition takes unpacked; a decompression bomb stops here. */
const UNPACKED_LIMIT = 256 * 1024 * 1024;
const FILES_LIMIT = 20_000;
/** Small pieces, so that a bomb is seen before its first megabytes are out. */
const PIECE = 16 * 1024;

export class ArchiveError extends Error {}

/** Texts of the archive's XML parts by name, and the names of all its parts. Throws ArchiveError. */
export const openArchive = (
  data: Uint8Array,
): { readonly names: readonly string[]; readonly xml: ReadonlyMap<string, string> } => {
  const names: string[] = [];
  const xml = new Map<string, string>();
  let size = 0;
  const unzip = new Unzip((file) => {
    names.push(file.name);
    if (names.length > FILES_LIMIT) throw new ArchiveError('в архиве слишком много файлов');
    const decoder = new TextDecoder();
    const pieces: string[] = [];
    const wanted = /\.(?:xml|rels)$/.test(file.name);
    file.ondata = (error, chunk, final) => {
      if (error !== null) throw new ArchiveError('архив повреждён');
      size += chunk.length;
      if (size > UNPACKED_LIMIT)
        throw new ArchiveError('распакованный файл слишком велик: это не издание FAQ');
      if (wanted) pieces.push(decoder.decode(chunk, { stream: !final }));
      if (final && wanted) xml.set(file.name, pieces.join(''));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < data.length; at += PIECE)
      unzip.push(data.subarray(at, at + PIECE), at + PIECE >= data.length);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('архив повреждён', { cause: error });
  }
  if (names.length === 0) throw new ArchiveError('это не архив Office: файл повреждён или не того вида');
  return { names, xml };
};

/** When Office says the document changed last, `YYYY-MM-DD`; null: it does not. */
export const modifiedOf = (xml: ReadonlyMap<string, string>): string | null =>
  /<dcterms:modified[^>]*>(\d{4}-\d\d-\d\d)/.exec(xml.get('docProps/core.xml') ?? '')?.[1] ?? null;
