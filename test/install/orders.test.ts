/** Rollback, uninstall and apply in any order, cut off anywhere: of two hundred tickets nothing is lost, and nobody else's things are touched. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { randomOf } from '../plugin/field.js';
import { until } from '../plugin/postgres.js';
import { doubles, inShell, openDesk, regions, type Desk } from './desk.js';

let desk: Desk;
let before: { tickets: unknown; foreign: unknown; ids: Record<string, number> };
/** Whatever was called, tickets and what others have made stand as they stood. */
const holds = (): void => {
  if (desk.trace !== '') expect(desk.tickets()).toEqual(before.tickets);
  expect(desk.foreign()).toEqual(before.foreign);
  expect([desk.hidden(), doubles(desk)]).toEqual([0, []]);
};
const does = async (codes: readonly number[], ...args: string[]): Promise<string> => {
  const said = await desk.done(codes, ...args);
  holds();
  return said;
};
const opened = async (options: Parameters<typeof openDesk>[0] = {}): Promise<void> => {
  desk = await openDesk(options);
  before = structuredClone({ tickets: desk.tickets(), foreign: desk.foreign(), ids: desk.ids() });
};
afterEach(() => desk.admin.close());

const spam = () => desk.row('macros', 'Close & Tag as Spam')['active'];
const kept = (): Record<string, number> =>
  Object.fromEntries(
    Object.entries(desk.ids()).filter(([name]) => /^(groups|roles|object_manager|ticket_states)/.test(name)),
  );
const rolledBack = (): void => {
  for (const name of ['Вход', 'СП РПГУ::Тверская область'])
    expect(desk.row('groups', name)).toMatchObject({ active: true });
  expect(desk.row('object_manager_attributes', 'snils')).toMatchObject({ active: false });
  expect(desk.row('roles', 'Оператор').id).toBe(before.ids['roles Оператор']);
  expect(desk.acting()).toEqual([]);
  expect(spam()).toBe(true);
};

describe('in order', () => {
  beforeEach(() => opened());

  test('ord-rollback-apply', async () => {
    const held = structuredClone(kept());
    const said = await desk.admin.answering(['нет'], 'rollback', desk.trace);
    expect([said.code, said.err]).toEqual([2, expect.stringMatching(/Ничего не записано/)]);
    expect(said.all).toMatch(/группа «Вход»: тикетов: 40; остаётся как есть/);
    holds();
    await does([0], 'rollback', desk.trace, '--yes');
    rolledBack();
    await does([2], 'plan');
    await does([0], 'apply', '--yes');
    await desk.plain();
    expect(kept()).toEqual(held);
  });

  test('ord-uninstall-apply', async () => {
    await does([0], 'uninstall', '--yes');
    expect(desk.acting()).toEqual([]);
    await does([0], 'apply', '--yes');
    await desk.plain();
    // An SLA cannot be switched off: it is made anew.
    expect({ ...desk.ids(), 'slas Срок': 0 }).toEqual({ ...before.ids, 'slas Срок': 0 });
  });

  test('ord-uninstall-rollback', async () => {
    await does([0], 'uninstall', '--yes');
    await does([0], 'rollback', desk.trace, '--yes');
    rolledBack();
    await does([2], 'plan');
    await does([0], 'apply', '--yes');
    await desk.plain();
  });

  test('ord-rollback-uninstall, and once more', async () => {
    await does([0], 'rollback', desk.trace, '--yes');
    await does([0], 'uninstall', '--yes');
    const written = await desk.admin.writes();
    expect(await does([0], 'uninstall', '--yes')).toMatch(/нечего/i);
    expect(await desk.admin.writes()).toBe(written);
    await does([0], 'apply', '--yes');
    await desk.plain();
  });

  test('ord-apply-apply: the second leaves the first one’s trace alone', async () => {
    const sum = () => createHash('sha256').update(readFileSync(desk.trace)).digest('hex');
    const first = sum();
    expect(await does([0], 'apply', '--yes')).toMatch(/Менять нечего/);
    expect(sum()).toBe(first);
    await does([0], 'rollback', desk.trace, '--yes');
    rolledBack();
  });

  test('ord-rollback-twice: what was made by hand meanwhile stays', async () => {
    await does([0], 'rollback', desk.trace, '--yes');
    await desk.admin.client.resource('triggers').create({
      name: '010 Сообщить',
      active: true,
      condition: { 'ticket.action': { operator: 'is', value: 'create' } },
      perform: { 'ticket.tags': { operator: 'add', value: 'моё' } },
    });
    const own = structuredClone(desk.row('triggers', '010 Сообщить'));
    expect(await does([0], 'rollback', desk.trace, '--yes')).toMatch(/нечего/i);
    expect(desk.row('triggers', '010 Сообщить')).toEqual(own);
  });

  test('ord-two-bundles-wrong-order', async () => {
    await desk.admin.put({ 'regions/pskov.yaml': regions.pskov });
    await does([0], 'apply', '--yes');
    const second = await desk.admin.trace();
    const pskov = desk.row('groups', 'СП РПГУ::Псковская область').id;
    await desk.admin.ticket(pskov);
    await desk.admin.ticket(pskov);
    before.tickets = desk.tickets();
    before.foreign = desk.foreign();
    expect(await does([0], 'rollback', desk.trace, '--yes')).toMatch(/позже/);
    await does([0], 'rollback', second, '--yes');
    expect(desk.row('groups', 'СП РПГУ::Псковская область')).toMatchObject({ id: pskov, active: true });
    await does([0], 'apply', '--yes');
    await desk.plain();
  });
});

const seed = Number(process.env['SEED'] ?? 16);

test.each(Array.from({ length: Number(process.env['CHAINS'] ?? 6) }, (_, chain) => chain))(
  `ord-long-chain: six in any order (SEED=${seed}), number %i`,
  async (chain) => {
    await opened();
    const random = randomOf(seed * 1000 + chain);
    const acts = ['apply', 'rollback last', 'rollback first', 'uninstall', 'cut'] as const;
    for (let step = 0; step < 6; step += 1) {
      const act = acts[Math.floor(random() * acts.length)];
      if (act === 'apply') await does([0], 'apply', '--yes');
      else if (act === 'uninstall') await does([0, 1], 'uninstall', '--yes');
      else if (act === 'cut') {
        // Zammad goes away in the middle.
        await fetch(`${desk.admin.sandbox.url}/__sandbox/fail`, {
          method: 'POST',
          body: JSON.stringify({ next: 9, with: 503, match: 'PUT /overviews' }),
          headers: { 'content-type': 'application/json' },
        });
        await does([0, 1], 'apply', '--yes', '--break-lock');
        await fetch(`${desk.admin.sandbox.url}/__sandbox/fail`, { method: 'DELETE' });
      } else {
        const folder = path.dirname(desk.trace);
        const traces = (await readdir(folder)).sort();
        const file = act === 'rollback last' ? traces.at(-1) : traces[0];
        await does([0], 'rollback', path.join(folder, file ?? ''), '--yes');
      }
    }
    await does([0], 'apply', '--yes');
    await desk.plain();
  },
);

describe('killed', () => {
  let writes = 0;
  let at = Infinity;
  let after = '';
  let act: ((signal: NodeJS.Signals) => void) | undefined;
  let signal: NodeJS.Signals = 'SIGKILL';
  const counted = {
    after: ({ method, path: to }: { method: string; path: string }): void => {
      if (method === 'GET') return;
      writes += 1;
      if (writes === at || (method === 'POST' && to === after)) act?.(signal);
    },
  };
  /** Zammad stops itself some moments after a migration: whoever was killed then has left it on its way. */
  const restarted = (): Promise<void> =>
    until(() =>
      fetch(`${desk.admin.sandbox.url}/__sandbox/restart`)
        .then((answer) => answer.json() as Promise<{ presence: string }>)
        .then(
          ({ presence }) => presence === 'up',
          () => false,
        ),
    );
  const killedAt = async (point: number, ...args: string[]) => {
    at = writes + point;
    const { end, all } = await inShell(args, (kill) => (act = kill));
    at = Infinity;
    act = undefined;
    return { end, all };
  };
  beforeEach(() => {
    [writes, at, signal] = [0, Infinity, 'SIGKILL'];
    after = '';
  });

  test.each(['/core_workflows', '/overviews'])(
    'kill-apply-lost-answer: made by POST %s and entered nowhere, it is ours still',
    async (kind) => {
      await opened({ fresh: true, hooks: counted });
      after = kind;
      expect((await killedAt(Infinity, 'apply', '--yes')).end).toBe('SIGKILL');
      after = '';
      await restarted();
      expect(await does([0], 'apply', '--yes')).not.toMatch(/Чужое задето.*(100 Скрыть|Взять в работу)/s);
      await desk.plain();
      await does([0], 'uninstall', '--yes');
      expect(desk.acting()).toEqual([]);
    },
  );

  test.each([1, 8, 20])(
    'kill-apply after %i writes: the next one ends it, both are taken back',
    async (point) => {
      await opened({ fresh: true, hooks: counted });
      expect((await killedAt(point, 'apply', '--yes')).end).toBe('SIGKILL');
      await restarted();
      holds();
      await desk.admin.client.resource('triggers').create({
        name: '010 Сообщить',
        active: true,
        condition: { 'ticket.action': { operator: 'is', value: 'create' } },
        perform: { 'ticket.tags': { operator: 'add', value: 'моё' } },
      });
      const own = structuredClone(desk.row('triggers', '010 Сообщить'));
      const refused = await desk.done([1], 'apply', '--yes');
      expect(refused).toMatch(/010 Сообщить/);
      await desk.admin.client.resource('triggers').delete(own.id);
      await desk.done([0], 'apply', '--yes');
      await desk.plain();
      const folder = path.join(desk.admin.home, 'data', 'rollback');
      for (const name of (await readdir(folder)).sort().reverse())
        await does([0], 'rollback', path.join(folder, name), '--yes');
      expect(desk.acting()).toEqual([]);
    },
  );

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('kill-sigint: %s is said, and the lock is gone', async (name, code) => {
    await opened({ fresh: true, hooks: counted });
    signal = name;
    const { end, all } = await killedAt(8, 'apply', '--yes');
    expect(end).toBe(code);
    expect(all).toMatch(/Останавливаюсь/);
    expect(all).toMatch(/Файл отката: /);
    expect(all).toMatch(/apply/);
    expect(desk.admin.rows('macros').some((row) => String(row['name']).includes('apply'))).toBe(false);
  });

  test.each([1, 6, 14])('kill-rollback after %i writes', async (point) => {
    await opened({ hooks: counted });
    await killedAt(point, 'rollback', desk.trace, '--yes');
    holds();
    expect(await does([0], 'rollback', desk.trace, '--yes')).not.toMatch(/404/);
    rolledBack();
    await does([0], 'rollback', desk.trace, '--yes');
    await does([0], 'apply', '--yes');
    await desk.plain();
  });

  test.each([2, 4, 9])('kill-uninstall after %i writes', async (point) => {
    await opened({ hooks: counted });
    await killedAt(point, 'uninstall', '--yes');
    holds();
    if (point >= 4) {
      expect(desk.row('triggers', '010 Сообщить')).toMatchObject({ active: false });
      expect(desk.row('webhooks', 'reglament')).toMatchObject({ active: false });
    }
    await does([0], 'uninstall', '--yes');
    expect(desk.acting()).toEqual([]);
    await does([0], 'apply', '--yes');
    await desk.plain();
  });
});
