/** The life of an installation, in any order of taking back: of two hundred tickets nothing is lost. */
import path from 'node:path';
import { openAdmin, type Admin } from './admin.js';
import { fill, groupOf, values } from './tickets.js';

let admin: Admin;
beforeEach(async () => {
  admin = await openAdmin();
});
afterEach(() => admin.close());

const done = async (...args: string[]): Promise<string> => {
  const { code, all } = await admin.call(...args);
  expect([args.join(' '), code === 0 ? 0 : all]).toEqual([args.join(' '), 0]);
  return all;
};
const karelia =
  'id: karelia\nname: Карелия\ntimeZone: Europe/Moscow\nmailDomains: [karelia.example]\ntransferPhone: null\n';

test.each<[string, readonly ('rollback' | 'uninstall' | 'apply')[]]>([
  ['rolled back and applied again', ['rollback', 'apply']],
  ['uninstalled and applied again', ['uninstall', 'apply']],
  ['uninstalled, rolled back, applied again', ['uninstall', 'rollback', 'apply']],
  ['rolled back twice, uninstalled, applied again', ['rollback', 'rollback', 'uninstall', 'apply']],
])('over two hundred tickets %s', async (_, order) => {
  await done('apply', '--yes');
  const first = await admin.trace();
  await fill(admin, [groupOf(admin, 'СП РПГУ::Башкортостан'), groupOf(admin, 'Вход')], 'bashkortostan');
  const before = values(admin);
  expect(Object.keys(before)).toHaveLength(201);
  for (const step of order) {
    const args = step === 'rollback' ? [step, first, '--yes'] : [step, '--yes'];
    // 1: a group with tickets is left for a person.
    expect([0, 1]).toContain((await admin.call(...args)).code);
    expect(values(admin)).toEqual(before);
    for (const name of ['СП РПГУ::Башкортостан', 'Вход'])
      expect(admin.rows('groups').find((row) => row['name'] === name)).toMatchObject({ active: true });
  }
  expect((await admin.call('plan')).out).toContain('Изменений нет');
});

test('a region is added, renamed, closed with tickets in it, emptied, and its file goes', async () => {
  await done('apply', '--yes');
  await admin.put({ 'regions/karelia.yaml': karelia });
  await done('apply', '--yes');
  const id = groupOf(admin, 'СП РПГУ::Карелия');
  const ticket = await admin.ticket(id);

  await admin.put({
    'regions/karelia.yaml': karelia.replace('name: Карелия', 'name: Республика Карелия\nwas: Карелия'),
  });
  await done('apply', '--yes');
  expect(groupOf(admin, 'СП РПГУ::Республика Карелия')).toBe(id);

  const closed = karelia.replace('name: Карелия', 'name: Республика Карелия\nclosed: 2026-11-01');
  await admin.put({ 'regions/karelia.yaml': closed });
  expect(
    await done('apply', '--yes')
      .then(() => admin.call('plan'))
      .then(({ all }) => all),
  ).toMatch(/закрывается, но в ней тикетов: 1/);
  expect(admin.rows('groups').find((row) => row.id === id)).toMatchObject({ active: true });

  Object.assign(admin.sandbox.world.table('tickets').get(ticket)!, { group_id: groupOf(admin, 'Вход') });
  await done('apply', '--yes');
  expect(admin.rows('groups').find((row) => row.id === id)).toMatchObject({ active: false });
  expect(admin.rows('tickets').some((row) => row.id === ticket)).toBe(true);
});

test('an own folder from nothing to a plan with nothing in it', async () => {
  const folder = path.join(admin.home, 'own');
  await done('init', folder);
  admin.set({ REGLAMENT_CONFIG: folder });
  expect(await done('check')).toMatch(/нет ни одного региона/);
});
