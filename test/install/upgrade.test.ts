/**
 * The program is upgraded on a helpdesk that an edition of 27 November 2026 has set up, the last that knew its objects by marks in their notes
 * alone. `before-ledger.json`: the rows as that edition left them, by table.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ledgerName } from '../../sync/objects/ledger.js';
import { openAdmin, type Admin } from './admin.js';
import { fill, groupOf, values } from './tickets.js';

const left = z.record(z.string(), z.array(z.looseObject({ id: z.number() })));
const DAY = '2026-11-20T09:00:00.000Z';

let admin: Admin;
beforeEach(async () => {
  // Zammad was set up in the minutes before, as on an evening's installation.
  admin = await openAdmin(new Date(DAY));
  const rows = left.parse(JSON.parse(await readFile('test/install/before-ledger.json', 'utf8')));
  for (const [kind, list] of Object.entries(rows))
    for (const row of list) {
      const table = admin.sandbox.world.table(kind);
      const there = table.get(row.id);
      if (there === undefined) table.insert(row, row.id);
      else table.patch(there, row);
    }
  await admin.sandbox.clock.advanceBy(8 * 24 * 3600 * 1000);
});
afterEach(() => admin.close());

const done = async (...args: string[]): Promise<string> => {
  const { code, all } = await admin.call(...args);
  expect([args.join(' '), code === 0 ? 0 : all]).toEqual([args.join(' '), 0]);
  return all;
};
const ids = (kind: string): Record<string, number> =>
  Object.fromEntries(admin.rows(kind).map((row) => [String(row['name']), row.id]));
const overview = async (name: string): Promise<number> => {
  const { id } = await admin.client.resource('overviews').create({
    name,
    prio: 3000,
    role_ids: [1],
    condition: { 'ticket.state_id': { operator: 'is', value: ['4'] } },
    order: { by: 'created_at', direction: 'ASC' },
    view: { s: ['number'] },
    active: true,
  });
  return id;
};
const made = { created_by_id: 3, created_at: '2025-03-01T09:00:00.000Z' };

test('what it made is known, kept by its id, and nothing is built a second time', async () => {
  const kinds = ['groups', 'roles', 'overviews', 'macros', 'triggers', 'webhooks', 'text_modules'];
  const before = Object.fromEntries(kinds.map((kind) => [kind, ids(kind)]));
  const plan = await admin.call('plan');
  expect(plan.all).not.toMatch(/Чужое задето|adopt/);
  await done('apply', '--yes');
  for (const kind of kinds)
    expect([kind, Object.entries(ids(kind)).filter(([name]) => name !== ledgerName)]).toEqual([
      kind,
      Object.entries(before[kind]!),
    ]);
  expect(await done('plan')).toContain('Изменений нет');
});

test('nothing of Zammad’s own nor of the admin’s counts as ours', async () => {
  // Taken over in its day, so it bears the mark; what the admin made since then is the admin's.
  const [old] = admin.rows('roles').filter((row) => row['name'] === 'Оператор');
  admin.sandbox.world.table('roles').patch(old!, made);
  const own = await overview('Мой обзор');
  admin.sandbox.world.table('overviews').patch(admin.sandbox.world.table('overviews').get(own)!, {
    ...made,
    created_at: '2025-06-01T09:00:00.000Z',
  });
  expect((await admin.call('plan')).all).not.toContain('Больше не нужно');
  await done('apply', '--yes');
  expect(await done('plan')).not.toContain('Больше не нужно');
  const foreign = admin
    .rows('overviews')
    .filter((row) => row['name'] !== 'Взять в работу')
    .map(({ id }) => id);
  expect(foreign).toContain(own);
  await done('uninstall', '--yes');
  expect(
    admin
      .rows('overviews')
      .filter((row) => row['active'] === true)
      .map(({ id }) => id),
  ).toEqual(foreign);
});

test('over two hundred tickets: upgraded, rolled back, upgraded again, uninstalled', async () => {
  await fill(admin, [groupOf(admin, 'СП РПГУ::Башкортостан'), groupOf(admin, 'Вход')], 'bashkortostan');
  const before = values(admin);
  await admin.put({
    'helpdesk/more.yaml':
      'macros:\n  wanted:\n    - { name: Вернуть, clauses: [R-4.2], perform: { ticket.state: Назначен } }\n',
  });
  expect((await admin.call('plan')).all).toMatch(/создать: макрос «Вернуть» {2}R-4\.2/);
  await done('apply', '--yes');
  expect(values(admin)).toEqual(before);
  await done('rollback', await admin.trace(), '--yes');
  expect(values(admin)).toEqual(before);
  expect(ids('macros')).not.toHaveProperty('Вернуть');
  await done('apply', '--yes');
  expect(values(admin)).toEqual(before);
  await done('uninstall', '--yes');
  expect(values(admin)).toEqual(before);
  expect(admin.rows('groups').every((row) => row['active'] === true)).toBe(true);
});
