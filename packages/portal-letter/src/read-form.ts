/** Sections of a letter → one form. */
import { FormBuilder, type Form } from './form.js';
import { readCsv } from './form-csv.js';
import { htmlTokens } from './form-html.js';
import { readJson } from './form-json.js';
import type { FormKeys } from './form-keys.js';
import { withGrids } from './form-grid.js';
import { readLines } from './form-lines.js';
import { linesOf, type Token } from './form-token.js';
import { readXml } from './form-xml.js';
import type { Section } from './types.js';

/** All sections of a letter as one form, whatever each of them is written in. Never throws. */
export const readForm = (sections: readonly Section[], keys: FormKeys): Form => {
  const builder = new FormBuilder(keys);
  for (const section of sections) readSection(section, builder);
  return builder.form();
};

const readSection = ({ kind, where, text }: Section, builder: FormBuilder): void => {
  switch (kind) {
    case 'json':
      readJson(text, where, builder);
      return;
    case 'xml':
      readXml(text, where, builder);
      return;
    case 'csv':
      readCsv(text, where, builder);
      return;
    case 'html':
      readTokens(htmlTokens(text, where, builder.keys), where, builder);
      return;
    case 'text':
      readText(text, where, builder);
  }
};

/** Robots also put JSON, XML or a table into the text itself. */
const readText = (text: string, where: string, builder: FormBuilder): void => {
  const begin = text.trimStart().slice(0, 400);
  if (/^(?:\{\s*"|\[\s*\{)/u.test(begin) && /[}\]]\s{0,100}$/u.test(text.slice(-101)))
    readJson(text, where, builder);
  else if (/^<(?:\?xml|[\p{L}_][\p{L}\p{N}_.:-]{0,60}[\s>])/u.test(begin)) readXml(text, where, builder);
  else if (isTable(text, builder.keys)) readCsv(text.trimStart(), where, builder);
  else readTokens([...linesOf(text, where)], where, builder);
};

/** Lines, with JSON among them where it is whole: robots put a sentence above it, or show it as a page. */
const readTokens = (tokens: readonly Token[], where: string, builder: FormBuilder): void => {
  const text = tokens.map((token) => (token.kind === 'line' ? token.text : '')).join('\n');
  const begin = /^[ \t]*(?:\{\s{0,20}"|\[\s{0,20}\{)/mu.exec(text)?.index ?? -1;
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  const json = begin < 0 || end <= begin ? '' : text.slice(begin, end);
  if (json === '' || !isJson(json)) {
    readLines(withGrids(tokens, where, builder.keys), builder);
    return;
  }
  const lines = (before: string): number => before.split('\n').length;
  readLines(tokens.slice(0, lines(text.slice(0, begin)) - 1), builder);
  readJson(json, where, builder);
  readLines(tokens.slice(lines(text.slice(0, end))), builder);
};

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

/** Two lines, known titles on the first, as many cells on the second. */
const isTable = (text: string, keys: FormKeys): boolean => {
  const [titles = '', row = ''] = text.trimStart().slice(0, 4_000).split('\n', 2);
  return [';', '\t', '|'].some((delimiter) => {
    const cells = titles.split(delimiter);
    return (
      cells.length > 1 &&
      cells.length === row.split(delimiter).length &&
      cells.every((cell) => keys.fieldOf(cell) !== null)
    );
  });
};
