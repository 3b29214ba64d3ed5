/** What `tsc` leaves out of a build: the templates beside their code, and the right to run the two programs. */
import { chmodSync, copyFileSync, readdirSync } from 'node:fs';

for (const file of readdirSync('templates')) {
  if (file.endsWith('.hbs')) copyFileSync(`templates/${file}`, `dist/templates/${file}`);
}
for (const program of ['dist/plugin/main.js', 'packages/zammad-sandbox/dist/cli.js'])
  chmodSync(program, 0o755);
