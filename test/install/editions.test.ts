/** The product comes in a new edition: its entries renamed, dropped, added; and the edition before it is put back. */
import { doubles, openDesk, type Desk } from './desk.js';

let desk: Desk;
let before: { tickets: unknown; foreign: unknown; ids: Record<string, number> };
const holds = (): void => {
  expect(desk.tickets()).toEqual(before.tickets);
  expect(desk.foreign()).toEqual(before.foreign);
  expect(doubles(desk)).toEqual([]);
};
const does = async (codes: readonly number[], ...args: string[]): Promise<string> => {
  const said = await desk.done(codes, ...args);
  holds();
  return said;
};
const remember = (): void => {
  before = structuredClone({ tickets: desk.tickets(), foreign: desk.foreign(), ids: desk.ids() });
};
/** An entry of the product as the new edition has it. */
const edition = (file: string, what: string, by: string): Promise<void> => {
  const text = files[file] ?? '';
  expect(text).toContain(what);
  return desk.admin.put({ [file]: (files[file] = text.replace(what, by)) });
};
let files: Record<string, string>;
beforeEach(async () => {
  const { threeRegions } = await import('./desk.js');
  files = { ...threeRegions };
  desk = await openDesk();
  remember();
});
afterEach(() => desk.admin.close());

const MACRO = '{ name: Назначить, clauses: [R-4.2], perform: { ticket.state: Назначен } }';

describe('up-rename-object', () => {
  test('the name is somebody else’s already: nothing is written', async () => {
    await desk.admin.client.macros.create({
      name: 'Передать',
      active: true,
      perform: { 'ticket.tags': { operator: 'add', value: 'моё' } },
    });
    const own = structuredClone(desk.row('macros', 'Передать'));
    await edition(
      'helpdesk/own.yaml',
      MACRO,
      MACRO.replace('name: Назначить', 'name: Передать, was: Назначить'),
    );
    expect(await does([1, 2], 'plan')).toMatch(/Передать/);
    const writes = await desk.admin.writes();
    await does([1], 'apply', '--yes');
    expect(await desk.admin.writes()).toBe(writes);
    expect(desk.row('macros', 'Передать')).toEqual(own);
    expect(desk.row('macros', 'Назначить')).toMatchObject({ active: true });
  });

  test('renamed it keeps its id; the rollback gives the name back', async () => {
    const { id } = desk.row('macros', 'Назначить');
    await edition(
      'helpdesk/own.yaml',
      MACRO,
      MACRO.replace('name: Назначить', 'name: Передать, was: Назначить'),
    );
    expect(await does([2], 'plan')).toMatch(/Меняется \(1\)\n.*«Передать» \(было «Назначить»\)/);
    await does([0], 'apply', '--yes');
    expect(desk.row('macros', 'Передать').id).toBe(id);
    await does([0], 'rollback', await desk.admin.trace(), '--yes');
    expect(desk.row('macros', 'Назначить').id).toBe(id);
  });
});

test('up-drop-object: a field and an option with values go; taken back they are there again', async () => {
  await edition('helpdesk/base.yaml', 'options: [пользователь, ведомство]', 'options: [пользователь]');
  await edition(
    'helpdesk/fields.yaml',
    '    - { name: times, display: Сколько раз, clauses: [R-4.2.1], data_type: integer, position: 14, screens: {} }\n',
    '',
  );
  await desk.admin.put({
    'helpdesk/removed.yaml': 'object_manager_attributes:\n  removed: [times]\n',
    'vocabulary.yaml': files['vocabulary.yaml']!.replaceAll('ведомство', 'пользователь'),
  });
  const shown = await does([2], 'plan');
  expect(shown).toMatch(/«ведомство».*тикетов: 80/);
  expect(shown).toMatch(/отключить: поле «Ticket\.times».*тикетов: 1\d\d/);
  expect(shown).not.toMatch(/удалить: поле/);
  await does([0], 'apply', '--yes');
  expect(desk.row('object_manager_attributes', 'times')).toMatchObject({ active: false });
  await does([0], 'rollback', await desk.admin.trace(), '--yes');
  expect(desk.row('object_manager_attributes', 'times')).toMatchObject({
    active: true,
    id: before.ids['object_manager_attributes times'],
  });
  await desk.admin.put({
    'helpdesk/base.yaml': (await import('./desk.js')).threeRegions['helpdesk/base.yaml']!,
    'helpdesk/fields.yaml': (await import('./desk.js')).threeRegions['helpdesk/fields.yaml']!,
    'helpdesk/removed.yaml': null,
    'vocabulary.yaml': files['vocabulary.yaml']!,
  });
  await desk.plain();
});

describe('up-add-field', () => {
  const more = `object_manager_attributes:
  wanted:
    - { name: first_more, display: Первое, clauses: [R-4.2.1], data_type: input, position: 21, screens: {} }
    - { name: second_more, display: Второе, clauses: [R-4.2.1], data_type: input, position: 22, screens: {} }
`;
  const migrations = async (): Promise<number> => {
    const answer = await fetch(`${desk.admin.sandbox.url}/__sandbox/requests`);
    const { requests } = (await answer.json()) as { requests?: { path: string }[] };
    return (requests ?? []).filter(({ path }) =>
      path.includes('object_manager_attributes_execute_migrations'),
    ).length;
  };

  test('marked where Zammad restarts, one migration, values come back with the same fields', async () => {
    await edition(
      'helpdesk/base.yaml',
      'options: [пользователь, ведомство]',
      'options: [пользователь, ведомство, иное]',
    );
    expect(await does([2], 'plan')).not.toMatch(/перезапустится/);
    await desk.admin.put({ 'helpdesk/more.yaml': more });
    expect(await does([2], 'plan')).toMatch(/перезапустится/);
    const migrated = await migrations();
    await desk.done([0], 'apply', '--yes');
    expect((await migrations()) - migrated).toBeLessThanOrEqual(1);
    const trace = await desk.admin.trace();
    const tickets = desk.admin.sandbox.world.table('tickets');
    for (const row of tickets.all())
      tickets.patch(row, { first_more: `значение ${row.id}`, second_more: '' });
    remember();
    await does([0], 'rollback', trace, '--yes');
    expect(desk.row('object_manager_attributes', 'first_more')).toMatchObject({ active: false });
    await does([0], 'apply', '--yes');
    await desk.plain();
    expect(desk.ids()).toEqual(before.ids);
  });

  test('the edition before is put back without a rollback: what it does not know it names and leaves', async () => {
    await desk.admin.put({ 'helpdesk/more.yaml': more });
    await desk.done([0], 'apply', '--yes');
    remember();
    await desk.admin.put({ 'helpdesk/more.yaml': null });
    expect(await does([0, 2], 'plan')).toMatch(/Больше не нужно[\s\S]*Ticket\.first_more/);
    await does([0], 'apply', '--yes');
    expect(desk.row('object_manager_attributes', 'first_more')).toMatchObject({ active: true });
  });
});
