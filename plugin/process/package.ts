/** The installed package itself: its version, and where its own files lie. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const rootFrom = (folder: string): string =>
  existsSync(path.join(folder, 'package.json')) || path.dirname(folder) === folder
    ? folder
    : rootFrom(path.dirname(folder));

/** Its root: from source and from `dist` alike the nearest folder above with a `package.json`. */
export const packageRoot = (): string => rootFrom(import.meta.dirname);

const described = z.looseObject({ version: z.string() });

/** `0.1.0`, as its `package.json` says. Throws when the installation is broken. */
export const packageVersion = (): string =>
  described.parse(JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'))).version;
