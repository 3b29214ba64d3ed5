/** DOCX: headings, or tables with a header; pictures stay with their answers. */
import { createHash } from 'node:crypto';
import mammoth from 'mammoth';
import { ArchiveError, modifiedOf, openArchive } from './archive.js';
import { readHeadings } from './headings.js';
import { folderOf, onlyFaults, type InlinePicture, type RawEdition, type SourceFile } from './raw.js';

/** Word in Russian names its styles in Russian. */
const styleMap = [1, 2, 3, 4, 5, 6].flatMap((level) => [
  `p[style-name='Заголовок ${level}'] => h${level}:fresh`,
  `p[style-name='заголовок ${level}'] => h${level}:fresh`,
]);

/** Rejects with nothing: what cannot be read is a fault. */
export const readDocx = async ({ name, data }: SourceFile): Promise<RawEdition> => {
  try {
    const { names, xml, safe } = openArchive(data);
    if (!names.includes('word/document.xml')) return onlyFaults(name, 'это не документ Word');
    const pictures: InlinePicture[] = [];
    const convertImage = mammoth.images.imgElement(async (image) => {
      const bytes = new Uint8Array(await image.readAsArrayBuffer());
      const contentId = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      pictures.push({ contentId, type: image.contentType, data: bytes });
      return { src: `cid:${contentId}` };
    });
    const { value } = await mammoth.convertToHtml({ buffer: safe }, { styleMap, convertImage });
    const entries = readHeadings(value, { name, folder: folderOf(name), above: [], pictures });
    return { edition: null, date: modifiedOf(xml), entries, faults: [] };
  } catch (error) {
    return onlyFaults(
      name,
      error instanceof ArchiveError
        ? error.message
        : 'документ Word повреждён: откройте и сохраните его заново',
    );
  }
};
