/** The least a program takes for a Word or Excel file: made here, so that tests hold no binaries. */
import { strToU8, zipSync } from 'fflate';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const sheetMain = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const core =
  `${head}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
  `xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:modified>2026-03-01T09:00:00Z</dcterms:modified></cp:coreProperties>`;

const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

const relationsOf = (type: string, target: string): string =>
  `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/${type}" Target="${target}"/></Relationships>`;

/** A run of a paragraph; `bold` alone is known, since no more is needed. */
export interface Run {
  readonly text: string;
  readonly bold?: boolean;
}
export interface Paragraph {
  readonly style?: string;
  readonly runs: readonly Run[];
}

const paragraphXml = ({ style, runs }: Paragraph): string =>
  `<w:p>${style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${runs
    .map(
      ({ text, bold }) =>
        `<w:r>${bold === true ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`,
    )
    .join('')}</w:p>`;

/** Styles are Word's in Russian: «Заголовок 1» … */
export const docx = (
  paragraphs: readonly Paragraph[],
  more: Readonly<Record<string, string>> = {},
): Uint8Array =>
  zip({
    '[Content_Types].xml': `${head}<Types xmlns="${types}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`,
    '_rels/.rels': relationsOf('officeDocument', 'word/document.xml'),
    'docProps/core.xml': core,
    'word/_rels/document.xml.rels': relationsOf('styles', 'styles.xml'),
    'word/styles.xml': `${head}<w:styles xmlns:w="${main}">${[1, 2, 3]
      .map(
        (level) =>
          `<w:style w:type="paragraph" w:styleId="${level}"><w:name w:val="Заголовок ${level}"/></w:style>`,
      )
      .join('')}</w:styles>`,
    'word/document.xml': `${head}<w:document xmlns:w="${main}"><w:body>${paragraphs.map(paragraphXml).join('')}</w:body></w:document>`,
    ...more,
  });

/** A cell; `formula` stands before the value it gave. */
export type Cell = string | { readonly value: string; readonly formula: string };

const cellXml = (cell: Cell, at: string): string =>
  typeof cell === 'string'
    ? `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
    : `<c r="${at}" t="str"><f>${escaped(cell.formula)}</f><v>${escaped(cell.value)}</v></c>`;

const sheetXml = (rows: readonly (readonly Cell[])[]): string =>
  `${head}<worksheet xmlns="${sheetMain}"><sheetData>${rows
    .map(
      (cells, row) =>
        `<row r="${row + 1}">${cells
          .map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${row + 1}`))
          .join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`;

export const xlsx = (
  sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>,
  more: Readonly<Record<string, string>> = {},
): Uint8Array => {
  const names = Object.keys(sheets);
  return zip({
    '[Content_Types].xml': `${head}<Types xmlns="${types}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`,
    '_rels/.rels': relationsOf('officeDocument', 'xl/workbook.xml'),
    'docProps/core.xml': core,
    'xl/workbook.xml': `${head}<workbook xmlns="${sheetMain}" xmlns:r="${office}"><sheets>${names
      .map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${relations}">${names
      .map(
        (_, index) =>
          `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheets[name] ?? [])]),
    ),
    ...more,
  });
};
