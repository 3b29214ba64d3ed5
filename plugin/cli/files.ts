/** Files that a person names, read with words for what is wrong with them. */
import { readFile } from 'node:fs/promises';

/** Throws an `Error` (Russian) when it is not there. */
export const readNamed = async (path: string, what: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(
      `${what} «${path}» не прочитан: такого файла или папки нет либо нет прав; проверьте путь`,
      { cause },
    );
  }
};

/** Throws an `Error` (Russian) when it is not there or is no JSON. */
export const readJson = async (path: string, what: string): Promise<unknown> => {
  const text = await readNamed(path, what);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${what} «${path}» повреждён: это не JSON`, { cause });
  }
};

export const pretty = (value: unknown): string => JSON.stringify(value, null, 2);
