/** The files of a configuration folder, as bytes lie there; what strayed is among them, so that it can be told. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sourceOf, type SourceFile } from './document.js';
import { nearest } from './nearest.js';

/** Folders that have a meaning. */
export const folders = ['helpdesk', 'regions', 'calendars', 'regulation'] as const;

/** A file that cannot be read. Russian. */
class Unread extends Error {
  override readonly name = 'Unread';
}

/** The file by which an own folder is known from a whole configuration. */
export const ownMark = 'reglament.yaml';

const unread: Readonly<Record<string, string>> = {
  EISDIR: 'это папка',
  ENOENT: 'его нет там, куда ведёт ссылка',
  EACCES: 'нет прав',
  ELOOP: 'ссылка ведёт сама на себя',
};

const readNamed = async (place: string): Promise<Uint8Array> => {
  try {
    return await readFile(place);
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
    throw new Unread(
      `Файл конфигурации «${place}» не читается: ${unread[code] ?? code}; исправьте или уберите его.`,
      {
        cause,
      },
    );
  }
};

/** Folders below `root` that have no meaning and most likely should: misspelt, or within one that has. */
const strayFolders = async (root: string): Promise<string[]> => {
  const foldersIn = async (below: string): Promise<string[]> =>
    existsSync(path.join(root, below))
      ? (await readdir(path.join(root, below), { withFileTypes: true }))
          .filter((each) => each.isDirectory() && !/\.ya?ml$/.test(each.name))
          .map(({ name }) => (below === '.' ? name : `${below}/${name}`))
      : [];
  const misspelt = (await foldersIn('.')).filter(
    (name) => !folders.some((folder) => folder === name) && nearest(name, folders).length > 0,
  );
  return [...misspelt, ...(await Promise.all(folders.map(foldersIn))).flat()];
};

const yamlFilesBelow = async (root: string, folder: string, optional: boolean): Promise<SourceFile[]> => {
  const place = path.join(root, folder);
  const names = optional && !existsSync(place) ? [] : await readdir(place);
  return Promise.all(
    names
      .filter((name) => /\.ya?ml$/.test(name) && name !== ownMark)
      .sort()
      .map(async (name) =>
        sourceOf(folder === '.' ? name : `${folder}/${name}`, await readNamed(path.join(place, name))),
      ),
  );
};

/**
 * The YAML files of a configuration folder. `optional`: of an own folder, which need not have all of its folders.
 * @throws Error (Russian) that names the file or the folder that cannot be read
 */
export const filesOf = async (folder: string, optional = false): Promise<SourceFile[]> => {
  try {
    const below = ['.', ...folders, ...(await strayFolders(folder))];
    return (await Promise.all(below.map((each) => yamlFilesBelow(folder, each, optional)))).flat();
  } catch (cause) {
    if (cause instanceof Unread) throw cause;
    throw new Error(
      `Папка конфигурации «${folder}» не читается: проверьте REGLAMENT_CONFIG, наличие в ней папок ` +
        `${folders.join(', ')} и права на чтение. Свою папку заводит reglament init.`,
      { cause },
    );
  }
};
