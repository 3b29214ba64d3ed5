/** The shipped configuration with names changed, as whoever installs it may change them. */
import { readdir, readFile } from 'node:fs/promises';

const folders = ['.', 'helpdesk', 'regions', 'calendars', 'regulation'];

/** Every YAML file of the shipped configuration. */
export const files = (
  await Promise.all(
    folders.map(async (folder) =>
      Promise.all(
        (await readdir(`config/${folder}`))
          .filter((name) => name.endsWith('.yaml'))
          .map(async (name) => ({
            path: folder === '.' ? name : `${folder}/${name}`,
            text: await readFile(`config/${folder}/${name}`, 'utf8'),
          })),
      ),
    ),
  )
).flat();

/** The text with a name changed; longer names that contain it stay. */
export const withName = (text: string, name: string, other: string): string =>
  text.replaceAll(
    new RegExp(`(?<![\\p{L}\\w-])${name.replaceAll(/[()]/g, '\\$&')}(?![\\p{L}\\w-]| \\(без)`, 'gu'),
    other,
  );
