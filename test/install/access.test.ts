/** Clause 2.3 as an administrator lives it: an application comes, people come and go, and Zammad's accounts follow. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { lockName } from '../../sync/objects/lock.js';
import { small } from '../config/small-config.js';
import { openAdmin, textOf, type Admin } from './admin.js';

const OPERATOR = 'Оператор СП РПГУ';
const files = {
  ...Object.fromEntries(
    Object.entries(small).map(([name, text]) => [
      name,
      text
        .replaceAll('Регионы', 'СП РПГУ')
        .replace('was: open, clauses: [R-4.2], state_type: open', '$&, default_follow_up: true')
        .replace(/ {4}- \{ name: Оператор,.*/, (line) =>
          [
            line,
            `    - { name: ${OPERATOR}, clauses: [R-4.2], permissions: [ticket.agent] }`,
            `    - { name: Компаньон регламента, clauses: [R-4.2], permissions: [ticket.agent], groups: { '{{regions.group}}': [full], Вход: [full] } }`,
          ].join('\n'),
        ),
    ]),
  ),
};
const home = small['regions/bashkortostan.yaml'] ?? '';
const register = (...persons: readonly string[]) => ({
  'regions/bashkortostan.yaml': `${home}accessRegister:
  application: { number: '1', date: 2026-01-12, signedBy: А. Б. Примерова }
  persons: [${persons.map((more) => `{ name: Анна Образцова, role: ${OPERATOR}, ${more} }`).join(', ')}]
`,
});
const anna = 'email: Anna@portal.example';
const boris = 'email: boris@portal.example';

let admin: Admin;
beforeEach(async () => {
  admin = await openAdmin(new Date('2026-11-27T09:00:00Z'), files);
  await admin.put(register(anna, boris));
  expect((await admin.call('apply', '--yes')).code).toBe(0);
});
afterEach(() => admin.close());

const idOf = (kind: string, name: string): number => admin.rows(kind).find((row) => row['name'] === name)!.id;
const group = () => idOf('groups', 'СП РПГУ::Башкортостан');
const account = (email: string) => admin.rows('users').find((row) => row['email'] === email);
const make = (email: string, roles: readonly string[], more: object = {}) =>
  admin.client.users.create({
    firstname: 'Пётр',
    lastname: 'Вымышленный',
    email,
    role_ids: roles.map((name) => idOf('roles', name)),
    ...more,
  });
const everybody = () => structuredClone(admin.rows('users'));

test('shown is not done; done once, a second run has nothing to do', async () => {
  const before = await admin.writes();
  const shown = await admin.call('access');
  expect([shown.code, await admin.writes()]).toEqual([2, before]);
  expect(shown.out).toMatch(/завести: Анна Образцова <anna@portal\.example>/);
  expect(shown.out).toMatch(/Забыли пароль/);
  expect(JSON.parse((await admin.call('access', '--json')).out)).toMatchObject({
    changes: [{ does: 'create' }, { does: 'create' }],
  });

  const done = await admin.call('access', '--apply', '--yes');
  expect([done.code, done.out]).toEqual([0, expect.stringContaining('Сделано: 2 из 2')]);
  for (const email of ['anna@portal.example', 'boris@portal.example'])
    expect(account(email)).toMatchObject({
      login: email,
      firstname: 'Анна',
      lastname: 'Образцова',
      active: true,
      password: '',
      role_ids: [idOf('roles', OPERATOR)],
      group_ids: { [group()]: ['full'] },
    });
  const written = await admin.writes();
  const again = await admin.call('access', '--apply', '--yes');
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('Менять нечего')]);
  // The lock alone is taken and given back.
  expect(await admin.writes()).toBe(written + 2);
});

test('without a terminal it needs --yes; at one it asks, and a no is a no', async () => {
  const before = everybody();
  expect(await admin.call('access', '--apply')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--yes/) as string,
  });
  expect((await admin.answering(['нет'], 'access', '--apply')).code).toBe(2);
  expect(everybody()).toEqual(before);
  expect((await admin.answering(['да'], 'access', '--apply')).code).toBe(0);
  expect(account('anna@portal.example')).toMatchObject({ active: true });
});

test('a customer of that address becomes the operator, and stays a customer', async () => {
  const { id } = await make('anna@portal.example', ['Customer']);
  await admin.call('access', '--apply', '--yes');
  const [customer, operator] = [idOf('roles', 'Customer'), idOf('roles', OPERATOR)];
  expect(account('anna@portal.example')).toMatchObject({
    id,
    role_ids: [customer, operator],
    group_ids: { [group()]: ['full'] },
  });
});

test('who is struck off, or whose term is over, is switched off and kept; back in the register, back at work', async () => {
  await admin.call('access', '--apply', '--yes');
  await admin.put(register(`${anna}, until: 2026-11-26`));
  const shown = await admin.call('access');
  expect([shown.code, shown.out]).toEqual([2, expect.stringMatching(/отключить 2/)]);
  expect((await admin.call('access', '--apply', '--yes')).code).toBe(0);
  for (const email of ['anna@portal.example', 'boris@portal.example'])
    expect(account(email)).toMatchObject({ active: false });
  expect((await admin.call('access')).code).toBe(0);

  await admin.put(register(anna));
  expect((await admin.call('access', '--apply', '--yes')).code).toBe(0);
  expect(account('anna@portal.example')).toMatchObject({ active: true, group_ids: { [group()]: ['full'] } });
});

test('what an account that was off still held of ours goes, what is another department’s stays', async () => {
  const { id } = await make('anna@portal.example', [OPERATOR], {
    group_ids: { 1: ['read'], [idOf('groups', 'Вход')]: ['full'] },
  });
  await admin.client.users.update(id, { active: false });
  expect((await admin.call('access', '--apply', '--yes')).code).toBe(0);
  expect(account('anna@portal.example')).toMatchObject({ id, active: true });
  expect(account('anna@portal.example')?.['group_ids']).toEqual({ 1: ['read'], [group()]: ['full'] });
});

test('strangers are shown, and lose access only when asked for', async () => {
  await admin.call('access', '--apply', '--yes');
  await make('alien@else.example', [OPERATOR], { group_ids: { [group()]: ['full'] } });
  await make('other@else.example', ['Agent'], { group_ids: { 1: ['full'], [group()]: ['read'] } });
  const shown = await admin.call('access');
  expect(shown.code).toBe(0);
  expect(shown.out).toMatch(/Не в реестре[\s\S]*alien@else\.example[\s\S]*other@else\.example/);
  await admin.call('access', '--apply', '--yes');
  expect(account('alien@else.example')).toMatchObject({ active: true });

  expect((await admin.call('access', '--strangers')).code).toBe(2);
  expect((await admin.call('access', '--apply', '--strangers', '--yes')).code).toBe(0);
  expect(account('alien@else.example')).toMatchObject({ active: false });
  expect(account('other@else.example')).toMatchObject({ active: true, group_ids: { 1: ['full'] } });
});

test('foreign accounts are as they were: administrators, other departments, citizens, the companion', async () => {
  await make('bot@else.example', ['Компаньон регламента']);
  await make('agent@else.example', ['Agent'], { group_ids: { 1: ['full'] } });
  await make('citizen@else.example', ['Customer']);
  const before = everybody();
  expect((await admin.call('access', '--apply', '--strangers', '--yes')).code).toBe(0);
  expect(everybody().filter(({ id }) => before.some((row) => row.id === id))).toEqual(
    // The key's own use is written down by Zammad.
    before.map(
      (row) =>
        expect.objectContaining({
          id: row.id,
          active: row['active'],
          role_ids: row['role_ids'],
          group_ids: row['group_ids'],
        }) as unknown,
    ),
  );
});

test('the trace says by ids what was done, and names nobody', async () => {
  const { err } = await admin.call('access', '--apply', '--yes');
  const folder = path.join(admin.home, 'data', 'access');
  const [name = ''] = await readdir(folder);
  expect(err).toContain(path.join(folder, name));
  const text = await textOf(path.join(folder, name));
  const [head, ...done] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(head).toMatchObject({ format: 1, installation: { product: expect.any(String) as string } });
  expect(done).toEqual(
    ['anna@portal.example', 'boris@portal.example'].map((email) => ({
      does: 'create',
      id: account(email)!.id,
      before: null,
      after: { active: true, role_ids: [idOf('roles', OPERATOR)], group_ids: { [group()]: ['full'] } },
    })),
  );
  expect(text).not.toMatch(/portal\.example|Образцова|password/);
});

test('nobody changes access while an apply is at work', async () => {
  await admin.client.macros.create({
    name: lockName,
    active: false,
    perform: { 'ticket.tags': { operator: 'add', value: 'x' } },
    note: 'reglament apply: иной, с 2026-11-27T09:00:00.000Z, отметка 2026-11-27T09:00:00.000Z',
  });
  const before = everybody();
  const { code, err } = await admin.call('access', '--apply', '--yes');
  expect([code, err]).toEqual([1, expect.stringMatching(/уже идёт/)]);
  expect(everybody()).toEqual(before);
  expect((await admin.call('access', '--apply', '--yes', '--break-lock')).code).toBe(0);
});

test('its own record is no object of the plan', async () => {
  await admin.call('access', '--apply', '--yes');
  expect((await admin.call('plan')).out).toContain('Изменений нет');
});

describe('doctor', () => {
  const told = async (): Promise<{ state: string; what: string }[]> => {
    const { out } = await admin.call('doctor', '--for', 'setup', '--read-only', '--json');
    return (JSON.parse(out) as { state: string; what: string }[]).filter(({ what }) => what.includes('2.3'));
  };

  test('registered and missing: a warning; then green', async () => {
    expect(await told()).toMatchObject([{ state: 'warn', what: expect.stringMatching(/2/) as string }]);
    await admin.call('access', '--apply', '--yes');
    expect(await told()).toMatchObject([{ state: 'ok' }]);
  });

  test('a leaver who can still work: red, until switched off', async () => {
    await admin.call('access', '--apply', '--yes');
    await admin.put(register(anna));
    expect(await told()).toMatchObject([{ state: 'fail' }]);
    await admin.call('access', '--apply', '--yes');
    expect(await told()).toMatchObject([{ state: 'ok' }]);
  });

  test('a stranger: a warning', async () => {
    await admin.call('access', '--apply', '--yes');
    await make('alien@else.example', [OPERATOR], { group_ids: { [group()]: ['full'] } });
    expect(await told()).toMatchObject([{ state: 'warn' }]);
  });

  test('no register: a warning', async () => {
    await admin.put({ 'regions/bashkortostan.yaml': home });
    expect(await told()).toMatchObject([
      { state: 'warn', what: expect.stringMatching(/Башкортостан/) as string },
    ]);
  });
});
