/** What `tsc` leaves out of a build: the templates beside their code, and the right to run the program. */
import { chmodSync, copyFileSync, readdirSync } from 'node:fs';

for (const file of readdirSync('templates')) {
  if (file.endsWith('.hbs')) copyFileSync(`templates/${file}`, `dist/templates/${file}`);
}
chmodSync('dist/plugin/main.js', 0o755);
