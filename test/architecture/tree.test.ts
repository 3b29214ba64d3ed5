/** The shape of the house: what a newcomer relies on when looking for a thing. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// By zeros: a name with letters of its own is quoted otherwise.
const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
const read = (path: string): string => readFileSync(path, 'utf8');
const sources = tracked.filter((path) => path.endsWith('.ts') && !/(^|\/)test\//.test(path));

describe('the repository', () => {
  it('has the given folders at the top and no others', () => {
    const folders = new Set(tracked.filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
    expect([...folders].sort()).toEqual(
      [
        '.ci',
        'bench',
        'config',
        'deploy',
        'docs',
        'packages',
        'plugin',
        'sync',
        'templates',
        'test',
        'triggers',
      ].sort(),
    );
  });

  it.each(sources)('%s says at its top why it exists', (path) => {
    expect(read(path).replace(/^#!.*\n/, '')).toMatch(/^\/\*\*|^\/\/ /);
  });

  it('pins every dependency to one version', () => {
    for (const manifest of tracked.filter((path) => path.endsWith('package.json'))) {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(manifest)) as Record<
        string,
        Record<string, string>
      >;
      expect(
        Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d/.test(version)),
      ).toEqual([]);
    }
  });

  it('lists every decision in the index', () => {
    const index = read('docs/decisions/README.md');
    const pages = tracked
      .filter((path) => /^docs\/decisions\/\d{4}-/.test(path))
      .map((path) => path.split('/').at(-1) ?? '');
    expect(pages.filter((page) => !index.includes(`(${page})`))).toEqual([]);
  });

  it.each(['README.md', 'README.en.md', 'CONTRIBUTING.md'])(
    '%s names only npm scripts that exist',
    (document) => {
      const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
      const named = [...read(document).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
      expect(named.filter((name) => !(name in scripts))).toEqual([]);
    },
  );
});
