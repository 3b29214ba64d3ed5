/** What a format gives: rows as they stand in the file. What they mean is decided in one place for all formats. */
import type { FaqFault } from '../types.js';

/** A file of an edition in memory. Of a folder the name is the path below it, with forward slashes. */
export interface SourceFile {
  readonly name: string;
  readonly data: Uint8Array;
}

/** A picture that stood inside an answer; its HTML refers to it as `cid:<contentId>`. */
export interface InlinePicture {
  readonly contentId: string;
  readonly type: string;
  readonly data: Uint8Array;
}

export interface RawEntry {
  readonly id: string | null;
  readonly category: readonly string[];
  readonly question: string;
  /** HTML, or plain text with its line breaks. */
  readonly answer: string;
  /** `html`: known to be HTML; `either`: a cell, told by its tags. */
  readonly kind: 'html' | 'either';
  readonly visibility: string | null;
  readonly locale: string | null;
  /** Names of attachments, relative to the file that names them. */
  readonly fileNames: readonly string[];
  readonly pictures: readonly InlinePicture[];
  /** Folder of the file that holds the row, with a slash at its end; empty: none. */
  readonly folder: string;
  readonly where: string;
  /** Stands in the edition and is not published: a draft, a hidden row. Why, in Russian, after «не публикуется: ». */
  readonly withheld?: string;
}

/** What a file says of its edition. */
export interface RawManifest {
  readonly edition: string | null;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
}

export interface RawEdition extends RawManifest {
  readonly entries: readonly RawEntry[];
  readonly faults: readonly FaqFault[];
  readonly warnings: readonly FaqFault[];
}

/** A file that gave nothing but faults. */
export const onlyFaults = (where: string, ...messages: readonly string[]): RawEdition => ({
  edition: null,
  date: null,
  entries: [],
  faults: messages.map((message) => ({ where, message })),
  warnings: [],
});

/** The folder part of a name, with its slash. */
export const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);

/** Folders are sorted by a number in front, which is no part of the name: «01 Вход». */
const ORDER = /^\d+[.)_ -]+/;
export const unordered = (name: string): string => name.replace(ORDER, '');

/** Categories a file stands in: its folders. */
export const foldersOf = (name: string): string[] =>
  folderOf(name)
    .split('/')
    .filter((part) => part !== '')
    .map(unordered);
