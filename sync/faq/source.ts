/** Where an edition comes from: files, folders or addresses, brought into memory as they are. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readEdition, type SourceFile } from './edition/read-edition.js';
import { manifestBeside } from './manifest-file.js';
import { convertByOffice } from './office.js';
import type { FaqEdition } from './types.js';

/** An edition of 5,000 answers with pictures fits several times; more is a mistake or malice. */
const LIMIT_BYTES = 100 * 1024 * 1024;
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
  return files;
};

/** Cut off at the limit: an address may never end. */
const bodyOf = async (answer: Response, address: string): Promise<Uint8Array> => {
  if (Number(answer.headers.get('content-length') ?? 0) > LIMIT_BYTES) throw tooLarge(address);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = answer.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  if (reader === undefined) return new Uint8Array();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > LIMIT_BYTES) {
      await reader.cancel();
      throw tooLarge(address);
    }
    chunks.push(part.value);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

const REDIRECTS = 5;

/**
 * Where a redirect leads, if it may: on the host that was named or is allowed, another one was trusted by nobody; and never out of
 * encryption, where anybody on the way could put another edition in.
 */
const nextOf = (address: string, at: string, location: string, allowed: readonly string[]): string => {
  const next = new URL(location, at);
  if (next.protocol !== 'https:' && next.protocol !== 'http:')
    throw new Error(`«${address}» перенаправляет не на https (${next.protocol}): проверьте адрес издания`);
  if (next.host !== new URL(address).host && !allowed.includes(next.host))
    throw new Error(
      `«${address}» перенаправляет на другой узел (${next.host}): укажите адрес издания на нём или сам узел в watch.redirectTo (faq.yaml), если ему можно доверять`,
    );
  if (next.protocol === 'http:' && new URL(at).protocol === 'https:')
    throw new Error(`«${address}» перенаправляет на адрес без шифрования (http): нужен https`);
  return next.href;
};

const fetchWithin = async (address: string, allowed: readonly string[]): Promise<Response> => {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let at = address;
  for (let hops = 0; hops <= REDIRECTS; hops += 1) {
    const answer = await fetch(at, { signal, redirect: 'manual' });
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || location === null) return answer;
    await answer.body?.cancel();
    at = nextOf(address, at, location, allowed);
  }
  throw new Error(`«${address}»: больше ${REDIRECTS} перенаправлений; проверьте адрес издания`);
};

const nameIn = (address: string, answer: Response): string => {
  const said = /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(
    answer.headers.get('content-disposition') ?? '',
  )?.[1];
  const last = basename(new URL(address).pathname);
  try {
    return basename(decodeURIComponent(said ?? last)) || 'faq';
  } catch {
    return last || 'faq';
  }
};

const fromAddress = async (address: string, allowed: readonly string[]): Promise<SourceFile> => {
  const answer = await fetchWithin(address, allowed);
  if (!answer.ok)
    throw new Error(`«${address}»: ответ ${answer.status}; проверьте адрес издания и доступ к нему`);
  return { name: nameIn(address, answer), data: await bodyOf(answer, address) };
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
const gather = async (sources: readonly string[], allowed: readonly string[]): Promise<SourceFile[]> => {
  const found: SourceFile[] = [];
  for (const source of sources) {
    if (/^https?:\/\//i.test(source)) found.push(await fromAddress(source, allowed));
    else if ((await stat(source)).isDirectory()) found.push(...(await below(source)));
    else if ((await stat(source)).size > LIMIT_BYTES) throw tooLarge(source);
    else {
      found.push({ name: basename(source), data: await readFile(source) });
      const beside = manifestBeside(source);
      const said = await readFile(beside).catch(() => null);
      if (said !== null) found.push({ name: basename(beside), data: said });
    }
  }
  return found;
};

/**
 * The edition the sources hold together, each a file, a folder or an address. Rejects only for what cannot be fetched at all.
 * @param allowed hosts (with a port, if it is another one) to which an address may redirect besides its own
 */
export const readFaq = async (
  sources: readonly string[],
  said: Said = {},
  allowed: readonly string[] = [],
): Promise<FaqEdition> => readEdition(await gather(sources, allowed), { ...said, convert: convertByOffice });
