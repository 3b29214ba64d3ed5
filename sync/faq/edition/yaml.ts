/** YAML lists of questions, as sites keep them. */
import { parse } from 'yaml';
import { decode } from './decode.js';
import { readValue } from './json.js';
import { onlyFaults, type RawEdition, type SourceFile } from './raw.js';

export const readYaml = ({ name, data }: SourceFile): RawEdition => {
  try {
    const value: unknown = parse(decode(data) ?? '', { maxAliasCount: 50 });
    return readValue(value, name);
  } catch {
    return onlyFaults(name, 'не читается: проверьте YAML');
  }
};
