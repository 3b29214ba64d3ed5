/** Applying under bad luck: lost answers, silent drops, a helpdesk that goes away, plans that have grown old; and back. */
import { ZammadError } from 'zammad-api-client-ts';
import type { ZammadErrorKind } from 'zammad-api-client-ts';
import { parse } from 'yaml';
import { applyPlan } from '../../sync/objects/apply.js';
import type { ApplyOptions } from '../../sync/objects/apply.js';
import type { Trace } from '../../sync/objects/bundle.js';
import { without } from '../../sync/objects/canonical.js';
import { importConfig } from '../../sync/objects/import.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { plan as planSchema } from '../../sync/objects/types.js';
import { useHelpdesks, type TestHelpdesk } from './helpdesk.js';
import { configOf, now, settings, smallFile } from './small-config.js';
import { keeping, takeBack } from './taking-back.js';

const openHelpdesk = useHelpdesks();

const failure = (kind: ZammadErrorKind, status: number | null = null): ZammadError =>
  new ZammadError({ kind, method: 'POST', path: '/x', status, zammadMessage: null, retryable: false });

const apply = async (
  helpdesk: TestHelpdesk,
  file: unknown = smallFile,
  more: Partial<ApplyOptions> = {},
): Promise<{ done: number; trace: () => Trace }> => {
  const { saveBundle, record, trace } = keeping();
  const planned = await makePlan(helpdesk, configOf(file), settings, now);
  const { done } = await applyPlan({
    helpdesk,
    planned,
    webhookSecret: settings.webhookSecret,
    yes: true,
    now,
    saveBundle,
    record,
    ...more,
  });
  return { done, trace };
};

/** What people see: names and contents, without ids and times. */
const state = (helpdesk: TestHelpdesk): unknown =>
  Object.fromEntries(
    (
      ['ticket_states', 'groups', 'macros', 'webhooks', 'triggers', 'overviews', 'slas', 'calendars'] as const
    ).map((kind) => [
      kind,
      helpdesk.rows(kind).map((row) => structuredClone(without(row, 'updated_at', 'updated_by_id'))),
    ]),
  );

test('nothing is written before the bundle is stored', async () => {
  const helpdesk = await openHelpdesk();
  await expect(
    apply(helpdesk, smallFile, { saveBundle: () => Promise.reject(new Error('диск полон')) }),
  ).rejects.toThrow('диск полон');
  expect(helpdesk.requests().writes).toBe(0);
});

test('fields share one migration', async () => {
  const helpdesk = await openHelpdesk();
  const order: string[] = [];
  helpdesk.onWrite = (method, kind) => {
    order.push(`${method} ${kind}`);
  };
  await apply(helpdesk);
  expect(order.filter((call) => call.endsWith('migrations'))).toHaveLength(1);
  expect(
    order.slice(0, order.indexOf('POST migrations')).filter((call) => call.endsWith('attributes')),
  ).toHaveLength(3);
});

test('a create whose answer was lost is found by its name and not made twice', async () => {
  const helpdesk = await openHelpdesk();
  let lost = false;
  helpdesk.onWrite = async (method, kind, done) => {
    if (lost || `${method} ${kind}` !== 'POST webhooks') return;
    lost = true;
    await done();
    throw failure('network');
  };
  await apply(helpdesk);
  expect(helpdesk.rows('webhooks')).toHaveLength(1);
  expect((await makePlan(helpdesk, configOf(), settings, now)).plan.changes).toEqual([]);
});

test.each([1, 2, 4, 9, 15, 20])(
  'going away at write %i: said where, and the next apply finishes the rest',
  async (at) => {
    const helpdesk = await openHelpdesk();
    let writes = 0;
    helpdesk.onWrite = () => {
      writes += 1;
      if (writes >= at) throw failure('network');
    };
    await expect(apply(helpdesk)).rejects.toThrow(/сделано \d+ из \d+.*apply ещё раз/s);
    helpdesk.onWrite = () => undefined;
    await apply(helpdesk);
    const names = (kind: Parameters<TestHelpdesk['rows']>[0]): unknown[] =>
      helpdesk.rows(kind).map(({ name }) => name);
    for (const kind of [
      'groups',
      'webhooks',
      'text_modules',
      'overviews',
      'templates',
      'postmaster_filters',
    ] as const) {
      expect(new Set(names(kind)).size).toBe(names(kind).length);
    }
    expect((await makePlan(helpdesk, configOf(), settings, now)).plan.changes).toEqual([]);
  },
);

test('a column that Zammad drops is a fault that names field, object and version', async () => {
  const helpdesk = await openHelpdesk();
  const { get } = helpdesk;
  helpdesk.get = async (kind, id) => {
    const row = await get(kind, id);
    return kind === 'macros' ? { ...row, ux_flow_next_up: undefined } : row;
  };
  await expect(apply(helpdesk)).rejects.toThrow(
    /Zammad 6\.6\.x не сохранил поле «ux_flow_next_up» \(макрос «4\.7\.1/,
  );
});

test('a missing right is named with its kind', async () => {
  const helpdesk = await openHelpdesk();
  const { list } = helpdesk;
  helpdesk.list = (kind) =>
    kind === 'macros' || kind === 'slas' ? Promise.reject(failure('forbidden', 403)) : list(kind);
  await expect(apply(helpdesk)).rejects.toThrow('admin.macro (макрос), admin.sla (SLA)');
  helpdesk.list = list;
  helpdesk.onWrite = (_, kind) => {
    if (kind === 'roles') throw failure('forbidden', 403);
  };
  await expect(apply(helpdesk)).rejects.toThrow('admin.role (роль)');
});

describe('a saved plan', () => {
  test('holds while nothing moved', async () => {
    const helpdesk = await openHelpdesk();
    const { plan } = await makePlan(helpdesk, configOf(), settings, now);
    const saved = planSchema.parse(JSON.parse(JSON.stringify(plan)));
    expect((await apply(helpdesk, smallFile, { saved })).done).toBe(plan.changes.length);
  });

  test('is refused when the helpdesk moved, or the configuration', async () => {
    const helpdesk = await openHelpdesk();
    const { plan: saved } = await makePlan(helpdesk, configOf(), settings, now);
    helpdesk.byHand('ticket_states', 'open', { note: 'тронуто' });
    await expect(apply(helpdesk, smallFile, { saved })).rejects.toThrow(/Zammad изменился/);
    helpdesk.byHand('ticket_states', 'open', { note: null });
    await expect(apply(helpdesk, { groups: smallFile.groups }, { saved })).rejects.toThrow(/изменил/);
    expect(helpdesk.requests().writes).toBe(0);
  });
});

describe('rollback', () => {
  test('brings back what was there; what was made is deleted, roles are switched off', async () => {
    const helpdesk = await openHelpdesk();
    const before = state(helpdesk);
    const { trace } = await apply(helpdesk);
    const result = await takeBack(helpdesk, trace());
    expect(state(helpdesk)).toEqual(before);
    expect(helpdesk.rows('roles').map(({ name, active }) => [name, active])).toEqual([
      ['Admin', true],
      ['Agent', true],
      ['Customer', true],
      ['Оператор ГРП', false],
    ]);
    expect(result).toMatchObject({ restored: 4, deactivated: 4, recreated: 0, left: [] });
  });

  test('a half-done apply is taken back too: what was switched off is on, what was deleted is made anew', async () => {
    const helpdesk = await openHelpdesk();
    await apply(helpdesk);
    const said = () => ({
      macros: structuredClone(helpdesk.rows('macros'))
        .filter(({ name }) => name === '4.7.1 Информация запрошена')
        .map(({ name, perform, active }) => ({ name, perform, active })),
      // One more holds the ids of all there is.
      modules: structuredClone(helpdesk.rows('text_modules'))
        .map(({ name, content }) => ({ name, content }))
        .filter(({ name }) => name === 'Вне компетенции'),
    });
    const before = said();
    const file = {
      ...smallFile,
      macros: { removed: ['4.7.1 Информация запрошена'] },
      text_modules: { removed: ['Вне компетенции'] },
    };
    const { trace } = await apply(helpdesk, file);
    expect(said()).toEqual({
      macros: before.macros.map((macro) => ({ ...macro, active: false })),
      modules: [],
    });
    await takeBack(helpdesk, trace());
    expect(said()).toEqual(before);
  });

  test('the bundle holds no secret', async () => {
    const helpdesk = await openHelpdesk();
    await apply(helpdesk);
    helpdesk.byHand('webhooks', 'reglament', { signature_token: 'forgotten secret' });
    const { trace } = await apply(helpdesk);
    expect(JSON.stringify(trace())).not.toMatch(/forgotten|correct horse/);
    const { left } = await takeBack(helpdesk, trace());
    expect(left).toEqual([expect.stringMatching(/секрет не хранился/)]);
  });
});

test('import, then plan: nothing to do; what cannot be said is listed, not lost', async () => {
  const helpdesk = await openHelpdesk();
  await apply(helpdesk);
  await helpdesk.create('triggers', {
    name: 'без номера',
    condition: { 'ticket.title': { operator: 'contains', value: 'счёт' } },
    perform: { 'ticket.priority_id': { value: '2' } },
    note: '',
  });
  await helpdesk.create('overviews', {
    name: 'Заявки Ивана',
    role_ids: [2],
    condition: { 'ticket.owner_id': { operator: 'is', pre_condition: 'specific', value: ['7'] } },
    order: { by: 'created_at', direction: 'ASC' },
    view: { s: ['number'] },
    prio: 5000,
    group_by: null,
  });
  const { yaml, skipped } = await importConfig(helpdesk, configOf(), settings);
  expect(skipped.map(({ kind, name }) => [kind, name])).toEqual([
    // Of a fresh installation: what ours has no words for.
    ['overviews', 'My Pending Reached Tickets'],
    ['overviews', 'Pending Reached Tickets'],
    ['overviews', 'Заявки Ивана'],
    ['triggers', 'auto reply (on new tickets)'],
    ['triggers', 'auto reply (on follow-up of tickets)'],
    ['triggers', 'customer notification (on owner change)'],
    ['triggers', 'без номера'],
  ]);
  expect(yaml).not.toContain(settings.webhookSecret);
  expect(yaml).toContain('clauses:\n        - R-4.2.1');
  const { plan } = await makePlan(helpdesk, configOf(parse(yaml)), settings, now);
  expect(plan.faults).toEqual([]);
  expect(plan.changes).toEqual([]);
});
