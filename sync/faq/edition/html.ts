/** HTML that was saved or exported: headings, accordions, tables, and what a page says of itself for search engines. */
import { DomUtils, parseDocument } from 'htmlparser2';
import { crowded, TAGS_LIMIT, tooMany } from './bounds.js';
import { decode } from './decode.js';
import { readDocument } from './document.js';
import { htmlBlocks } from './html-blocks.js';
import { readJsonText } from './json.js';
import { onlyFaults, type RawEdition, type SourceFile } from './raw.js';

/** A page for search engines lists its questions in a script. */
const listed = (source: string): string | null => {
  const scripts = DomUtils.getElementsByTagName('script', parseDocument(source).children);
  const found = scripts.find(
    (node) => node.attribs['type'] === 'application/ld+json' && /"FAQPage"/.test(DomUtils.textContent(node)),
  );
  return found === undefined ? null : DomUtils.textContent(found);
};

export const readHtml = ({ name, data }: SourceFile): RawEdition => {
  const head = Buffer.from(data.subarray(0, 4096)).toString('latin1');
  const source = decode(data, /charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]);
  if (source === null) return onlyFaults(name, 'это не HTML: сохраните страницу заново');
  if (crowded(source, '<', TAGS_LIMIT)) return onlyFaults(name, tooMany(TAGS_LIMIT));
  const read = readDocument(htmlBlocks(source, name), { name, above: [] });
  if (read.entries.length > 0) return read;
  const hidden = listed(source);
  return hidden === null ? read : readJsonText(hidden, name);
};
