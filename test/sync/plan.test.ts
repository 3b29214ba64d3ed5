/** What a plan says about each situation a running helpdesk can be in. Rows in memory, no network. */
import { applyPlan } from '../../sync/objects/apply.js';
import { driftOf } from '../../sync/objects/drift.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { refuse } from '../../sync/objects/refuse.js';
import { exitCode, showPlan } from '../../sync/objects/show.js';
import type { Change, Columns, Plan } from '../../sync/objects/types.js';
import { useHelpdesks, type TestHelpdesk } from './helpdesk.js';
import { configOf, now, settings, smallFile } from './small-config.js';

const openHelpdesk = useHelpdesks();

const planOf = async (helpdesk: TestHelpdesk, file: unknown = smallFile): Promise<Plan> =>
  (await makePlan(helpdesk, configOf(file), settings, now)).plan;

const applied = async (file: unknown = smallFile, given?: TestHelpdesk): Promise<TestHelpdesk> => {
  const helpdesk = given ?? (await openHelpdesk());
  const planned = await makePlan(helpdesk, configOf(file), settings, now);
  await applyPlan({
    helpdesk,
    planned,
    webhookSecret: settings.webhookSecret,
    yes: true,
    now,
    saveBundle: () => Promise.resolve(),
  });
  return helpdesk;
};

const brief = ({ action, kind, name, fields }: Change): unknown[] => [
  action,
  kind,
  name,
  Object.keys(fields),
];
const only = <K extends keyof typeof smallFile>(...kinds: K[]): Pick<typeof smallFile, K> =>
  Object.fromEntries(kinds.map((kind) => [kind, smallFile[kind]])) as Pick<typeof smallFile, K>;
const macro = (more: object): unknown => ({
  macros: { wanted: [{ name: 'm', clauses: ['R-1.1'], perform: { 'ticket.state': 'open' }, ...more }] },
});

describe('a fresh helpdesk', () => {
  test('all is created in the order in which things lean on each other; seeded states are adopted, ids stay', async () => {
    const plan = await planOf(await openHelpdesk());
    expect(plan.faults).toEqual([]);
    expect([...new Set(plan.changes.map(({ kind }) => kind))]).toEqual([
      'object_manager_attributes',
      'ticket_states',
      'calendars',
      'groups',
      'roles',
      'organizations',
      'slas',
      'webhooks',
      'text_modules',
      'macros',
      'templates',
      'triggers',
      'postmaster_filters',
      'overviews',
      'core_workflows',
    ]);
    const states = plan.changes.filter(({ kind }) => kind === 'ticket_states');
    expect(states.map(({ name, action, id }) => [name, action, id])).toEqual(
      expect.arrayContaining([
        ['Новый', 'adopt', 1],
        ['Назначен', 'adopt', 2],
        ['Закрыт', 'adopt', 4],
        ['В ожидании', 'adopt', 6],
        ['В работе', 'create', null],
      ]),
    );
    const groups = plan.changes.filter(({ kind }) => kind === 'groups').map(({ name }) => name);
    expect(groups.indexOf('СП РПГУ')).toBeLessThan(groups.indexOf('СП РПГУ::Камчатский край'));
    expect(refuse(plan, { yes: false })).toBeNull();
    expect(exitCode(plan)).toBe(2);
  });

  test('applied, nothing is left to do, and a further plan reads each kind once', async () => {
    const helpdesk = await applied();
    const before = helpdesk.requests();
    const plan = await planOf(helpdesk);
    expect(plan.changes).toEqual([]);
    expect(exitCode(plan)).toBe(0);
    expect(helpdesk.requests().writes).toBe(before.writes);
  });

  test('the seeded state keeps its id and only the name moves in what refers to it', async () => {
    const helpdesk = await applied();
    expect(helpdesk.rows('ticket_states').map(({ id, name }) => [id, name])).toEqual([
      [1, 'Новый'],
      [2, 'Назначен'],
      [3, 'pending reminder'],
      [4, 'Закрыт'],
      [5, 'merged'],
      [6, 'В ожидании'],
      [expect.any(Number), 'В работе'],
    ]);
  });
});

describe('a helpdesk with people in it', () => {
  test.each<[string, Parameters<TestHelpdesk['byHand']>[0], string, Columns, unknown[]]>([
    [
      'a changed colour of meaning',
      'ticket_states',
      'Закрыт',
      { ignore_escalation: false },
      ['update', 'ticket_states', 'Закрыт', ['ignore_escalation']],
    ],
    [
      'another endpoint',
      'webhooks',
      'reglament',
      { endpoint: 'http://elsewhere' },
      ['update', 'webhooks', 'reglament', ['endpoint']],
    ],
    [
      'another secret',
      'webhooks',
      'reglament',
      { signature_token: 'other' },
      ['update', 'webhooks', 'reglament', ['secret']],
    ],
    [
      'a holiday struck off',
      'calendars',
      'Рабочие дни',
      { public_holidays: {} },
      ['update', 'calendars', 'Рабочие дни', ['public_holidays']],
    ],
    [
      'a condition',
      'overviews',
      'Не разобраны',
      { condition: { 'ticket.state_id': { operator: 'is', value: '4' } } },
      ['update', 'overviews', 'Не разобраны', ['condition']],
    ],
    [
      'a list of a field',
      'object_manager_attributes',
      'state_reason',
      { data_option: { options: { a: 'a' }, nulloption: true, maxlength: 255, default: '' } },
      ['update', 'object_manager_attributes', 'Ticket.state_reason', ['options']],
    ],
  ])('%s is drift and is named by field', async (_, kind, name, columns, expected) => {
    const helpdesk = await applied();
    helpdesk.byHand(kind, name, columns);
    const plan = await planOf(helpdesk);
    expect(plan.changes.map(brief)).toEqual([expected]);
    expect(driftOf(plan)).toMatchObject({
      changed: [{ name: plan.changes[0]!.name }],
      missing: [],
      returned: [],
    });
  });

  test.each<[string, Parameters<TestHelpdesk['byHand']>[0], string, Columns]>([
    ['ids as numbers', 'slas', '100 Претензии', {}],
    ['a feed’s holiday', 'calendars', 'Рабочие дни', { last_log: 'x', last_sync: 'y' }],
    ['a sanitised text', 'text_modules', 'Вне компетенции', { content: '<p>Вопрос &amp; ответ</p>\n' }],
    ['a masked secret', 'webhooks', 'reglament', { signature_token: '**********' }],
    ['prio numbers that moved together', 'overviews', 'Ждут пользователя', { prio: 1 }],
    ['columns nobody manages', 'groups', 'ГРП', { shared_drafts: false, user_ids: [1] }],
  ])('%s is no drift', async (_, kind, name, columns) => {
    const helpdesk = await applied();
    const row = helpdesk.rows(kind).find((each) => each['name'] === name)!;
    const group = helpdesk.rows('groups').find((each) => each['name'] === 'ГРП')!.id;
    const changed =
      kind === 'slas' ? { condition: { 'ticket.group_id': { operator: 'is', value: [group] } } } : columns;
    helpdesk.byHand(kind, name, { ...row, ...changed });
    expect((await planOf(helpdesk)).changes).toEqual([]);
  });

  test('overviews in the wrong order are put back, all of them, in order', async () => {
    const helpdesk = await applied();
    helpdesk.byHand('overviews', 'Ждут пользователя', { prio: 3000 });
    expect((await planOf(helpdesk)).changes.map(brief)).toEqual([
      ['update', 'overviews', 'Ждут пользователя', ['prio']],
      ['update', 'overviews', 'Не разобраны', ['prio']],
    ]);
  });

  test('what the configuration does not name is left alone', async () => {
    const helpdesk = await applied();
    const plan = await planOf(helpdesk, only('groups'));
    expect(plan.changes).toEqual([]);
  });

  test('an object that merely bears our name is adopted, said so, and not counted as changed', async () => {
    const helpdesk = await openHelpdesk();
    await helpdesk.create('macros', {
      name: 'm',
      perform: { 'ticket.state_id': { value: '4' } },
      note: 'чужой',
      ux_flow_next_up: 'none',
      group_ids: [],
    });
    const plan = await planOf(helpdesk, macro({}));
    expect(plan.changes.map(({ action, name }) => [action, name])).toEqual([['adopt', 'm']]);
    expect(plan.managed).toEqual({ existing: 0, changed: 0 });
  });

  test('a renaming keeps the object', async () => {
    const helpdesk = await applied(macro({}));
    const plan = await planOf(helpdesk, macro({ name: 'n', was: 'm' }));
    expect(plan.changes.map(brief)).toEqual([['rename', 'macros', 'n', ['name']]]);
    expect(showPlan(plan, { colour: false })).toContain('~ переименовать: макрос «n» (было «m»)');
  });

  test('`removed` deletes where Zammad can and switches off where it cannot, and asks first', async () => {
    const helpdesk = await applied(macro({}));
    await helpdesk.create('groups', { name: 'старая', active: true });
    await helpdesk.create('text_modules', { name: 'лишняя', content: 'Слова', keywords: '', group_ids: [] });
    const file = {
      macros: { removed: ['m'] },
      groups: { removed: ['старая', 'нет такой'] },
      text_modules: { removed: ['лишняя'] },
    };
    const plan = await planOf(helpdesk, file);
    expect(plan.changes.map(({ action, name }) => [action, name])).toEqual([
      ['deactivate', 'm'],
      ['remove', 'лишняя'],
      ['deactivate', 'старая'],
    ]);
    expect(refuse(plan, { yes: false })).toMatch(/«m», «лишняя», «старая».*--yes/);
    await applied(file, helpdesk);
    expect(helpdesk.rows('macros').find(({ name }) => name === 'm')).toMatchObject({ active: false });
    expect(helpdesk.rows('text_modules').map(({ name }) => name)).not.toContain('лишняя');
    expect((await planOf(helpdesk, file)).changes).toEqual([]);
  });
});

describe('faults: a plan that must not be applied', () => {
  const overview = (condition: object, more: object = {}): unknown => ({
    overviews: {
      wanted: [
        {
          name: 'o',
          clauses: ['R-1.1'],
          roles: ['Agent'],
          condition,
          order: { by: 'created_at', direction: 'ASC' },
          view: ['number'],
          prio: 1,
          ...more,
        },
      ],
    },
  });
  test.each<[string, unknown, RegExp]>([
    [
      'an unknown group in a condition',
      overview({ 'ticket.group': { is: ['Нет такой'] } }),
      /группа «Нет такой».*ни в Zammad/,
    ],
    ['an unknown state in a perform', macro({ perform: { 'ticket.state': 'Забыт' } }), /состояние «Забыт»/],
    [
      'an unknown field in a condition',
      overview({ 'ticket.shoe_size': { is: ['43'] } }),
      /поля «ticket.shoe_size» нет/,
    ],
    [
      'an unknown field in a view',
      overview({}, { view: ['shoe_size'] }),
      /view: поля «ticket.shoe_size» нет/,
    ],
    ['an unknown role', overview({}, { roles: ['Нет'] }), /роль «Нет»/],
    [
      'an unknown value of a list',
      {
        ...only('object_manager_attributes'),
        ...(macro({ perform: { 'ticket.state_reason': 'Лень' } }) as object),
      },
      /нет значения «Лень»/,
    ],
    [
      'an unknown permission',
      { roles: { wanted: [{ name: 'r', clauses: ['R-1.1'], permissions: ['ticket.emperor'] }] } },
      /разрешение «ticket.emperor»/,
    ],
    [
      'a missing parent group',
      { groups: { wanted: [{ name: 'A::B', clauses: ['R-1.1'] }] } },
      /родитель: группа «A»/,
    ],
    [
      'a removed group that is still named',
      { ...(macro({ groups: ['Users'] }) as object), groups: { removed: ['Users'] } },
      /группа «Users» — убирается/,
    ],
    [
      'one name twice',
      {
        groups: {
          wanted: [
            { name: 'A', clauses: ['R-1.1'] },
            { name: 'A', clauses: ['R-1.1'] },
          ],
        },
      },
      /дважды/,
    ],
    [
      'a nested condition in a form',
      {
        core_workflows: {
          wanted: [
            {
              name: 'w',
              clauses: ['R-1.1'],
              screens: ['edit'],
              condition_saved: { any: [{ 'ticket.state': { is: ['open'] } }] },
              perform: {},
            },
          ],
        },
      },
      /вкладывать нельзя/,
    ],
  ])('%s', async (_, file, text) => {
    const plan = await planOf(await openHelpdesk(), file);
    expect(plan.faults.map((fault) => fault.text)).toEqual([expect.stringMatching(text)]);
    expect(exitCode(plan)).toBe(1);
    expect(refuse(plan, { yes: true })).toMatch(/ничего не записано/);
  });

  test('two remote objects of a managed name', async () => {
    const helpdesk = await applied();
    await helpdesk.create('webhooks', { name: 'reglament', endpoint: 'http://x' });
    const [fault] = (await planOf(helpdesk)).faults;
    expect(fault).toMatchObject({
      kind: 'webhooks',
      object: 'reglament',
      text: expect.stringMatching(/2 объекта/) as unknown,
    });
  });

  test('a field of another type', async () => {
    const helpdesk = await applied();
    helpdesk.byHand('object_manager_attributes', 'snils', { data_type: 'integer' });
    expect((await planOf(helpdesk)).faults).toMatchObject([
      { object: 'Ticket.snils', text: expect.stringMatching(/тип/) as unknown },
    ]);
  });

  test('somebody else’s unfinished change of a field; our own is simply finished', async () => {
    const helpdesk = await applied();
    helpdesk.byHand('object_manager_attributes', 'snils', {
      to_config: true,
      data_option_new: { maxlength: 5 },
    });
    expect((await planOf(helpdesk)).faults).toMatchObject([
      { object: 'Ticket.snils', text: expect.stringMatching(/не нами/) as unknown },
    ]);
    helpdesk.byHand('object_manager_attributes', 'snils', {
      to_config: false,
      to_migrate: true,
      data_option_new: {},
    });
    const plan = await planOf(helpdesk);
    expect(plan.faults).toEqual([]);
    expect(plan.changes.map(brief)).toEqual([
      ['update', 'object_manager_attributes', 'Ticket.snils', ['migrated']],
    ]);
  });
});

describe('the threshold', () => {
  const macros = (number: number, note?: string): unknown => ({
    macros: {
      wanted: Array.from({ length: number }, (_, index) => ({
        name: `м${String(index)}`,
        clauses: ['R-1.1'],
        perform: { 'ticket.state': 'open' },
        ...(note !== undefined && index < 4 ? { note } : {}),
      })),
    },
  });
  test.each([
    ['4 of 13: a bad day', 13, /4 из 13/],
    ['4 of 14: ordinary work', 14, null],
    ['4 of 9: too few to judge', 9, null],
  ])('%s', async (_, number, expected) => {
    const plan = await planOf(await applied(macros(number)), macros(number, 'новая'));
    const refusal = refuse(plan, { yes: false });
    if (expected) expect(refusal).toMatch(expected);
    else expect(refusal).toBeNull();
    expect(refuse(plan, { yes: true })).toBeNull();
  });
});

test('the secret stands nowhere: not in the plan, its text, its JSON or the note', async () => {
  const helpdesk = await openHelpdesk();
  const plan = await planOf(helpdesk);
  await applied(smallFile, helpdesk);
  helpdesk.byHand('webhooks', 'reglament', { signature_token: 'forgotten secret' });
  const later = await planOf(helpdesk);
  const all =
    JSON.stringify([plan, later]) + showPlan(plan, { colour: false }) + showPlan(later, { colour: false });
  expect(all).not.toContain(settings.webhookSecret);
  expect(all).not.toContain('forgotten secret');
  expect(showPlan(later, { colour: false })).toMatch(/секрет: отпечаток «[0-9a-f]{12}» → «[0-9a-f]{12}»/);
  const [webhook] = helpdesk.rows('webhooks');
  expect(webhook!['note']).toMatch(/^Будит программу \[Регламент: R-4\.2\.3\] \[секрет [0-9a-f]{12}\]$/);
});

describe('what others have set up is listed where it acts on what the regulation acts on, and left alone', () => {
  const fresh = { 'ticket.action': { operator: 'is', value: 'create' } };
  const set = (name: string, value: string) => ({ [`ticket.${name}`]: { value } });
  const agent = { 'ai.ai_agent': { ai_agent_id: '1' } };
  test.each<[string, 'triggers' | 'macros', Record<string, unknown>, RegExp | null]>([
    [
      'moves tickets',
      'triggers',
      { condition: fresh, perform: set('group_id', '1') },
      /меняет то же, что регламент: group_id/,
    ],
    [
      'sets a field of ours',
      'triggers',
      { condition: fresh, perform: set('snils', '1') },
      /чужой триггер «чужое» меняет.*snils/,
    ],
    [
      'writes a letter',
      'triggers',
      {
        condition: fresh,
        perform: { 'notification.email': { recipient: 'ticket_customer', subject: 'Ответ', body: 'Слова' } },
      },
      /пишет по тикетам всех групп/,
    ],
    ['is switched off', 'triggers', { active: false, condition: fresh, perform: set('group_id', '1') }, null],
    [
      'acts elsewhere',
      'triggers',
      { condition: { 'ticket.group_id': { operator: 'is', value: ['1'] } }, perform: set('group_id', '1') },
      null,
    ],
    ['runs an AI agent', 'triggers', { condition: fresh, perform: agent }, /ИИ-агента.*152-ФЗ/],
    [
      'is a macro that runs an AI agent',
      'macros',
      { perform: agent },
      /чужой макрос «чужое» запускает ИИ-агента/,
    ],
    ['is a macro', 'macros', { perform: set('state_id', '4') }, null],
  ])('one that %s', async (_, kind, columns, words) => {
    const helpdesk = await applied();
    await helpdesk.create(kind, { name: 'чужое', active: true, ...columns });
    const { changes, warnings } = await planOf(helpdesk);
    expect(changes).toEqual([]);
    const about = warnings.filter((text) => text.includes('«чужое»'));
    if (words === null) expect(about).toEqual([]);
    else expect(about).toEqual([expect.stringMatching(words)]);
  });
});

const onVersion = async (version: string): Promise<TestHelpdesk> => {
  const helpdesk = await openHelpdesk();
  helpdesk.version = () => Promise.resolve(version);
  return helpdesk;
};

test.each([
  ['7.0.0', 1],
  ['7.0.1', 0],
  ['6.6.x', 0],
])('on %s macros with a relative time of waiting are warned of: %i', async (version, times) => {
  const { warnings } = await planOf(await onVersion(version));
  expect(warnings.filter((text) => text.includes('относительным сроком'))).toHaveLength(times);
});

test('tags are compared without case: from 7.2 on there is only one of each', async () => {
  const macro = {
    macros: { wanted: [{ name: 'm', clauses: ['R-1.1'], perform: { 'ticket.tags': { add: ['Спам'] } } }] },
  };
  const helpdesk = await applied(macro);
  helpdesk.byHand('macros', 'm', { perform: { 'ticket.tags': { operator: 'add', value: 'СПАМ' } } });
  expect((await planOf(helpdesk, macro)).changes).toEqual([]);
});

test('an older Zammad than 6.5 is refused before anything is read of it', async () => {
  await expect(planOf(await onVersion('6.4.1'))).rejects.toThrow('Zammad 6.4.1 is too old');
});

test('a plan reads: one line an object with its clauses, below it what changes, the counts last', async () => {
  const helpdesk = await applied(macro({ note: 'Первая редакция' }));
  helpdesk.byHand('macros', 'm', { active: false });
  await helpdesk.create('groups', { name: 'Прежние', active: true });
  const file = {
    macros: { wanted: [{ name: 'm', clauses: ['R-1.1'], perform: { 'ticket.state': 'closed' } }] },
    groups: {
      wanted: [{ name: 'ГРП', clauses: ['R-3.11.2.a', 'R-4.3.2.a'] }],
      removed: ['Прежние', 'Users'],
    },
  };
  expect(showPlan(await planOf(helpdesk, file), { colour: false }).split('\n')).toEqual([
    'Zammad 6.6.x',
    'Новое (1)',
    '  + создать: группа «ГРП»  R-3.11.2.a, R-4.3.2.a',
    'Меняется (1)',
    '  ~ изменить: макрос «m»  R-1.1',
    '      действия › ticket.state: «open» → «closed»',
    '      действует: нет → да',
    '      заметка: «Первая редакция [Регламент: R-1.1]» → «[Регламент: R-1.1]»',
    'Отключается и удаляется (1)',
    '  - отключить: группа «Прежние»',
    '      действует: да → нет',
    '  ? Камчатский край: протокол не подписан, SLA по разделу 5 нет',
    '  ? группа «Users» закрывается, но в ней тикетов: 1; передайте их в другую группу, и следующий apply её отключит',
    'создать 1 · изменить 1 · отключить 1; без изменений 0',
  ]);
});

test('of a long text a plan shows the words that differ, Russian ones too', async () => {
  const note = (who: string) =>
    `Принимает тикеты от СП РПГУ, ${who} признать, что данных у заявителя нет, и передаёт их дальше по регламенту в СП ЕПГУ.`;
  const helpdesk = await applied(macro({ note: note('вправе') }));
  const shown = showPlan(await planOf(helpdesk, macro({ note: note('может') })), { colour: false });
  expect(shown).toContain('[-вправе-][+может+]');
});
