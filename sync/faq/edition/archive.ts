/** DOCX and XLSX are zip archives: opened with a limit and packed anew before a library inflates them without one. */
import { strFromU8, unzipSync, zipSync } from 'fflate';

/** Far above a large edition unpacked; a decompression bomb says more and is not unpacked. */
const UNPACKED_LIMIT = 256 * 1024 * 1024;
const FILES_LIMIT = 20_000;

export class ArchiveError extends Error {}

/** Sizes are what the archive declares; fflate unpacks no byte more than declared, so a lie ends as damaged XML. */
const unpack = (data: Uint8Array): Record<string, Uint8Array> => {
  let size = 0;
  let count = 0;
  try {
    return unzipSync(data, {
      filter: ({ originalSize }) => {
        size += originalSize;
        count += 1;
        if (size > UNPACKED_LIMIT || count > FILES_LIMIT)
          throw new ArchiveError('распакованный файл слишком велик: это не издание FAQ');
        return true;
      },
    });
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('это не архив Office: файл повреждён или не того вида', { cause: error });
  }
};

/** Names of the archive's parts, texts of its XML by name, and the archive with honest sizes. Throws ArchiveError. */
export const openArchive = (
  data: Uint8Array,
): {
  readonly names: readonly string[];
  readonly xml: ReadonlyMap<string, string>;
  readonly safe: Buffer;
} => {
  const parts = unpack(data);
  return {
    names: Object.keys(parts),
    xml: new Map(
      Object.entries(parts).flatMap(([name, bytes]) =>
        /\.(?:xml|rels)$/.test(name) ? [[name, strFromU8(bytes)]] : [],
      ),
    ),
    safe: Buffer.from(zipSync(parts, { level: 0 })),
  };
};

/** When Office says the document changed last, `YYYY-MM-DD`; null: it does not. */
export const modifiedOf = (xml: ReadonlyMap<string, string>): string | null =>
  /<dcterms:modified[^>]*>(\d{4}-\d\d-\d\d)/.exec(xml.get('docProps/core.xml') ?? '')?.[1] ?? null;
