/** Editions as people make them, in files; beside each what a person counts in it. None may be read wrong without a word. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { readEdition, type SourceFile } from '../../../sync/faq/edition/read-edition.js';
import { wrongIn, type Expectation } from './expectation.js';

const here = import.meta.dirname;

/** As a path on the command line is gathered: a folder is one edition, files below it by their path. */
const gathered = (path: string): SourceFile[] => {
  if (!statSync(path).isDirectory())
    return [{ name: relative(join(path, '..'), path), data: readFileSync(path) }];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ name: relative(path, file), data: readFileSync(file) }));
};

const casesIn = (folder: string): [string, Expectation][] =>
  Object.entries(
    JSON.parse(readFileSync(join(here, folder, 'expected.json'), 'utf8')) as Record<string, Expectation>,
  );

describe.each(['seen', 'dev', 'heldout'])('%s', (folder) => {
  test.each(casesIn(folder))('%s', async (name, expected) => {
    expect(wrongIn(await readEdition(gathered(join(here, folder, name))), expected)).toEqual([]);
  });
});

describe('files made to hurt are refused before they cost anything (bounds)', () => {
  const MB = 1024 * 1024;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const book = (sheet: string | Uint8Array): Uint8Array =>
    zipSync({
      'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="Лист1" r:id="r1"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': typeof sheet === 'string' ? strToU8(sheet) : sheet,
    });
  const far =
    '<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="str"><v>.</v></c></row></sheetData></worksheet>';
  const laughs =
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document><w:body><w:p/></w:body></w:document>';
  const cases: readonly [string, SourceFile, string][] = [
    ['a cell in the far corner', { name: 'f.xlsx', data: book(far) }, 'XFD1048576'],
    ['a sheet of 60 MB', { name: 'f.xlsx', data: book(new Uint8Array(60 * MB)) }, 'слишком велик'],
    ['a bomb', { name: 'f.zip', data: zipSync({ 'faq.csv': new Uint8Array(120 * MB) }) }, 'слишком велик'],
    [
      'brackets 200 000 deep',
      { name: 'f.json', data: bytes('['.repeat(200_000) + ']'.repeat(200_000)) },
      'вложен',
    ],
    [
      'entities of its own',
      { name: 'f.docx', data: zipSync({ 'word/document.xml': strToU8(laughs) }) },
      'DOCTYPE',
    ],
    [
      'a document cut off',
      { name: 'f.docx', data: zipSync({ 'word/document.xml': strToU8('<w:document><w:body><w:p>') }) },
      'обрывается',
    ],
  ];
  test.each(cases)('%s', async (_, file, words) => {
    const { entries, faults } = await readEdition([file]);
    expect(entries).toEqual([]);
    expect(faults.map(({ message }) => message).join('\n')).toContain(words);
  });
});
