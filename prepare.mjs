/** After `npm ci`: builds, unless the tools to build with were left out (`--omit=dev`) and a build is there. */
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

if (existsSync('node_modules/typescript')) execSync('npm run build', { stdio: 'inherit' });
else if (!existsSync('dist/plugin/main.js')) {
  process.stdout.write(
    'Собрать нечем: инструменты сборки не поставлены (--omit=dev). Поставьте готовый пакет (npm i -g reglament-….tgz) или выполните npm ci без --omit=dev.\n',
  );
}
