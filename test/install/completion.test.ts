/** Completion in the shells themselves, against what each command's own help says. A shell that is not there is a todo of the run. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../plugin/cli/program.js';

const call = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const said = { out: '', err: '' };
  const code = await run(args, {
    out: (text) => (said.out += `${text}\n`),
    err: (text) => (said.err += `${text}\n`),
    colour: false,
    now: () => new Date('2026-11-28T09:00:00Z'),
  });
  return { code, ...said };
};
const section = (help: string, title: string): string[] =>
  (help.split(`${title}:\n`)[1] ?? '').split('\n\n')[0]!.split('\n');
const commandsIn = (help: string): string[] =>
  section(help, 'Команды').flatMap((line) => /^ {2}([a-z]+)/.exec(line)?.[1] ?? []);
const optionsIn = (help: string): string[] =>
  section(help, 'Параметры').flatMap((line) =>
    /^ {2}-/.test(line)
      ? line
          .trim()
          .split(/ {2}/)[0]!
          .match(/(?<=^|[ ,])--?[a-zA-Z-]+/g)!
      : [],
  );
const shells = ['bash', 'zsh', 'fish'] as const;
const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;
const scripts = Object.fromEntries(
  await Promise.all(
    shells.map(async (shell) => {
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'reglament-completion-')), `reglament.${shell}`);
      writeFileSync(file, (await call('completion', shell)).out);
      return [shell, file] as const;
    }),
  ),
);
const inBash = (typed: readonly string[]): string[] => {
  const words = ['reglament', ...typed].map((word) => `'${word}'`).join(' ');
  return execFileSync(
    'bash',
    [
      '-c',
      `source "$1"; COMP_WORDS=(${words}); COMP_CWORD=${typed.length}; _reglament; printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      scripts['bash']!,
    ],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter((word) => word !== '');
};
const inFish = (line: string): string[] =>
  execFileSync('fish', ['--no-config', '-c', `source ${scripts['fish']!}; complete -C '${line}'`], {
    encoding: 'utf8',
  })
    .split('\n')
    .flatMap((found) => found.split('\t')[0]!)
    .filter((word) => word !== '');
const whole = (await call('--help')).out;
const all = commandsIn(whole);

test('the help names it, and it names every command of the help and no other', () => {
  expect(all).toEqual(expect.arrayContaining(['plan', 'serve', 'faq', 'completion', 'help']));
  expect(inBash([''])).toEqual(all);
  expect(inBash(['ro'])).toEqual(['rollback']);
});

test('each command’s options are those of its own help, below faq as well', async () => {
  const below = commandsIn((await call('faq', '--help')).out).filter((name) => name !== 'help');
  expect(inBash(['faq', ''])).toEqual([...below, 'help']);
  for (const typed of [
    ...all.filter((name) => name !== 'help').map((name) => [name]),
    ...below.map((name) => ['faq', name]),
  ])
    expect([typed, inBash([...typed, '-'])]).toEqual([
      typed,
      optionsIn((await call(...typed, '--help')).out),
    ]);
});

test('a value that is one of a few is offered; where a file is meant, files are the shell’s', () => {
  expect(inBash(['doctor', '--for', ''])).toEqual(['setup', 'serve']);
  expect(inBash(['plan', '--out', ''])).toEqual([]);
  expect(inBash(['rollback', ''])).toEqual([]);
});

for (const shell of shells)
  if (isThere(shell))
    test(`${shell} reads it without a complaint`, () => {
      expect(spawnSync(shell, ['-n', scripts[shell]!], { encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
    });
  else test.todo(`${shell} is not on this machine`);

if (isThere('fish'))
  test('fish offers the same', () => {
    expect(inFish('reglament ').sort()).toEqual([...all].sort());
    expect(inFish('reglament faq plan --').sort()).toEqual(
      inBash(['faq', 'plan', '--'])
        .filter((option) => option.startsWith('--'))
        .sort(),
    );
    expect(inFish('reglament doctor --for ').sort()).toEqual(['serve', 'setup']);
  });

test('another shell, or none named, is refused in words', async () => {
  const other = await call('completion', 'tcsh');
  expect([other.code, other.out, other.err]).toEqual([1, '', expect.stringMatching(/bash, zsh, fish/)]);
  expect((await call('completion')).code).toBe(1);
});
