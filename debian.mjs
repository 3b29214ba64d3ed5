/**
 * The Debian package: node debian.mjs [folder]. Packs this tree (which has to be built), installs the package without tools and without the
 * embedded PostgreSQL below /usr/lib/reglament, and adds units, completions and the system user. It owns nothing below
 * /etc/reglament and /var/lib/reglament: `reglament init` and the service write there, and neither an upgrade nor a purge touches them.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const target = path.resolve(process.argv[2] ?? '.');
const { version, description } = JSON.parse(readFileSync('package.json', 'utf8'));
const work = mkdtempSync(path.join(tmpdir(), 'reglament-deb-'));
const root = path.join(work, 'root');
const put = (name, text, mode = 0o644) => {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
};
const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 });

run('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', work);
run(
  'npm',
  ...[
    'install',
    '--global',
    '--omit=dev',
    '--omit=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--silent',
  ],
  ...['--prefix', path.join(work, 'npm'), path.join(work, `reglament-${version}.tgz`)],
);
cpSync(path.join(work, 'npm/lib/node_modules/reglament'), path.join(root, 'usr/lib/reglament'), {
  recursive: true,
});
mkdirSync(path.join(root, 'usr/bin'), { recursive: true });
symlinkSync('../lib/reglament/dist/plugin/main.js', path.join(root, 'usr/bin/reglament'));
for (const unit of ['reglament.service', 'reglament-drift.service', 'reglament-drift.timer'])
  put(`usr/lib/systemd/system/${unit}`, readFileSync(`deploy/${unit}`, 'utf8'));
const completion = (shell) => run(process.execPath, 'dist/plugin/main.js', 'completion', shell);
put('usr/share/bash-completion/completions/reglament', completion('bash'));
put('usr/share/zsh/vendor-completions/_reglament', completion('zsh'));
put('usr/share/fish/vendor_completions.d/reglament.fish', completion('fish'));
put('usr/lib/sysusers.d/reglament.conf', 'u reglament - "Reglament" /var/lib/reglament /usr/sbin/nologin\n');
put('usr/share/doc/reglament/copyright', readFileSync('LICENSE', 'utf8'));
put('usr/share/doc/reglament/CHANGELOG.md', readFileSync('CHANGELOG.md', 'utf8'));

put(
  'DEBIAN/control',
  `Package: reglament
Version: ${version}
Architecture: all
Maintainer: Reglament contributors <reglament@localhost>
Depends: nodejs (>= 22.12), systemd
Suggests: postgresql
Section: utils
Priority: optional
Description: ${description}
 The embedded PostgreSQL is left out: set DATABASE_URL.
`,
);
put(
  'DEBIAN/postinst',
  `#!/bin/sh
set -e
if [ "$1" = configure ]; then
  systemd-sysusers \${DPKG_ROOT:+--root="$DPKG_ROOT"} reglament.conf
  # Not enabled: without an own folder and keys there is nothing to serve.
  if [ -z "$2" ]; then
    echo "reglament: дальше — reglament init /etc/reglament; службы включаются сами только после systemctl enable."
  fi
fi
`,
  0o755,
);
put(
  'DEBIAN/prerm',
  `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
  systemctl stop reglament.service reglament-drift.timer || true
fi
`,
  0o755,
);
put(
  'DEBIAN/postrm',
  `#!/bin/sh
set -e
case "$1" in
  remove|purge)
    echo "reglament: своя папка /etc/reglament и данные /var/lib/reglament (файлы отката) оставлены; Zammad не изменён — снять настройку: reglament uninstall до удаления пакета." ;;
esac
`,
  0o755,
);
const file = path.join(target, `reglament_${version}_all.deb`);
mkdirSync(target, { recursive: true });
run('dpkg-deb', '--root-owner-group', '--build', root, file);
rmSync(work, { recursive: true });
process.stdout.write(`${file}\n`);
