/** What `tsc` leaves out of a build: the templates and the stylesheet beside their code, and the right to run the program. */
import { chmodSync, copyFileSync, readdirSync } from 'node:fs';

for (const folder of ['templates', 'templates/page']) {
  for (const file of readdirSync(folder)) {
    if (/\.(hbs|css|js)$/.test(file)) copyFileSync(`${folder}/${file}`, `dist/${folder}/${file}`);
  }
}
chmodSync('dist/plugin/main.js', 0o755);
