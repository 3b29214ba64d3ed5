/** A ZIP of an edition as its files: names of Russian Windows mended, a folder around all of them taken away. */
import { ArchiveError, openArchive } from './archive.js';
import type { FaqFault } from '../types.js';
import type { SourceFile } from './raw.js';

/** Windows writes names in its own page and does not say so. */
const nameIn = (name: string): string => {
  const bytes = Array.from(name).map((sign) => sign.charCodeAt(0));
  if (bytes.every((byte) => byte < 0x80) || bytes.some((byte) => byte > 0xff)) return name;
  return new TextDecoder('ibm866').decode(Uint8Array.from(bytes));
};

export const unzipped = ({
  name,
  data,
}: SourceFile): { readonly files: readonly SourceFile[]; readonly faults: readonly FaqFault[] } => {
  try {
    const archive = openArchive(data);
    const parts = archive.names.filter(
      (part) => !part.endsWith('/') && !/(?:^|\/)(?:__MACOSX\/|\.)/.test(part),
    );
    const roots = new Set(
      parts.map((part) => (part.includes('/') ? part.slice(0, part.indexOf('/') + 1) : '')),
    );
    const [root = ''] = roots.size === 1 ? [...roots] : [''];
    const files = parts.flatMap((part): SourceFile[] => {
      const bytes = archive.bytes(part);
      // `..` would lead out of the archive.
      return bytes === null || part.split('/').includes('..')
        ? []
        : [{ name: nameIn(part.slice(root.length)), data: bytes }];
    });
    return files.length > 0
      ? { files, faults: [] }
      : { files, faults: [{ where: name, message: 'архив пуст' }] };
  } catch (error) {
    if (error instanceof ArchiveError)
      return { files: [], faults: [{ where: name, message: error.message }] };
    throw error;
  }
};
