/** The command line at its edge: Russian words, no stack, the right exit code; and the first line on an old Node. */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { run } from '../../plugin/cli/program.js';

const saved = { ...process.env };
afterEach(() => {
  process.env = { ...saved };
});

const call = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const said = { out: '', err: '' };
  const code = await run(args, {
    out: (text) => (said.out += `${text}\n`),
    err: (text) => (said.err += `${text}\n`),
    colour: false,
    now: () => new Date('2026-11-23T09:00:00Z'),
  });
  return { code, ...said };
};
const setUp = (more: Record<string, string> = {}): void => {
  Object.assign(process.env, {
    ZAMMAD_URL: 'http://127.0.0.1:1',
    ZAMMAD_TOKEN: 'token-of-the-test',
    REGLAMENT_PUBLIC_URL: 'http://127.0.0.1:8080',
    REGLAMENT_WEBHOOK_SECRET: 'sixteen-or-more-characters',
    REGLAMENT_CONFIG: 'config',
    LOG_LEVEL: 'info',
    ...more,
  });
};

test('help is Russian, for the whole and for a command', async () => {
  const whole = await call('--help');
  expect(whole.code).toBe(0);
  expect(whole.out).toContain('Использование: reglament <команда>');
  const one = await call('apply', '--help');
  expect(one.out).toContain('--yes');
  expect(whole.out + one.out).not.toMatch(/Usage|Options:|Commands:|display help|\[options\]/);
});

test.each<[string, string[], string]>([
  ['an unknown command', ['aplly'], 'нет такой команды «aplly»'],
  ['an unknown option', ['plan', '--jsno'], 'нет такого параметра «--jsno»'],
  ['a missing argument', ['rollback'], 'не хватает аргумента'],
  ['a missing option', ['import'], 'не задан обязательный параметр'],
  ['one argument too many', ['plan', 'x'], 'лишний аргумент'],
])('%s: one line, exit code 1', async (_, args, words) => {
  const { code, out, err } = await call(...args);
  expect([code, out]).toEqual([1, '']);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toContain(words);
});

test.each<[string, Record<string, string>, string[], RegExp]>([
  ['nothing set', { ZAMMAD_URL: '', ZAMMAD_TOKEN: '' }, ['plan'], /ZAMMAD_URL: .*\n.*ZAMMAD_TOKEN: /],
  [
    'no such configuration',
    { REGLAMENT_CONFIG: '/no/such/folder' },
    ['plan'],
    /Папка конфигурации .*REGLAMENT_CONFIG/,
  ],
  ['nobody listens', {}, ['plan'], /GET \/version: нет ответа: .*проверьте ZAMMAD_URL/],
  ['no such bundle', {}, ['rollback', '/no/such.json'], /такого файла или папки нет/],
  [
    'no such edition',
    {},
    ['faq', 'plan', '/no/such.xlsx'],
    /^(?!.*ENOENT).*«\/no\/such.xlsx»: такого файла или папки нет, проверьте путь/,
  ],
  ['no such plan', {}, ['apply', '/no/such.json'], /^(?!.*ENOENT).*Файл плана «\/no\/such.json» не прочитан/],
  ['a plan that is none', {}, ['apply', 'README.md'], /Файл плана «README.md» повреждён: это не JSON/],
])(
  '%s: told what to do, no stack, exit code 1',
  async (_, env, args, words) => {
    setUp(env);
    const { code, err } = await call(...args);
    expect(code).toBe(1);
    expect(err).toMatch(words);
    expect(err).not.toMatch(/\n\s+at |token-of-the-test|sixteen-or-more/);
  },
  60_000,
);

test('a deadline is counted without any helpdesk', async () => {
  process.env['REGLAMENT_CONFIG'] = 'config';
  const { code, out } = await call('deadline', '--from', '2025-10-30T11:20', '--working-days', '3', '--json');
  expect([code, JSON.parse(out)]).toMatchObject([0, { dueAt: '2025-11-06T00:00:00+03:00' }]);
});

test('a stack only for who asks for it', async () => {
  setUp({ LOG_LEVEL: 'debug', REGLAMENT_CONFIG: '/no/such/folder' });
  expect((await call('plan')).err).toMatch(/\n\s+at /);
});

test('a saved plan that is none is refused by its fields', async () => {
  setUp();
  const path = join(mkdtempSync(join(tmpdir(), 'reglament-cli-')), 'plan.json');
  writeFileSync(path, '{"format":2}');
  const planned = await call('apply', path);
  expect([planned.code, planned.err]).toEqual([
    1,
    expect.stringMatching(/«[^»]*plan\.json»: это не план этой версии \(format, version/),
  ]);
  const kept = await call('rollback', path);
  expect([kept.code, kept.err]).toEqual([1, expect.stringContaining('не файл отката этой версии')]);
});

describe('against a Zammad that refuses', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer((_, response) => {
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"error":"Invalid BasicAuth credentials"}');
    });
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  });
  afterEach(() => new Promise((down) => server.close(down)));

  test('doctor goes on to what needs no Zammad, and fails', async () => {
    const address = server.address();
    setUp({
      ZAMMAD_URL: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    });
    const { code, out } = await call('doctor');
    expect(code).toBe(1);
    expect(out).toMatch(/✗ Zammad: проверить не удалось\n\s+.*Проверьте ZAMMAD_TOKEN/);
    expect(out).toContain('производственный календарь');
    const json: unknown = JSON.parse((await call('doctor', '--json')).out);
    expect(json).toEqual(expect.arrayContaining([expect.objectContaining({ state: 'fail' })]));
  });
});

test('an old Node is refused in one line before anything newer is loaded', async () => {
  const old = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); await import('./plugin/main.ts')`;
  await expect(
    promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', old]),
  ).rejects.toMatchObject({
    code: 1,
    stderr:
      'Reglament работает на Node.js 22.12 и новее, а здесь 20.20.2: обновите Node.js или запустите через npm run.\n',
  });
});
