/** What an editor has said of renames, kept in the file that describes the edition: nobody is asked twice. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseDocument } from 'yaml';

export interface SaidOnce {
  /** Question now → question before. */
  readonly renames: ReadonlyMap<string, string>;
  /** Questions that are new, however like a former one. */
  readonly different: readonly string[];
}

const missing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Beside a file a description of its own, in a folder the one of the folder. */
export const manifestBeside = (file: string): string =>
  join(dirname(file), `${basename(file).replace(/\.[^.]+$/, '')}.faq.yaml`);

/**
 * Adds what was said to the edition's description and returns its path; null where the edition came from an address: there is no
 * place of ours to keep it. Comments in the file stay. Rejects with the system's error.
 */
export const keepSaid = async (
  sources: readonly string[],
  { renames, different }: SaidOnce,
): Promise<string | null> => {
  const source = sources.find((each) => !/^https?:\/\//i.test(each));
  if (source === undefined) return null;
  const path = (await stat(source)).isDirectory() ? join(source, 'faq.yaml') : manifestBeside(source);
  const before = await readFile(path, 'utf8').catch((error: unknown) => {
    if (missing(error)) return '';
    throw error;
  });
  const document = parseDocument(before === '' ? '{}' : before);
  if (before === '') document.contents = document.createNode({}) as typeof document.contents;
  for (const [now, former] of renames) document.setIn(['renames', now], former);
  const known: unknown = document.get('different');
  if (different.length > 0) {
    const list = document.toJS() as { different?: readonly string[] };
    document.set('different', [
      ...new Set([...(known === undefined ? [] : (list.different ?? [])), ...different]),
    ]);
  }
  await writeFile(path, document.toString({ flowCollectionPadding: false }));
  return path;
};
