/** `npm run schema`: writes the JSON schemas beside the zod schemas they are made from. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { jsonSchemas } from './json-schemas.js';

for (const [name, schema] of Object.entries(jsonSchemas()))
  await writeFile(path.join(import.meta.dirname, name), `${JSON.stringify(schema, null, 2)}\n`);
