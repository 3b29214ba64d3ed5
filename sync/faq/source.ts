/** Where an edition comes from: files, folders or addresses, brought into memory as they are. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readEdition, type SourceFile } from './edition/read-edition.js';
import { convertByOffice } from './office.js';
import type { FaqEdition } from './types.js';

/** An edition of 5,000 answers with pictures fits many times; more is a mistake or malice. */
const LIMIT_BYTES = 200 * 1024 * 1024;
const PATIENCE_MS = 120_000;

const tooLarge = (source: string): Error =>
  new Error(`«${source}»: больше ${LIMIT_BYTES / 1024 / 1024} МБ — это не издание FAQ`);

const below = async (folder: string): Promise<SourceFile[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files: SourceFile[] = [];
  let size = 0;
  for (const path of paths) {
    size += (await stat(path)).size;
    if (size > LIMIT_BYTES) throw tooLarge(folder);
    files.push({ name: relative(folder, path).replaceAll('\\', '/'), data: await readFile(path) });
  }
  if (files.length === 0) throw new Error(`«${folder}»: папка пуста`);
  return files;
};

const fromAddress = async (address: string): Promise<SourceFile> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok)
    throw new Error(`«${address}»: ответ ${answer.status}; проверьте адрес издания и доступ к нему`);
  if (Number(answer.headers.get('content-length') ?? 0) > LIMIT_BYTES) throw tooLarge(address);
  const data = new Uint8Array(await answer.arrayBuffer());
  if (data.byteLength > LIMIT_BYTES) throw tooLarge(address);
  return {
    name: decodeURIComponent(basename(new URL(address).pathname)) || 'faq',
    data,
  };
};

/** What the sender did not write into the files; beats what stands there. */
export interface Said {
  readonly edition?: string;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
}

/**
 * All files of the sources, in their order; of a folder the name is the path below it. Rejects with the system's error for a path that cannot be read, with a Russian one for
 * an address that does not answer and for what is too large.
 */
const gather = async (sources: readonly string[]): Promise<SourceFile[]> => {
  const found: SourceFile[] = [];
  for (const source of sources) {
    if (/^https?:\/\//i.test(source)) found.push(await fromAddress(source));
    else if ((await stat(source)).isDirectory()) found.push(...(await below(source)));
    else found.push({ name: basename(source), data: await readFile(source) });
  }
  return found;
};

/** The edition the sources hold together, each a file, a folder or an address. Rejects only for what cannot be fetched at all. */
export const readFaq = async (sources: readonly string[], said: Said = {}): Promise<FaqEdition> =>
  readEdition(await gather(sources), { ...said, convert: convertByOffice });
