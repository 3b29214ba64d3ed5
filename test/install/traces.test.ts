/** The trace of an apply and what may befall it: another helpdesk, a damaged file, a year gone by, a full disk. */
import { copyFile, mkdir, readFile, rename, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openDesk, regions, type Desk } from './desk.js';

let desk: Desk;
let before: { tickets: unknown; foreign: unknown };
const holds = (): void => {
  expect(desk.tickets()).toEqual(before.tickets);
  expect(desk.foreign()).toEqual(before.foreign);
  expect(desk.hidden()).toBe(0);
};
const does = async (codes: readonly number[], ...args: string[]): Promise<string> => {
  const said = await desk.done(codes, ...args);
  holds();
  return said;
};
const remember = (): void => {
  before = structuredClone({ tickets: desk.tickets(), foreign: desk.foreign() });
};
const opened = async (options: Parameters<typeof openDesk>[0] = {}): Promise<void> => {
  desk = await openDesk(options);
  remember();
};
/** A trace as `changed`, and what a rollback by it says and writes. */
const withTrace = async (
  changed: (lines: readonly string[]) => readonly string[],
  codes: readonly number[],
): Promise<{ said: string; written: number }> => {
  const lines = (await readFile(desk.trace, 'utf8')).trimEnd().split('\n');
  const file = path.join(desk.admin.home, 'own.jsonl');
  await writeFile(file, changed(lines).join('\n') + '\n');
  const written = await desk.admin.writes();
  const said = await does(codes, 'rollback', file, '--yes');
  return { said, written: (await desk.admin.writes()) - written };
};
const patch = (kind: string, name: string, columns: Record<string, unknown>): void => {
  const row = desk.admin.sandbox.world.table(kind).find((each) => each['name'] === name)!;
  desk.admin.sandbox.world.table(kind).patch(row, columns);
};
const moved = (fqdn: string): void => {
  patch('settings', 'fqdn', { state_current: { value: fqdn } });
};
afterEach(() => desk.admin.close());

test('other-zammad: not even shown, and --moved is no excuse', async () => {
  await opened();
  const other = await openDesk({ fresh: true, clock: new Date('2026-11-20T09:00:00Z') });
  try {
    await other.admin.client.groups.create({ name: 'СП РПГУ' });
    await other.admin.client.groups.create({ name: 'СП РПГУ::Тверская область' });
    const writes = await other.admin.writes();
    for (const more of [[], ['--yes'], ['--yes', '--moved']])
      expect(await other.done([1], 'rollback', desk.trace, ...more)).toMatch(/другого Zammad/);
    await other.done([0], 'uninstall', '--yes');
    expect(await other.admin.writes()).toBe(writes);
    expect(other.row('groups', 'СП РПГУ::Тверская область')).toMatchObject({ active: true });
  } finally {
    await other.admin.close();
  }
});

test('other-zammad-moved: its new address is said aloud first', async () => {
  await opened();
  moved('help.new-address.ru');
  expect(await does([1], 'rollback', desk.trace, '--yes')).toMatch(/--moved/);
  await does([0], 'rollback', desk.trace, '--yes', '--moved');
  expect(desk.acting()).toEqual([]);
});

test('trace-missing: each names the file and the cause', async () => {
  await opened();
  await mkdir(path.join(desk.admin.home, 'folder'));
  await writeFile(path.join(desk.admin.home, 'empty.jsonl'), '');
  for (const name of ['none.jsonl', 'folder', 'empty.jsonl']) {
    const said = await does([1], 'rollback', path.join(desk.admin.home, name), '--yes');
    expect(said).toContain(name);
    expect(said).toMatch(/[а-я]{4}/);
    expect(said).not.toMatch(/ENOENT|EISDIR|no such file|illegal operation/);
  }
  const said = await does([1], 'rollback');
  expect(said).toMatch(/аргумент/);
});

describe('trace-corrupt', () => {
  beforeEach(() => opened());

  test('the last line cut off: a killed apply’s', async () => {
    const { said } = await withTrace((lines) => [...lines.slice(0, -1), lines.at(-1)!.slice(0, 20)], [0]);
    expect(said).not.toMatch(/Unexpected|SyntaxError/);
    expect(desk.row('groups', 'Вход')).toMatchObject({ active: true });
  });
  test('one in the middle cut off: its place is named, nothing is written', async () => {
    const { said, written } = await withTrace(
      (lines) => lines.map((line, at) => (at === 4 ? line.slice(0, 20) : line)),
      [1],
    );
    expect([said, written]).toEqual([expect.stringMatching(/строка 5/), 0]);
    expect(said).not.toMatch(/Unexpected|SyntaxError/);
  });
  test('the first one gone: nothing is written', async () => {
    expect((await withTrace((lines) => lines.slice(1), [1])).written).toBe(0);
  });
  test('one doubled: as if it stood once', async () => {
    await withTrace((lines) => [...lines, lines.at(-1)!], [0]);
    expect(desk.acting()).toEqual([]);
  });
  test('an id that is somebody else’s: that one is left alone', async () => {
    const foreign = desk.row('groups', 'Бухгалтерия').id;
    await withTrace(
      (lines) =>
        lines.map((line) =>
          /"name":"Вход"/.test(line) && line.includes('"kind":"groups"') && !line.includes('"format"')
            ? line.replace(/"id":\d+/, `"id":${foreign}`)
            : line,
        ),
      [0, 1],
    );
    expect(desk.row('groups', 'Бухгалтерия')).toMatchObject({ active: true });
  });
  test('a former version’s file', async () => {
    const file = path.join(desk.admin.home, 'old.json');
    await writeFile(file, JSON.stringify({ format: 1, entries: [] }));
    expect(await does([1], 'rollback', file, '--yes')).toMatch(/этой версии/);
  });
});

test('trace-stale: what was changed since is named and kept', async () => {
  await opened();
  await desk.admin.put({
    'regions/karelia.yaml': regions.karelia.replace(
      'name: Республика Карелия',
      'name: Карелия\nwas: Республика Карелия',
    ),
  });
  await desk.done([0], 'apply', '--yes');
  await desk.admin.sandbox.clock.advanceBy(3_600_000);
  const { client } = desk.admin;
  await client.textModules.update(desk.row('text_modules', 'Ответ').id, { content: 'Мой текст' });
  await client.resource('overviews').update(desk.row('overviews', 'Взять в работу').id, { prio: 7 });
  await client.macros.delete(desk.row('macros', 'Назначить').id);
  remember();
  const shown = await does([2], 'rollback', desk.trace);
  expect(shown).toMatch(/«Ответ».*изменён после apply/);
  expect(shown).toMatch(/«Взять в работу».*изменён после apply/);
  expect(shown).toMatch(/«Назначить».*уже нет/);
  await does([0], 'rollback', desk.trace, '--yes');
  expect(desk.row('text_modules', 'Ответ')).toMatchObject({ active: false, content: 'Мой текст' });
  expect(desk.row('overviews', 'Взять в работу')).toMatchObject({ active: false, prio: 7 });
  expect(desk.row('groups', 'СП РПГУ::Карелия')).toMatchObject({ active: true });
});

test('trace-unwritable: no place for the trace, no write', async () => {
  await opened({ fresh: true });
  const file = path.join(desk.admin.home, 'a-file');
  await copyFile(path.join(desk.admin.config, 'federal.yaml'), file);
  desk.admin.set({ REGLAMENT_DATA: path.join(file, 'data') });
  const named = new Set(Object.keys(desk.ids()));
  const said = await desk.done([1], 'apply', '--yes');
  expect(said).toMatch(/[Фф]айл отката/);
  expect(said).not.toMatch(/ENOTDIR|EACCES|not a directory/);
  expect(new Set(Object.keys(desk.ids()))).toEqual(named);
});

test('trace-unwritable in the middle: stopped, and what was made last is ours all the same', async () => {
  let full = false;
  const hooks = {
    before: async ({ method, path: at }: { method: string; path: string }): Promise<void> => {
      if (method !== 'POST' || !at.startsWith('/core_workflows') || full) return;
      const file = await desk.admin.trace();
      full = true;
      await rename(file, `${file}.kept`);
      // Nothing can be added to what is no file; a full disk is no other to a writer.
      await mkdir(file);
    },
  };
  await opened({ fresh: true, hooks });
  const said = await desk.done([1], 'apply', '--yes');
  remember();
  const trace = await desk.admin.trace();
  const file = trace.replace(/\.kept$/, '');
  expect(said).toMatch(/Файл отката «[^»]+» не дописан/);
  expect(said).toMatch(/Устраните причину и выполните reglament apply ещё раз/);
  expect(said).not.toMatch(/EISDIR|Zammad снова ответит|\.\./);
  expect(desk.admin.rows('macros').some((row) => String(row['name']).includes('apply'))).toBe(false);
  await rmdir(file);
  await rename(`${file}.kept`, file);
  await does([0], 'rollback', file, '--yes');
  expect(await does([2], 'plan')).not.toMatch(/чужой объект: нужно ваше слово/);
  await does([0], 'apply', '--yes');
  await does([0], 'uninstall', '--yes');
  expect(desk.acting()).toEqual([]);
});
