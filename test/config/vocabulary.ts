/** What the shipped configuration calls things, for tests that make up a configuration of their own. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { vocabularyFile } from '../../config/schema/vocabulary.js';

export const vocabulary = vocabularyFile.parse(parse(readFileSync('config/vocabulary.yaml', 'utf8')));
