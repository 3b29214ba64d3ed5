/** An admin's own hand in what we have made, and others' objects beside it: known by id, never taken silently. */
import { openDesk, doubles, type Desk } from './desk.js';

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
const opened = async (options: Parameters<typeof openDesk>[0] = {}): Promise<void> => {
  desk = await openDesk(options);
  await desk.admin.sandbox.clock.advanceBy(3_600_000);
  remember();
};
afterEach(() => desk.admin.close());
const trigger = {
  active: true,
  condition: { 'ticket.action': { operator: 'is', value: 'create' } },
  perform: { 'ticket.tags': { operator: 'add', value: 'моё' } },
};

describe('hand-renamed', () => {
  beforeEach(async () => {
    await opened();
    const { client } = desk.admin;
    await client
      .resource('triggers')
      .update(desk.row('triggers', '010 Сообщить').id, { name: '011 Моё имя' });
    await client.groups.update(desk.row('groups', 'СП РПГУ::Тверская область').id, {
      name: 'СП РПГУ::Тверь',
      name_last: 'Тверь',
    });
  });

  test('known by its id, and named as before', async () => {
    const shown = await does([2], 'plan');
    expect(shown).toMatch(/триггер «010 Сообщить» \(было «011 Моё имя»\)/);
    expect(shown).toMatch(/группа «СП РПГУ::Тверская область» \(было «СП РПГУ::Тверь»\)/);
    expect(shown).not.toMatch(/Новое/);
    await does([0], 'apply', '--yes');
    await desk.plain();
    expect(desk.ids()).toEqual(before.ids);
  });

  test('taken back it is switched off, its new name stays', async () => {
    expect(await does([0], 'rollback', desk.trace, '--yes')).toMatch(/изменён/);
    expect(desk.row('triggers', '011 Моё имя')).toMatchObject({ active: false });
  });
});

test('hand-deleted-recreated: the new one is the admin’s', async () => {
  await opened();
  const triggers = desk.admin.client.resource('triggers');
  await triggers.delete(desk.row('triggers', '010 Сообщить').id);
  await triggers.create({ name: '010 Сообщить', ...trigger });
  const own = structuredClone(desk.row('triggers', '010 Сообщить'));
  const shown = await does([2], 'plan');
  expect(shown).toMatch(/Чужое задето[\s\S]*010 Сообщить[\s\S]*adopt\.yaml/);
  await does([1], 'apply', '--yes');
  await does([0], 'rollback', desk.trace, '--yes');
  await does([0], 'uninstall', '--yes');
  expect(desk.row('triggers', '010 Сообщить')).toEqual(own);
});

test('deleted by hand: new in the plan, no matter to a rollback', async () => {
  await opened();
  const { client } = desk.admin;
  await client.macros.delete(desk.row('macros', 'Назначить').id);
  await client.resource('overviews').delete(desk.row('overviews', 'Взять в работу').id);
  remember();
  expect(await does([2], 'plan')).toMatch(/Новое \(2\)/);
  const said = await does([0], 'rollback', desk.trace, '--yes');
  expect(said).toMatch(/«Назначить».*уже нет/);
  expect(said).not.toMatch(/404/);
  await does([0], 'apply', '--yes');
  await desk.plain();
});

test('hand-edited: told by its keys; an option of the admin’s with tickets stays', async () => {
  await opened();
  const { client, sandbox } = desk.admin;
  await client
    .resource('triggers')
    .update(desk.row('triggers', '010 Сообщить').id, { disable_notification: false });
  const field = desk.row('object_manager_attributes', 'reason');
  const option = field['data_option'] as { options: Record<string, string> };
  await client.objectAttributes.update(field.id, {
    ...(field as unknown as Parameters<typeof client.objectAttributes.update>[1]),
    data_option: { ...option, options: { ...option.options, прочее: 'прочее' } },
  });
  await client.migrateAttributes({ intervalMs: 1, consecutive: 1, restartWithinMs: 0 });
  for (const row of sandbox.world.table('tickets').all().slice(0, 10))
    sandbox.world.table('tickets').patch(row, { reason: 'прочее' });
  remember();
  const shown = await does([2], 'plan');
  expect(shown).toMatch(/значения: − прочее/);
  expect(shown).toMatch(/прочее.*тикетов: 10/);
  await does([0], 'rollback', desk.trace, '--yes');
  expect(desk.row('triggers', '010 Сообщить')).toMatchObject({ active: false, disable_notification: false });
  await does([0], 'apply', '--yes');
});

describe('hand-ledger-lost', () => {
  test.each([
    ['deleted', null],
    ['half of it erased', 0.5],
  ] as const)('%s: nothing is built twice, nothing foreign taken', async (_, left) => {
    await opened();
    const book = desk.row('text_modules', 'Регламент: учёт объектов (не менять)');
    const content = String(book['content']);
    if (left === null) await desk.admin.client.textModules.delete(book.id);
    else
      await desk.admin.client.textModules.update(book.id, {
        content: content.slice(0, Math.floor(content.length * left)),
      });
    remember();
    const shown = await does([0, 2], 'plan');
    expect(shown).not.toMatch(/Новое/);
    await does([0, 1], 'apply', '--yes');
    const named = Object.keys(desk.ids());
    expect(named.filter((name) => !(name in before.ids) && !name.includes('учёт'))).toEqual([]);
  });
});

describe('foreign', () => {
  test('foreign-same-name: not touched until it is spoken of, a field neither', async () => {
    await opened({ fresh: true });
    const { client } = desk.admin;
    await client.webhooks.create({
      name: 'reglament',
      endpoint: 'https://crm.test/in',
      ssl_verify: true,
      active: true,
    });
    await client.resource('roles').create({ name: 'Оператор', permission_ids: [1, 2], active: true });
    await client.objectAttributes.create({
      object: 'Ticket',
      name: 'reason',
      display: 'Причина',
      data_type: 'select',
      data_option: { options: { а: 'А', б: 'Б' }, default: '', nulloption: true, maxlength: 255 },
      screens: {},
      position: 900,
      active: true,
    });
    await client.migrateAttributes({ intervalMs: 1, consecutive: 1, restartWithinMs: 0 });
    const kept = () =>
      structuredClone([
        desk.row('webhooks', 'reglament'),
        desk.row('roles', 'Оператор'),
        desk.row('object_manager_attributes', 'reason'),
      ]);
    const own = kept();
    const shown = await desk.done([2], 'plan');
    for (const name of ['reglament', 'Оператор', 'Ticket.reason'])
      expect(shown).toMatch(new RegExp(`Чужое задето[\\s\\S]*«${name}»`));
    const writes = await desk.admin.writes();
    expect(await desk.done([1], 'apply', '--yes')).toMatch(/adopt\.yaml/);
    await desk.admin.put({ 'adopt.yaml': 'adopt:\n  webhooks: [reglament]\n' });
    await desk.done([1], 'apply', '--yes');
    expect((await desk.admin.answering(['нет'], 'apply')).code).toBe(2);
    expect([kept(), await desk.admin.writes()]).toEqual([own, writes]);
  });

  test('what acts in our groups is named by plan, drift and doctor', async () => {
    await opened();
    const { client } = desk.admin;
    const tver = String(desk.row('groups', 'СП РПГУ::Тверская область').id);
    const entry = String(desk.row('groups', 'Вход').id);
    const inGroup = (id: string) => ({ 'ticket.group_id': { operator: 'is', value: [id] } });
    await client.resource('triggers').create({
      name: 'Спасибо',
      ...trigger,
      perform: {
        'notification.email': { recipient: 'ticket_customer', subject: 'Спасибо', body: 'Спасибо' },
      },
    });
    await client.resource('slas').create({
      name: 'Наш SLA',
      calendar_id: desk.row('calendars', 'Рабочие дни').id,
      condition: inGroup(tver),
      solution_time: 60,
    });
    await client.jobs.create({
      name: 'Закрыть старые',
      active: true,
      object: 'Ticket',
      timeplan: { days: { Mon: true }, hours: { 0: true }, minutes: { 0: true } },
      condition: inGroup(entry),
      perform: { 'ticket.state_id': { value: '4' } },
    });
    await client.resource('core_workflows').create({
      name: 'Свой сценарий',
      active: true,
      object: 'Ticket',
      preferences: { screen: ['edit'] },
      condition_saved: {},
      condition_selected: {},
      perform: { 'ticket.snils': { operator: 'hide', hide: 'true' } },
    });
    await client.resource('postmaster_filters').create({
      name: 'Свой фильтр',
      active: true,
      channel: 'email',
      match: { from: { operator: 'contains', value: 'x' } },
      perform: { 'x-zammad-ticket-group_id': { value: tver } },
    });
    remember();
    const five = ['Спасибо', 'Наш SLA', 'Закрыть старые', 'Свой сценарий', 'Свой фильтр'];
    for (const command of [['plan'], ['drift'], ['doctor', '--for', 'setup', '--read-only']]) {
      const said = await does([0, 1, 2], ...command);
      expect([command, five.filter((name) => !said.includes(name))]).toEqual([command, []]);
    }
  });
});
