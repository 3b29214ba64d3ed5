/** The shipped matrix of trust, for tests that make up a configuration of their own. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { trustFile } from '../../config/schema/trust.js';

export const trust = trustFile.parse(parse(readFileSync('config/trust.yaml', 'utf8')));
