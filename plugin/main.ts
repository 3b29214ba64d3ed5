#!/usr/bin/env node
/** The program's first lines run on any Node: an old one is refused in words before anything newer is loaded. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `Reglament работает на Node.js 22.12 и новее, а здесь ${process.versions.node}: обновите Node.js или запустите через npm run.\n`,
  );
  process.exitCode = 1;
} else {
  // Compiled once for all later starts; where there is no place to keep it, each compiles for itself.
  (await import('node:module')).enableCompileCache();
  const { run } = await import('./cli/program.js');
  const { processTerminal } = await import('./cli/terminal.js');
  process.exitCode = await run(process.argv.slice(2), processTerminal());
}
