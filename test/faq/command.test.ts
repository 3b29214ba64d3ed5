/** `reglament faq` at its edge: what it prints and how it exits. The edition is handed in; reading files is tested elsewhere. */
import { Readable } from 'node:stream';
import { Command } from 'commander';
import { addFaq } from '../../plugin/cli/faq-command.js';
import type { FaqEdition } from '../../sync/faq/types.js';
import { editAs, editionOf, entryOf, now, openFaqDesk, seen, type FaqTestDesk } from './desk.js';

const saved = { ...process.env };
let helpdesk: FaqTestDesk;
beforeEach(async () => {
  helpdesk = await openFaqDesk();
  Object.assign(process.env, {
    ZAMMAD_URL: helpdesk.sandbox.url,
    ZAMMAD_TOKEN: helpdesk.sandbox.token,
    REGLAMENT_CONFIG: 'config',
  });
  // The knowledge base knows nothing of webhooks.
  for (const name of ['REGLAMENT_PUBLIC_URL', 'REGLAMENT_WEBHOOK_SECRET'])
    Reflect.deleteProperty(process.env, name);
});
afterEach(async () => {
  process.env = { ...saved };
  await helpdesk.close();
});

const entries = [entryOf('q1', 'Как войти?'), entryOf('q2', 'Что такое ЕСИА?', { category: ['ЕСИА'] })];
const editions: Readonly<Record<string, FaqEdition>> = {
  'one.csv': editionOf(entries),
  'two.csv': editionOf([entryOf('q1', 'Как войти?', { html: '<p>Новое</p>' }), entries[1]!], {
    id: '2026-12',
  }),
  'bad.csv': editionOf(entries, {
    faults: [{ where: 'bad.csv:7', message: 'нет ответа: заполните столбец' }],
  }),
};

const call = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const said = { code: -1, out: '', err: '' };
  const terminal = {
    out: (text: string) => (said.out += `${text}\n`),
    err: (text: string) => (said.err += `${text}\n`),
    colour: false,
    now: () => now,
  };
  const program = new Command().exitOverride();
  const read = ([source = '']: readonly string[]): Promise<FaqEdition> => {
    const edition = editions[source];
    return edition ? Promise.resolve(edition) : Promise.reject(new Error(`нет файла ${source}`));
  };
  addFaq(program, { terminal, stdin: Readable.from([]), read }, (code) => (said.code = code));
  await program.parseAsync(['faq', ...args], { from: 'user' });
  return said;
};

test('plan 2, apply 0, plan 0; then status and drift', async () => {
  expect((await call('plan', 'one.csv')).code).toBe(2);
  const { code, out, err } = await call('apply', 'one.csv');
  expect([code, out.trim().split('\n').at(-1)]).toEqual([0, 'Применено изменений: 4']);
  expect(err.trim().split('\n')).toEqual(['1/4 Вход', '2/4 ЕСИА', '3/4 Как войти?', '4/4 Что такое ЕСИА?']);
  expect(await call('plan', 'one.csv')).toMatchObject({
    code: 0,
    out: 'Издание 2026-11 (от 2026-11-01)\nИзменений нет; без изменений 2\n',
  });
  expect(await call('status', 'one.csv')).toMatchObject({
    code: 0,
    out:
      'Издание: 2026-11 (2026-11-01, 23 дн.)\n' +
      'Ответов: 2; в архиве 0; оставлено своё 0; не дописано 0\nКонфликтов: 0\n',
  });
  expect((await call('drift')).code).toBe(0);
  await editAs(helpdesk, 1, '<p>Иначе</p>');
  expect((await call('drift')).code).toBe(2);
});

test('a conflict exits 2 until somebody decides', async () => {
  await call('apply', 'one.csv');
  await editAs(helpdesk, 1, '<p>Иначе</p>');
  expect((await call('apply', 'two.csv')).code).toBe(2);
  const { out } = await call('plan', 'two.csv', '--json');
  expect(JSON.parse(out)).toMatchObject({
    edition: '2026-12',
    create: [],
    update: [],
    move: [],
    archive: [],
    unchanged: 1,
    conflicts: [{ id: 'q1', kind: 'text' }],
    faults: [],
  });
  await expect(call('apply', 'two.csv', '--theirs', 'q1', '--ours', 'q1')).rejects.toThrow('Выберите одно');
  expect((await call('apply', 'two.csv', '--theirs', 'q1')).code).toBe(0);
  expect((await call('plan', 'two.csv')).code).toBe(0);
});

test('faulty rows: the good ones load and it exits 1; with --strict nothing does', async () => {
  await expect(call('apply', 'bad.csv', '--strict')).rejects.toThrow('ничего не записано');
  expect(await seen(helpdesk)).toEqual([]);
  const { code, out } = await call('apply', 'bad.csv');
  expect(code).toBe(1);
  expect(out).toContain('! bad.csv:7: нет ответа: заполните столбец');
  expect(await seen(helpdesk)).toHaveLength(2);
});

test('read says what was understood, without a helpdesk: 0 without faults, else 1', async () => {
  for (const name of ['ZAMMAD_URL', 'ZAMMAD_TOKEN']) Reflect.deleteProperty(process.env, name);
  const { code, out } = await call('read', 'one.csv', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    entries: [
      { id: 'q1', category: ['Вход'], question: 'Как войти?', files: [] },
      { id: 'q2', category: ['ЕСИА'] },
    ],
    faults: [],
    warnings: [],
  });
  expect(await call('read', 'bad.csv')).toMatchObject({
    code: 1,
    out: expect.stringContaining('! bad.csv:7: нет ответа') as string,
  });
  await expect(call('apply', 'one.csv', '--accept', 'всё')).rejects.toThrow(
    'допустимо archive, later, ids, unread, renames',
  );
});
