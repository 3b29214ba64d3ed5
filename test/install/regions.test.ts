/** Regions that come, change their name, close, open again and go; the plan of one more among eighty-nine. */
import { doubles, openDesk, regions, threeRegions, type Desk } from './desk.js';

let desk: Desk;
let before: { tickets: unknown; foreign: unknown; ids: Record<string, number> };
const holds = (): void => {
  expect(desk.tickets()).toEqual(before.tickets);
  expect(desk.foreign()).toEqual(before.foreign);
  expect([desk.hidden(), doubles(desk)]).toEqual([0, []]);
};
const does = async (codes: readonly number[], ...args: string[]): Promise<string> => {
  const said = await desk.done(codes, ...args);
  holds();
  return said;
};
const remember = (): void => {
  before = structuredClone({ tickets: desk.tickets(), foreign: desk.foreign(), ids: desk.ids() });
};
const opened = async (options: Parameters<typeof openDesk>[0] = {}): Promise<void> => {
  desk = await openDesk(options);
  remember();
};
afterEach(() => desk.admin.close());
const region = (id: keyof typeof regions, ...changes: readonly (readonly [string, string])[]) =>
  desk.admin.put({
    [`regions/${id}.yaml`]: changes.reduce((text, [what, by]) => text.replace(what, by), regions[id]),
  });
const GROUP = 'СП РПГУ::';
/** Which group's filter takes this portal's mail: the group's name, null: the mailbox's own. */
const mailOf = (id: string): string | null => {
  const filter = desk.admin
    .rows('postmaster_filters')
    .find((row) => row['active'] === true && JSON.stringify(row['match']).includes(`${id}-portal`));
  const act = JSON.stringify(filter?.['perform'] ?? {});
  const value = /"value":"?([^",}]+)/.exec(act)?.[1];
  if (value === undefined) return null;
  const group = desk.admin.rows('groups').find((row) => String(row.id) === value || row['name'] === value);
  return String(group?.['name']);
};

test('added: only what is new, and all others keep their ids', async () => {
  await opened();
  await region('pskov');
  await does([0], 'check');
  const shown = await does([2], 'plan');
  expect(shown).toMatch(/Псковская область/);
  expect(shown.split('\n').length).toBeLessThanOrEqual(40);
  await does([0], 'apply', '--yes');
  await desk.plain();
  expect(desk.ids()).toMatchObject(before.ids);
  expect(mailOf('pskov')).toBe(`${GROUP}Псковская область`);
});

test('renamed: the same group, told with its tickets', async () => {
  await opened();
  const { id } = desk.row('groups', `${GROUP}Республика Карелия`);
  await region('karelia', ['name: Республика Карелия', 'name: Карелия\nwas: Республика Карелия']);
  const shown = await does([2], 'plan');
  expect(shown).toMatch(/группа «СП РПГУ::Карелия» \(было «СП РПГУ::Республика Карелия»\), тикетов: 40/);
  expect(shown).not.toMatch(/Новое/);
  await does([0], 'apply', '--yes');
  await desk.plain();
  expect(desk.row('groups', `${GROUP}Карелия`).id).toBe(id);
  expect(Object.values(desk.ids()).sort()).toEqual(Object.values(before.ids).sort());
  expect(mailOf('karelia')).toBe(`${GROUP}Карелия`);
});

test('closed: mail goes elsewhere first, the group stays on while tickets are in it', async () => {
  await opened();
  await region('sakhalin', ['name:', 'closed: 2026-11-26\nname:']);
  expect(await does([2], 'plan')).toMatch(/Сахалинская область» закрывается, но в ней тикетов: 40/);
  await does([0], 'apply', '--yes');
  expect(await does([0], 'plan')).toMatch(/в ней тикетов: 40[\s\S]*Изменений нет/);
  expect(mailOf('sakhalin')).toBeNull();
  expect(desk.row('organizations', 'СП РПГУ Сахалинская область')).toMatchObject({ active: false });
  expect(desk.row('groups', `${GROUP}Сахалинская область`)).toMatchObject({ active: true });
  expect(mailOf('tver')).toBe(`${GROUP}Тверская область`);
});

test('reg-rename-taken: the name is somebody else’s group', async () => {
  await opened();
  const parent = desk.row('groups', 'СП РПГУ').id;
  await desk.admin.client.groups.create({ name: `${GROUP}Карелия`, parent_id: parent });
  remember();
  const groups = structuredClone(desk.admin.rows('groups'));
  await region('karelia', ['name: Республика Карелия', 'name: Карелия\nwas: Республика Карелия']);
  expect(await does([1, 2], 'plan')).toMatch(/Карелия/);
  await does([1], 'apply', '--yes');
  expect(desk.admin.rows('groups')).toEqual(groups);
});

test('reg-rename-without-was: the old one is named, with its tickets; nothing of it goes', async () => {
  await opened();
  await region('karelia', ['name: Республика Карелия', 'name: Карелия']);
  const shown = await does([2], 'plan');
  expect(shown).toMatch(/Больше не нужно[\s\S]*группа «СП РПГУ::Республика Карелия».*тикетов: 40/);
  expect(shown).toMatch(/was/);
  await does([0], 'apply', '--yes');
  expect(desk.row('groups', `${GROUP}Республика Карелия`)).toMatchObject({ active: true });
});

test('reg-swap: refused in words, or each keeps its group', async () => {
  await opened();
  const [tver, karelia] = [
    desk.row('groups', `${GROUP}Тверская область`).id,
    desk.row('groups', `${GROUP}Республика Карелия`).id,
  ];
  await region('tver', ['name: Тверская область', 'name: Республика Карелия\nwas: Тверская область']);
  await region('karelia', ['name: Республика Карелия', 'name: Тверская область\nwas: Республика Карелия']);
  const shown = await does([1, 2], 'plan');
  const { code } = await desk.admin.call('apply', '--yes');
  holds();
  if (code === 0) {
    expect(desk.row('groups', `${GROUP}Республика Карелия`).id).toBe(tver);
    expect(desk.row('groups', `${GROUP}Тверская область`).id).toBe(karelia);
  } else expect(shown).toMatch(/tver[\s\S]*karelia|меняются именами/);
});

test('reg-close-future: by the region’s own day', async () => {
  // 30.11 begins at Sakhalin (UTC+11) at 13:00 UTC of the 29th.
  const files = {
    ...threeRegions,
    'regions/sakhalin.yaml': regions.sakhalin.replace('name:', 'closed: 2026-11-30\nname:'),
  };
  await opened({ files, clock: new Date('2026-11-29T12:00:00Z') });
  await desk.plain();
  await desk.admin.close();
  await opened({ files, clock: new Date('2026-11-29T14:00:00Z'), fresh: true });
  await desk.done([0], 'apply', '--yes');
  expect(mailOf('sakhalin')).toBeNull();
  expect(mailOf('tver')).toBe(`${GROUP}Тверская область`);
});

test('reg-close-no-successor-empty: handed over, the group is switched off, not deleted', async () => {
  await opened();
  await region('sakhalin', ['name:', 'closed: 2026-11-26\nname:']);
  await does([0], 'apply', '--yes');
  const { id } = desk.row('groups', `${GROUP}Сахалинская область`);
  const tickets = desk.admin.sandbox.world.table('tickets');
  for (const row of tickets.filter((each) => each['group_id'] === id))
    tickets.patch(row, { group_id: desk.row('groups', 'Вход').id });
  remember();
  expect(await does([2], 'plan')).toMatch(/группа «СП РПГУ::Сахалинская область»/);
  await does([0], 'apply', '--yes');
  await desk.plain();
  expect(desk.row('groups', `${GROUP}Сахалинская область`)).toMatchObject({ id, active: false });
});

test('reg-reopen: switched on again, nothing new', async () => {
  await opened();
  await region('sakhalin', ['name:', 'closed: 2026-11-26\nname:']);
  await does([0], 'apply', '--yes');
  await region('sakhalin');
  const shown = await does([2], 'plan');
  expect(shown).toMatch(/нет → да/);
  expect(shown).not.toMatch(/Новое/);
  await does([0], 'apply', '--yes');
  await desk.plain();
  expect(desk.ids()).toEqual(before.ids);
  expect(mailOf('sakhalin')).toBe(`${GROUP}Сахалинская область`);
});

test('reg-file-deleted: all of it named, and what to do', async () => {
  await opened();
  await desk.admin.put({ 'regions/karelia.yaml': null });
  for (const command of [['plan'], ['drift'], ['doctor', '--for', 'setup', '--read-only']]) {
    const said = await does([0, 1, 2], ...command);
    expect([command, said]).toEqual([command, expect.stringMatching(/Республика Карелия/)]);
  }
  const shown = await does([0, 2], 'plan');
  expect(shown).toMatch(/группа «СП РПГУ::Республика Карелия».*тикетов: 40/);
  expect(shown).toMatch(/closed/);
  const access = () => structuredClone(desk.row('roles', 'Оператор')['group_ids']);
  const before = access();
  // Whoever forgot `closed` would leave its tickets to nobody.
  const refused = await does([1], 'apply');
  expect(refused.split('\n').find((line) => line.startsWith('Ошибка'))).toMatch(
    /роль «Оператор».*СП РПГУ::Республика Карелия.*тикетов: 40.*closed.*was.*--yes/,
  );
  expect(access()).toEqual(before);
  await does([0], 'apply', '--yes');
  expect(mailOf('karelia')).toBe(`${GROUP}Республика Карелия`);
});

test('reg-89: one more is read at a glance', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 86 }, (_, each) => [
      `regions/r${each}.yaml`,
      `id: r${each}\nname: Край ${each}\ntimeZone: Europe/Moscow\nmailDomains: [r${each}-portal.ru]\ntransferPhone: null\n`,
    ]),
  );
  await opened({ files: { ...threeRegions, ...many } });
  await region('pskov');
  const shown = await does([2], 'plan');
  const lines = shown.trimEnd().split('\n');
  expect(lines.slice(0, 4).join('\n')).toMatch(/Псковская область/);
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(lines.filter((line) => line.length > 200)).toEqual([]);
  // What stays as it is stands in no list of what changes.
  expect(shown.split('\n  ?')[0]).not.toMatch(/Край \d/);
});
