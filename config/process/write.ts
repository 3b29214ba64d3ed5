/** Part of `npm run docs`: writes the drawing of the map beside the other documents. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig } from '../load.js';
import { processPage, svgOf } from './drawing.js';

const config = path.join(import.meta.dirname, '..');
const { process: map } = await loadConfig(config);
const docs = path.join(config, '..', 'docs');
await writeFile(path.join(docs, 'process.svg'), svgOf(map));
await writeFile(path.join(docs, 'process.md'), processPage(map));
