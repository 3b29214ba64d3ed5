/** Plain text: a table that was saved as text, Markdown without its name, else lines with questions among them. */
import { blockOf, collapsed, escaped } from './block.js';
import { crowded, ENTRIES_LIMIT, tooMany } from './bounds.js';
import { readCsv } from './csv.js';
import { decode } from './decode.js';
import { readDocument } from './document.js';
import { readMarkdown } from './markdown.js';
import { onlyFaults, type RawEdition, type SourceFile } from './raw.js';
import { withoutInvisible } from './wording.js';

export const readText = (file: SourceFile): RawEdition => {
  const source = decode(file.data)?.replace(/^\uFEFF/, '') ?? null;
  if (source === null) return onlyFaults(file.name, 'это не текст: сохраните его как DOCX или Markdown');
  if (/^(?:#{1,6}\s|\*\*|---\s*$|>\s*\[!)/m.test(source)) return readMarkdown(file, new Map());
  const table = readCsv(file);
  if (table.entries.length > 0) return table;
  if (crowded(source, '\n', 2 * ENTRIES_LIMIT)) return onlyFaults(file.name, tooMany(2 * ENTRIES_LIMIT));
  const blocks = source
    .split(/\r\n?|\n/)
    .map((line) =>
      blockOf({ text: collapsed(withoutInvisible(line)), html: `<p>${escaped(line.trim())}</p>` }),
    );
  return readDocument({ blocks, pictures: [], left: [] }, { name: file.name, above: [] });
};
