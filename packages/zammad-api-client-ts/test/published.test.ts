/** What makes the package fit for strangers: one zod, small bundles, every export explained. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';

const home = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(home, file), 'utf8');
const manifest = z
  .looseObject({
    version: z.string(),
    files: z.array(z.string()),
    dependencies: z.record(z.string(), z.string()),
    peerDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')));

test('callers hand in schemas of their own zod, so there is one', () => {
  expect(manifest.peerDependencies['zod']).toMatch(/^\^4\./);
  expect(manifest.dependencies).not.toHaveProperty('zod');
});

test('the change log goes along, and begins with this version', () => {
  expect(manifest.files).toContain('CHANGELOG.md');
  expect(/^## (\S+)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe(manifest.version);
});

test('zod is imported as a namespace: its `z` cannot be shaken, and brings its texts in all languages along', () => {
  const sources = readdirSync(join(home, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const imports = sources.flatMap((file) => read(join('src', file)).match(/^import .* from 'zod';$/gm) ?? []);
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((line) => !/^import (type )?\* as z from 'zod';$/.test(line))).toEqual([]);
});

test('every export is explained', () => {
  const index = join(home, 'src/index.ts');
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!)!;
  const exported = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  expect(exported.length).toBeGreaterThan(80);
  const bare = exported.filter((symbol) => symbol.getDocumentationComment(checker).length === 0);
  expect(bare.map(({ name }) => name)).toEqual([]);
});
