/** Formats only office programs read: converted where one is installed, else what a person does about it. */
import type { Kind } from './kind.js';
import type { SourceFile } from './raw.js';

/**
 * Converts by an office program into another format; resolves null where none is installed. Rejects when the program fails on
 * this file.
 */
export type Convert = (file: SourceFile, to: 'docx' | 'xlsx') => Promise<Uint8Array | null>;

export const convertible: Readonly<Partial<Record<Kind, 'docx' | 'xlsx'>>> = {
  doc: 'docx',
  rtf: 'docx',
  xls: 'xlsx',
};

/** What to do with a file that is not read, step by step. */
export const stepsFor = (kind: Kind, name: string): string => {
  const extension = /\.[^./]+$/.exec(name)?.[0] ?? '';
  if (kind === 'locked')
    return 'файл защищён паролем: снимите пароль (Файл → Сведения → Защита) и сохраните заново';
  if (kind === 'pdf')
    return 'PDF не читается: передайте документ, из которого он сделан (DOCX, ODT, XLSX), — в PDF вопросов и ответов не различить';
  if (kind === 'text')
    return 'простой текст (.txt) не читается: сохраните его как DOCX или Markdown (.md), вопросы — заголовками';
  if (kind === 'xls')
    return `${extension} — старый формат: откройте файл в Excel или LibreOffice, «Файл» → «Сохранить как» → «Книга Excel (*.xlsx)» и передайте XLSX; или установите на этой машине LibreOffice (soffice)`;
  if (kind === 'doc' || kind === 'rtf')
    return `${extension} — старый формат: откройте файл в Word или LibreOffice, «Файл» → «Сохранить как» → «Документ Word (*.docx)» и передайте DOCX; или установите на этой машине LibreOffice (soffice)`;
  return `формат ${extension === '' ? 'неизвестен' : extension} не читается: нужен DOCX, ODT, XLSX, ODS, CSV, HTML, JSON, Markdown или ZIP из них`;
};
